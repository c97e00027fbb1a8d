"""A small writer and reader for the part of GGUF version 3 that pebble needs: F32 and Q8_0 tensors."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ALIGNMENT = 32
F32, Q8_0 = 0, 8
_BLOCK = 32
_UINT32, _INT32, _FLOAT32, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9
_SCALARS = {_UINT32: "<I", _INT32: "<i", _FLOAT32: "<f", _BOOL: "<?"}


def quantize(values: np.ndarray) -> bytes:
    """Q8_0: blocks of 32 with a float16 scale of one 127th of the largest magnitude, then 32 signed bytes."""
    blocks = values.astype(np.float32).reshape(-1, _BLOCK)
    scales = np.abs(blocks).max(axis=1, keepdims=True) / 127
    inverse = np.divide(1, scales, out=np.zeros_like(scales), where=scales > 0)
    out = np.empty(len(blocks), dtype=[("scale", "<f2"), ("values", "i1", _BLOCK)])
    out["scale"] = scales[:, 0]
    out["values"] = np.rint(blocks * inverse)
    return out.tobytes()


def dequantize(data: bytes, shape: tuple[int, ...]) -> np.ndarray:
    blocks = np.frombuffer(data, dtype=[("scale", "<f2"), ("values", "i1", _BLOCK)])
    return (blocks["scale"].astype(np.float32)[:, None] * blocks["values"].astype(np.float32)).reshape(shape)


def _string(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _kind(value: object) -> int:
    match value:
        case bool():
            return _BOOL
        case int():
            return _UINT32
        case float():
            return _FLOAT32
        case str():
            return _STRING
        case list():
            return _ARRAY
    raise TypeError(f"no GGUF type for {type(value)}")


def _value(value: object) -> bytes:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        # Token types are the only integers kept in an array, and they are signed by convention.
        kind = _INT32 if isinstance(value[0], int) else _kind(value[0])
        items = (struct.pack("<i", item) if kind == _INT32 else _value(item) for item in value)
        return struct.pack("<IQ", kind, len(value)) + b"".join(items)
    return struct.pack(_SCALARS[_kind(value)], value)


def write(path: Path, metadata: dict[str, object], tensors: dict[str, np.ndarray]) -> None:
    """Writes matrices as Q8_0 and vectors as F32."""
    encoded = {
        name: (Q8_0, quantize(tensor)) if tensor.ndim == 2 else (F32, tensor.astype("<f4").tobytes()) for name, tensor in tensors.items()
    }
    header = bytearray(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)))
    for key, value in metadata.items():
        header += _string(key) + struct.pack("<I", _kind(value)) + _value(value)
    offset = 0
    for name, tensor in tensors.items():
        kind, data = encoded[name]
        header += _string(name) + struct.pack(f"<I{tensor.ndim}QIQ", tensor.ndim, *reversed(tensor.shape), kind, offset)
        offset += _padded(len(data))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(header.ljust(_padded(len(header)), b"\0"))
        for _, data in encoded.values():
            file.write(data.ljust(_padded(len(data)), b"\0"))


def _padded(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


@dataclass
class _Cursor:
    data: bytes
    at: int = 0

    def take(self, pattern: str) -> tuple:
        values = struct.unpack_from(pattern, self.data, self.at)
        self.at += struct.calcsize(pattern)
        return values

    def string(self) -> str:
        (size,) = self.take("<Q")
        self.at += size
        return self.data[self.at - size : self.at].decode("utf-8")

    def value(self, kind: int) -> object:
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            item, count = self.take("<IQ")
            return [self.value(item) for _ in range(count)]
        return self.take(_SCALARS[kind])[0]


def read(path: Path) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """The metadata, and the tensors as float32."""
    cursor = _Cursor(path.read_bytes())
    magic, version, tensor_count, key_count = cursor.take("<4sIQQ")
    if (magic, version) != (b"GGUF", 3):
        raise ValueError(f"{path} is not a GGUF file of version 3")
    metadata = {cursor.string(): cursor.value(cursor.take("<I")[0]) for _ in range(key_count)}
    infos = []
    for _ in range(tensor_count):
        name = cursor.string()
        (dimensions,) = cursor.take("<I")
        shape = tuple(reversed(cursor.take(f"<{dimensions}Q")))
        infos.append((name, shape, *cursor.take("<IQ")))
    start = _padded(cursor.at)
    tensors = {}
    for name, shape, kind, offset in infos:
        count = int(np.prod(shape))
        size = count * 4 if kind == F32 else count // _BLOCK * 34
        data = cursor.data[start + offset : start + offset + size]
        tensors[name] = np.frombuffer(data, "<f4").reshape(shape) if kind == F32 else dequantize(data, shape)
    return metadata, tensors
