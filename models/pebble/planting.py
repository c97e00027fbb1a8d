"""Copying heads, written into the weights by hand.

Continuing a text as it went on before takes two layers (Olsson et al., "In-context Learning and Induction Heads", 2022): a head
that looks at the previous token and notes its code beside the current one, and a later head that looks for the place whose note
equals the current token and reads what stands there. Small models find this circuit late; here they start with it, and training
only has to connect it to the tasks.
"""

from __future__ import annotations

import torch
from torch import Tensor

from .model import HEAD_WIDTH, Layer, Pebble

_CONSTANT = 6.0
_FAST_PAIRS = 8
_CODE_PAIRS = 10


def _head(matrix: Tensor, head: int) -> Tensor:
    """The rows of one head, as a view."""
    return matrix[head * HEAD_WIDTH : (head + 1) * HEAD_WIDTH]


@torch.no_grad()
def plant(model: Pebble, sharpness: float = 1.5, match: float = 2.5, note: float = 4.0, copy: float = 8.0) -> None:
    """Replaces the last key/value group of the first three layers.

    ``sharpness`` decides how strictly the first head keeps to the previous token, ``match`` how strictly notes must equal the
    current token; ``note`` and ``copy`` scale what the heads write. The defaults were the best of six settings by the loss on
    repeated random rows before any training: 6.1 instead of 7.9.
    """
    shape = model.shape
    group = shape.heads // shape.kv_heads
    kv_head, head = shape.kv_heads - 1, (shape.kv_heads - 1) * group
    # Orthonormal directions: one constant, then the codes of tokens, the place for notes, and the places for copies.
    basis = torch.linalg.qr(torch.randn(shape.width, shape.width)).Q.T
    constant, rest = basis[0], basis[1:]
    code, notes = rest[:HEAD_WIDTH], rest[HEAD_WIDTH : 2 * HEAD_WIDTH]
    embeddings = model.token_embd.weight
    # A constant added to all rows moves all tied logits alike, so outputs stay as they are.
    embeddings += torch.outer(_CONSTANT - embeddings @ constant, constant)
    frequencies = shape.rope_base ** (-torch.arange(0, HEAD_WIDTH, 2) / HEAD_WIDTH)

    def clear(layer: Layer) -> None:
        for other in range(head, head + group):
            layer.attn_output.weight[:, other * HEAD_WIDTH : (other + 1) * HEAD_WIDTH] = 0

    first = model.blk[0]
    clear(first)
    query, key = torch.zeros(HEAD_WIDTH), torch.zeros(HEAD_WIDTH)
    for pair in range(_FAST_PAIRS):
        # Rope turns a query and a key apart by distance times frequency; the key is turned back by one step.
        query[2 * pair] = sharpness
        key[2 * pair] = sharpness * torch.cos(frequencies[pair])
        key[2 * pair + 1] = sharpness * torch.sin(frequencies[pair])
    _head(first.attn_q.weight, head).copy_(torch.outer(query, constant / first.attn_norm))
    _head(first.attn_k.weight, kv_head).copy_(torch.outer(key, constant / first.attn_norm))
    _head(first.attn_v.weight, kv_head).copy_(code / first.attn_norm)
    first.attn_output.weight[:, head * HEAD_WIDTH : (head + 1) * HEAD_WIDTH] = note * notes.T

    for index, layer in enumerate(model.blk[1:3]):
        clear(layer)
        values = rest[(2 + index) * HEAD_WIDTH : (3 + index) * HEAD_WIDTH]
        query_rows, key_rows = _head(layer.attn_q.weight, head), _head(layer.attn_k.weight, kv_head)
        query_rows.zero_()
        key_rows.zero_()
        # Codes live in the slow pairs, which rope hardly turns over the length of a question.
        slow = HEAD_WIDTH - 2 * _CODE_PAIRS
        query_rows[slow:] = match * code[: 2 * _CODE_PAIRS] / layer.attn_norm
        key_rows[slow:] = match * notes[: 2 * _CODE_PAIRS] / layer.attn_norm
        _head(layer.attn_v.weight, kv_head).copy_(values / layer.attn_norm)
        layer.attn_output.weight[:, head * HEAD_WIDTH : (head + 1) * HEAD_WIDTH] = copy * values.T
