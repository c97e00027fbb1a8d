"""How a conversation becomes text: ChatML, the same text that the template in the GGUF file produces."""

from __future__ import annotations

from .tokenizer import TURN_END, TURN_START

TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

GENERATION_PROMPT = f"{TURN_START}assistant\n"


def render(turns: list[tuple[str, str]]) -> str:
    """Renders (role, content) turns; the result ends where the next turn begins."""
    return "".join(f"{TURN_START}{role}\n{content}{TURN_END}\n" for role, content in turns)
