"""What is known of one statement of an answer against a source and a question: the inputs of the grounding and relevance
models. The package `dev.outcrop.guardrails.grounding` in Java computes the same, number for number."""

from __future__ import annotations

import re

import numpy as np

from sentences import sentences

STOP_WORDS = frozenset("""a about above after again all also am an and any are as at be because been before being below
between both but by can could did do does doing down during each few for from further had has have having he her here
hers him himself his how however i if in into is it its itself just me more most my no nor not now of off on once only
or other our out over own per she should so some such than that the their them then there these they this those through
to too under until up upon us very was we were what when where which while who whom whose why will with would you your
yes s t d ll re ve m""".split())
NEGATIONS = frozenset("no not never none nobody nothing neither nor without cannot t".split())
NUMBERS = {word: str(number) for number, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve".split())}
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
NEAREST = 8
SUFFIXES = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")


def stem(word: str) -> str:
    """Takes the commonest endings off: enough to match a word's forms, no more."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > 3 and word[-1] in "ey" else word


class Words:
    """The words of a piece of text."""

    def __init__(self, text: str):
        self.content: set[str] = set()
        self.numbers: set[str] = set()
        self.names: set[str] = set()
        self.negated = False
        for position, match in enumerate(WORD.finditer(text)):
            word = match.group()
            lower = word.lower()
            self.negated |= lower in NEGATIONS
            if word[0].isdecimal():
                self.numbers.add(word.replace(",", ""))
            elif lower in NUMBERS:
                self.numbers.add(NUMBERS[lower])
            elif lower not in STOP_WORDS:
                self.content.add(stem(lower))
                if position > 0 and word[0].isupper():
                    self.names.add(stem(lower))


def is_content(piece: str) -> bool:
    return piece[:1].isalnum() and piece.lower() not in STOP_WORDS


class Part:
    """One sentence of a text: its words, the vectors of its content tokens [tokens, 384] of length 1, its mean."""

    def __init__(self, text: str, start: int, end: int, windows):
        self.words = Words(text[start:end])
        rows, everything = [], []
        for window in windows:
            first = int(np.searchsorted(window.starts, start))
            last = int(np.searchsorted(window.ends, end, side="right"))
            for i in range(first, last):
                everything.append(window.vectors[i])
                if is_content(text[window.starts[i]:window.ends[i]]):
                    rows.append(window.vectors[i])
        self.tokens = unit(np.array(rows, dtype=np.float32).reshape(-1, 384))
        mean = np.sum(everything, axis=0, dtype=np.float32) if everything else np.zeros(384, np.float32)
        self.mean = unit(mean[None])[0]


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def parts(text: str, encoder) -> list[Part]:
    windows = encoder.encode(text)
    return [Part(text, start, end, windows) for start, end in sentences(text)]


GROUNDING = ["aligned", "found", "newNumber", "strayNumber", "newNames", "strayNames", "negation"]
FOUND = 0.4


def is_claim(part: Part) -> bool:
    """A sentence without a single content word says nothing that a source could support."""
    return len(part.tokens) > 0


def grounding(part: Part, source: list[Part], query: list[Part]) -> list[float]:
    """How one sentence of an answer stands to the source: to that sentence of it, among those nearest, that its content
    tokens are best aligned to."""
    source = [other for other in source if len(other.tokens)]
    asked = set().union(*(other.words.content for other in query))
    names = part.words.names - asked
    numbers = part.words.numbers.difference(*(other.words.numbers for other in query))
    if not source:
        return [0.0, 0.0, float(bool(numbers)), 0.0, min(len(names), 2) / 2, 0.0, 0.0]
    near = [float(other.mean @ part.mean) for other in source]
    nearest = sorted(range(len(source)), key=lambda i: (-near[i], i))[:NEAREST]
    aligned = np.array([(part.tokens @ source[i].tokens.T).max(axis=1) for i in nearest])
    best = int(aligned.mean(axis=1).argmax())
    words = source[nearest[best]].words
    unknown = names.difference(*(other.words.content for other in source))
    stray = names - unknown - words.content
    unseen = numbers.difference(*(other.words.numbers for other in source))
    return [
        float(aligned[best].mean()), float((aligned.max(axis=0) > FOUND).mean()),
        float(bool(unseen)), float(bool(numbers - unseen - words.numbers)), min(len(unknown), 2) / 2, min(len(stray), 2) / 2,
        float(part.words.negated != words.negated),
    ]


RELEVANCE = ["sentence", "answerAligned", "queryAligned", "words", "bridge"]


def relevance(part: Part, query: list[Part], source: list[Part]) -> list[float]:
    """How one sentence of an answer stands to the question, on its own and by way of the source."""
    asked = set().union(*(other.words.content for other in query))
    tokens = np.concatenate([np.zeros((0, 384), np.float32)] + [other.tokens for other in query])
    if not len(tokens) or not len(part.tokens):
        return [0.0] * len(RELEVANCE)
    cosines = part.tokens @ tokens.T
    mine = part.words.content | part.words.numbers
    bridge = 0.0
    for other in source:
        held = len(mine & (other.words.content | other.words.numbers)) / len(mine) if mine else 0.0
        bridge = max(bridge, held * max(float(other.mean @ question.mean) for question in query))
    return [
        max(float(part.mean @ other.mean) for other in query), float(cosines.max(axis=1).mean()),
        float(cosines.max(axis=0).mean()), len(part.words.content & asked) / max(1, len(asked)), bridge,
    ]
