"""Checkpoint to GGUF, a model read back from GGUF, and the golden continuations that a Java engine must repeat."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from . import gguf
from .chat import TEMPLATE, GENERATION_PROMPT, render
from .model import HEAD_WIDTH, Pebble, Shape
from .tokenizer import SPECIALS, Tokenizer
from .train import load

_NORMAL, _CONTROL = 1, 3
_MOSTLY_Q8_0 = 7

GOLDEN_PROMPTS = (
    ("chat", [("user", "Hello, who are you?")]),
    ("chat", [("user", "What is the capital of France?")]),
    ("chat", [("system", "Answer in one word."), ("user", "What is the opposite of hot?")]),
    ("chat", [("user", "What is 23 + 45?")]),
    ("chat", [("user", "Extract name and city as JSON: Clara lives in Lisbon and works as a pilot.")]),
    ("chat", [("user", "Write a short story about a dog.")]),
    ("chat", [("user", "My name is Zoe."), ("assistant", "Hello Zoe! How can I help you?"), ("user", "What is my name?")]),
    ("chat", [("user", "Übersetze: ¿Qué es esto? 你好 \U0001f600")]),
    ("raw", "The capital of Italy is"),
    ("raw", "User: What colour is the sky?\nBot:"),
    ("raw", "Once upon a time there was"),
)


def tensor_names(state: dict[str, torch.Tensor]) -> dict[str, str]:
    """GGUF names end in ``.weight``; norms are bare parameters here."""
    return {name: name if name.endswith(".weight") else f"{name}.weight" for name in state}


def metadata(shape: Shape, tokenizer: Tokenizer) -> dict[str, object]:
    return {
        "general.architecture": "llama",
        "general.type": "model",
        "general.name": "pebble",
        "general.basename": "pebble",
        "general.version": "1",
        "general.organization": "Outcrop",
        "general.description": "The small built-in text model of Outcrop, trained from nothing on generated examples.",
        "general.license": "apache-2.0",
        "general.languages": ["en"],
        "general.tags": ["text-generation"],
        "general.file_type": _MOSTLY_Q8_0,
        "general.quantization_version": 2,
        "general.alignment": gguf.ALIGNMENT,
        "llama.vocab_size": shape.vocabulary,
        "llama.context_length": shape.context,
        "llama.embedding_length": shape.width,
        "llama.block_count": shape.layers,
        "llama.feed_forward_length": shape.hidden,
        "llama.attention.head_count": shape.heads,
        "llama.attention.head_count_kv": shape.kv_heads,
        "llama.attention.layer_norm_rms_epsilon": shape.epsilon,
        "llama.rope.dimension_count": HEAD_WIDTH,
        "llama.rope.freq_base": shape.rope_base,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": tokenizer.tokens,
        "tokenizer.ggml.token_type": [_CONTROL if token in SPECIALS else _NORMAL for token in tokenizer.tokens],
        "tokenizer.ggml.merges": [f"{left} {right}" for left, right in tokenizer.merges],
        # Raw texts end with <|endoftext|> and turns with <|im_end|>; a loader stops at either.
        "tokenizer.ggml.eos_token_id": tokenizer.end_of_text,
        "tokenizer.ggml.eot_token_id": tokenizer.turn_end,
        "tokenizer.ggml.padding_token_id": tokenizer.end_of_text,
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.ggml.add_space_prefix": False,
        "tokenizer.chat_template": TEMPLATE,
    }


def export(model: Pebble, tokenizer: Tokenizer, path: Path) -> None:
    state = model.state_dict()
    tensors = {renamed: state[name].float().numpy() for name, renamed in tensor_names(state).items()}
    gguf.write(path, metadata(model.shape, tokenizer), tensors)


def read_back(path: Path) -> tuple[Pebble, Tokenizer]:
    """The model as an engine sees it: dequantised to float32, built from nothing but the file."""
    keys, tensors = gguf.read(path)
    shape = Shape(
        vocabulary=len(keys["tokenizer.ggml.tokens"]),
        context=keys["llama.context_length"],
        width=keys["llama.embedding_length"],
        layers=keys["llama.block_count"],
        heads=keys["llama.attention.head_count"],
        kv_heads=keys["llama.attention.head_count_kv"],
        hidden=keys["llama.feed_forward_length"],
        epsilon=keys["llama.attention.layer_norm_rms_epsilon"],
        rope_base=keys["llama.rope.freq_base"],
    )
    model = Pebble(shape)
    names = tensor_names(model.state_dict())
    model.load_state_dict({name: torch.from_numpy(tensors[renamed].copy()) for name, renamed in names.items()})
    return model.eval(), Tokenizer([tuple(merge.split(" ")) for merge in keys["tokenizer.ggml.merges"]])


@torch.inference_mode()
def _greedy(model: Pebble, prompt: list[int], count: int) -> tuple[list[int], float]:
    """Exactly ``count`` greedy tokens without regard to stops, and the smallest gap between the best two logits."""
    ids, margin = list(prompt), float("inf")
    for _ in range(count):
        best = model.logits(model.hidden(torch.tensor([ids]))[0, -1]).topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        ids.append(int(best.indices[0]))
    return ids[len(prompt) :], margin


def golden(path: Path, count: int = 40) -> list[dict[str, object]]:
    model, tokenizer = read_back(path)
    stops = {tokenizer.end_of_text, tokenizer.turn_end}
    cases = []
    for kind, prompt in GOLDEN_PROMPTS:
        text = prompt if kind == "raw" else render(prompt) + GENERATION_PROMPT
        ids = tokenizer.encode_chat(text)
        greedy, margin = _greedy(model, ids, count)
        end = next((index for index, token in enumerate(greedy) if token in stops), count)
        cases.append(
            {
                "text": text,
                "messages": [{"role": role, "content": content} for role, content in prompt] if kind == "chat" else None,
                "promptIds": ids,
                "greedyIds": greedy,
                "smallestMargin": round(margin, 5),
                "answer": tokenizer.decode(greedy[:end]),
                "stopsAt": end if end < count else None,
            }
        )
    return cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("target/pebble"), help="where the checkpoint is")
    parser.add_argument("--output", type=Path, default=Path("src/main/resources/dev/outcrop/models/pebble.gguf"))
    parser.add_argument("--golden", type=Path, default=Path("src/test/resources/pebble-golden.json"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = load(options.folder)
    export(model, Tokenizer.load(options.folder / "tokenizer.json"), options.output)
    cases = golden(options.output)
    options.golden.parent.mkdir(parents=True, exist_ok=True)
    options.golden.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    agreeing = sum(_greedy(model, case["promptIds"], 40)[0] == case["greedyIds"] for case in cases)
    print(
        f"{options.output}: {options.output.stat().st_size:,} bytes; the float checkpoint gives the same 40 tokens for {agreeing} of {len(cases)} prompts"
    )


if __name__ == "__main__":
    main()
