"""Trains the grounding and relevance models: logistic regressions over what `support.py` measures.

    python grounding.py --data DIR [--export]

Pairs of source and statement come from passages written for this project, from labelled answers, and from a generator:
a sentence is taken out of a source (then the source no longer supports it) or left in, and reworded by the same rules in
both cases, so that the wording does not give it away; or a number, a name or a negation is changed. Figures are
cross-validated by source document. The length of an answer is no input.
"""

from __future__ import annotations

import os
import random
import re
import zlib

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from data import arguments, rows
from encoder import Encoder
from sentences import sentences
from support import GROUNDING, RELEVANCE, grounding, is_claim, parts, relevance

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "src", "main", "resources", "dev", "outcrop", "guardrails", "grounding")
SYNONYMS = {"also": "too", "began": "started", "large": "big", "located": "situated", "film": "movie", "whole": "entire",
            "known": "famous", "located in": "found in", "because": "since", "several": "some", "about": "around",
            "near": "close to", "founded": "set up", "created": "made", "debut": "first", "released": "published",
            "wrote": "penned", "won": "got", "kill": "murder", "home": "house", "help": "assist", "many": "lots of"}


def own_passages() -> list[dict]:
    passages: list[dict] = []
    keys = {"+": "supported", "-": "added", "!": "contradicted"}
    with open(os.path.join(HERE, "grounding", "own-passages.txt"), encoding="utf-8") as file:
        for line in file:
            mark, text = line[:1], line[2:].strip()
            if mark == "#":
                passages.append({"source": text, "query": "", "supported": [], "added": [], "contradicted": []})
            elif mark == "Q":
                passages[-1]["query"] = text
            elif mark in keys:
                passages[-1][keys[mark]].append(text)
    return passages


def reword(chance: random.Random, sentence: str) -> str:
    """Says nearly the same in other words, by rules."""
    text = re.sub(r"\s*\([^)]*\)", "", sentence).strip()
    words = text.split(" ")
    words = [SYNONYMS.get(word, word) if chance.random() < 0.7 else word for word in words]
    clauses = " ".join(words).rstrip(".").split(", ")
    if len(clauses) > 1 and chance.random() < 0.5:
        clauses = clauses[:-1] if chance.random() < 0.5 else clauses[1:]
    elif len(clauses) == 2 and chance.random() < 0.5:
        clauses.reverse()
    words = ", ".join(clauses).split(" ")
    words = [word for word in words if len(word) < 4 or chance.random() > 0.08]
    text = " ".join(words)
    return text[:1].upper() + text[1:] + "."


def alter(chance: random.Random, sentence: str, source: str) -> str | None:
    """Says something else: another number, another name of the source, or the opposite."""
    numbers = re.findall(r"\d+", sentence)
    names = [n for n in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}", sentence)]
    others = [n for n in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}", source) if n not in sentence]
    kinds = ["number"] * bool(numbers) + ["name"] * bool(names and others)
    kinds += ["negation"] * bool(re.search(r"\b(is|was|are|were|has|can)\b", sentence))
    if not kinds:
        return None
    kind = chance.choice(kinds)
    if kind == "number":
        number = chance.choice(numbers)
        return sentence.replace(number, str(int(number) + chance.choice([1, 2, 7, 10, 100])), 1)
    if kind == "name":
        return sentence.replace(chance.choice(names), chance.choice(others), 1)
    return re.sub(r"\b(is|was|are|were|has|can)\b", r"\1 not", sentence, count=1)


def pairs(folder: str) -> list[tuple[str, str, str, str, bool, float]]:
    """(document, kind, source, query, statement, supported, weight) of one sentence each."""
    result = []
    for index, passage in enumerate(own_passages()):
        document = f"own{index}"
        for kind in ("supported", "added", "contradicted"):
            for text in passage[kind]:
                weight = {"supported": 15.0, "added": 12.0, "contradicted": 8.0}[kind]
                result.append((document, "own-" + kind, passage["source"], passage["query"], text, kind == "supported",
                               weight))
    chance = random.Random(7)
    labelled = [row for row in rows(folder, "grounding_train.jsonl") if row["label"] != "GENERIC"]
    chance.shuffle(labelled)
    seen: set[str] = set()
    counts = {"halueval-qa": 0, "begin-cmu-dog": 0}
    for row in labelled:
        limit = 450 if row["source"] == "halueval-qa" else 400
        if counts[row["source"]] >= limit:
            continue
        counts[row["source"]] += 1
        source, supported = row["grounding_source"], row["label"] == "GROUNDED"
        document = row["source"] + str(zlib.crc32(source.encode()))
        weight = 0.5 if row["source"] == "halueval-qa" else (2.0 if supported else 0.5)
        result.append((document, row["source"], source, row["query"], row["text"], supported, weight))
        if source in seen:
            continue
        seen.add(source)
        cut = [source[s:e] for s, e in sentences(source)]
        cut = [s for s in cut if len(s) > 40]
        if len(cut) < 2:
            continue
        chosen = chance.choice(cut)
        rest = " ".join(s for s in cut if s != chosen)
        said = reword(chance, chosen)
        result.append((document, "kept", source, row["query"], said, True, 1.0))
        result.append((document, "removed", rest, row["query"], said, False, 1.0))
        other = alter(chance, said, source)
        if other:
            result.append((document, "altered", source, row["query"], other, False, 0.7))
    return result


# What speaks against support; everything else speaks for it. Without these signs the fit explains one set's habits by
# weights that contradict their meaning, and ranks the next set worse.
AGAINST = {"newNumber", "strayNumber", "newNames", "strayNames", "negation"}
# The generator's changed names are all wrong and its kept ones all right; real answers are not like that, so no single
# sign may decide alone.
STEEPEST = 6.0


def fit(inputs, labels, weights, features, penalty=0.0005):
    """Logistic regression, classes balanced, each weight on its side of zero: (slope, bias)."""
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    scaled = (inputs - mean) / scale
    balance = weights * np.where(labels, 0.5 / (weights * labels).sum(), 0.5 / (weights * ~labels).sum())
    target = np.where(labels, 1.0, -1.0)

    def loss(theta):
        logit = scaled @ theta[:-1] + theta[-1]
        value = (balance * np.logaddexp(0, -target * logit)).sum() + penalty * (theta[:-1] ** 2).sum() / 2
        slope = -(balance * target / (1 + np.exp(target * logit)))
        return value, np.append(scaled.T @ slope + penalty * theta[:-1], slope.sum())

    bounds = [(-STEEPEST * width, 0) if feature in AGAINST else (0, None) for feature, width in zip(features, scale)]
    bounds.append((None, None))
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    slope = found[:-1] / scale
    return slope, float(found[-1] - slope @ mean)


def calibrated(model, inputs, labels):
    """The same ranking, with 0.5 where the two classes of `inputs` part and the steepness that they show."""
    logit = (inputs @ model[0] + model[1])[:, None]
    platt = LogisticRegression(class_weight="balanced").fit(logit, labels)
    slope = float(platt.coef_[0, 0])
    return model[0] * slope, model[1] * slope + float(platt.intercept_[0])


def probability(inputs, model):
    return 1 / (1 + np.exp(-(inputs @ model[0] + model[1])))


def spread(score) -> str:
    return " ".join(f"{t}:{(score >= t).mean():.2f}" for t in (0.5, 0.7, 0.85))


def fold_of(document: str) -> int:
    return sum(map(ord, document)) % 5


def grounding_model(folder: str, encoder: Encoder):
    known: dict[str, list] = {}

    def read(text):
        if text not in known:
            known[text] = parts(text, encoder)
        return known[text]

    documents, kinds, inputs, labels, weights = [], [], [], [], []
    for document, kind, source, query, statement, supported, weight in pairs(folder):
        for part in read(statement):
            if is_claim(part):
                documents.append(document)
                kinds.append(kind)
                inputs.append(grounding(part, read(source), read(query)))
                labels.append(supported)
                weights.append(weight)
    inputs, labels, weights, kinds = np.array(inputs), np.array(labels), np.array(weights), np.array(kinds)
    folds = np.array([fold_of(document) for document in documents])
    natural = (kinds == "own-supported") | (kinds == "own-added")
    score = np.zeros(len(labels))
    for fold in range(5):
        train, plain = folds != fold, (folds != fold) & natural
        model = fit(inputs[train], labels[train], weights[train], GROUNDING)
        score[folds == fold] = probability(inputs[folds == fold], calibrated(model, inputs[plain], labels[plain]))
    for yes, no in (("own-supported", "own-added"), ("own-supported", "own-contradicted"), ("kept", "removed"),
                    ("kept", "altered")):
        of = (kinds == yes) | (kinds == no)
        print(f"{yes}/{no}: AUC {roc_auc_score(labels[of], score[of]):.3f} at or above {spread(score[kinds == yes])} / "
              f"{spread(score[kinds == no])}")
    for kind in ("halueval-qa", "begin-cmu-dog"):
        of = kinds == kind
        print(f"{kind}: AUC {roc_auc_score(labels[of], score[of]):.3f} at or above {spread(score[of & labels])} / "
              f"{spread(score[of & ~labels])}")
    answers(score, kinds, documents)
    return calibrated(fit(inputs, labels, weights, GROUNDING), inputs[natural], labels[natural])


def answers(score, kinds, documents):
    """Answers of three supported statements, against the same with one more that the source does not contain."""
    chance = random.Random(3)
    clean, added = [], []
    for document in sorted({d for d in documents if d.startswith("own")}):
        of = np.array([d == document for d in documents])
        supported = list(score[of & (kinds == "own-supported")])
        for extra in list(score[of & (kinds == "own-added")]) * 4:
            three = chance.sample(supported, min(3, len(supported)))
            clean.append(min(three))
            added.append(min(*three, extra))
    auc = roc_auc_score([1] * len(clean) + [0] * len(added), clean + added)
    print(f"answers with an addition: AUC {auc:.3f} at or above {spread(np.array(clean))} / {spread(np.array(added))}")


def relevance_model(folder: str, encoder: Encoder):
    known: dict[str, list] = {}

    def read(text):
        if text not in known:
            known[text] = parts(text, encoder)
        return known[text]

    chance = random.Random(11)
    triples = [(row["query"], row["text"], "", row["label"] == "RELEVANT", "relevance")
               for row in rows(folder, "relevance_train.jsonl")]
    answered = [row for row in rows(folder, "grounding_train.jsonl") if row["source"] == "halueval-qa"]
    chance.shuffle(answered)
    answered = answered[:450]
    for row, other in zip(answered, answered[1:]):
        triples.append((row["query"], row["text"], row["grounding_source"], True, "with source"))
        if other["query"] != row["query"]:
            triples.append((row["query"], other["text"], row["grounding_source"], False, "with source"))
    passages = own_passages()
    for passage, other in zip(passages, passages[1:] + passages[:1]):
        for text in passage["supported"]:
            triples.append((passage["query"], text, passage["source"], True, "own"))
        for text in other["supported"]:
            triples.append((passage["query"], text, passage["source"], False, "own"))
    inputs, labels, kinds, folds = [], [], [], []
    for query, text, source, relevant, kind in triples:
        measured = [relevance(part, read(query), read(source)) for part in read(text)]
        inputs.append(np.max(measured, axis=0))
        labels.append(relevant)
        kinds.append(kind)
        folds.append(fold_of(query))
    inputs, labels, kinds, folds = map(np.array, (inputs, labels, kinds, folds))
    weights = np.ones(len(labels))
    score = np.zeros(len(labels))
    for fold in range(5):
        model = fit(inputs[folds != fold], labels[folds != fold], weights[folds != fold], RELEVANCE)
        score[folds == fold] = probability(inputs[folds == fold], model)
    for kind in ("relevance", "with source", "own"):
        of = kinds == kind
        print(f"relevance, {kind}: AUC {roc_auc_score(labels[of], score[of]):.3f} at or above "
              f"{spread(score[of & labels])} / {spread(score[of & ~labels])}")
    return fit(inputs, labels, weights, RELEVANCE)


def export(name: str, features: list[str], model) -> None:
    os.makedirs(RESOURCES, exist_ok=True)
    with open(os.path.join(RESOURCES, name + ".properties"), "w", encoding="utf-8") as file:
        file.write("# Written by guardrails/training/grounding.py; the data card is card.md.\n")
        file.write("encoder=all-MiniLM-L6-v2-int8\n")
        for feature, weight in zip(features, model[0]):
            file.write(f"{feature}={weight:.6f}\n")
        file.write(f"bias={model[1]:.6f}\n")


def main() -> None:
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument("--export", action="store_true", help="write the weights into the resources")
    options = parser.parse_args()
    encoder = Encoder(options.cache)
    supported = grounding_model(options.data, encoder)
    print(dict(zip(GROUNDING, supported[0].round(2))), round(supported[1], 2))
    relevant = relevance_model(options.data, encoder)
    print(dict(zip(RELEVANCE, relevant[0].round(2))), round(relevant[1], 2))
    if options.export:
        export("grounding", GROUNDING, supported)
        export("relevance", RELEVANCE, relevant)


if __name__ == "__main__":
    main()
