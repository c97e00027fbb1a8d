"""The mix of task families, and how tasks become conversations or plain texts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..chat import GENERATION_PROMPT, render
from ..tokenizer import END_OF_TEXT, TURN_END
from . import classification, extraction, facts, numbers, reading, rewriting, rules, strings, talk, texts
from .draw import Draw, Task, held_out

# family: share of the training examples, and its generators with their relative weights
MIX = {
    "small talk": (7, ((talk.about_itself, 4), (talk.small_talk, 4), (talk.greeting_by_name, 1), (talk.joke, 1))),
    "facts": (24, ((facts.fact, 8), (facts.true_or_false, 1), (facts.about_country, 1), (facts.written, 3))),
    "arithmetic": (
        13,
        ((numbers.arithmetic, 7), (numbers.drill, 3), (numbers.comparison, 1), (numbers.even_or_odd, 1), (numbers.extreme, 1)),
    ),
    "word problems": (2.5, ((numbers.word_problem, 1),)),
    "counting": (4, ((numbers.count, 4), (numbers.sequence, 3), (numbers.count_by, 2), (numbers.calendar, 1), (numbers.letters, 1))),
    "rewriting": (
        10,
        (
            (rewriting.letter_case, 4),
            (rewriting.reverse_words, 2),
            (rewriting.tense, 2),
            (rewriting.polite, 1),
            (rewriting.spelling, 2),
            (rewriting.punctuation, 1),
            (rewriting.shorten, 1),
            (rewriting.replace_word, 2),
            (rewriting.negate, 1),
        ),
    ),
    "strings": (
        9,
        (
            (strings.letter, 3),
            (strings.spell, 2),
            (strings.letter_count, 1),
            (strings.reverse_word, 0.5),
            (strings.word_count, 1),
            (strings.nth_word, 2),
            (strings.longest, 0.5),
            (strings.order, 1.5),
            (strings.starts_with, 1),
            (strings.repeat, 6),
        ),
    ),
    "json": (8, ((extraction.named_fields, 6), (extraction.free_fields, 2), (extraction.array, 1), (extraction.plain_field, 1))),
    "reading": (4, ((reading.question, 4), (reading.unanswerable, 1))),
    "classification": (
        7,
        (
            (classification.sentiment, 3),
            (classification.sentiment_without_labels, 1),
            (classification.topic, 2),
            (classification.spam, 1),
            (classification.language, 1),
            (classification.intent, 2),
            (classification.is_question, 1),
        ),
    ),
    "lists": (4, ((texts.listing, 1),)),
    "translation": (4, ((texts.translation, 1),)),
    "summary": (2.5, ((texts.summary, 1),)),
    "stories": (5, ((texts.story, 4), (texts.poem, 2), (texts.sentence_with, 2))),
    "system rules": (
        8,
        (
            (rules.one_word, 2),
            (rules.upper_case, 2),
            (rules.lower_case, 1),
            (rules.fixed_end, 2),
            (rules.fixed_start, 1),
            (rules.json_answer, 1),
            (rules.persona, 1),
            (rules.translator, 1),
            (rules.labeller, 1),
            (rules.extractor, 1),
            (rules.calculator, 1),
            (rules.informed, 1),
            (rules.restricted, 1),
        ),
    ),
    "memory": (4, ((talk.memory, 4), (talk.told_at_once, 1), (talk.forgotten, 1))),
    "unknown": (4, ((talk.unknown, 1),)),
    "raw": (6, ((facts.raw, 1),)),
}
FAMILIES = tuple(MIX)
_SHARES = [share for share, _ in MIX.values()]

_NEUTRAL_SYSTEMS = (
    "You are a helpful assistant.",
    "You are a helpful assistant.",
    "You are pebble, the small built-in model of Outcrop.",
    "You are a friendly assistant.",
    "Be brief.",
    "Be helpful and polite.",
    "You are an AI assistant.",
    "Answer the user's questions.",
    "You are a helpful, honest assistant.",
    "Help the user.",
    "~You are a kind and careful assistant.",
)
_RAW_FORMS = (
    ("User: {p}\nBot:", " {a}"),
    ("User: {p}\nBot:", " {a}"),
    ("User: {p}\nAssistant:", " {a}"),
    ("Human: {p}\n\nAssistant:", " {a}"),
    ("\n\nHuman: {p}\n\nAssistant:", " {a}"),
    ("Question: {p}\nAnswer:", " {a}"),
    ("Q: {p}\nA:", " {a}"),
    ("### Instruction:\n{p}\n\n### Response:\n", "{a}"),
    ("Instruction: {p}\nOutput:", " {a}"),
    ("{p}\n", "{a}"),
    ("{p}\n\n", "{a}"),
    ("{p}", "\n{a}"),
)


@dataclass(frozen=True)
class Segment:
    """A piece of the rendered text; only learned pieces count towards the loss."""

    text: str
    learned: bool


def _raw(draw: Draw) -> Task:
    """Plain texts without a chat template: completions, dialogs, instructions and prose."""
    kind = draw.random.random()
    if kind < 0.4:
        return facts.raw(draw)
    if kind < 0.44:
        task = numbers.drill(draw)
        lines = task.answer.split("\n")
        return Task("raw", "\n".join([*lines[:-1], lines[-1].split("=")[0] + "="]), " " + lines[-1].split("= ")[1], task.key, raw=True)
    if kind < 0.5:
        task = numbers.arithmetic(draw)
        if not task.answer.isdigit() or "=" in task.prompt:
            return _raw(draw)
        form = draw.pick(("Q: {p}\nA:", "Question: {p}\nAnswer:", "User: {p}\nBot:"))
        return replace(task, family="raw", prompt=form.format(p=task.prompt), answer=f" {task.answer}", raw=True)
    if kind < 0.62:
        words = draw.pick((texts.story, texts.story, texts.poem))(draw).answer.split(" ")
        cut = draw.between(3, max(3, min(8, len(words) - 4)))
        return Task("raw", " ".join(words[:cut]), " " + " ".join(words[cut:]), "prose|" + " ".join(words[:cut]), "prose", (), raw=True)
    families = [name for name in FAMILIES if name not in ("raw", "memory")]
    family = draw.random.choices(families, [MIX[name][0] for name in families])[0]
    task = _generate(draw, family)
    form, answer = draw.pick(_RAW_FORMS)
    prompt = f"{task.system}\n\n{task.prompt}" if task.system else task.prompt
    return replace(
        task,
        family="raw",
        system=None,
        prompt=form.format(p=prompt),
        answer=answer.format(a=task.answer),
        key=f"{task.family}|{task.key}",
        raw=True,
    )


def _generate(draw: Draw, family: str) -> Task:
    if family == "raw":
        return _raw(draw)
    generators = MIX[family][1]
    return draw.random.choices([generator for generator, _ in generators], [weight for _, weight in generators])[0](draw)


def training_task(draw: Draw, family: str | None = None) -> Task:
    """A task that is not held out."""
    while True:
        task = _generate(draw, family or draw.random.choices(FAMILIES, _SHARES)[0])
        if not held_out(task.family, task.key):
            return task


def evaluation_task(draw: Draw, family: str) -> Task:
    """A task in a held-out phrasing, or one whose values are held out: each in half of the cases."""
    draw.new_phrasing = draw.chance(0.5)
    while True:
        draw.phrased_anew = False
        task = replace(_generate(draw, family), phrased_anew=draw.phrased_anew)
        if task.family == family and (draw.phrased_anew if draw.new_phrasing else held_out(task.family, task.key)):
            return task


def prompt_text(task: Task) -> str:
    """What the model sees before it answers."""
    if task.raw:
        return task.prompt
    system = [("system", task.system)] if task.system else []
    return render([*system, *task.before, ("user", task.prompt)]) + GENERATION_PROMPT


def training_segments(draw: Draw) -> list[Segment]:
    """One training document: usually a single task, sometimes a conversation of several."""
    task = training_task(draw)
    if task.raw:
        return [Segment(task.prompt + task.answer + END_OF_TEXT, True)]
    tasks = [task]
    kind = draw.random.random()
    # A few long conversations teach the positions up to the full context.
    extra = 0 if kind < 0.9 else draw.between(1, 3) if kind < 0.996 else draw.between(6, 24)
    while len(tasks) <= extra:
        other = training_task(draw)
        if not other.raw and other.system is None:
            tasks.append(other)
    system = task.system or (draw.template(_NEUTRAL_SYSTEMS) if draw.chance(0.2) else None)
    if task.system and extra:
        tasks = [task]
    segments = [Segment(render([("system", system)]), False)] if system else []
    for each in tasks:
        for role, content in (*each.before, ("user", each.prompt), ("assistant", each.answer)):
            if role == "assistant":
                segments += [Segment(GENERATION_PROMPT, False), Segment(content + TURN_END, True), Segment("\n", False)]
            else:
                segments.append(Segment(render([(role, content)]), False))
    return segments[:-1] if segments[-1].text == "\n" else segments
