"""Trains the tagger of NAME, ADDRESS, AGE and USERNAME over the encoder's token vectors.

    python tagger.py --data DIR            measures on each source held out, then trains on all and writes the weights

A token is its vector and its spelling (`tagger_features.py`). One linear layer makes both 64 numbers; two convolutions
over five tokens, the second with a residual, look at the neighbours; one linear layer gives nine tags: outside, and the
beginning and inside of each type. Sources are annotated for some types only: there a token without a label may be outside
or of any type that its source does not know (the loss is minus the log of the probabilities' sum).
"""

from __future__ import annotations

import datetime
import os
import random

import numpy as np
import torch
from torch import nn

import data
import export
import tagger_features
import tagger_texts
from encoder import DIMENSIONS, Encoder

TYPES = ["NAME", "ADDRESS", "AGE", "USERNAME"]
TAGS = ["O"] + [f"{place}-{type_}" for type_ in TYPES for place in "BI"]
HIDDEN, REACH = 64, 2
ANNOTATED = {"btc": ["NAME"], "presidio-research-synth-v2": ["NAME", "ADDRESS", "AGE"]}
TITLE_WORDS = tuple(t + " " for t in tagger_texts.TITLES)
THRESHOLD = {"NAME": 0.5, "ADDRESS": 0.5, "AGE": 0.5, "USERNAME": 0.5}
WEIGHTS = "entity-tagger.safetensors"
HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN_FILE = os.path.join(HERE, "../src/test/resources/dev/outcrop/guardrails/pii/tagger/entity-tagger-golden.tsv")
RESOURCES = os.path.join(HERE, "../src/main/resources/dev/outcrop/guardrails/pii/tagger")


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        width = 2 * REACH + 1
        self.input = nn.Linear(DIMENSIONS + tagger_features.COUNT, HIDDEN)
        self.near = nn.Linear(width * HIDDEN, HIDDEN)
        self.far = nn.Linear(width * HIDDEN, HIDDEN)
        self.output = nn.Linear(HIDDEN, len(TAGS))
        self.dropout = nn.Dropout(0.25)

    def forward(self, x):
        """[texts, tokens, inputs] to log-probabilities [texts, tokens, tags]; rows of zeros pad."""
        real = (x.abs().sum(-1, keepdim=True) > 0).float()
        h = torch.relu(self.input(self.dropout(x))) * real
        h = torch.relu(self.near(neighbours(self.dropout(h)))) * real
        h = (h + torch.relu(self.far(neighbours(self.dropout(h))))) * real
        return torch.log_softmax(self.output(h), -1)


def neighbours(h):
    padded = nn.functional.pad(h, (0, 0, REACH, REACH))
    return torch.cat([padded[:, i : i + h.shape[1]] for i in range(2 * REACH + 1)], -1)


class Example:
    """One window of a text: inputs, allowed tags per token as a mask, gold spans in the text."""

    def __init__(self, row, text, starts, ends, vectors):
        self.row, self.text, self.starts, self.ends = row, text, starts, ends
        shapes = tagger_features.shapes(text, starts, ends)
        self.x = np.concatenate([vectors.astype(np.float32), shapes], 1).astype(np.float16)
        known = ANNOTATED.get(row["source"], TYPES)
        self.spans = [s for s in gold(row) if s[1] < ends[-1] and s[2] > starts[0]]
        free = [True] + [type_ not in known for type_ in TYPES for _ in "BI"]
        self.allowed = np.tile(np.array(free, dtype=bool), (len(starts), 1))
        for type_, begin, end in self.spans:
            inside = [i for i in range(len(starts)) if starts[i] < end and ends[i] > begin]
            for n, i in enumerate(inside):
                self.allowed[i] = False
                self.allowed[i, TAGS.index(("B-" if n == 0 else "I-") + type_)] = True


def gold(row) -> list[tuple[str, int, int]]:
    """Labelled spans of our types; the service's NAME leaves titles out."""
    spans = []
    for label in row["label"]:
        type_, begin, end = label["type"], label["start"], label["end"]
        if type_ == "NAME":
            for title in TITLE_WORDS:
                if row["text"][begin:end].startswith(title):
                    begin += len(title)
        if type_ in TYPES and begin < end:
            spans.append((type_, begin, end))
    return spans


def examples(encoder: Encoder, rows) -> list[Example]:
    made = []
    for row in rows:
        _, offsets, windows = encoder.tokens(row["text"])
        if not offsets:
            continue
        vectors = encoder.token_vectors(row["text"])
        for begin, end in windows:
            starts, ends = zip(*offsets[begin:end])
            made.append(Example(row, row["text"], starts, ends, vectors[begin:end]))
    return made


def batches(items: list[Example], size: int, shuffle: random.Random | None):
    order = sorted(range(len(items)), key=lambda i: len(items[i].starts))
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    if shuffle:
        shuffle.shuffle(chunks)
    for chunk in chunks:
        longest = max(len(items[i].starts) for i in chunk)
        x = torch.zeros(len(chunk), longest, DIMENSIONS + tagger_features.COUNT)
        allowed = torch.zeros(len(chunk), longest, len(TAGS), dtype=torch.bool)
        for n, i in enumerate(chunk):
            x[n, : len(items[i].starts)] = torch.from_numpy(items[i].x.astype(np.float32))
            allowed[n, : len(items[i].starts)] = torch.from_numpy(items[i].allowed)
        yield chunk, x, allowed


def train(items: list[Example], epochs: int, seed: int) -> Net:
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    net = Net()
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.02)
    steps = epochs * ((len(items) + 31) // 32)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=3e-3, total_steps=steps + 1, pct_start=0.15)
    net.train()
    for epoch in range(epochs):
        total = count = 0.0
        for _, x, allowed in batches(items, 32, shuffle):
            loss = -torch.logsumexp(net(x).masked_fill(~allowed, -1e9), -1)[allowed.any(-1)]
            optimiser.zero_grad()
            loss.mean().backward()
            optimiser.step()
            schedule.step()
            total += loss.sum().item()
            count += len(loss)
        print(f"  epoch {epoch + 1}: {total / count:.4f}", flush=True)
    return net.eval()


def decode(log_probabilities: np.ndarray) -> list[tuple[str, int, int, float]]:
    """The most probable sequence of tags in which an inside follows its own type (Viterbi): (type, first token, token
    after the last, score). The score is the mean probability of the type over the span."""
    tokens, tags = log_probabilities.shape
    if tokens == 0:
        return []
    best = log_probabilities[0].copy()
    best[2::2] = -np.inf
    back = np.zeros((tokens, tags), dtype=int)
    for t in range(1, tokens):
        step = np.empty(tags)
        top = int(best.argmax())
        for tag in range(tags):
            origin = top
            if tag and tag % 2 == 0:
                origin = tag if best[tag] > best[tag - 1] else tag - 1
            back[t, tag] = origin
            step[tag] = best[origin] + log_probabilities[t, tag]
        best = step
    path = [int(best.argmax())]
    for t in range(tokens - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    path.reverse()
    spans = []
    t = 0
    while t < tokens:
        if path[t] == 0:
            t += 1
            continue
        type_ = (path[t] - 1) // 2
        end = t + 1
        while end < tokens and path[end] == 2 * type_ + 2:
            end += 1
        pair = log_probabilities[t:end, 2 * type_ + 1 : 2 * type_ + 3]
        spans.append((TYPES[type_], t, end, float(np.exp(pair).sum(1).mean())))
        t = end
    return spans


def spans_of(text, starts, ends, log_probabilities, threshold=THRESHOLD) -> list[tuple[str, int, int, float]]:
    """Spans in the text, grown to whole words where a word was split."""
    found = []
    for type_, first, after, score in decode(log_probabilities):
        if score < threshold[type_]:
            continue
        begin, end = starts[first], ends[after - 1]
        if tagger_features.is_word(text[begin]):
            while begin > 0 and tagger_features.is_word(text[begin - 1]):
                begin -= 1
        if tagger_features.is_word(text[end - 1]):
            while end < len(text) and tagger_features.is_word(text[end]):
                end += 1
        found.append((type_, begin, end, score))
    return found


def predict(net: Net, items: list[Example]) -> list[list[tuple[str, int, int, float]]]:
    found: list = [None] * len(items)
    with torch.no_grad():
        for chunk, x, _ in batches(items, 32, None):
            out = net(x).numpy()
            for n, i in enumerate(chunk):
                e = items[i]
                found[i] = spans_of(e.text, e.starts, e.ends, out[n, : len(e.starts)])
    return found


def measure(name: str, items: list[Example], found, types) -> None:
    for type_ in types:
        wanted = hit = exact = predicted = right = 0
        for e, spans in zip(items, found):
            golds = [(b, a) for t, b, a in e.spans if t == type_]
            ours = [(b, a) for t, b, a, _ in spans if t == type_]
            wanted += len(golds)
            predicted += len(ours)
            hit += sum(any(b < a2 and b2 < a for b2, a2 in ours) for b, a in golds)
            exact += sum(g in ours for g in golds)
            right += sum(any(b < a2 and b2 < a for b2, a2 in golds) for b, a in ours)
        if wanted:
            print(f"{name} {type_}: {wanted} labelled, found {hit / wanted:.3f}, exactly {exact / wanted:.3f}; "
                  f"{predicted} predicted, touching a label {right / max(predicted, 1):.3f}", flush=True)


def main() -> None:
    parser = data.arguments(__doc__)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--ours", type=int, default=4000, help="texts of our own")
    parser.add_argument("--only", help="measure with this source held out, and stop")
    parser.add_argument("--skip-held-out", action="store_true")
    parser.add_argument("--golden", action="store_true", help="only write the Java test's file, from the shipped weights")
    options = parser.parse_args()
    torch.set_num_threads(1)
    encoder = Encoder(options.cache)
    if options.golden:
        net = Net().eval()
        shipped = export.load(os.path.join(RESOURCES, WEIGHTS))
        net.load_state_dict({name: torch.from_numpy(shipped[name]) for name in net.state_dict()})
        golden(encoder, net)
        return
    texts = tagger_texts.Texts(7)
    ours = examples(encoder, (texts.text() for _ in range(options.ours)))
    labelled = data.sources(data.rows(options.data, "pii_train.jsonl"))
    by_source = {source: examples(encoder, rows) for source, rows in labelled.items()}
    benign = {source: examples(encoder, (r for r in rows if len(r["text"]) <= 1200))
              for source, rows in data.sources(data.rows(options.data, "benign_train.jsonl")).items()}
    plain = benign["clinc-oos"][::2]
    benign["clinc-oos"] = benign["clinc-oos"][1::2]
    groups = {"btc": ["btc"], "presidio": ["presidio-research-synth-v2"], "synthetic-A": ["synthetic-A", "synthetic-A-negative"]}
    everything = [e for items in by_source.values() for e in items]
    for name, sources in groups.items():
        if options.skip_held_out or options.only not in (None, name):
            continue
        print(f"held out: {name}")
        held = [e for s in sources for e in by_source[s]]
        net = train([e for e in everything if e.row["source"] not in sources] + ours + plain, options.epochs, 1)
        measure(name, held, predict(net, held), ANNOTATED.get(sources[0], TYPES))
        flagged(net, benign)
    if options.only:
        return
    print("shipped: all sources")
    net = train(everything + ours + plain, options.epochs, 1)
    tensors = dict(net.state_dict())
    seen = export.save(
        os.path.join(RESOURCES, WEIGHTS), tensors,
        {"types": ",".join(TYPES), "thresholds": ",".join(f"{THRESHOLD[t]}" for t in TYPES),
         "made": datetime.date.today().isoformat()},
        int8={"input.weight", "near.weight", "far.weight"}, float32={"output.bias"})
    net.load_state_dict({name: torch.from_numpy(seen[name]) for name in tensors})
    for name, items in by_source.items():
        measure("trained on " + name, items, predict(net, items), TYPES)
    flagged(net, benign)
    golden(encoder, net)


def flagged(net: Net, benign: dict[str, list[Example]]) -> None:
    for source, items in benign.items():
        found = predict(net, items)
        texts = sum(bool(spans) for spans in found)
        print(f"  benign {source}: {texts}/{len(items)} windows with a finding; "
              + ", ".join(repr((t, e.text[b:a])) for e, spans in zip(items, found) for t, b, a, _ in spans[:1])[:700])


GOLDEN = [
    "My name is Chiamaka Wójcik-Lee and I live at 12 Example Street, Springfield, IL 62704.",
    "please tell dr. amara okafor that her 34-year-old patient signed in as river_otter88",
    "The meeting with Microsoft in Paris is on Tuesday; Python 3 was released in 2008.",
    "Dear Zoë,\nthe 🎂 is for Ms. Nguyễn, aged 7. Call José!",
]


def golden(encoder: Encoder, net: Net) -> None:
    """What the tagger finds in sentences of our own, for the Java test: tab-separated, offsets in UTF-16."""
    utf16 = lambda text: len(text.encode("utf-16-le")) // 2
    with open(GOLDEN_FILE, "w", encoding="utf-8") as file:
        for text in GOLDEN:
            file.write("text\t" + text.replace("\n", "\\n") + "\n")
            items = examples(encoder, [{"text": text, "label": [], "source": "ours"}])
            for e, spans in zip(items, predict(net, items)):
                for row in tagger_features.shapes(text, e.starts, e.ends).astype(int):
                    file.write("shape\t" + "".join(map(str, row)) + "\n")
                for type_, begin, end, score in spans:
                    file.write(f"span\t{type_}\t{utf16(text[:begin])}\t{utf16(text[:end])}\t{score:.3f}\n")


if __name__ == "__main__":
    main()
