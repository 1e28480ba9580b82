"""Recency, frequency and money in fifths, and the grid that names what a customer is to the shop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recommender.customers.features import Features
from recommender.customers.order_lines import Floats, Ints

FIFTHS = 5
#: Group by recency (rows, 1 = longest ago) and frequency (columns, 1 = least often).
_GRID = (
    ("lost", "lost", "at risk", "at risk", "not to lose"),
    ("lost", "lost", "at risk", "at risk", "not to lose"),
    ("about to sleep", "about to sleep", "need attention", "loyal", "loyal"),
    ("promising", "growing", "growing", "loyal", "loyal"),
    ("new", "growing", "growing", "champions", "champions"),
)
GROUPS = tuple(dict.fromkeys(name for row in reversed(_GRID) for name in reversed(row)))


@dataclass(frozen=True)
class Rfm:
    """Scores (n,) of 1 to 5, 5 the best (latest, most often, most money), and the name of each one's cell."""

    customer: Ints
    recency: Ints
    frequency: Ints
    money: Ints
    group: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One of 25: ``money`` is what its customers paid and kept altogether, in the orders' currency."""

    recency: int
    frequency: int
    group: str
    customers: int
    money: float


def rfm(found: Features) -> Rfm:
    """Fifths by rank; customers with the same figure get the same score, so that fifths are as even as ties let them be."""
    recency = fifths(-found.column("recency"))
    frequency = fifths(found.column("frequency"))
    money = fifths(found.column("money"))
    group = tuple(_GRID[r - 1][f - 1] for r, f in zip(recency, frequency, strict=True))
    return Rfm(found.customer, recency, frequency, money, group)


def rfm_grid(scores: Rfm, money: Floats) -> list[Cell]:
    """All 25 cells, the best recency first, then the lowest frequency first. ``money`` (n,) in the order of ``scores``."""
    cells = []
    for recency in range(FIFTHS, 0, -1):
        for frequency in range(1, FIFTHS + 1):
            here = (scores.recency == recency) & (scores.frequency == frequency)
            cells.append(Cell(recency, frequency, _GRID[recency - 1][frequency - 1], int(here.sum()), float(money[here].sum())))
    return cells


def fifths(values: Floats) -> Ints:
    """(n,) of 1 to 5; equal values share the middle of their ranks."""
    if not values.size:
        return np.empty(0, dtype=np.int64)
    ordered = np.sort(values)
    middle = (np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")) / 2
    return np.minimum((FIFTHS * middle / values.size).astype(np.int64), FIFTHS - 1) + 1
