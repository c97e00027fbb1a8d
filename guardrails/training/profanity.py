"""Derives the managed list of profanity from the lexicons of the training data.

    python3 guardrails/training/profanity.py --data DIR [--report]

DIR holds profanity_lexicon.jsonl (text, category, severity, lang, source) and, for --report, benign_train.jsonl.

What is listed:

- English, rated Strong or Severe by surge-ai/profanity or 4 of 4 by dsojevic/profanity-list;
- English of any other rating when it contains a stem, or is a word, that is profane whatever the context;
- other languages, which no source rates: only entries that contain a stem that is profane whatever the context;
- never a word that is common English and not chosen, nor one with an ordinary sense (a plant, a breed, a given name, a
  levee), nor one that describes anatomy, orientation, origin or an act without swearing;
- nothing shorter than three characters, nothing longer than a custom word may be.

The choices are beside this file in profanity-choices.b64: one base64 line each of "LANG stem|word|not TEXT", so that
nobody reads them by accident. The list is written as gzip, sorted, the same bytes every time, for the same reason.
"""

import argparse
import base64
import collections
import gzip
import json
import pathlib
import re
import unicodedata

HERE = pathlib.Path(__file__).parent
RESOURCES = HERE.parent / "src/main/resources/dev/outcrop/guardrails"
TARGET = RESOURCES / "words/profanity.txt.gz"
COMMON = RESOURCES / "text/common-words.txt.gz"
SEVERE = {("surge-ai-profanity", "Strong"), ("surge-ai-profanity", "Severe"), ("dsojevic-profanity-list", "4")}
SHORTEST, LONGEST = 3, 100


def normal(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).lower().strip())


def read_choices():
    choices = collections.defaultdict(set)
    for line in (HERE / "profanity-choices.b64").read_text().split():
        lang, kind, text = base64.b64decode(line).decode().split(" ", 2)
        choices[lang, kind].add(normal(text))
    return choices


def listed(row, choices, common):
    text, lang = normal(row["text"]), row["lang"]
    shortest = SHORTEST if text.isascii() else 1
    if not shortest <= len(text) <= LONGEST or text in choices[lang, "not"] or re.search(r"[*|]", text):
        return False
    if text in choices[lang, "word"] or any(stem in text for stem in choices[lang, "stem"]):
        return True
    return lang == "en" and (row["source"], str(row["severity"])) in SEVERE and text not in common


def rows(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def report(words, data):
    """Plain whole-word matching, without the views of the product."""
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = re.compile(r"(?<!\w)(?:" + alternatives + r")(?!\w)", re.IGNORECASE)
    by_source = collections.defaultdict(lambda: [0, 0])
    for row in rows(data / "benign_train.jsonl"):
        by_source[row["source"]][0] += bool(pattern.search(row["text"]))
        by_source[row["source"]][1] += 1
    for source, (hits, total) in sorted(by_source.items()):
        print(f"  {source}: {hits} of {total}")
    hits, total = (sum(column) for column in zip(*by_source.values()))
    print(f"  benign texts with a listed word: {hits} of {total} ({hits / total:.3%})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    choices = read_choices()
    common = set(gzip.decompress(COMMON.read_bytes()).decode().split())
    words = {}
    for row in rows(options.data / "profanity_lexicon.jsonl"):
        if listed(row, choices, common):
            words.setdefault(normal(row["text"]), (row["lang"], row["source"]))
    TARGET.write_bytes(gzip.compress(("\n".join(sorted(words)) + "\n").encode(), 9, mtime=0))
    print(f"{len(words)} entries:", dict(collections.Counter(lang for lang, _ in words.values())))
    print("from", dict(collections.Counter(source for _, source in words.values())))
    if options.report:
        report(words, options.data)


if __name__ == "__main__":
    main()
