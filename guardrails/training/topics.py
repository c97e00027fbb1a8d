"""Trains the combiner of the denied topics: a handful of similarities in, one decision out.

    python topics.py --data DIR [--export | --golden]

A text belongs to a topic by how near its passages are to the topic's name, definition and examples, and by how much
nearer than to any everyday subject that is not the topic's own. The combiner is a logistic regression over those
similarities, the same for every topic, so that it holds for topics nobody has seen. All figures are leave-topics-out:
a topic is judged by a combiner that has seen neither it nor its texts as positives.
"""

from __future__ import annotations

import os
import re

import numpy as np
from sklearn.linear_model import LogisticRegression

from data import arguments, rows
from encoder import Encoder
from sentences import passages

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "src", "main", "resources", "dev", "outcrop", "guardrails", "topics")
FEATURES = ["centre", "example", "definition", "name", "phrase", "margin", "hasExamples"]
LEAST_TOKENS = 3
OWN_SUBJECT = 0.45
EXAMPLES = (5, 2, 0)
THRESHOLD = 2.75
# Hand-written topics that share texts: those of one are not counted against the others.
NEIGHBOURS = [
    {"Investment Advice", "Cryptocurrency", "Tax advice", "Real estate valuation"},
    {"Travel bookings", "Refunds and returns"},
    {"Legal advice", "Tax advice", "Weapons", "Self-driving and vehicle safety recalls", "Internal company strategy"},
    {"Gambling", "Cryptocurrency", "Computer games", "Tax advice"},
    {"Dating and relationships", "Celebrities and gossip", "Mental health counselling", "Ageing and elderly care"},
    {"Alcohol and tobacco", "Refunds and returns", "Travel bookings"},
    {"Medical diagnosis and treatment", "Mental health counselling", "Ageing and elderly care"},
    {"Employee salaries", "Internal company strategy", "Job applications and hiring decisions"},
    {"Hacking", "Academic cheating", "Cryptocurrency"},
    {"Computer games", "Competitor products"},
]


def own_topics() -> list[dict]:
    """The topics of own-topics.txt: topic, definition, examples, positive and neighbouring texts."""
    keys = {"D": "definition", "E": "examples", "+": "positive", "-": "negative"}
    topics: list[dict] = []
    with open(os.path.join(HERE, "topics", "own-topics.txt"), encoding="utf-8") as file:
        for line in file:
            mark, text = line[:1], line[2:].rstrip("\n")
            if mark == "#":
                topics.append({"topic": text, "definition": "", "examples": [], "positive": [], "negative": []})
            elif mark == "D":
                topics[-1]["definition"] = text
            elif mark in keys:
                topics[-1][keys[mark]].append(text)
    return topics


def phrases(definition: str) -> list[str]:
    """A definition without its opening ("Questions about"), and its parts; as `TopicPhrases` in Java."""
    opening = (r"^(?:any )?(?:personal )?(?:questions|requests?|inquiries|reports|guidance|discussions?|information"
               r"|conversations|complaints|statements|advice)(?: (?:or|and) [a-z]+)?"
               r" (?:about|on|to|for|of|that|from) ")
    core = re.sub(opening, "", definition, count=1, flags=re.IGNORECASE)
    parts = re.split(r"[,;:.]|\b(?:or|and|such as)\b", core)
    return [core] + [part.strip() for part in parts if len(part.strip()) > 3]


class Topic:
    def __init__(self, encoder: Encoder, subjects: np.ndarray, topic: dict, examples: int):
        vector = lambda text: encoder.means(text)[0]
        shown = topic["examples"][:examples]
        self.definition = vector(topic["definition"])
        self.name = vector(topic["topic"])
        self.examples = np.array([vector(text) for text in shown]).reshape(-1, 384)
        self.phrases = np.array([vector(text) for text in phrases(topic["definition"])])
        centre = self.name + self.definition
        if shown:
            centre = centre + self.examples.mean(axis=0)
        self.centre = centre / np.linalg.norm(centre)
        self.foreign = subjects[subjects @ self.centre < OWN_SUBJECT]

    def features(self, vectors: np.ndarray) -> np.ndarray:
        """[passages, features] for the passages of one text."""
        centre = vectors @ self.centre
        example = (vectors @ self.examples.T).max(axis=1) if len(self.examples) else centre
        margin = centre - (vectors @ self.foreign.T).max(axis=1)
        return np.stack([
            centre, example, vectors @ self.definition, vectors @ self.name, (vectors @ self.phrases.T).max(axis=1),
            margin, np.full(len(vectors), float(len(self.examples) > 0)),
        ], axis=1)


def everyday_subjects(encoder: Encoder) -> np.ndarray:
    with open(os.path.join(RESOURCES, "everyday-subjects.txt"), encoding="utf-8") as file:
        return np.array([encoder.means(line.strip())[0] for line in file if line.strip() and line[0] != "#"])


def problems(folder: str, encoder: Encoder, examples: int) -> dict[str, tuple[list[np.ndarray], np.ndarray]]:
    """Per topic: the features of every text, and which of them belong to it."""
    subjects = everyday_subjects(encoder)
    seen: dict[str, np.ndarray] = {}

    def passages_of(text: str) -> np.ndarray:
        if text not in seen:
            seen[text] = passages(text, encoder.encode(text), LEAST_TOKENS)
        return seen[text]

    queries = [(row["text"], row["label"]) for row in rows(folder, "topics_queries_dev.jsonl")]
    longer = [row["text"][:2000] for row in rows(folder, "benign_train.jsonl")
              if row["source"] in ("arena-hard", "mt-bench", "vicuna-bench")]
    queries += [(text, "NONE") for text in longer[::2]]
    result = {}
    for topic in rows(folder, "topics_dev.jsonl"):
        judge = Topic(encoder, subjects, topic, examples)
        result["dev/" + topic["topic"]] = ([judge.features(passages_of(text)) for text, _ in queries],
                                           np.array([label == topic["topic"] for _, label in queries]))
    own = own_topics()
    for topic in own:
        judge = Topic(encoder, subjects, topic, examples)
        texts = [(text, True) for text in topic["positive"]] + [(text, False) for text in topic["negative"]]
        for other in own:
            apart = not any({topic["topic"], other["topic"]} <= group for group in NEIGHBOURS)
            if other is not topic and apart:
                texts += [(text, False) for text in other["positive"] + other["negative"]]
        result["own/" + topic["topic"]] = ([judge.features(passages_of(text)) for text, _ in texts],
                                           np.array([label for _, label in texts]))
    return result


class Combiner:
    """Trained on each text's first passage (all of it), then again on the passage that the first round found."""

    def __init__(self, parts: list[tuple[list[np.ndarray], np.ndarray, float]]):
        chosen = [np.array([text[0] for text in texts]) for texts, _, _ in parts]
        for _ in range(2):
            self._fit(chosen, parts)
            chosen = [np.array([text[self.decide(text).argmax()] for text in texts]) for texts, _, _ in parts]

    def _fit(self, chosen, parts):
        inputs = np.concatenate(chosen)
        labels = np.concatenate([belongs for _, belongs, _ in parts])
        weights = np.concatenate([
            weight * np.where(belongs, 0.3 / belongs.sum(), 1.0 / (~belongs).sum()) for _, belongs, weight in parts])
        mean, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
        model = LogisticRegression(C=0.3, max_iter=500)
        model.fit((inputs - mean) / scale, labels, sample_weight=weights * 1000)
        self.weights = model.coef_[0] / scale
        self.bias = float(model.intercept_[0] - self.weights @ mean)

    def decide(self, features: np.ndarray) -> np.ndarray:
        return features @ self.weights + self.bias

    def score(self, texts: list[np.ndarray]) -> np.ndarray:
        return np.array([self.decide(text).max() for text in texts])


def train(data: dict[int, dict], topics: list[str]) -> Combiner:
    return Combiner([(*data[k][topic], 1.0 if k == max(EXAMPLES) else 0.5) for k in EXAMPLES for topic in topics])


def f1(belongs: np.ndarray, found: np.ndarray) -> float:
    return 2 * (belongs & found).sum() / max(1, belongs.sum() + found.sum())


def golden(encoder: Encoder) -> None:
    """Scores by the shipped weights, for `EncodedTopicsTest`."""
    with open(os.path.join(RESOURCES, "combiner.properties"), encoding="utf-8") as file:
        weights = dict(line.strip().split("=") for line in file if "=" in line)
    topic = {
        "topic": "Boat purchases",
        "definition": "Questions about buying, pricing or financing sailing boats and yachts.",
        "examples": ["How much is a used yacht?", "Which sailing boat should I buy?"],
    }
    judge = Topic(encoder, everyday_subjects(encoder), topic, 5)
    for text in ("what would a second-hand catamaran cost me", "How much is a used bicycle?",
                 "The harbour is full. The yacht costs too much. We wait."):
        features = judge.features(passages(text, encoder.encode(text), LEAST_TOKENS))
        score = features @ np.array([float(weights[name]) for name in FEATURES]) + float(weights["bias"])
        print(f"{score.max():.4f} {text}")


def main() -> None:
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument("--export", action="store_true", help="write the weights into the resources")
    parser.add_argument("--golden", action="store_true", help="only print what the Java test compares to")
    options = parser.parse_args()
    encoder = Encoder(options.cache)
    if options.golden:
        golden(encoder)
        return
    data = {k: problems(options.data, encoder, k) for k in EXAMPLES}
    topics = list(data[5])
    scores: dict[int, dict[str, np.ndarray]] = {k: {} for k in EXAMPLES}
    for fold in range(6):
        held = topics[fold::6]
        combiner = train(data, [topic for topic in topics if topic not in held])
        for k in EXAMPLES:
            for topic in held:
                scores[k][topic] = combiner.score(data[k][topic][0])
    for k in EXAMPLES:
        for origin in ("dev/", "own/"):
            names = [topic for topic in topics if topic.startswith(origin)]
            belongs = np.concatenate([data[k][topic][1] for topic in names])
            score = np.concatenate([scores[k][topic] for topic in names])
            line = " ".join(f"{t:.1f}:{f1(belongs, score > t):.3f}" for t in np.arange(1.0, 4.6, 0.5))
            found = score > THRESHOLD
            macro = np.mean([f1(data[k][t][1], scores[k][t] > THRESHOLD) for t in names])
            print(f"{origin} {k} examples: F1 by threshold {line} | at {THRESHOLD}: macro {macro:.3f} "
                  f"P {(found & belongs).sum() / found.sum():.3f} R {(found & belongs).sum() / belongs.sum():.3f} "
                  f"false alarms {(found & ~belongs).sum() / (~belongs).sum():.4f}")
    combiner = train(data, topics)
    print(dict(zip(FEATURES, combiner.weights.round(3))), round(combiner.bias, 3))
    if options.export:
        with open(os.path.join(RESOURCES, "combiner.properties"), "w", encoding="utf-8") as file:
            file.write("# Written by guardrails/training/topics.py; its data card is card.md.\n")
            file.write("encoder=all-MiniLM-L6-v2-int8\n")
            for name, weight in zip(FEATURES, combiner.weights):
                file.write(f"{name}={weight:.6f}\n")
            file.write(f"bias={combiner.bias - THRESHOLD:.6f}\n")


if __name__ == "__main__":
    main()
