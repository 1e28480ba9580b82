"""The network: items and their places in, a state a place out, by causal self-attention; torch, for training alone.

A state is compared with the same vectors that items come in with (tied), so a customer needs no vector of their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    items: int
    dim: int
    length: int
    layers: int
    heads: int
    dropout: float


#: What a layer adds at first, as a part of what it would: a state begins as its own item's vector, and the layers learn what
#: to change, rather than to undo noise.
_QUIET = 0.1


class Dropout:
    """torch's costs more than a whole layer on a CPU; a byte a number from numpy is four times as fast, and the part that is
    dropped is rounded to 1/256."""

    def __init__(self, share: float, rng: np.random.Generator) -> None:
        self.kept = round((1 - share) * 256)
        self.rng = rng

    def __call__(self, x: Tensor, training: bool) -> Tensor:
        if not training or self.kept >= 256:
            return x
        drawn = torch.from_numpy(self.rng.integers(0, 256, tuple(x.shape), dtype=np.uint8))
        return x * drawn.lt(self.kept).to(x.dtype).mul_(256 / self.kept)


class Layer(nn.Module):
    """Attention, then a feed-forward step, each added to what came in."""

    def __init__(self, shape: Shape, dropout: Dropout) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, dropout
        self.before_attention, self.before_forward = nn.LayerNorm(shape.dim), nn.LayerNorm(shape.dim)
        self.query_key_value, self.out = nn.Linear(shape.dim, 3 * shape.dim), nn.Linear(shape.dim, shape.dim)
        self.wide, self.narrow = nn.Linear(shape.dim, shape.dim), nn.Linear(shape.dim, shape.dim)

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        rows, length, dim = x.shape
        parts = self.query_key_value(self.before_attention(x)).view(rows, length, 3, self.heads, dim // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        found = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        x = x + self.dropout(self.out(found.transpose(1, 2).reshape(rows, length, dim)), self.training)
        hidden = self.dropout(functional.relu(self.wide(self.before_forward(x))), self.training)
        return x + self.dropout(self.narrow(hidden), self.training)


class Network(nn.Module):
    def __init__(self, shape: Shape, rng: np.random.Generator) -> None:
        """Every weight is drawn from ``rng``, so that a seed decides them whatever else uses torch's own."""
        super().__init__()
        self.shape, self.dropout = shape, Dropout(shape.dropout, rng)
        self.item = nn.Parameter(_normal(rng, shape.items, shape.dim, 0.02))
        self.bias = nn.Parameter(torch.zeros(shape.items))
        self.place = nn.Parameter(_normal(rng, shape.length, shape.dim, 0.02))
        stack = [Layer(shape, self.dropout) for _ in range(shape.layers)]
        self.layers = nn.ModuleList(stack)
        self.last = nn.LayerNorm(shape.dim)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                rows, columns = module.weight.shape
                module.weight.data = _normal(rng, rows, columns, math.sqrt(2 / (rows + columns)))
                nn.init.zeros_(module.bias)
        for layer in stack:
            for step in (layer.out, layer.narrow):
                step.weight.data *= _QUIET

    def forward(self, item: Tensor, place: Tensor, seen: Tensor) -> Tensor:
        """``item`` and ``place`` (rows, length), ``seen`` (rows or 1, 1, length, length): what each place may look at.
        Returns (rows, length, dim)."""
        x = functional.embedding(item, self.item) * math.sqrt(self.shape.dim) + functional.embedding(place, self.place)
        x = self.dropout(x, self.training)
        for layer in self.layers:
            x = layer(x, seen)
        state: Tensor = self.last(x)
        return state


class Serving(nn.Module):
    """What is exported: histories, first item first and padded behind, to a score for every item. Since no place looks at a
    later one, what stands behind a history does not count."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        length = network.shape.length
        self.causal = torch.ones(length, length, dtype=torch.bool).tril()
        self.places = torch.arange(length)

    def forward(self, item: Tensor, last: Tensor) -> Tensor:
        """``item`` (rows, longest), ``last`` (rows,): where each row's last item stands. Returns (rows, items)."""
        longest = item.shape[1]
        state: Tensor = self.network(item, self.places[:longest].expand_as(item), self.causal[:longest, :longest][None, None])
        at_last = state.gather(1, last[:, None, None].expand(-1, 1, state.shape[2])).squeeze(1)
        return at_last @ self.network.item.T + self.network.bias


def _normal(rng: np.random.Generator, rows: int, columns: int, deviation: float) -> Tensor:
    return torch.from_numpy((rng.standard_normal((rows, columns)) * deviation).astype(np.float32))
