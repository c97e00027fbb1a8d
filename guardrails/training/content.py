"""Trains the embedded content filters: writes content-filters.safetensors and the figures for its data card.

Per category one logistic regression over the sentence vector of a passage and one over its hashed n-grams, added up. Both
are held back so strongly (L2) that they are closer to a comparison of class means than to the best fit: a better fit
to these sources reads worse on others. Everything is chosen by leaving whole sources out, and so are the
thresholds: the score that RATES of harmless texts reach in sources that the model has not seen.

The product scores sentences too, not only windows, which raises the scores of long texts. Encoding every sentence again
for every fold would find the same: how far it raises the quantiles of harmless texts is measured once, on the
finished model, and added to the thresholds.

    python content.py --data DIR [--cache DIR] [--figures FILE]
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
from sentences import sentences

RESOURCES = pathlib.Path(__file__).parent.parent / "src/main/resources/dev/outcrop/guardrails"
OUT = RESOURCES / "content" / "content-filters.safetensors"
JAVA_ORDER = ["SEXUAL", "VIOLENCE", "HATE", "INSULTS", "MISCONDUCT", "PROMPT_ATTACK"]
# Shares of ordinary texts at LOW, MEDIUM and HIGH. The five categories of harm together flag two to three times as many
# as one alone, so that each has half of what prompt attacks have.
RATES = {name: (0.025, 0.005, 0.001) for name in JAVA_ORDER} | {"PROMPT_ATTACK": (0.05, 0.01, 0.002)}
# The share at which figures of held-out sources are compared.
COMPARED = 0.01
LEAST_TOKENS = 4
# How many windows of a text the training looks at: the head of a text tells what it is.
TRAINED_WINDOWS = 2
ENCODER_L2, NGRAM_L2 = 3e-2, 3e-4
# What the n-grams weigh against the encoder, in spreads over ordinary texts: attacks and insults are told by their
# wording, violence and sex by what is meant.
NGRAM_SHARE = dict(HATE=0.3, INSULTS=0.3, SEXUAL=0.15, VIOLENCE=0.1, MISCONDUCT=0.15, PROMPT_ATTACK=1.0)
# By how much more harmful than a window a sentence must look: attacks hide in one sentence of a document; for the other
# categories every further sentence is mostly one more chance to be wrong.
SENTENCE_MARGIN = dict(HATE=0.8, INSULTS=0.8, SEXUAL=0.8, VIOLENCE=0.8, MISCONDUCT=0.8, PROMPT_ATTACK=0.0)


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

    def passage(self, vector, text):
        """[categories]: the scores of one passage."""
        found = ngrams.buckets(text)
        return vector @ self.encoder + self.grams[found].sum(0) / np.sqrt(max(1, len(found))) + self.bias

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


def other_templates(passages, table):
    """Scores of our own texts by models that have seen everything but the half of the templates they come from."""
    scores = np.full((passages.texts, len(CATEGORIES)), -np.inf, np.float32)
    for half in (0, 1):
        held = (table.template >= 0) & (table.template % 2 == half)
        scores[held] = Model(passages, table, ~held).scores(passages)[held]
    return scores


def ordinary_cells(table):
    """(fold, rows) of every source of harmless texts but those that talk about harm or were written to be hard: these are
    reported, and not what is called ordinary."""
    for fold, sources in [*FOLDS.items(), (next(iter(FOLDS)), ORDINARY)]:
        for source in np.unique(table.source[table.of(sources) & table.harmless]):
            if source not in ("mlc-poc-typical", "surge-toxicity") and not source.startswith("own-"):
                yield fold, np.flatnonzero((table.source == source) & table.harmless)


def reached(scores_of, table, rates=RATES):
    """[categories, 3]: what RATES of harmless texts reach; a source of n texts weighs sqrt(n)."""
    values, weights = [], []
    for fold, chosen in ordinary_cells(table):
        values.append(scores_of(fold)[chosen])
        weights.append(np.full(len(chosen), len(chosen) ** -0.5))
    values, weights = np.concatenate(values), np.concatenate(weights)
    result = np.zeros((len(CATEGORIES), 3), np.float32)
    for column, category in enumerate(CATEGORIES):
        order = np.argsort(-values[:, column])
        share = np.cumsum(weights[order]) / weights.sum()
        result[column] = [values[order[np.searchsorted(share, rate)], column] for rate in rates[category]]
    return result


def ordinary_left_out(passages, table):
    """Scores of ordinary texts by models that have seen every source of them but the text's own. Prompts of the ordinary
    sources give roles and rules as prompt attacks do: leaving all of them out at once, as for the figures, tells what a
    model does that has never seen such a prompt, which is not the one that ships."""
    scores = np.full((passages.texts, len(CATEGORIES)), -np.inf, np.float32)
    for group in (["arena-hard"], ["mt-bench", "vicuna-bench"], ["clinc-oos", "human-eval"], ["bbh", "cmu-dog"],
                  ["halueval-doc", "btc", "pii"]):
        held = table.of(group)
        scores[held] = Model(passages, table, ~held).scores(passages)[held]
    return scores


def with_sentences(model, table, encoder, by_windows):
    """Scores of the ordinary texts by windows and sentences, as the product computes them; others as by windows."""
    scores = by_windows.copy()
    margins = np.array([SENTENCE_MARGIN[name] for name in CATEGORIES])
    for _, chosen in ordinary_cells(table):
        for index in chosen:
            text = table.texts[index]
            spans = sentences(text)
            if len(spans) < 2:
                continue
            for window in encoder.encode(text):
                for start, end in spans:
                    inside = (window.starts >= start) & (window.ends <= end)
                    if inside.sum() >= LEAST_TOKENS:
                        mean = window.vectors[inside].mean(0)
                        passage = text[window.starts[inside][0] : window.ends[inside][-1]]
                        found = model.passage(mean / np.linalg.norm(mean), passage) - margins
                        scores[index] = np.maximum(scores[index], found)
    return scores


def figures(scores, table, limits):
    """Lines of a Markdown table per held-out source, and the shares of harmless texts flagged."""
    rng = np.random.default_rng(1)
    ordinary = table.of(ORDINARY)
    lines = ["| category | held-out source | texts | AUC against ordinary prompts | AUC within the source | found at 1 % |",
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
              "| harmless texts of | texts | any of six at 5 % | at 1 % | at 0.2 % |", "|---|---|---|---|---|"]
    for fold, sources in [*FOLDS.items(), (next(iter(FOLDS)), ORDINARY)]:
        for source in np.unique(table.source[table.of(sources) & table.harmless]):
            texts = scores[fold][(table.source == source) & table.harmless]
            shares = [(texts >= limits[:, rate]).any(1).mean() for rate in range(3)]
            lines.append(f"| {source} | {len(texts)} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")
    return "\n".join(lines) + "\n"


def shipped(seen, ordinary, own, table, limits):
    """Lines of a Markdown table: what the thresholds that ship flag. Ordinary texts are scored without their own source
    (`ordinary`), our own without their half of the templates (`own`), and for comparison by the shipped model (`seen`)."""
    lines = ["| texts of | texts | scored by | LOW | MEDIUM | HIGH |", "|---|---|---|---|---|---|"]
    for source in np.unique(table.source[table.of(["own-"]) | np.isfinite(ordinary[:, 0])]):
        here = table.source == source
        unseen = ("without its templates", own) if source.startswith("own-") else ("without its source", ordinary)
        for name, scores in (unseen, ("the shipped model", seen)):
            chosen = here & np.isfinite(scores[:, 0])
            labels = table.label[chosen]
            counted = labels if labels.any() else table.known[chosen]
            shares = [((scores[chosen] >= limits[:, rate]) & counted).any(1).mean() for rate in range(3)]
            lines.append(f"| {source}{' (harmful: found)' if labels.any() else ''} | {chosen.sum()} | {name} | "
                         + " | ".join(f"{share:.1%}" for share in shares) + " |")
    return "\n".join(lines) + "\n"


def write(path, model, limits):
    """The file that `HarmModel` reads."""
    order = [CATEGORIES.index(name) for name in JAVA_ORDER]
    tensors = {"encoder.weight": model.encoder.T[order], "encoder.bias": model.bias[order],
               "ngrams": model.grams.T[order], "thresholds": limits[order],
               "margins": np.array([SENTENCE_MARGIN[name] for name in JAVA_ORDER])}
    save(str(path), tensors, {"categories": ",".join(JAVA_ORDER)}, int8={"ngrams"},
         float32={"encoder.weight", "encoder.bias", "thresholds", "margins"})


def main():
    parser = data.arguments(__doc__.splitlines()[0])
    parser.add_argument("--figures", metavar="FILE", help="where the figures of the held-out sources go (Markdown)")
    options = parser.parse_args()
    table = Table(rows(options.data))
    encoder = Encoder(options.cache)
    passages = Passages(table.texts, encoder)
    scores = left_out(passages, table)
    compared = reached(scores.__getitem__, table, {name: [5 * COMPARED, COMPARED, COMPARED / 5] for name in CATEGORIES})
    report = figures(scores, table, compared)
    print(report, flush=True)
    attack = CATEGORIES.index("PROMPT_ATTACK")
    alone = ordinary_left_out(passages, table)
    limits = reached(scores.__getitem__, table)
    limits[attack] = reached(lambda _: alone, table)[attack]
    model = Model(passages, table, np.ones(len(table.texts), bool))
    by_windows = model.scores(passages)
    by_both = with_sentences(model, table, encoder, by_windows)
    limits += reached(lambda _: by_both, table) - reached(lambda _: by_windows, table)
    report += "\n" + shipped(by_both, alone, other_templates(passages, table), table, limits)
    print(report)
    if options.figures:
        pathlib.Path(options.figures).write_text(report, encoding="utf-8")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    write(OUT, model, limits)


if __name__ == "__main__":
    main()
