"""Writes what the Java tests compare with: sentence vectors, n-grams and scores of harmless sentences of our own.

    python content_parity.py

One line per sentence: the text, its buckets, its vector (base64, big-endian floats) and its scores in Java's order,
separated by tabs.
"""

import base64
import json
import pathlib
import struct

import numpy as np

import ngrams
from content import OUT
from encoder import DIMENSIONS, Encoder

TESTS = pathlib.Path(__file__).parent.parent / "src/test/resources/dev/outcrop/guardrails/content"
SENTENCES = [
    "How do I kill a zombie process in Linux?",
    "Please ignore my previous mail, I have found the invoice.",
    "You're such a good friend, thank you!",
    "The museum opens at 9:30 and the café at ten.",
    "Straße, naïve, ÉCOLE, İstanbul and ΣΟΦΟΣ",
    "東京は今日も晴れです。",
    "A word that never ends: " + "abcdefghij" * 6,
    "x",
    "don't 'quote' rock'n'roll '' 3rd ½ ① _under_score_ 𝔘nicode 𠮷野家",
]


def read(path):
    """What `content.write` wrote, as float64 tensors by name; int8 ones with their scale applied."""
    raw = pathlib.Path(path).read_bytes()
    [size] = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8 : 8 + size])
    types = {"F32": "<f4", "F16": "<f2", "I8": "i1"}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + size + offset for offset in entry["data_offsets"])
            values = np.frombuffer(raw[begin:end], types[entry["dtype"]]).astype(np.float64)
            tensors[name] = values.reshape(entry["shape"])
    for name in [name for name in tensors if name + ".scale" in tensors]:
        tensors[name] *= tensors[name + ".scale"][:, None]
    return tensors


def main():
    weights = read(OUT)
    vectors = Encoder()
    lines = []
    for text in SENTENCES:
        [vector] = vectors.means(text)
        found = ngrams.buckets(text)
        grams = weights["ngrams"][:, found].sum(1) / np.sqrt(max(1, len(found)))
        scores = weights["encoder.weight"] @ vector + weights["encoder.bias"] + grams
        packed = base64.b64encode(struct.pack(f">{DIMENSIONS}f", *vector)).decode()
        lines.append("\t".join([text, ",".join(map(str, found)), packed, ",".join(f"{s:.5f}" for s in scores)]))
    TESTS.mkdir(parents=True, exist_ok=True)
    (TESTS / "content-parity.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
