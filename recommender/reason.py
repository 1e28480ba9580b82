"""Why a product or an offer stands where it stands: the largest contribution to its score, never an afterthought."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """``value`` is what to name (a brand, a category, a product's name, a date), "" for nothing.

    ``product_id`` is the product in the customer's history that caused it, for because_viewed, because_bought, review_liked.
    ``contribution`` is its share of the score.
    """

    kind: str
    value: str = ""
    product_id: str | None = None
    contribution: float = 0.0
