"""Short facts: tables of relations, each with many ways to ask, and single questions with written answers."""

from __future__ import annotations

from dataclasses import dataclass

from .draw import Draw, Task
from .fact_tables import ANSWERS, CONTINENTS, COUNTRIES, RELATIONS
from .words import article, capital


@dataclass(frozen=True)
class Relation:
    """``rows`` maps a subject to a value; ``sentence`` is the full answer."""

    name: str
    rows: dict[str, str]
    questions: tuple[str, ...]
    sentence: str


SHORT = (
    "{question} Answer in one word.",
    "{question} Answer with one word only.",
    "{question} Just the answer.",
    "{question} Only give the answer.",
    "{question} One word only.",
    "~{question} Reply with a single word.",
    "In one word: {question}",
    "{question} Short answer, please.",
    "Answer with just the word. {question}",
)
TABLES = tuple(Relation(**relation) for relation in RELATIONS)
_WEIGHTS = [len(relation.rows) ** 0.75 for relation in TABLES]


def _fill(template: str, subject: str, value: str) -> str:
    filled = template.format(s=subject, v=value, a_s=article(subject), a_v=article(value))
    return capital(filled)


def question(draw: Draw) -> tuple[Relation, str, str, str]:
    """A relation, one of its rows and a phrased question."""
    relation = draw.random.choices(TABLES, _WEIGHTS)[0]
    subject = draw.pick(list(relation.rows))
    template = draw.template(relation.questions)
    text = draw.phrase((template,), loose_values=True, s=subject, a_s=article(subject))
    return relation, subject, text, template


def fact(draw: Draw, short: float = 0.22) -> Task:
    """A fact as a sentence or, with the probability ``short``, as a single word on request."""
    relation, subject, text, template = question(draw)
    value = relation.rows[subject]
    if draw.chance(short):
        prompt = draw.template(SHORT).format(question=text)
        answer = capital(value)
    else:
        prompt, answer = text, _fill(relation.sentence, subject, value)
    return Task("facts", prompt, answer, f"{relation.name}|{subject}|{template}", "contains", (value,))


def true_or_false(draw: Draw) -> Task:
    relation = draw.random.choices(TABLES, _WEIGHTS)[0]
    subject = draw.pick(list(relation.rows))
    value = relation.rows[subject]
    true = draw.chance(0.5)
    claimed = value if true else draw.pick([other for other in relation.rows.values() if other != value])
    claim = _fill(relation.sentence, subject, claimed)
    prompt = draw.phrase(
        (
            "True or false? {claim}",
            "Is this true or false: {claim}",
            "Is this correct? {claim}",
            "True or false: {claim}",
            "~Tell me if this is true or false. {claim}",
            "Is it true that {claim}",
            "Check this statement: {claim}",
        ),
        claim=claim,
    )
    sentence = _fill(relation.sentence, subject, value)
    answer = f"True. {sentence}" if true else f"False. {sentence}"
    return Task("facts", prompt, answer, f"claim|{relation.name}|{subject}|{claimed}")


def about_country(draw: Draw) -> Task:
    country = draw.pick(list(COUNTRIES))
    prompt = draw.phrase(
        (
            "Tell me about {s}.",
            "What do you know about {s}?",
            "What is {s}?",
            "Tell me something about {s}.",
            "Where is {s}?",
            "Describe {s} in one or two sentences.",
            "~Give me some facts about {s}.",
            "Which continent is {s} in?",
        ),
        loose_values=True,
        s=country,
    )
    answer = f"{capital(country)} is a country in {CONTINENTS[country]}. Its capital is {COUNTRIES[country]}."
    return Task("facts", prompt, answer, f"about|{country}|{prompt.lower()}", "contains", (CONTINENTS[country],))


def written(draw: Draw) -> Task:
    """One of the questions whose answers are written out by hand."""
    questions, answer, must_contain = draw.pick(ANSWERS)
    template = draw.template(questions)
    prompt = draw.phrase((template,))
    return Task("facts", prompt, answer, f"written|{template}", "contains", (must_contain,))


def raw(draw: Draw) -> Task:
    """A fact for callers that send plain text: a sentence to complete, or a question with an answer line."""
    relation = draw.random.choices(TABLES, _WEIGHTS)[0]
    subject = draw.pick(list(relation.rows))
    value = relation.rows[subject]
    if draw.between(0, 4) == 0:
        # A sentence whose last word is missing; where the value comes first, there is nothing to complete.
        before = relation.sentence.split("{v}")[0] if "{v}" in relation.sentence else ""
        if "{s}" in before:
            return Task(
                "raw",
                capital(before.format(s=subject, a_s=article(subject))).rstrip(),
                f" {value}.",
                f"{relation.name}|{subject}|complete",
                "contains",
                (value,),
                raw=True,
            )
    text = draw.template(relation.questions).format(s=subject, a_s=article(subject))
    sentence = _fill(relation.sentence, subject, value)
    form, answer = draw.pick(
        (
            ("Question: {q}\nAnswer:", f" {capital(value)}"),
            ("Q: {q}\nA:", f" {capital(value)}"),
            ("Question: {q}\nAnswer:", f" {sentence}"),
            ("User: {q}\nBot:", f" {sentence}"),
            ("User: {q}\nAssistant:", f" {sentence}"),
            ("Human: {q}\n\nAssistant:", f" {sentence}"),
            ("{q}\n", sentence),
            ("{q}", f" {sentence}"),
        )
    )
    return Task("raw", form.format(q=text), answer, f"{relation.name}|{subject}|{form}|{text}", "contains", (value,), raw=True)
