"""Makes the whole sample shop from a seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from data.sample.faqs import make_faqs
from data.sample.products import make_products
from data.sample.promotions import make_promotions
from data.sample.sample_shop import SampleShop

#: The time the shop is made for when the caller names none.
REFERENCE = datetime(2026, 11, 23, 12, tzinfo=UTC)


def make(seed: int = 7, scale: float = 1.0, now: datetime | None = None) -> SampleShop:
    """The same ``seed``, ``scale`` and ``now`` give the same shop, byte for byte.

    ``scale`` above 0 up to 1 shrinks all counts (products stay at 60 or more). ``now`` (aware) is where the year of history ends.
    """
    now = now or REFERENCE
    made = make_products(random.Random(f"{seed}/products"), max(60, round(600 * scale)))
    return SampleShop(
        products=tuple(m.product for m in made),
        customers=(),
        events=(),
        orders=(),
        reviews=(),
        faqs=make_faqs(),
        promotions=make_promotions(made, now),
        offers=(),
        chats=(),
    )
