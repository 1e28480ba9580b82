"""Who did what with which product when, as parallel arrays sorted by user and time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recommender.profiles.weights import PURCHASE, weight_of
from shop.events import Event
from shop.orders import Order

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interactions:
    """Parallel arrays (n,): ``user`` and ``item`` are codes, ``at`` epoch seconds, ``weight`` > 0. ``region`` (users,): codes
    of ``regions``, where each user is, −1 where that is not known; None where of nobody."""

    user: Ints
    item: Ints
    at: Floats
    weight: Floats
    region: Ints | None = None
    regions: tuple[str, ...] = ()

    def where(self, kept: npt.NDArray[np.bool_]) -> Interactions:
        """The rows of ``kept`` (n,) alone."""
        return Interactions(self.user[kept], self.item[kept], self.at[kept], self.weight[kept], self.region, self.regions)


def interactions(
    events: Iterable[Event],
    orders: Iterable[Order],
    item_of: Mapping[str, int],
    sku_of: Mapping[str, int],
    now_seconds: float,
    region_of: Mapping[str, str] | None = None,
) -> Interactions:
    """Positive deeds up to now. A purchase event and the order line of the same customer, product and day are one purchase.
    ``region_of``: by customer id."""
    users: dict[str, int] = {}
    rows: list[tuple[int, int, float, float]] = []
    bought: set[tuple[int, int, int]] = set()

    def add(user: str, item: int | None, at: float, weight: float, purchase: bool) -> None:
        if item is None or weight <= 0 or at > now_seconds:
            return
        code = users.setdefault(user, len(users))
        if purchase:
            key = (code, item, int(at // 86_400))
            if key in bought:
                return
            bought.add(key)
        rows.append((code, item, at, weight))

    for order in orders:
        if order.status != "cancelled":
            for line in order.lines:
                item = item_of.get(line.product_id, sku_of.get(line.sku))
                add("c:" + order.customer_id, item, order.placed_at.timestamp(), PURCHASE, True)
    for event in events:
        user = "c:" + event.customer_id if event.customer_id else f"v:{event.visitor_id}"
        purchase = event.type == "purchase"
        weight = PURCHASE if purchase else weight_of(event)
        item = item_of.get(event.product_id or "", sku_of.get(event.sku or ""))
        add(user, item, event.at.timestamp(), weight, purchase)
    table = np.array(sorted(rows, key=lambda r: (r[0], r[2], r[1])), dtype=np.float64).reshape(-1, 4)
    known = region_of or {}
    region, names = region_codes([known.get(user.removeprefix("c:"), "") if user.startswith("c:") else "" for user in users])
    return Interactions(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3], region, names)


def region_codes(region_of_each: Sequence[str]) -> tuple[Ints | None, tuple[str, ...]]:
    """(users,) codes, −1 for "", and the names in the order of the codes, which is theirs; None and none where all are "".

    Of the names alone, so that who is forgotten changes no other's code unless nobody is left there."""
    names = tuple(sorted({name for name in region_of_each if name}))
    if not names:
        return None, ()
    code_of = {name: code for code, name in enumerate(names)}
    return np.array([code_of.get(name, -1) for name in region_of_each], dtype=np.int64), names
