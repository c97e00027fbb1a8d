"""Expands data/content_templates.txt into labelled training texts; the same seed gives the same texts."""

import pathlib
import random
import re
from typing import NamedTuple

CATEGORIES = ["HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT", "PROMPT_ATTACK"]
FILE = pathlib.Path(__file__).parent / "data" / "content_templates.txt"
# A bar outside braces: the values of a slot may have alternatives of their own, one level deep.
_BAR = re.compile(r"\|(?![^{}]*\})")
_INNERMOST = re.compile(r"\{([^{}]*)\}")


class Group(NamedTuple):
    """Templates with one label: `templates` are (line, number in the file)."""

    label: list
    known: list
    templates: list


def fill(template, slots, rng):
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


def read(file):
    """({group: Group}, {slot: values}) of a file."""
    slots, groups, number = {}, {}, 0
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("@slot "):
            name, values = line[6:].split(":", 1)
            slots[name.strip()] = [value.strip() for value in _BAR.split(values)]
        elif line.startswith("== "):
            name, spec = line[3:].split(":", 1)
            labels, knowns = (part.strip() for part in spec.split("/"))
            templates = []
            groups[name] = Group([] if labels == "NONE" else labels.split(","),
                                 CATEGORIES if knowns == "*" else knowns.split(","), templates)
        else:
            templates.append((line, number))
            number += 1
    return groups, slots


def expand(per_template=4, seed=7, file=FILE):
    """Rows like those of the data folder: text, label, known, source (the group); and template, its number."""
    rng = random.Random(seed)
    groups, slots = read(file)
    return [dict(text=text, label=group.label, known=list(group.known), source=name, template=number)
            for name, group in groups.items() for line, number in group.templates
            for text in sorted({fill(line, slots, rng) for _ in range(per_template)})]


if __name__ == "__main__":
    from collections import Counter

    rows = expand()
    print(len(rows), Counter(row["source"] for row in rows))
    for row in random.Random(3).sample(rows, 25):
        print(row["source"], row["label"], row["text"])
