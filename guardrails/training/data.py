"""Reads the training data (JSON Lines, one folder) and groups it by source."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator


def arguments(description: str) -> argparse.ArgumentParser:
    """The options that every training script has."""
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", required=True, metavar="DIR", help="folder with the JSONL files")
    parser.add_argument(
        "--cache",
        default=os.path.join(here, "..", "target", "training"),
        metavar="DIR",
        help="where vectors are kept between runs (default: the module's target folder)",
    )
    return parser


def rows(folder: str, name: str) -> Iterator[dict]:
    """The rows of one file, in order."""
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def sources(data: Iterable[dict]) -> dict[str, list[dict]]:
    """Rows by the value of `source`, in order of first appearance."""
    grouped: dict[str, list[dict]] = {}
    for row in data:
        grouped.setdefault(row["source"], []).append(row)
    return grouped
