"""The words of reviews: clauses per group of products, aspect and feeling, read from ``words/reviews.json``.

Placeholders: {thing}, {these}, {it}, {them}, {is}, {has}, {was}, {s} and {es} (endings of the verb) for one thing or a pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.sample.read_words import read_words

Clauses = tuple[str, ...]


@dataclass(frozen=True)
class FlawWords:
    """A hidden flaw: the aspect that it spoils and how customers put it."""

    aspect: str
    clauses: Clauses


_WORDS: Mapping[str, Any] = read_words("reviews")
_GROUPS: Mapping[str, Any] = _WORDS["groups"]

FLAWS: Mapping[str, tuple[FlawWords, ...]] = {
    group: tuple(FlawWords(flaw["aspect"], tuple(flaw["clauses"])) for flaw in entry["flaws"])
    for group, entry in _GROUPS.items()
}
#: (group, aspect) → clauses of praise, for fit and quality.
PRAISE: Mapping[tuple[str, str], Clauses] = {
    (group, aspect): tuple(clauses) for group, entry in _GROUPS.items() for aspect, clauses in entry["praise"].items()
}
SCENES: Mapping[str, Clauses] = {group: tuple(entry["scenes"]) for group, entry in _GROUPS.items()}
#: Mild blame of fit and quality, where the product has no flaw of that aspect.
BLAME: Mapping[str, Clauses] = {aspect: tuple(clauses) for aspect, clauses in _WORDS["blame"].items()}
#: (aspect, praise?) → clauses for price, delivery and service, the same for all products.
SHARED: Mapping[tuple[str, bool], Clauses] = {
    (aspect, good): tuple(both["good" if good else "bad"])
    for aspect, both in _WORDS["shared"].items()
    for good in (True, False)
}
OPENERS: Mapping[int, Clauses] = {int(stars): tuple(clauses) for stars, clauses in _WORDS["openers"].items()}
CLOSERS: Mapping[bool, Clauses] = {True: tuple(_WORDS["closers"]["good"]), False: tuple(_WORDS["closers"]["bad"])}
TITLES: Mapping[int, Clauses] = {int(stars): tuple(titles) for stars, titles in _WORDS["titles"].items()}
MONTHS: Clauses = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
