"""Hashed n-grams of a text: the same buckets as `dev.outcrop.guardrails.content.HashedNgrams` in Java."""

import re

import numpy as np
import scipy.sparse as sparse

BUCKETS = 1 << 17
LONGEST_WORD = 24
_OFFSET, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
_WORD, _PART, _PAIR = 1, 2, 3
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_parts_of = {}


def _hash(units, state):
    for unit in units:
        state = ((state ^ unit) * _PRIME) & _MASK
    return state


def _units(word):
    encoded = word.encode("utf-16-le", "surrogatepass")
    return tuple(encoded[i] | encoded[i + 1] << 8 for i in range(0, len(encoded), 2))[:LONGEST_WORD]


def _parts(word):
    """Hashes of one word: as a whole, and of its 3, 4 and 5 characters with the borders marked."""
    hashes = _parts_of.get(word)
    if hashes is None:
        marked = (ord("<"), *word, ord(">"))
        hashes = [_hash(word, _OFFSET ^ _WORD)]
        for size in (3, 4, 5):
            hashes += [_hash(marked[i : i + size], _OFFSET ^ _PART) for i in range(len(marked) - size + 1)]
        _parts_of[word] = hashes
    return hashes


def buckets(text):
    """The distinct buckets of a text, in ascending order."""
    hashes, previous = [], None
    for match in _WORDS.finditer(text.lower()):
        word = _units(match.group())
        hashes += _parts(word)
        if previous is not None:
            hashes.append(_hash(word, _hash((*previous, ord(" ")), _OFFSET ^ _PAIR)))
        previous = word
    return np.unique(np.array([(h ^ (h >> 15)) & (BUCKETS - 1) for h in hashes], dtype=np.int32))


def matrix(texts):
    """[texts, BUCKETS]: 1 / sqrt(number of buckets) where a text has a bucket."""
    columns, values, ends = [], [], [0]
    for text in texts:
        found = buckets(text)
        columns.append(found)
        values.append(np.full(len(found), 1 / np.sqrt(max(1, len(found))), np.float32))
        ends.append(ends[-1] + len(found))
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns), np.array(ends)), shape=(len(texts), BUCKETS)
    )
