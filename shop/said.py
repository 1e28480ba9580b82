"""What customers say of one aspect of a product, with their own sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: As everywhere: a value within ±0.25 is neutral (``recommender.sentiment``; a test holds them together).
NEUTRAL_BAND = 0.25
QUOTES = 3
WORDS = (4, 40)  # of a sentence worth quoting


@dataclass(frozen=True)
class Quote:
    text: str
    review_id: str
    stars: int | None


@dataclass(frozen=True)
class AspectSaid:
    """How many reviews praise it, complain of it, or do neither; ``mean`` −1…1. Quotes: praise and complaint in turn."""

    aspect: str
    positive: int
    negative: int
    neutral: int
    mean: float
    quotes: tuple[Quote, ...]


def summarised(said: Iterable[tuple[str, float, Quote]]) -> list[AspectSaid]:
    """``said``: (aspect, −1…1, quote) a row, each review once an aspect. Most spoken of first, then by name."""
    by_aspect: dict[str, list[tuple[float, Quote]]] = {}
    for aspect, value, quote in said:
        by_aspect.setdefault(aspect, []).append((value, quote))
    found = []
    for aspect, given in by_aspect.items():
        values = [value for value, _ in given]
        positive, negative = sum(v > NEUTRAL_BAND for v in values), sum(v < -NEUTRAL_BAND for v in values)
        mean = round(sum(values) / len(values), 3)
        neutral = len(values) - positive - negative
        found.append(AspectSaid(aspect, positive, negative, neutral, mean, _quotes(given)))
    return sorted(found, key=lambda one: (-(one.positive + one.negative + one.neutral), one.aspect))


def _quotes(given: Iterable[tuple[float, Quote]]) -> tuple[Quote, ...]:
    """The firmest praise and the firmest complaint in turn, each wording once."""
    fewest, most = WORDS
    worth = sorted(
        ((value, quote) for value, quote in given if fewest <= len(quote.text.split()) <= most),
        key=lambda one: (-abs(one[0]), one[1].review_id),
    )
    praise = [quote for value, quote in worth if value > NEUTRAL_BAND]
    complaint = [quote for value, quote in worth if value < -NEUTRAL_BAND]
    found: dict[str, Quote] = {}
    for place in range(max(len(praise), len(complaint))):
        for side in (praise, complaint):
            if place < len(side) and len(found) < QUOTES:
                found.setdefault(side[place].text.casefold(), side[place])
    return tuple(found.values())
