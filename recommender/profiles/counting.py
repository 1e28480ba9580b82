"""Events counted into histograms. Adding is all it does, so the order and the steps in which events come do not matter."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from recommender.profiles.decay import decay, without_nothing
from recommender.profiles.spending import size_of
from shop.catalogue import Product
from shop.customers import Behaviour
from shop.dismissals import dismisses, takes_back
from shop.events import Event

LOOKED = ("view", "click", "wishlist", "share", "cart_add")
SEEN = (*LOOKED, "purchase")
SEEN_KEPT = 40
_SIZED = {"purchase": 1, "cart_add": 1, "wishlist": 1, "return": -1, "cart_remove": -1}
_STEPS = 4  # price steps an octave
DAYS_KEPT = 365
NAME_LENGTH = 40  # of a device or a channel; what is longer is no name


@dataclass(frozen=True)
class Counted:
    """An event as it is counted: its product where that is known, and the epoch second that it counts at."""

    event: Event
    product: Product | None
    product_id: str | None
    at: float


def count(old: Behaviour, old_at: float | None, deeds: Iterable[Counted], newest: float) -> Behaviour:
    """``old`` as of ``old_at`` (epoch seconds) with ``deeds``, as of ``newest``."""
    made = _Counts(old, decay(old_at, newest) if old_at is not None else 1.0, newest)
    for deed in deeds:
        made.add(deed)
    return made.behaviour()


class _Counts:
    def __init__(self, old: Behaviour, factor: float, newest: float):
        self.newest = newest
        self.recent = {kind: weight * factor for kind, weight in old.recent.items()}
        self.flat: dict[str, dict[str, int]] = {
            name: dict(getattr(old, name)) for name in ("events", "hours", "weekdays", "days", "devices", "channels", "reduced")
        }
        self.nested: dict[str, dict[str, dict[str, int]]] = {
            name: {key: dict(values) for key, values in getattr(old, name).items()} for name in ("sizes", "prices")
        }
        self.bought_at, self.returned_at, self.seen_at = dict(old.bought_at), dict(old.returned_at), dict(old.seen_at)
        self.dismissed_at, self.restored_at = dict(old.dismissed_at), dict(old.restored_at)
        self.times = [at for at in (old.first_at, old.last_at) if at is not None]

    def add(self, deed: Counted) -> None:
        event, when = deed.event, datetime.fromtimestamp(deed.at, UTC)
        self._one("events", event.type)
        self.recent[event.type] = self.recent.get(event.type, 0.0) + decay(deed.at, self.newest)
        if event.type == "impression":  # shown by the shop, not done by the customer
            return
        self.times += (deed.at,)
        self._one("hours", f"{when.hour:02}")
        self._one("weekdays", str(when.weekday()))
        self._one("days", when.date().isoformat())
        for name, given in (("devices", event.device), ("channels", event.channel)):
            if given and given.strip():
                self._one(name, given.strip().lower()[:NAME_LENGTH])
        self._of_product(deed)

    def _of_product(self, deed: Counted) -> None:
        kind, product = deed.event.type, deed.product
        for times, counts in (
            (self.bought_at, kind == "purchase"),
            (self.returned_at, kind == "return"),
            (self.seen_at, kind in SEEN),
            (self.dismissed_at, dismisses(deed.event)),
            (self.restored_at, takes_back(deed.event)),
        ):
            if counts and deed.product_id:
                times[deed.product_id] = max(deed.at, times.get(deed.product_id, deed.at))
        if product is None:
            return
        where = size_of(product, deed.event.sku)
        if where and kind in _SIZED:
            by_size = self.nested["sizes"].setdefault(where[0], {})
            by_size[where[1]] = by_size.get(where[1], 0) + _SIZED[kind]
        side = "looked" if kind in LOOKED else "bought" if kind == "purchase" else None
        price = _price(product, deed.event.sku)
        if side and price:
            by_step = self.nested["prices"].setdefault(side, {})
            by_step[str(price_step(price))] = by_step.get(str(price_step(price)), 0) + 1
            if _reduced(product, deed.event.sku):
                self._one("reduced", side)

    def _one(self, name: str, key: str) -> None:
        self.flat[name][key] = self.flat[name].get(key, 0) + 1

    def behaviour(self) -> Behaviour:
        first_kept = (datetime.fromtimestamp(self.newest, UTC) - timedelta(days=DAYS_KEPT)).date().isoformat()
        flat = {name: dict(sorted(values.items())) for name, values in self.flat.items()}
        flat["days"] = {day: n for day, n in flat["days"].items() if day >= first_kept}
        return Behaviour(
            **flat,
            recent=without_nothing(self.recent),
            sizes=_sorted(self.nested["sizes"]),
            prices=_sorted(self.nested["prices"]),
            bought_at=dict(sorted(self.bought_at.items())),
            returned_at=dict(sorted(self.returned_at.items())),
            dismissed_at=dict(sorted(self.dismissed_at.items())),
            restored_at=dict(sorted(self.restored_at.items())),
            seen_at=dict(sorted(self.seen_at.items(), key=lambda one: (-one[1], one[0]))[:SEEN_KEPT]),
            first_at=min(self.times, default=None),
            last_at=max(self.times, default=None),
        )


def price_step(price: int) -> int:
    """The step of a price in minor units; each is a quarter of an octave wide."""
    return math.floor(_STEPS * math.log2(price))


def price_of_step(step: int) -> int:
    """The middle of a step, in minor units."""
    return round(2 ** ((step + 0.5) / _STEPS))


def _price(product: Product, sku: str | None) -> int:
    variant = product.variant(sku) if sku else None
    if variant is not None:
        return variant.price
    return min(product.prices(), default=0)


def _reduced(product: Product, sku: str | None) -> bool:
    seen = [v for v in product.variants if sku is None or v.sku == sku]
    return any(v.compare_at is not None and v.compare_at > v.price > 0 for v in seen)


def _sorted(values: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    kept = {key: {k: n for k, n in sorted(inner.items()) if n} for key, inner in sorted(values.items())}
    return {key: inner for key, inner in kept.items() if inner}
