"""What a customer likes among some products, for search to settle near ties by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from actions.services.held_facts import NOTHING_HELD, Held, with_said
from actions.services.praise import SaidOfProducts
from actions.services.profile import Profiles
from recommender.praise import praise_scores
from recommender.profiles.cares import cares_of
from recommender.profiles.taste import scores
from shop.catalogue import Product
from shop.customers import Profile

#: Products to product_id → −1…1.
Liking = Callable[[Sequence[Product], Callable[[str], Mapping[str, Any]]], Mapping[str, float]]


SAID = 0.4  # of a liking from −1 to 1: that a product speaks of what was said


class Tastes:
    def __init__(self, profiles: Profiles, said: SaidOfProducts):
        self._profiles = profiles
        self._said = said

    def of(self, customer_id: str | None, now: datetime, held: Held = NOTHING_HELD) -> Liking | None:
        """None for a stranger who said nothing of themselves. Of a customer who did not agree to a profile only what they said
        in this conversation is known. For a gift only what was said of it counts (see Held).

        The profile is read when it is first needed, once for a whole turn.
        """
        if not customer_id and not held.own_maps:
            return None

        @cache
        def profile() -> Profile | None:
            own = self._profiles.of_customer(customer_id, now).profile if customer_id and not held.gift else None
            return with_said(own, held)

        def liking(products: Sequence[Product], facts: Callable[[str], Mapping[str, Any]]) -> Mapping[str, float]:
            known = profile()
            if known is None or not products:
                return {}
            found = scores(known, facts, products, now)
            if cares_of(known, now):
                ids = [product.product_id for product in products]
                found = found + praise_scores(known, ids, self._said.of(ids), now)
            return {p.product_id: float(score) + SAID * held.mentions(p) for p, score in zip(products, found, strict=True)}

        return liking
