"""Sentences, cut as `dev.outcrop.guardrails.text.Sentences` cuts them: the two must agree."""

from __future__ import annotations

import numpy as np

ENDS = set(".!?\u2026\u3002\uff01\uff1f")
CLOSERS = set("\"')]}\u201d\u2019\u00bb")
ABBREVIATIONS = {"mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "no", "inc", "ltd", "co", "corp", "gen", "rep",
                 "sen", "gov", "capt", "lt", "col", "sgt", "fig", "approx", "e.g", "i.e", "u.s", "u.k", "etc",
                 "al", "cf", "ca"}


def sentences(text: str) -> list[tuple[int, int]]:
    """[(start, end)], without the white space around them, in order."""
    found = []
    start = i = 0
    while i < len(text):
        end = i + 1
        cut = text[i] == "\n"
        if text[i] in ENDS:
            while end < len(text) and (text[end] in ENDS or text[end] in CLOSERS):
                end += 1
            cut = ends_sentence(text, start, i, end)
        if cut:
            add(found, text, start, end)
            start = end
        i = end
    add(found, text, start, len(text))
    return found


def ends_sentence(text: str, start: int, mark: int, end: int) -> bool:
    if text[mark] in "\u3002\uff01\uff1f":
        return True
    if end < len(text) and not text[end].isspace():
        return False
    if text[mark] != ".":
        return True
    word = mark
    while word > start and not text[word - 1].isspace():
        word -= 1
    before = text[word:mark].lower()
    initial = mark - word == 1 and text[word].isupper()
    return not initial and before not in ABBREVIATIONS


def add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))


def passages(text: str, windows, least: int) -> np.ndarray:
    """[passages, dimensions] of length 1: the vector of each window, and where a text has several sentences the mean
    over the tokens of each that has at least `least` of them in the window."""
    cut = sentences(text)
    vectors = []
    for window in windows:
        vectors.append(window.mean)
        if len(cut) < 2:
            continue
        for start, end in cut:
            inside = (window.starts >= start) & (window.ends <= end)
            if inside.sum() >= least:
                mean = window.vectors[inside].astype(np.float32).mean(axis=0)
                vectors.append(mean / max(float(np.linalg.norm(mean)), 1e-12))
    return np.array(vectors, dtype=np.float32).reshape(-1, 384)
