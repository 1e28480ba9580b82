"""Histories as training batches: cut into pieces, the pieces packed side by side into rows, so that little is padding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.candidates.histories import Histories

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Batch:
    """``item``, ``place`` (rows, length): what stands where, ``place`` counting from each piece's start; ``piece`` the same
    shape: which piece of its row, -1 where nothing stands. ``at`` (n,): the filled places of the flattened rows;
    ``target`` and ``weight`` (n, horizon): what follows each of them, the weights of a place adding up to 1 (where less
    follows, the next item stands again with the weight 0)."""

    item: Ints
    place: Ints
    piece: Ints
    at: Ints
    target: Ints
    weight: npt.NDArray[np.float32]


def cut(histories: Histories, length: int, rng: np.random.Generator, *, shuffled: bool) -> list[Ints]:
    """Pieces of 2 … ``length`` + 1 items: of each user the last ones, oldest first; shuffled: any of theirs, in any order."""
    found = []
    for start, end in zip(histories.start[:-1], histories.start[1:], strict=True):
        if end - start < 2:
            continue
        own = histories.item[start:end]
        found.append(rng.permutation(own)[: length + 1] if shuffled else own[-length - 1 :])
    return found


def packed(pieces: list[Ints], length: int, rng: np.random.Generator) -> list[list[Ints]]:
    """The pieces in a new order, as many to a row as ``length`` places hold (a piece takes one less than it has items)."""
    rows: list[list[Ints]] = []
    room = 0
    for chosen in rng.permutation(len(pieces)):
        taken = len(pieces[chosen]) - 1
        if taken > room:
            rows.append([])
            room = length
        rows[-1].append(pieces[chosen])
        room -= taken
    return rows


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
    """One pass over everyone, about ``places`` places a batch. Of the ``horizon`` items after a place the next weighs most:
    each later one ``fade`` times the one before it."""
    rows = packed(cut(histories, length, rng, shuffled=shuffled), length, rng)
    many = max(1, places // length)
    for first in range(0, len(rows), many):
        yield _batch(rows[first : first + many], length, horizon, fade)


def _batch(rows: list[list[Ints]], length: int, horizon: int, fade: float) -> Batch:
    shape = (len(rows), length)
    item, place = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    piece = np.full(shape, -1, dtype=np.int64)
    targets: list[Ints] = []
    weights: list[npt.NDArray[Any]] = []
    for row, pieces in enumerate(rows):
        column = 0
        for number, own in enumerate(pieces):
            taken = len(own) - 1
            span = slice(column, column + taken)
            item[row, span], place[row, span], piece[row, span] = own[:-1], np.arange(taken), number
            target, weight = np.repeat(own[1:, None], horizon, axis=1), np.zeros((taken, horizon))
            for step in range(min(horizon, taken)):
                target[: taken - step, step] = own[1 + step :]
                weight[: taken - step, step] = fade**step
            targets.append(target)
            weights.append(weight / weight.sum(axis=1, keepdims=True))
            column += taken
    return Batch(
        item,
        place,
        piece,
        np.flatnonzero(piece >= 0),
        np.concatenate(targets),
        np.concatenate(weights).astype(np.float32),
    )
