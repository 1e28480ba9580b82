"""The audiences that follow from what was learnt: groups, RFM cells, who is leaving, who buys soon, and of what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from recommender.customers.bg_nbd import purchases
from recommender.customers.features import NAMES, Features, features
from recommender.customers.lookalike import scores
from recommender.customers.models import CustomerModels
from recommender.customers.order_lines import Floats, Ints, OrderLines
from recommender.customers.rfm import GROUPS, Cell, rfm, rfm_grid
from recommender.customers.taste import category_counts

LEAVING = 0.2  # of those who bought again: the share least likely to buy in the next quarter
SOON = 0.1  # of all customers
INTENDING = 0.1
TIMES_USUAL = 2.0  # a chance of a category counts as an intention from so many times everybody's mean on
LIKE = 0.1  # of the other customers, unless the definition says otherwise


@dataclass(frozen=True)
class Group:
    """``members`` are customer codes of the lines. ``key`` is stable from refresh to refresh."""

    key: str
    name: str
    kind: str
    members: Ints
    definition: Mapping[str, Any] = field(default_factory=dict)


def groups(lines: OrderLines, models: CustomerModels, at: float) -> list[Group]:
    """Every audience that is not made by people; groups without members are left out."""
    found = features(lines, at)
    made = [*_segments(found, models), *_rfm(found), *_ahead(lines, models, at), *_intentions(lines, models, at)]
    return [group for group in made if group.members.size]


def grid(lines: OrderLines, at: float) -> list[Cell]:
    """The RFM grid that a page draws: 25 cells with customers and money."""
    found = features(lines, at)
    return rfm_grid(rfm(found), found.column("money"))


def like(lines: OrderLines, members: Ints, at: float, share: float = LIKE) -> Ints:
    """The ``share`` of all other customers who are likest to ``members``. Raises InvalidInput ``too_few``."""
    found = features(lines, at)
    ranking = scores(found, members, category_counts(lines, found.customer, at))
    others = ~np.isin(found.customer, members)
    return _top(found.customer[others], ranking[others], share)


def _segments(found: Features, models: CustomerModels) -> list[Group]:
    if models.segments is None:
        return []
    place = models.segments.of(found.values)
    named = zip(models.segments.labels, models.segments.names, strict=True)
    everyone = _means(found.values)
    made = []
    for row, (label, name) in enumerate(named):
        here = place == row
        marks = {"label": label, "means": _means(found.values[here]), "everyone": everyone}
        made.append(Group(f"segment-{label}", name, "segment", found.customer[here], marks))
    return made


def _means(values: Floats) -> dict[str, float]:
    """The mean of each figure of ``NAMES``, in its own unit."""
    return {name: round(float(values[:, column].mean()), 3) for column, name in enumerate(NAMES)} if values.size else {}


def _rfm(found: Features) -> list[Group]:
    scores = rfm(found)
    named = np.array(scores.group, dtype=object)
    cells: dict[str, list[dict[str, Any]]] = {}
    for cell in rfm_grid(scores, found.column("money")):
        told = {"recency": cell.recency, "frequency": cell.frequency, "customers": cell.customers, "money": round(cell.money)}
        cells.setdefault(cell.group, []).append(told)
    return [
        Group(
            f"rfm-{_slug(name)}", name.capitalize(), "rfm", found.customer[named == name], {"group": name, "cells": cells[name]}
        )
        for name in GROUPS
    ]


def _ahead(lines: OrderLines, models: CustomerModels, at: float) -> list[Group]:
    month, quarter = (models.buying[days] for days in sorted(models.buying))
    soon, later = month.of(lines, at), quarter.of(lines, at)
    again = purchases(lines, at).repeats > 0
    return [
        Group(
            "leaving",
            "Likely to leave",
            "leaving",
            _top(later.customer[again], -later.buys[again], LEAVING),
            {"within_days": quarter.days, "way": quarter.way, "share_of_repeat_customers": LEAVING},
        ),
        Group(
            "soon",
            "Likely to buy soon",
            "soon",
            _top(soon.customer, soon.buys, SOON),
            {"within_days": month.days, "way": month.way, "share": SOON},
        ),
    ]


def _intentions(lines: OrderLines, models: CustomerModels, at: float) -> list[Group]:
    days = max(models.intention)
    if len(lines.categories) < 2:
        return []
    found = models.intention[days].of(lines, at)
    made = []
    for code, category in enumerate(lines.categories):
        chance = found.chance[:, code]
        likely = chance >= TIMES_USUAL * chance.mean()
        members = np.intersect1d(_top(found.customer, chance, INTENDING), found.customer[likely])
        definition = {"category": category, "within_days": days, "share": INTENDING, "times_usual": TIMES_USUAL}
        made.append(Group(f"intention-{_slug(category)}", f"Likely to buy {category}", "intention", members, definition))
    return made


def _top(customer: Ints, ranking: Floats, share: float) -> Ints:
    """The highest ``share``, of equal ones the first."""
    order = np.argsort(-ranking, kind="stable")[: int(np.ceil(share * customer.size))]
    return np.sort(customer[order])


def _slug(name: str) -> str:
    """A name as part of an id. Where letters are lost a digest tells names apart that look the same then."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    digest = "" if plain == name.lower().replace(" ", "-") else hashlib.sha256(name.encode()).hexdigest()[:8]
    return "-".join(part for part in (plain, digest) if part) or "none"
