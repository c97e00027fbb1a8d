"""What the entity tagger sees of the spelling of a token; `WordShape` in Java computes the same.

The encoder is uncased: capitals, digits and what touches a word have to come from the text itself. A word is the run of
letters, digits and marks around a token, at most 32 characters to either side.
"""

from __future__ import annotations

import unicodedata

import numpy as np

COUNT = 30
REACH = 32


def is_word(c: str) -> bool:
    return unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Mn", "Mc")


def shapes(text: str, starts, ends) -> np.ndarray:
    """[tokens, COUNT] of zeros and ones, for the tokens of one window."""
    features = np.zeros((len(starts), COUNT), dtype=np.float32)
    if len(starts) == 0:
        return features
    span = text[starts[0] : ends[-1]]
    upper = any(unicodedata.category(c) == "Lu" for c in span)
    lower = any(unicodedata.category(c) == "Ll" for c in span)
    for i, (start, end) in enumerate(zip(starts, ends)):
        features[i] = shape(text, start, end)
        gap = text[ends[i - 1] : start] if i else ""
        before = text[starts[i - 1] : ends[i - 1]] if i else "."
        features[i, 26] = "\n" in gap
        features[i, 27] = before in (".", "!", "?", ":")
        features[i, 28] = not upper
        features[i, 29] = not lower
    return features


def shape(text: str, start: int, end: int) -> list[float]:
    first, last = start, end
    if is_word(text[start]):
        while first > 0 and start - first < REACH and is_word(text[first - 1]):
            first -= 1
        while last < len(text) and last - end < REACH and is_word(text[last]):
            last += 1
    word = text[first:last]
    kinds = [unicodedata.category(c) for c in word]
    uppers = kinds.count("Lu")
    lowers = kinds.count("Ll")
    digits = kinds.count("Nd")
    letters = uppers + lowers
    before = text[first - 1] if first > 0 else " "
    after = text[last] if last < len(text) else " "
    beyond = text[last + 1] if last + 1 < len(text) else " "
    token = text[start:end]
    return [
        first == start,
        kinds[0] == "Lu",
        uppers > 1 and lowers == 0,
        lowers > 0 and uppers == 0,
        lowers > 0 and uppers > (kinds[0] == "Lu"),
        digits > 0,
        digits == len(word),
        digits in (1, 2),
        3 <= digits <= 5,
        digits > 5,
        digits > 0 and letters > 0,
        not is_word(text[start]),
        token == ".",
        token == ",",
        token == "@",
        token == "#",
        token in ("_", "-"),
        token in (":", "/"),
        token in ("'", "\u2019"),
        len(word) == 1,
        len(word) in (2, 3),
        len(word) >= 10,
        before in "@#",
        before in "_.-/",
        after in "_@" or (after in ".-/" and beyond != " " and is_word(beyond)),
        before in "\"'\u201c\u2018(",
        0, 0, 0, 0,
    ]
