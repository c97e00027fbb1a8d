"""Byte-level BPE with the pre-tokenizer that GGUF calls ``smollm``.

Digits are cut out one by one, so arithmetic sees one token per digit; the rest is cut with the GPT-2 expression, each
piece is spelled in the printable byte alphabet, and neighbouring symbols are merged by lowest rank.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import regex

END_OF_TEXT = "<|endoftext|>"
TURN_START = "<|im_start|>"
TURN_END = "<|im_end|>"
SPECIALS = (END_OF_TEXT, TURN_START, TURN_END)

_DIGIT = regex.compile(r"(\p{N})")
_GPT2 = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")


def _byte_alphabet() -> list[str]:
    """The printable character that stands for each of the 256 byte values."""
    plain = {*range(33, 127), *range(161, 173), *range(174, 256)}
    spare = iter(range(256, 512))
    return [chr(byte if byte in plain else next(spare)) for byte in range(256)]


BYTE_ALPHABET = _byte_alphabet()
_BYTE_OF = {character: byte for byte, character in enumerate(BYTE_ALPHABET)}


def pieces(text: str) -> list[str]:
    """Cuts text into the pieces inside which merges may happen."""
    return [piece for part in _DIGIT.split(text) if part for piece in _GPT2.findall(part)]


def _spell(piece: str) -> tuple[str, ...]:
    return tuple(BYTE_ALPHABET[byte] for byte in piece.encode("utf-8"))


class Tokenizer:
    """An immutable vocabulary: the specials, then the 256 bytes, then one token per merge."""

    def __init__(self, merges: list[tuple[str, str]]):
        self.merges = merges
        self.tokens = [*SPECIALS, *BYTE_ALPHABET, *(left + right for left, right in merges)]
        self._ids = {token: index for index, token in enumerate(self.tokens)}
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._cache: dict[str, list[int]] = {}
        self.end_of_text, self.turn_start, self.turn_end = (self._ids[special] for special in SPECIALS)

    def encode(self, text: str) -> list[int]:
        """Encodes plain text; the text of a special token is treated as ordinary characters."""
        ids: list[int] = []
        for piece in pieces(text):
            known = self._cache.get(piece)
            if known is None:
                known = self._cache[piece] = [self._ids[symbol] for symbol in self._merge(list(_spell(piece)))]
            ids += known
        return ids

    def encode_chat(self, text: str) -> list[int]:
        """Encodes text in which the special tokens are written out."""
        ids: list[int] = []
        for part in regex.split("(" + "|".join(map(regex.escape, SPECIALS)) + ")", text):
            ids += [self._ids[part]] if part in SPECIALS else self.encode(part)
        return ids

    def decode(self, ids: Iterable[int]) -> str:
        data = bytearray()
        for index in ids:
            token = self.tokens[index]
            data += token.encode() if token in SPECIALS else bytes(_BYTE_OF[character] for character in token)
        return data.decode("utf-8", errors="replace")

    def _merge(self, symbols: list[str]) -> list[str]:
        while len(symbols) > 1:
            ranked = [(self._ranks.get(pair, len(self.merges)), at) for at, pair in enumerate(zip(symbols, symbols[1:]))]
            rank, at = min(ranked)
            if rank == len(self.merges):
                break
            symbols[at : at + 2] = [symbols[at] + symbols[at + 1]]
        return symbols

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self.merges, ensure_ascii=False), encoding="utf-8")

    @staticmethod
    def load(path: Path) -> Tokenizer:
        return Tokenizer([tuple(pair) for pair in json.loads(path.read_text(encoding="utf-8"))])


def train(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """Learns merges by repeatedly joining the most frequent neighbouring pair (ties: the pair that sorts last).

    Only the words that contain the joined pair are counted again, and the heap holds possibly stale counts that are
    checked when they surface; that keeps a few thousand merges within seconds.
    """
    counts = Counter(piece for text in texts for piece in pieces(text))
    words = [(list(_spell(piece)), count) for piece, count in counts.items()]
    pair_counts: Counter[tuple[str, str]] = Counter()
    places: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for index, (symbols, count) in enumerate(words):
        for pair in zip(symbols, symbols[1:]):
            pair_counts[pair] += count
            places[pair].add(index)
    heap = [(-count, pair) for pair, count in pair_counts.items()]
    heapq.heapify(heap)
    merges: list[tuple[str, str]] = []
    while heap and len(merges) < vocabulary - len(SPECIALS) - len(BYTE_ALPHABET):
        count, best = heapq.heappop(heap)
        if -count != pair_counts[best]:
            if pair_counts[best] > 0:
                heapq.heappush(heap, (-pair_counts[best], best))
            continue
        merges.append(best)
        for index in places.pop(best):
            symbols, weight = words[index]
            for pair in zip(symbols, symbols[1:]):
                pair_counts[pair] -= weight
            at = 0
            while at < len(symbols) - 1:
                if (symbols[at], symbols[at + 1]) == best:
                    symbols[at : at + 2] = [symbols[at] + symbols[at + 1]]
                at += 1
            for pair in zip(symbols, symbols[1:]):
                pair_counts[pair] += weight
                places[pair].add(index)
                heapq.heappush(heap, (-pair_counts[pair], pair))
    return Tokenizer(merges)
