"""What products are really like, which only reviews and returns tell."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.sample.products import Made
from data.sample.review_words import FLAWS


@dataclass(frozen=True)
class Hidden:
    """``scores``: fit, quality and price from −1 (bad) to 1. ``flaw``: its place in the words of the group, or None."""

    scores: Mapping[str, float]
    flaw: int | None = None


def make_hidden(rng: random.Random, made: Sequence[Made]) -> list[Hidden]:
    """About a quarter of the products have a flaw that pulls one aspect far down."""
    hidden = []
    for item in made:
        dear = (max(v.price for v in item.product.variants) / 100 - item.kind.low) / max(1, item.kind.high - item.kind.low)
        scores = {
            "fit": _clip(rng.gauss(0.45, 0.2)),
            "quality": _clip(rng.gauss(0.3 + 0.6 * item.quality, 0.2)),
            "price": _clip(rng.gauss(0.35 + 0.5 * (item.quality - min(1.2, dear)), 0.25)),
        }
        flaw = None
        if rng.random() < 0.25:
            flaws = FLAWS[item.kind.group]
            flaw = rng.randrange(len(flaws))
            scores[flaws[flaw].aspect] = rng.uniform(-0.95, -0.65)
        hidden.append(Hidden(scores, flaw))
    return hidden


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))
