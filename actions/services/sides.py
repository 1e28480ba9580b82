"""What customers say of a thing, told apart: who praises it and who complains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recommender.sentiment import SentimentScorer
from retrieval.answer import QUOTE, Mention, shortened

#: A sentence counts for a side from this value on: there the scorer is right in 94 of 100, and between its own line
#: (0.25) and this in 64 of 100 (docs/decisions/0008).
FIRM = 0.5


@dataclass(frozen=True)
class Sides:
    """How many reviews praise and how many complain, with the sentence of each that is nearest to the question."""

    praise: int
    complaints: int
    praising: str
    complaining: str


def sides_of(mentions: Sequence[Mention], scorer: SentimentScorer) -> Sides | None:
    """``mentions``: the nearest first. None where not both sides are heard. A review that says both counts for neither."""
    values = [sentiment.value for sentiment in scorer.score([mention.text for mention in mentions])]
    good = {m.review: m.text for m, value in _backwards(mentions, values) if value >= FIRM}
    bad = {m.review: m.text for m, value in _backwards(mentions, values) if value <= -FIRM}
    praise, complaints = good.keys() - bad.keys(), bad.keys() - good.keys()
    if not praise or not complaints:
        return None
    near = [mention.review for mention in mentions]
    first_good, first_bad = min(praise, key=near.index), min(complaints, key=near.index)
    return Sides(len(praise), len(complaints), shortened(good[first_good], QUOTE), shortened(bad[first_bad], QUOTE))


def _backwards(mentions: Sequence[Mention], values: Sequence[float]) -> list[tuple[Mention, float]]:
    """So that of each review the sentence nearest to the question is kept last."""
    return list(zip(mentions, values, strict=True))[::-1]
