"""Expands data/content_templates.txt into labelled training texts; the same seed gives the same texts."""

import pathlib
import random
import re

CATEGORIES = ["HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT", "PROMPT_ATTACK"]
FILE = pathlib.Path(__file__).parent / "data" / "content_templates.txt"
_INNERMOST = re.compile(r"\{([^{}]*)\}")


def _fill(template, slots, rng):
    """Replaces slots and alternatives, innermost first; braces that are neither (JSON, code) stay."""
    kept = []
    while True:
        match = _INNERMOST.search(template)
        if not match:
            break
        inner = match.group(1)
        if inner.strip() in slots:
            value = rng.choice(slots[inner.strip()])
        elif "|" in inner:
            value = rng.choice(inner.split("|"))
        else:
            value = "\0%d\1" % len(kept)
            kept.append(inner)
        template = template[: match.start()] + value + template[match.end() :]
    while "\0" in template:
        template = re.sub("\0(\\d+)\1", lambda m: "{" + kept[int(m.group(1))] + "}", template)
    return template[:1].upper() + template[1:] if rng.random() < 0.8 else template


def expand(per_template=4, seed=7):
    """Rows like those of the data folder: text, label, known, source (the group); and template, its number."""
    rng = random.Random(seed)
    slots, rows, group, label, known, template = {}, [], None, [], [], 0
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("@slot "):
            name, values = line[6:].split(":", 1)
            slots[name.strip()] = [value.strip() for value in values.split("|")]
        elif line.startswith("== "):
            group, spec = line[3:].split(":", 1)
            labels, knowns = (part.strip() for part in spec.split("/"))
            label = [] if labels == "NONE" else labels.split(",")
            known = CATEGORIES if knowns == "*" else knowns.split(",")
        else:
            texts = {_fill(line, slots, rng) for _ in range(per_template)}
            rows += [dict(text=t, label=label, known=list(known), source=group, template=template) for t in sorted(texts)]
            template += 1
    return rows


if __name__ == "__main__":
    from collections import Counter

    rows = expand()
    print(len(rows), Counter(row["source"] for row in rows))
    for row in random.Random(3).sample(rows, 25):
        print(row["source"], row["label"], row["text"])
