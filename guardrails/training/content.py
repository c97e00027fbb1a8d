"""Trains the embedded content filters: writes content-filters.safetensors and the figures for its data card.

Per category one logistic regression over the sentence vector of a passage and one over its hashed n-grams, added up. Both
are held back so strongly (L2) that they are closer to a comparison of class means than to the best fit: a better fit
to these sources reads worse on others. Everything is chosen by leaving whole sources out, and so are the
thresholds: the score that 5 %, 1 % and 0.2 % of harmless texts reach in sources that the model has not seen.

    python content.py --data DIR [--cache DIR] [--figures FILE] [--no-folds]
"""

import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata

import data
import ngrams
from content_data import FOLDS, ORDINARY, Table, rows
from content_templates import CATEGORIES
from encoder import Encoder
from export import save

OUT = pathlib.Path(__file__).parent.parent / "src/main/resources/dev/outcrop/guardrails/content/content-filters.safetensors"
JAVA_ORDER = ["SEXUAL", "VIOLENCE", "HATE", "INSULTS", "MISCONDUCT", "PROMPT_ATTACK"]
RATES = (0.05, 0.01, 0.002)
# How many windows of a text the training looks at: the head of a text tells what it is.
TRAINED_WINDOWS = 2
ENCODER_L2, NGRAM_L2 = 3e-2, 3e-4
# What the n-grams weigh against the encoder, in spreads over ordinary texts: attacks and insults are told by their
# wording, violence and sex by what is meant.
NGRAM_SHARE = dict(HATE=0.3, INSULTS=0.3, SEXUAL=0.15, VIOLENCE=0.1, MISCONDUCT=0.15, PROMPT_ATTACK=1.0)


class Passages:
    """Every window of every text: `mean` [passages, 384], `grams` [passages, BUCKETS], `owner` [passages]."""

    def __init__(self, texts, encoder):
        means, passages, owner, place = [], [], [], []
        for index, text in enumerate(texts):
            vectors = encoder.means(text)
            cuts = [text]
            if len(vectors) > 1:
                _, offsets, windows = encoder.tokens(text)
                cuts = [text[offsets[begin][0] : offsets[end - 1][1]] for begin, end in windows]
            for number, (vector, cut) in enumerate(zip(vectors, cuts)):
                means.append(vector)
                passages.append(cut)
                owner.append(index)
                place.append(number)
        self.mean = np.array(means, np.float32)
        self.grams = ngrams.matrix(passages)
        self.owner = np.array(owner)
        self.place = np.array(place)
        self.texts = len(texts)

    def by_text(self, scores):
        """[texts, categories]: the most harmful passage decides."""
        worst = np.full((self.texts, scores.shape[1]), -np.inf, np.float32)
        np.maximum.at(worst, self.owner, scores)
        return worst


def fit(features, labels, weights, l2, iterations):
    """Weighted logistic regression, every category at once: (coefficients [features, categories], bias)."""
    used = np.flatnonzero(weights.sum(1) > 0)
    x, y, w = features[used], labels[used].astype(np.float32), weights[used]
    transposed = x.T.tocsr() if hasattr(x, "tocsr") else x.T
    size, columns = features.shape[1], labels.shape[1]

    def loss(flat):
        coefficients = flat[: size * columns].reshape(size, columns).astype(np.float32)
        logits = x @ coefficients + flat[size * columns :].astype(np.float32)
        value = ((np.logaddexp(0, logits) - y * logits) * w).sum() + l2 / 2 * (coefficients**2).sum()
        slope = (1 / (1 + np.exp(-logits)) - y) * w
        gradient = np.concatenate([(transposed @ slope + l2 * coefficients).ravel(), slope.sum(0)])
        return float(value), gradient.astype(np.float64)

    start = np.zeros(size * columns + columns)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=dict(maxiter=iterations, maxcor=6)).x
    return found[: size * columns].reshape(size, columns).astype(np.float32), found[size * columns :].astype(np.float32)


class Model:
    """Both regressions, each in units of its own spread over ordinary texts, joined."""

    def __init__(self, passages, table, train):
        weights = table.weights(train)[passages.owner]
        seen = np.bincount(passages.owner[passages.place < TRAINED_WINDOWS], minlength=passages.texts)
        weights = weights * (passages.place < TRAINED_WINDOWS)[:, None] / np.maximum(1, seen)[passages.owner][:, None]
        labels = table.label[passages.owner]
        harmless = (table.harmless & train)[passages.owner] & (passages.place == 0)
        self.encoder, _ = fit(passages.mean * 5, labels, weights, ENCODER_L2, 30)
        self.grams, _ = fit(passages.grams, labels, weights, NGRAM_L2, 15)
        self.encoder *= 5 / (passages.mean[harmless] @ (self.encoder * 5)).std(0)
        self.grams *= np.array([NGRAM_SHARE[c] for c in CATEGORIES], np.float32) / (passages.grams[harmless] @ self.grams).std(0)
        # Seven bits and a sign per bucket; the product computes with exactly these.
        self.scale = np.abs(self.grams).max(0) / 127
        self.table = np.round(self.grams / self.scale).astype(np.int8)
        self.grams = self.table * self.scale
        self.bias = -(passages.mean[harmless] @ self.encoder + passages.grams[harmless] @ self.grams).mean(0)

    def scores(self, passages):
        return passages.by_text(passages.mean @ self.encoder + passages.grams @ self.grams + self.bias)


def area(positive, negative):
    """Area under the ROC curve."""
    ranks = rankdata(np.concatenate([positive, negative]))
    count = len(positive)
    return (ranks[:count].sum() - count * (count + 1) / 2) / (count * len(negative))


def interval(positive, negative, rng, rounds=200):
    """95 % bootstrap interval of the area."""
    draw = lambda values: values[rng.integers(0, len(values), len(values))]
    areas = [area(draw(positive), draw(negative)) for _ in range(rounds)]
    return np.quantile(areas, [0.025, 0.975])


def left_out(passages, table):
    """Scores of models that have seen neither the fold's sources nor the ordinary ones: {fold: [texts, categories]}."""
    ordinary = table.of(ORDINARY)
    return {fold: Model(passages, table, ~table.of(sources) & ~ordinary).scores(passages)
            for fold, sources in FOLDS.items()}


def thresholds(scores, table):
    """[categories, rates]: what harmless texts of sources that were left out reach, every source weighing the same."""
    values, weights = [], []
    for fold, sources in [*FOLDS.items(), (next(iter(FOLDS)), ORDINARY)]:
        for source in np.unique(table.source[table.of(sources) & table.harmless]):
            if source in ("mlc-poc-typical", "surge-toxicity") or source.startswith("own-"):
                continue  # talk about harm, written to be hard: reported, and not what is called ordinary
            texts = scores[fold][(table.source == source) & table.harmless]
            values.append(texts)
            weights.append(np.full(len(texts), 1 / np.sqrt(len(texts))))
    values, weights = np.concatenate(values), np.concatenate(weights)
    result = np.zeros((len(CATEGORIES), len(RATES)), np.float32)
    for column in range(len(CATEGORIES)):
        order = np.argsort(-values[:, column])
        reached = np.cumsum(weights[order]) / weights.sum()
        result[column] = [values[order[np.searchsorted(reached, rate)], column] for rate in RATES]
    return result


def figures(scores, table, limits):
    """Lines of a Markdown table per held-out source, and the shares of harmless texts flagged."""
    rng = np.random.default_rng(1)
    ordinary = table.of(ORDINARY)
    lines = ["| category | held-out source | texts | AUC against ordinary prompts | AUC within the source | found at MEDIUM |",
             "|---|---|---|---|---|---|"]
    means = []
    for column, category in enumerate(CATEGORIES):
        areas = []
        for fold, sources in FOLDS.items():
            fold_scores = scores[fold][:, column]
            for source in np.unique(table.source[table.of(sources)]):
                here = table.source == source
                positive = here & table.label[:, column]
                if source == "mlc-poc":
                    here = here | (table.source == "mlc-poc-typical")
                negative = here & table.known[:, column] & ~table.label[:, column]
                if positive.sum() < 20:
                    continue
                low, high = interval(fold_scores[positive], fold_scores[ordinary], rng)
                areas.append(area(fold_scores[positive], fold_scores[ordinary]))
                inside = "-"
                if negative.sum() >= 20:
                    a, b = interval(fold_scores[positive], fold_scores[negative], rng)
                    inside = f"{area(fold_scores[positive], fold_scores[negative]):.3f} ({a:.2f} to {b:.2f})"
                found = (fold_scores[positive] >= limits[column, 1]).mean()
                lines.append(f"| {category} | {source} | {positive.sum()} | {areas[-1]:.3f} ({low:.2f} to {high:.2f})"
                             f" | {inside} | {found:.0%} |")
        means.append(f"{category} {np.mean(areas):.3f}")
    lines += ["", "Mean over held-out sources: " + ", ".join(means), "",
              "| harmless texts of | texts | any category at LOW | MEDIUM | HIGH |", "|---|---|---|---|---|"]
    for fold, sources in [*FOLDS.items(), (next(iter(FOLDS)), ORDINARY)]:
        for source in np.unique(table.source[table.of(sources) & table.harmless]):
            texts = scores[fold][(table.source == source) & table.harmless]
            shares = [(texts >= limits[:, rate]).any(1).mean() for rate in range(len(RATES))]
            lines.append(f"| {source} | {len(texts)} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")
    return "\n".join(lines) + "\n"


def write(path, model, limits):
    """The file that `HarmModel` reads."""
    order = [CATEGORIES.index(name) for name in JAVA_ORDER]
    tensors = {"encoder.weight": model.encoder.T[order], "encoder.bias": model.bias[order],
               "ngrams": model.grams.T[order], "thresholds": limits[order]}
    save(str(path), tensors, {"categories": ",".join(JAVA_ORDER)}, int8={"ngrams"},
         float32={"encoder.weight", "encoder.bias", "thresholds"})


def main():
    parser = data.arguments(__doc__.splitlines()[0])
    parser.add_argument("--figures", metavar="FILE", help="where the figures of the held-out sources go (Markdown)")
    options = parser.parse_args()
    table = Table(rows(options.data))
    passages = Passages(table.texts, Encoder(options.cache))
    scores = left_out(passages, table)
    limits = thresholds(scores, table)
    report = figures(scores, table, limits)
    print(report)
    if options.figures:
        pathlib.Path(options.figures).write_text(report, encoding="utf-8")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    write(OUT, Model(passages, table, np.ones(len(table.texts), bool)), limits)


if __name__ == "__main__":
    main()
