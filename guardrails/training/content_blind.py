"""Measures the weights that ship on texts which were written apart from all training texts, by windows and sentences.

    python content_blind.py

`data/content_blind.txt`: harmless texts that look harmful, harmless ones in the words of attacks, injections, and documents
with an instruction to the model in them. They are few, and by the author of the templates: a check, no more."""

import numpy as np

import ngrams
from content import LEAST_TOKENS, JAVA_ORDER, OUT, area
from content_parity import read
from content_templates import FILE
from encoder import Encoder
from sentences import sentences


def texts():
    """(group, text) of the file; \\n stands for a line break."""
    group, found = None, []
    for line in (FILE.parent / "content_blind.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            group = line[3:].split(":")[0]
        elif line and not line.startswith("# "):
            found.append((group, line.replace("\\n", "\n")))
    return found


def score(text, weights, encoder):
    """[categories]: as `EmbeddedHarmClassifier` scores a text without other readings."""
    worst, spans = np.full(len(JAVA_ORDER), -np.inf), sentences(text)
    for window in encoder.encode(text):
        cuts = [(window.mean, window.starts[0], window.ends[-1], 0)]
        for start, end in spans if len(spans) > 1 else []:
            inside = (window.starts >= start) & (window.ends <= end)
            if inside.sum() >= LEAST_TOKENS:
                mean = window.vectors[inside].mean(0)
                cuts.append((mean / np.linalg.norm(mean), window.starts[inside][0], window.ends[inside][-1], 1))
        for vector, start, end, sentence in cuts:
            found = ngrams.buckets(text[start:end])
            grams = weights["ngrams"][:, found].sum(1) / np.sqrt(max(1, len(found)))
            passage = weights["encoder.weight"] @ vector + weights["encoder.bias"] + grams - sentence * weights["margins"]
            worst = np.maximum(worst, passage)
    return worst


def main():
    weights, encoder, found = read(OUT), Encoder(), texts()
    scores = np.array([score(text, weights, encoder) for _, text in found])
    groups = np.array([group for group, _ in found])
    attack = JAVA_ORDER.index("PROMPT_ATTACK")
    print("| group | texts | any category at LOW | MEDIUM | HIGH |\n|---|---|---|---|---|")
    for group in dict.fromkeys(groups):
        levels = [(scores[groups == group] >= weights["thresholds"][:, level]).any(1).mean() for level in range(3)]
        print(f"| {group} | {(groups == group).sum()} | " + " | ".join(f"{level:.0%}" for level in levels) + " |")
    for group in ("injection", "document"):
        for against in ("safe", "trigger"):
            print(f"AUC of PROMPT_ATTACK, {group} against {against}: "
                  f"{area(scores[groups == group, attack], scores[groups == against, attack]):.3f}")


if __name__ == "__main__":
    main()
