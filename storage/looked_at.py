"""What everybody looked at lately: of the newest events the share that each type, category and tag has."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select

from storage.database import Database
from storage.tables import products, shop_events

MOST_EVENTS = 20_000
SECONDS = 600.0
_LOOKS = ("view", "click", "wishlist", "cart_add")


class LookedAt:
    """Counted again every ten minutes; safe to share between threads."""

    def __init__(self, database: Database):
        self._database = database
        self._lock = threading.Lock()
        self._counted: tuple[float, Mapping[tuple[str, str], float]] | None = None

    def shares(self) -> Mapping[tuple[str, str], float]:
        """(facet, lower-case value) to 0…1 of the looks at products that are known."""
        with self._lock:
            if self._counted is None or time.monotonic() - self._counted[0] > SECONDS:
                self._counted = (time.monotonic(), shares(self._database))
            return self._counted[1]


def shares(database: Database, most_events: int = MOST_EVENTS) -> dict[tuple[str, str], float]:
    looked = shop_events.c.product_id.is_not(None), shop_events.c.type.in_(_LOOKS)
    newest = select(shop_events.c.product_id).where(*looked).order_by(shop_events.c.seq.desc()).limit(most_events).subquery()
    counted = select(newest.c.product_id, func.count().label("looks")).group_by(newest.c.product_id).subquery()
    columns = (products.c.type, products.c.category, products.c.tags, counted.c.looks)
    found: Counter[tuple[str, str]] = Counter()
    total = 0
    with database.read() as connection:
        for row in connection.execute(select(*columns).join(counted, counted.c.product_id == products.c.product_id)):
            total += row.looks
            named = [("type", row.type), ("category", row.category), *(("tag", str(tag)) for tag in row.tags)]
            for facet, value in {(facet, value.strip().lower()) for facet, value in named}:
                if value:
                    found[facet, value] += row.looks
    return {pair: n / total for pair, n in found.items()}
