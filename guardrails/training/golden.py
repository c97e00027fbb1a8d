"""Writes what the encoder gives for a few texts, as the golden file of the Java encoder's test:

    python golden.py > ../../engines/onnx/src/test/resources/dev/outcrop/engines/onnx/minilm-golden.json
"""

import json
import sys

import numpy as np

from encoder import Encoder

TEXTS = [
    "My name is Zoë Müller-O'Neill and I live at 12 Example Street, Springfield.",
    "UPPER lower cafe\u0301 café İstanbul ǅ ß ﬁ Å",
    "😀 two 👩‍👩‍👧 emoji 🇩🇪 and x\u200by",
    "北京大学 is 京 in 日本語 カタカナ 한국어 豈",
    "[CLS] is not [SEP] special [MASK] here [UNK]",
    "tabs\tand\u00a0spaces\u2003new\nlines\r\nnull\u0000control\u0007bell\u0085next",
    "€5 = £4 + ¥3 ~ 2^10 `code` <tag> {json: [1, 2]} §7 — “quoted” …",
    "a" * 100 + " " + "b" * 101 + " antidisestablishmentarianism",
    "\u0301leading mark, ภาษาไทย, עִבְרִית, العربية, हिन्दी",
]
LONG = " ".join(
    f"Sentence number {i} says that example.com has {i * 7} pages, and more to come" + (". " if i % 3 else ",")
    for i in range(70)
)


def window(w):
    return {
        "starts": w.starts.tolist(),
        "ends": w.ends.tolist(),
        "mean": [round(float(x), 4) for x in w.mean[:96]],
        "first": [round(float(x), 3) for x in w.vectors[0][:96]] if len(w.vectors) else [],
        "last": [round(float(x), 3) for x in w.vectors[-1][:96]] if len(w.vectors) else [],
    }


def code_points():
    """Per block of 64 code points, `c` between two letters each: the offsets of all tokens. Unassigned ones differ
    with the Unicode version, so only blocks of old scripts are listed."""
    encoder = Encoder()
    for block in [*range(0x80, 0x590, 64), *range(0x2000, 0x2C00, 64), *range(0x3000, 0x3140, 64), 0xAC00, 0xF900, 0xFF00]:
        text = " ".join(f"a{chr(c)}b" for c in range(block, block + 64))
        _, offsets, _ = encoder.tokens(text)
        yield {"from": block, "starts": [s for s, _ in offsets], "ends": [e for _, e in offsets]}


if __name__ == "__main__":
    encoder = Encoder()
    golden = {
        "texts": [{"text": t, "windows": [window(w) for w in encoder.encode(t)]} for t in [*TEXTS, LONG]],
        "codePoints": list(code_points()),
    }
    json.dump(golden, sys.stdout, separators=(",", ":"))
    print()
