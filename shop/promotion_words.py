"""What a promotion does, in words that are read from its fields, so that an offer never says more than the engine gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shop.money import money_text
from shop.pricing_eligibility import birthday_text
from shop.promotions import Promotion, is_share


def benefit_text(promotion: Promotion) -> str:
    """What one gets: "20% off jackets", "$15.00 off when you spend $100.00", "$12.00 off cookware from $60.00"."""
    currency = promotion.currency
    share = is_share(promotion)
    words = f"{promotion.value}% off" if share else f"{money_text(promotion.value, currency)} off"
    scope = scope_text(promotion)
    if scope:
        words += f" {scope}"
    if promotion.minimum_spend > 0:
        words += (" from " if scope else " when you spend ") + money_text(promotion.minimum_spend, currency)
    if share and promotion.maximum_discount is not None:
        words += f", {money_text(promotion.maximum_discount, currency)} at most"
    return words


def conditions(promotion: Promotion, now: datetime | None = None) -> list[str]:
    """What must hold, one short sentence each, in a fixed order; empty when there is no condition at all.

    With ``now`` a start that lies in the past is not worth a sentence.
    """
    said: list[str] = []
    scope = scope_text(promotion)
    if scope:
        said.append(f"For {scope}.")
    if promotion.minimum_spend > 0:
        said.append(f"From {money_text(promotion.minimum_spend, promotion.currency)} of {scope or 'anything in the shop'}.")
    if promotion.maximum_discount is not None:
        said.append(f"The discount is {money_text(promotion.maximum_discount, promotion.currency)} at most.")
    if promotion.tiers:
        said.append(f"For {_either([tier.capitalize() for tier in promotion.tiers])} members.")
    if birthday := birthday_text(promotion):
        said.append(f"For customers {birthday}, where we know it.")
    if promotion.students:
        said.append("For students.")
    if promotion.customer_limit is not None:
        said.append(f"{_times(promotion.customer_limit)} per customer, signed in.")
    if promotion.total_limit is not None:
        said.append("While uses last.")
    if promotion.starts_at is not None and (now is None or promotion.starts_at > now):
        said.append(f"Valid from {promotion.starts_at:%Y-%m-%d %H:%M} {promotion.starts_at.tzname() or 'UTC'}.")
    if promotion.ends_at is not None:
        said.append(f"Valid until {promotion.ends_at:%Y-%m-%d %H:%M} {promotion.ends_at.tzname() or 'UTC'}.")
    if not promotion.stackable:
        said.append("Cannot be combined with other offers.")
    return said


def scope_text(promotion: Promotion, names: Mapping[str, str] | None = None) -> str:
    """What the promotion fits: "jackets or tents by Northline"; "" = everything. ``names`` maps product ids to names."""
    words = ""
    if promotion.product_ids:
        known = [(names or {}).get(product_id, "") for product_id in promotion.product_ids]
        words = _either(known) if all(known) and len(known) <= 3 else "selected products"
    if promotion.categories:
        categories = _either([_small(c) for c in promotion.categories])
        words = f"{words} among {categories}" if words else categories
    if promotion.brands:
        words = f"{words or 'anything'} by {_either(promotion.brands)}"
    return words


def _small(word: str) -> str:
    """``Rain Jackets`` → ``rain jackets``, but ``TVs`` and ``iPads`` stay."""
    return word.lower() if word.istitle() or word.capitalize() == word else word


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def _times(count: int) -> str:
    return {1: "Once", 2: "Twice"}.get(count, f"{count} times")
