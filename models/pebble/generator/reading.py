"""Questions about a passage, answered from the passage or not at all."""

from __future__ import annotations

from .draw import Draw, Task
from .words import ANIMALS, CITIES, COLOURS, FIRST_NAMES, FOODS, HOBBIES, INSTRUMENTS, JOBS, MONTHS, OBJECTS, SPORTS, article

# statement, question, full answer; {n} is the person, {v} the value
_FACTS = {
    "city": ("{n} lives in {v}.", ("Where does {n} live?", "In which city does {n} live?"), "{n} lives in {v}.", CITIES),
    "job": ("{n} works as {a}.", ("What is {n}'s job?", "What does {n} work as?"), "{n} works as {a}.", JOBS),
    "pet": ("{n} has {a} as a pet.", ("What pet does {n} have?", "Which animal does {n} have?"), "{n} has {a}.", ANIMALS),
    "colour": (
        "{n}'s favourite colour is {v}.",
        ("What is {n}'s favourite colour?", "Which colour does {n} like best?"),
        "{n}'s favourite colour is {v}.",
        COLOURS,
    ),
    "food": ("{n} likes to eat {v}.", ("What does {n} like to eat?", "Which food does {n} like?"), "{n} likes to eat {v}.", FOODS),
    "sport": (
        "{n} enjoys {v} on weekends.",
        ("What does {n} enjoy on weekends?", "Which sport does {n} enjoy?"),
        "{n} enjoys {v}.",
        SPORTS,
    ),
    "hobby": (
        "In the evening {n} spends time on {v}.",
        ("What does {n} do in the evening?", "What is {n}'s hobby?"),
        "In the evening {n} spends time on {v}.",
        HOBBIES,
    ),
    "instrument": ("{n} plays the {v}.", ("Which instrument does {n} play?", "What does {n} play?"), "{n} plays the {v}.", INSTRUMENTS),
    "age": ("{n} is {v} years old.", ("How old is {n}?", "What is {n}'s age?"), "{n} is {v} years old.", tuple(map(str, range(8, 90)))),
    "month": ("{n} was born in {v}.", ("When was {n} born?", "In which month was {n} born?"), "{n} was born in {v}.", MONTHS),
    "thing": ("{n} bought a new {v} last week.", ("What did {n} buy last week?", "What did {n} buy?"), "{n} bought a new {v}.", OBJECTS),
}


def passage(draw: Draw) -> tuple[str, str, str, str, str]:
    """A passage about one or two people, a question about it, the full answer, the value, and what was asked."""
    people = draw.sample(FIRST_NAMES, 2) if draw.chance(0.85) else [draw.made_up_word(2).title(), draw.made_up_word(3).title()]
    kinds = draw.sample(list(_FACTS), draw.between(2, 4))
    facts = [(people[0] if draw.chance(0.6) else people[1], kind, draw.pick(_FACTS[kind][3])) for kind in kinds]
    if draw.chance(0.3):
        kind = draw.pick(kinds)
        values = draw.sample(list(_FACTS[kind][3]), 2)
        facts = [fact for fact in facts if fact[1] != kind] + [(people[0], kind, values[0]), (people[1], kind, values[1])]
        draw.random.shuffle(facts)
    text = " ".join(_FACTS[kind][0].format(n=name, v=value, a=article(value)) for name, kind, value in facts)
    name, kind, value = draw.pick(facts)
    return text, draw.pick(_FACTS[kind][1]).format(n=name), _FACTS[kind][2].format(n=name, v=value, a=article(value)), value, kind


_FORMS = (
    "{x}\n{q}",
    "Text: {x}\nQuestion: {q}",
    "Context: {x}\n\nQuestion: {q}",
    "Read this: {x} {q}",
    "{x} {q}",
    "Answer from the text.\n{x}\n{q}",
    "Use the context to answer the question.\nContext: {x}\nQuestion: {q}",
    "{q}\n\nText: {x}",
    "~Here is some information. {x} Now tell me: {q}",
    "~Given the passage below, answer the question.\n\n{x}\n\n{q}",
    "Question: {q}\nContext: {x}",
)


def question(draw: Draw) -> Task:
    text, asked, full, value, _ = passage(draw)
    short = draw.chance(0.25)
    prompt = draw.template(_FORMS).format(x=text, q=asked)
    if short:
        prompt += draw.pick((" Answer in one word.", "\nShort answer only.", " Just the answer."))
    return Task("reading", prompt, value if short else full, f"{text}|{asked}", "exact")


def unanswerable(draw: Draw) -> Task:
    text, _, _, _, _ = passage(draw)
    kind = draw.pick([kind for kind in _FACTS if _FACTS[kind][0].split("{n}")[-1].split("{")[0] not in text])
    name = (
        text.split("'s ")[0].split()[-1]
        if "'s " in text
        else draw.pick([word for word in text.split() if word[0].isupper() and word not in ("In",)][:1] or ["Anna"])
    )
    asked = draw.pick(_FACTS[kind][1]).format(n=name.rstrip(".,"))
    return Task(
        "reading",
        draw.template(_FORMS).format(x=text, q=asked),
        "The text does not say.",
        f"none|{text}|{asked}",
        "contains",
        ("does not say",),
    )
