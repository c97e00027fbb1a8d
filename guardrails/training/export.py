"""Writes weights as `.safetensors`, for `dev.outcrop.guardrails.head.Weights` in Java.

    save("pii/tagger.safetensors", {"hidden.weight": w, "hidden.bias": b}, {"trained": "2026-11"}, int8={"hidden.weight"})

Tensors are numpy or torch; they are written as float16, as float32 where named in `float32`, and as int8 with one scale
per row (`NAME.scale`) where named in `int8`. The same input gives the same bytes.
"""

from __future__ import annotations

import json
import os
import struct

import numpy as np


def save(path: str, tensors: dict, metadata: dict[str, str], int8: set[str] = frozenset(),
         float32: set[str] = frozenset()) -> dict[str, np.ndarray]:
    """Writes a file and returns what its reader will see: evaluate with these, not with what was trained."""
    stored: dict[str, np.ndarray] = {}
    seen: dict[str, np.ndarray] = {}
    for name, tensor in tensors.items():
        values = np.asarray(tensor.detach().cpu() if hasattr(tensor, "detach") else tensor, dtype=np.float32)
        if name in int8:
            rows = values.reshape(values.shape[0], -1)
            scale = (np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127).astype(np.float32)
            quantised = np.rint(rows / scale[:, None]).astype(np.int8)
            stored[name] = quantised.reshape(values.shape)
            stored[name + ".scale"] = scale
            seen[name] = (quantised.astype(np.float32) * scale[:, None]).reshape(values.shape)
        else:
            stored[name] = values if name in float32 else values.astype(np.float16)
            seen[name] = stored[name].astype(np.float32)
    types = {np.dtype(np.float32): "F32", np.dtype(np.float16): "F16", np.dtype(np.int8): "I8"}
    header: dict = {"__metadata__": dict(sorted(metadata.items()))}
    offset = 0
    for name in sorted(stored, key=lambda n: (-stored[n].dtype.itemsize, n)):
        size = stored[name].nbytes
        header[name] = {
            "dtype": types[stored[name].dtype],
            "shape": list(stored[name].shape),
            "data_offsets": [offset, offset + size],
        }
        offset += size
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=True).encode("ascii")
    text += b" " * (-len(text) % 8)
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for name in list(header)[1:]:
            file.write(np.ascontiguousarray(stored[name]).tobytes())
    return seen


def load(path: str) -> dict[str, np.ndarray]:
    """Reads a file of `save` the way the product does, int8 multiplied out."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        blob = file.read()
    types = {"F32": np.float32, "F16": np.float16, "I8": np.int8}
    raw = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            raw[name] = np.frombuffer(blob[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
    seen = {}
    for name, values in raw.items():
        if values.dtype == np.int8:
            scale = raw[name + ".scale"].reshape(-1, *[1] * (values.ndim - 1))
            seen[name] = values.astype(np.float32) * scale
        else:
            seen[name] = values.astype(np.float32)
    return seen
