"""Seeded random choices that know which side of the train/evaluation split they are on.

The split works on two levels. Contents: every task has a key that names its values, and one key in sixteen (by hash) is
held out. Phrasings: a phrasing that starts with ``~`` is held out whatever its values. Training sees neither kind;
evaluation draws only tasks with a held-out key, or with a held-out phrasing.
"""

from __future__ import annotations

import hashlib
import random
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
HELD_OUT_SHARE = 16


@dataclass(frozen=True)
class Task:
    """One question and its answer.

    ``check`` says how an output is judged: ``exact``, ``contains`` (``accepted`` holds the words that would do), ``json``
    or ``prose`` (``accepted`` holds the words the text must mention).
    """

    family: str
    prompt: str
    answer: str
    key: str
    check: str = "exact"
    accepted: tuple[str, ...] = ()
    system: str | None = None
    before: tuple[tuple[str, str], ...] = ()
    raw: bool = False
    phrased_anew: bool = False


def held_out(family: str, key: str) -> bool:
    return hashlib.blake2b(f"{family}|{key}".encode(), digest_size=4).digest()[0] % HELD_OUT_SHARE == 0


class Draw:
    """With ``new_phrasing`` the held-out phrasings are used wherever there are some, and ``phrased_anew`` says that it happened."""

    def __init__(self, seed: object):
        self.random = random.Random(str(seed))
        self.new_phrasing = False
        self.phrased_anew = False

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.random.random() * len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        return self.random.sample(options, count)

    def between(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def template(self, options: Sequence[str]) -> str:
        """One of the phrasings that this side of the split may use, without its mark."""
        held = [option[1:] for option in options if option.startswith("~")]
        if self.new_phrasing and held:
            self.phrased_anew = True
            return self.pick(held)
        return self.pick([option for option in options if not option.startswith("~")])

    def phrase(self, options: Sequence[str], loose_values: bool = False, **values: object) -> str:
        """Fills a phrasing the way people type: sometimes lower case, misspelled, polite or without a full stop.

        Only the fixed words are bent, unless ``loose_values`` says that the values survive lower-casing too.
        """
        template = self.template(options)
        style = self.random.random()
        parts = [(literal, field) for literal, field, _, _ in string.Formatter().parse(template)]
        if style < 0.30:
            parts = [(literal.lower(), field) for literal, field in parts]
            if loose_values:
                values = {name: str(value).lower() for name, value in values.items()}
        elif style < 0.36:
            parts = [(self._misspell(literal), field) for literal, field in parts]
        text = "".join(literal + (str(values[field]) if field else "") for literal, field in parts)
        ends_in_literal = parts[-1][1] is None
        if ends_in_literal and text[-1] in ".?" and self.chance(0.6 if style < 0.30 else 0.12):
            text = text[:-1]
        elif ends_in_literal and self.chance(0.06):
            text += self.pick((" Thanks!", " Please.", " Thank you.", " Thanks.", " please"))
        if self.chance(0.07):
            text = self.pick(("Hi! ", "Hello, ", "Hey, ", "Quick question: ", "Hi, ", "Please help. ", "Hello! ", "OK, ")) + text
        return text

    def _misspell(self, text: str) -> str:
        words = text.split(" ")
        long_words = [index for index, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        if long_words:
            index = self.pick(long_words)
            word = words[index]
            at = self.between(1, len(word) - 2)
            words[index] = self.pick(
                (word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at] + word[at:])
            )
        return " ".join(words)

    def made_up_word(self, syllables: int = 2) -> str:
        """A pronounceable word that is in no table, so that copying cannot become remembering."""
        onsets = ("b", "br", "d", "dr", "f", "fl", "g", "gr", "k", "kl", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z")
        ends = ("", "", "n", "r", "l", "m", "x", "s", "t", "k")
        return "".join(self.pick(onsets) + self.pick("aeiou") for _ in range(syllables)) + self.pick(ends)
