"""A shop with as many events as one likes, made from a seed: visits over a year, by hour, of few and of many products."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from shop.events import Event

_DEVICES = ("mobile", "desktop", "tablet", "")
_CHANNELS = ("search", "social", "referral", "")
_HOURS = np.array([1, 1, 1, 1, 1, 2, 3, 5, 6, 6, 6, 7, 8, 7, 6, 6, 7, 9, 11, 12, 12, 10, 6, 3], dtype=float)


def many_events(
    count: int, now: datetime, product_ids: list[str], customer_ids: list[str], visitors: int, seed: int = 3
) -> Iterator[Event]:
    """``count`` events of the year before ``now``, visit by visit. One in three is a visitor's, the rest are customers'."""
    rng = np.random.default_rng(seed)
    popular = 1 / np.arange(1, len(product_ids) + 1) ** 0.8
    popular /= popular.sum()
    made = 0
    while made < count:
        size = 20_000
        days, hours = rng.integers(0, 365, size), rng.choice(24, size, p=_HOURS / _HOURS.sum())
        seconds, lengths = rng.integers(0, 3600, size), 1 + rng.geometric(0.25, size)
        people = rng.integers(0, len(customer_ids) + len(customer_ids) // 2, size)
        devices, channels = rng.integers(0, 4, size), rng.integers(0, 4, size)
        goods = rng.choice(len(product_ids), (size, 2), p=popular)
        luck = rng.random((size, 4))
        for n in range(size):
            if made >= count:
                return
            at = now - timedelta(days=int(days[n]) + 1) + timedelta(hours=int(hours[n]), seconds=int(seconds[n]))
            known = int(people[n]) < len(customer_ids)
            who = customer_ids[int(people[n])] if known else None
            visitor = None if known else f"v{int(people[n]) * 7919 % visitors}"
            where = (_DEVICES[devices[n]] or None, _CHANNELS[channels[n]] or None)
            for kind, place in _visit(int(lengths[n]), luck[n]):
                product = product_ids[int(goods[n, place % 2])]
                at += timedelta(seconds=20 + 7 * place)
                made += 1
                query = "tent" if kind == "search" else None
                value = float(5 + (made * 37) % 200) if kind == "view" else 1.0 if kind == "purchase" else None
                named = None if kind == "search" else product
                yield Event(f"m{made}", kind, at, who, visitor, None, named, query, value, *where)


def _visit(length: int, luck: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Iterator[tuple[str, int]]:
    if luck[0] < 0.3:
        yield "search", 0
    for place in range(length):
        yield "view", place
    if luck[1] < 0.2:
        yield "cart_add", 0
        if luck[2] < 0.5:
            yield "purchase", 0
        elif luck[3] < 0.3:
            yield "cart_remove", 0
