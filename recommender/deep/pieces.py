"""Histories as training batches: cut into pieces, the pieces packed side by side into rows, so that little is padding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories

Ints = npt.NDArray[np.int64]

_OPEN = 12  # rows that a piece may still be put into


@dataclass(frozen=True)
class Batch:
    """``item``, ``place`` (rows, length): what stands where, ``place`` counting from each piece's start; ``piece`` the same
    shape: which piece, -1 where nothing stands. ``at`` (n,): the filled places of the flattened rows;
    ``target`` and ``weight`` (n, horizon): what follows each of them, the weights of a place adding up to 1 (where less
    follows, the next item stands again with the weight 0)."""

    item: Ints
    place: Ints
    piece: Ints
    at: Ints
    target: Ints
    weight: npt.NDArray[np.float32]


def batches(
    histories: Histories,
    length: int,
    places: int,
    horizon: int,
    fade: float,
    rng: np.random.Generator,
    *,
    shuffled: bool = False,
) -> Iterator[Batch]:
    """One pass over everyone in a new order, about ``places`` places a batch, of each user the last ``length`` + 1 items, or,
    shuffled, so many of theirs in any order. Of the ``horizon`` items after a place the next weighs most: each later one
    ``fade`` times the one before it."""
    item = histories.item[np.lexsort((rng.random(len(histories.item)), histories.user))] if shuffled else histories.item
    taken = np.minimum(histories.lengths - 1, length)
    order = rng.permutation(np.flatnonzero(taken > 0))
    taken, end = taken[order], histories.start[1:][order]
    row, column = _packed(taken, length)
    by_row = np.lexsort((column, row))
    taken, end, row, column = taken[by_row], end[by_row], row[by_row], column[by_row]
    many = max(1, places // length)
    for first in range(0, int(row.max(initial=-1)) + 1, many):
        own = slice(*np.searchsorted(row, [first, first + many]))
        yield _batch(item, end[own], taken[own], row[own] - first, column[own], length, horizon, fade)


def _packed(taken: Ints, length: int) -> tuple[Ints, Ints]:
    """Where pieces of ``taken`` places begin in rows of ``length``: each in the fullest of a few open rows that has room."""
    row, column = np.empty_like(taken), np.empty_like(taken)
    filled: dict[int, int] = {}
    begun = 0
    for number, needed in enumerate(taken.tolist()):
        fitting = [(place, name) for name, place in filled.items() if place + needed <= length]
        if fitting:
            place, name = max(fitting)
        else:
            if len(filled) == _OPEN:
                del filled[max(filled, key=lambda each: filled[each])]
            place, name, begun = 0, begun, begun + 1
        row[number], column[number] = name, place
        filled[name] = place + needed
    return row, column


def _batch(item: Ints, end: Ints, taken: Ints, row: Ints, column: Ints, length: int, horizon: int, fade: float) -> Batch:
    """Pieces that end before ``end`` in ``item``, each ``taken`` places and one more item, laid at ``row`` and ``column``."""
    shape = (int(row.max()) + 1, length)
    place = np.arange(int(taken.sum())) - np.repeat(np.cumsum(taken) - taken, taken)
    source = np.repeat(end - taken - 1, taken) + place
    at = np.repeat(row * length + column, taken) + place
    following = source[:, None] + 1 + np.arange(horizon)
    there = following < np.repeat(end, taken)[:, None]
    weight = np.where(there, fade ** np.arange(horizon), 0.0)
    laid = [np.zeros(shape[0] * length, dtype=np.int64), np.zeros(shape[0] * length, dtype=np.int64)]
    laid.append(np.full(shape[0] * length, -1, dtype=np.int64))
    for flat, value in zip(laid, (item[source], place, np.repeat(np.arange(len(taken)), taken)), strict=True):
        flat[at] = value
    return Batch(
        laid[0].reshape(shape),
        laid[1].reshape(shape),
        laid[2].reshape(shape),
        at,
        item[np.where(there, following, source[:, None] + 1)],
        (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32),
    )
