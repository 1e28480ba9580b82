"""What a customer likes among some products, for search to settle near ties by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from actions.services.profile import Profiles
from recommender.profiles.taste import scores
from shop.catalogue import Product
from shop.customers import Profile

#: Products to product_id → −1…1.
Liking = Callable[[Sequence[Product], Callable[[str], Mapping[str, Any]]], Mapping[str, float]]


class Tastes:
    def __init__(self, profiles: Profiles):
        self._profiles = profiles

    def of(self, customer_id: str | None, now: datetime) -> Liking | None:
        """None for a stranger. Of a customer who did not agree to a profile nothing is known, and nothing is liked.

        The profile is read when it is first needed, once for a whole turn.
        """
        if not customer_id:
            return None

        @cache
        def profile() -> Profile | None:
            return self._profiles.of_customer(customer_id, now).profile

        def liking(products: Sequence[Product], facts: Callable[[str], Mapping[str, Any]]) -> Mapping[str, float]:
            known = profile()
            if known is None or not products:
                return {}
            found = scores(known, facts, products, now)
            return {p.product_id: float(score) for p, score in zip(products, found, strict=True)}

        return liking
