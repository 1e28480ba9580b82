"""How good a ranking is, with the whole catalogue ranked: plain functions over lists of ids."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence


def ndcg_at(ranked: Sequence[str], wanted: Collection[str], k: int) -> float:
    """Binary gain, 0…1; 0 when nothing is wanted. Repeats in ``ranked`` count once."""
    if not wanted or k <= 0:
        return 0.0
    first = list(dict.fromkeys(ranked))[:k]
    gain = sum(1 / math.log2(place + 2) for place, item in enumerate(first) if item in wanted)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(k, len(set(wanted)))))


def recall_at(ranked: Sequence[str], wanted: Collection[str], k: int) -> float:
    """The part of what is wanted that is among the first ``k``; 0 when nothing is wanted."""
    distinct = set(wanted)
    return len(distinct.intersection(list(dict.fromkeys(ranked))[: max(k, 0)])) / len(distinct) if distinct else 0.0


def coverage(rankings: Iterable[Sequence[str]], catalogue_size: int) -> float:
    """The part of the catalogue that is shown to anyone at all."""
    shown = {item for ranked in rankings for item in ranked}
    return len(shown) / catalogue_size if catalogue_size else 0.0
