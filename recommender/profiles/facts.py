"""What a customer said of their own taste ("no leather"), kept in ``Profile.facts`` as small string maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

_WEIGHT = 8.0  # said outright: more than any one deed


def said(facet: str, value: str, *, liked: bool, text: str, at: datetime) -> dict[str, str]:
    """The form in which a statement is stored; ``facet`` is one of category, brand, type, colour, material."""
    polarity = "like" if liked else "dislike"
    return {"facet": facet, "value": value.lower(), "polarity": polarity, "text": text, "at": at.isoformat()}


def stated_weights(facts: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], float]:
    """(facet, value) to weight; of two statements about one value the later counts. Facts without a facet are words only."""
    weights: dict[tuple[str, str], float] = {}
    for fact in sorted(facts, key=lambda f: f.get("at", "")):
        if fact.get("facet") and fact.get("value"):
            weights[fact["facet"], fact["value"].lower()] = -_WEIGHT if fact.get("polarity") == "dislike" else _WEIGHT
    return weights
