"""The llama architecture: RMS norm, rope on neighbouring pairs, grouped-query attention, SwiGLU, tied embeddings."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HEAD_WIDTH = 32


@dataclass(frozen=True)
class Shape:
    """The sizes of a model. Every row length is a multiple of 32, the block of Q8_0."""

    vocabulary: int = 3072
    context: int = 1024
    width: int = 192
    layers: int = 4
    heads: int = 6
    kv_heads: int = 2
    hidden: int = 512
    epsilon: float = 1e-5
    rope_base: float = 10000.0

    @staticmethod
    def of_scale(scale: float) -> Shape:
        """The shape whose matrices hold about ``scale`` times the parameters of the published one."""
        heads = max(3, 3 * round(2 * scale**0.4))
        width = heads * HEAD_WIDTH
        return Shape(
            width=width,
            layers=max(3, round(4 * scale**0.2)),
            heads=heads,
            kv_heads=heads // 3,
            hidden=64 * round(width * 8 / 3 / 64),
        )


class Cache:
    """Keys and values of every layer, ``[batch, kv heads, context, head width]``."""

    def __init__(self, shape: Shape, batch: int, context: int, like: Tensor):
        size = (shape.layers, batch, shape.kv_heads, context, HEAD_WIDTH)
        self.keys = like.new_zeros(size)
        self.values = like.new_zeros(size)


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        kv_width = shape.kv_heads * HEAD_WIDTH
        self.attn_norm = nn.Parameter(torch.ones(shape.width))
        self.attn_q = nn.Linear(shape.width, shape.width, bias=False)
        self.attn_k = nn.Linear(shape.width, kv_width, bias=False)
        self.attn_v = nn.Linear(shape.width, kv_width, bias=False)
        self.attn_output = nn.Linear(shape.width, shape.width, bias=False)
        self.ffn_norm = nn.Parameter(torch.ones(shape.width))
        self.ffn_gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.ffn_up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.ffn_down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x: Tensor, turn: Tensor, positions: Tensor, cached: tuple[Tensor, Tensor] | None) -> Tensor:
        x = x + self.attn_output(self._attention(self._norm(x, self.attn_norm), turn, positions, cached))
        y = self._norm(x, self.ffn_norm)
        return x + self.ffn_down(F.silu(self.ffn_gate(y)) * self.ffn_up(y))

    def _norm(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(x, (self.shape.width,), weight, self.shape.epsilon)

    def _attention(self, x: Tensor, turn: Tensor, positions: Tensor, cached: tuple[Tensor, Tensor] | None) -> Tensor:
        batch, length, width = x.shape
        q = _rotate(self.attn_q(x).view(batch, length, -1, HEAD_WIDTH), turn).transpose(1, 2)
        k = _rotate(self.attn_k(x).view(batch, length, -1, HEAD_WIDTH), turn).transpose(1, 2)
        v = self.attn_v(x).view(batch, length, -1, HEAD_WIDTH).transpose(1, 2)
        group = self.shape.heads // self.shape.kv_heads
        mask = None
        if cached is not None:
            keys, values = cached
            at = positions[:, None, :, None].expand_as(k)
            k, v = keys.scatter_(2, at, k), values.scatter_(2, at, v)
            mask = torch.arange(keys.shape[2], device=x.device) <= positions[:, None, :, None]
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        y = _attend(q, k, v, mask)
        return y.transpose(1, 2).reshape(batch, length, width)


class Pebble(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.output_norm = nn.Parameter(torch.ones(shape.width))
        frequencies = shape.rope_base ** (-torch.arange(0, HEAD_WIDTH, 2, dtype=torch.float64) / HEAD_WIDTH)
        angles = torch.outer(torch.arange(shape.context, dtype=torch.float64), frequencies)
        self.register_buffer("turns", torch.polar(torch.ones_like(angles), angles).to(torch.complex64), persistent=False)
        # Tokens enter with unit size, so that the layers do not drown them; the output norm keeps the tied logits small instead.
        nn.init.normal_(self.token_embd.weight)
        nn.init.constant_(self.output_norm, 0.03)
        for name, parameter in self.blk.named_parameters():
            if parameter.dim() == 2:
                residual = name.endswith(("attn_output.weight", "ffn_down.weight"))
                nn.init.normal_(parameter, std=0.02 / (2 * shape.layers) ** 0.5 if residual else 0.02)

    def hidden(self, ids: Tensor, positions: Tensor | None = None, cache: Cache | None = None) -> Tensor:
        """The normed states ``[batch, length, width]``. Without a cache, rows start at position 0."""
        if positions is None:
            turn = self.turns[None, : ids.shape[1], None]
        else:
            turn = self.turns[positions][:, :, None]
        x = self.token_embd(ids)
        for index, layer in enumerate(self.blk):
            x = layer(x, turn, positions, None if cache is None else (cache.keys[index], cache.values[index]))
        return F.rms_norm(x, (self.shape.width,), self.output_norm, self.shape.epsilon)

    def logits(self, hidden: Tensor) -> Tensor:
        return F.linear(hidden, self.token_embd.weight)

    @torch.inference_mode()
    def generate(self, prompts: list[list[int]], limit: int, stops: set[int]) -> list[list[int]]:
        """Greedy continuations, each at most ``limit`` tokens and closed by its stop token if one came."""
        device = self.token_embd.weight.device
        longest = max(map(len, prompts))
        context = min(self.shape.context, longest + limit)
        cache = Cache(self.shape, len(prompts), context, self.token_embd.weight)
        ids = torch.tensor([prompt + [0] * (longest - len(prompt)) for prompt in prompts], device=device)
        positions = torch.arange(longest, device=device).expand(len(prompts), -1)
        last = torch.tensor([len(prompt) - 1 for prompt in prompts], device=device)
        # Padding writes keys behind a row's end; the row overwrites each of them before its mask reaches that far.
        state = self.hidden(ids, positions, cache)[torch.arange(len(prompts), device=device), last]
        outputs: list[list[int]] = [[] for _ in prompts]
        open_rows = set(range(len(prompts)))
        for _ in range(limit):
            token = self.logits(state).argmax(-1)
            for row in list(open_rows):
                outputs[row].append(int(token[row]))
                if outputs[row][-1] in stops:
                    open_rows.discard(row)
            last = (last + 1).clamp(max=context - 1)
            if not open_rows:
                break
            state = self.hidden(token[:, None], last[:, None], cache)[:, 0]
        return outputs


def _attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Attention under ``mask``, causal without one.

    On a CPU the fused kernel's backward pass takes three times as long as the plain formula does on short rows.
    """
    length = q.shape[2]
    if q.device.type != "cpu" or length > 400:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
    if mask is None:
        mask = torch.ones(length, length, dtype=torch.bool).tril()
    scores = (q @ k.transpose(-1, -2)) * HEAD_WIDTH**-0.5
    return torch.softmax(scores.masked_fill(~mask, -torch.inf), -1) @ v


def _rotate(x: Tensor, turn: Tensor) -> Tensor:
    """Turns each neighbouring pair (2i, 2i+1) of ``[batch, length, heads, head width]`` by its angle."""
    pairs = torch.view_as_complex(x.float().unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * turn).flatten(-2).to(x.dtype)
