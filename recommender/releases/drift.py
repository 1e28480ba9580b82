"""Whether what a version was learnt from still holds: are people's deeds distributed as then, and is it still as good?

Every person counts as one, whatever they do, so that neither a robot nor a fan moves a figure alone.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from scipy import stats

from recommender.releases.verdict import LEAST_PEOPLE, Measured
from recommender.train import Deeds
from shop.catalogue import Product

WINDOW = timedelta(days=14)  # before the learning, and before now
SHIFTED = 0.25  # a population stability index from which on a distribution counts as another one
UNKNOWN = 0.20  # the share of deeds on products that the version does not know
LOST = 0.25  # the part of a quality that may be lost
ANSWER = timedelta(days=1)  # so soon an answer to being shown must come
_CHANCE = 0.999  # what this part of equal distributions stays below is no shift
_SURE = 2.58  # standard errors, 99%
_ANSWERS = ("click", "wishlist", "cart_add", "purchase")

Share = Mapping[str, float]


@dataclass(frozen=True)
class Look:
    """One window. ``shares``: by figure (``event_types``, ``categories``, ``price_bands``, ``people``) the share of each value.
    ``unknown``: mean share of deeds on products that the version does not know. ``answered``: per person to whom something
    was shown, the share of it that they answered by a click, a wish or a purchase within a day."""

    people: int
    shares: Mapping[str, Share]
    unknown: float
    answered: Sequence[float] = field(default=())


def look(deeds: Deeds, products: Iterable[Product], known: frozenset[str], start: datetime, end: datetime) -> Look:
    """The deeds from ``start`` to before ``end``; what came before tells who is new."""
    by_id = {product.product_id: product for product in products}
    sku_of = {v.sku: product.product_id for product in by_id.values() for v in product.variants}
    seen: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    shown: dict[tuple[str, str], datetime] = {}
    answers: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    earlier: set[str] = set()
    for who, kind, product_id, at in _told(deeds, sku_of):
        if at < start:
            earlier.add(who)
        elif at < end:
            seen[who]["event_types"][kind] += 1
            if kind == "impression":
                if at < end - ANSWER:
                    shown[who, product_id] = min(at, shown.get((who, product_id), at))
            elif product_id:
                product = by_id.get(product_id)
                seen[who]["categories"][(product.category.strip().lower() if product else "") or "none"] += 1
                seen[who]["price_bands"][_band(product)] += 1
                seen[who]["known"]["no" if product_id not in known else "yes"] += 1
            if kind in _ANSWERS:
                answers[who, product_id].append(at)
    shares = {
        name: _mean([one[name] for one in seen.values() if one[name]]) for name in ("event_types", "categories", "price_bands")
    }
    new = sum(1 for who in seen if who not in earlier)
    shares["people"] = {"new": new / len(seen), "known": 1 - new / len(seen)} if seen else {}
    of_each: dict[str, list[bool]] = defaultdict(list)
    for (who, product_id), at in shown.items():
        of_each[who].append(any(at <= answer <= at + ANSWER for answer in answers[who, product_id]))
    unknown = _mean([one["known"] for one in seen.values() if one["known"]]).get("no", 0.0)
    return Look(len(seen), shares, unknown, [sum(one) / len(one) for one in of_each.values()])


def stability_index(then: Share, now: Share, people_then: int, people_now: int) -> tuple[float, float]:
    """The population stability index, and the threshold: 0.25, or what chance alone reaches with so few people."""
    values = sorted(then.keys() | now.keys())
    a, b = (_smooth([share.get(v, 0.0) for v in values], n) for share, n in ((then, people_then), (now, people_now)))
    index = float(np.sum((b - a) * np.log(b / a)))
    chance = float(stats.chi2.ppf(_CHANCE, max(1, len(values) - 1))) * (1 / people_then + 1 / people_now)
    return index, max(SHIFTED, chance)


def drift_parts(then: Look, now: Look, measured_then: Mapping[str, Any], measured_now: Measured) -> dict[str, dict[str, Any]]:
    """Each figure: ``{"kind", "value", "threshold", "then", "people", "drifted"}``; ``value`` None where too few people tell.

    ``measured_then``: the ``{"new", "error"}`` of NDCG@10 that the version had at its judging; ``measured_now``: its values on
    what people turned to since.
    """
    parts: dict[str, dict[str, Any]] = {}
    people = min(then.people, now.people)
    for name in ("event_types", "categories", "price_bands", "people"):
        before, after = then.shares.get(name, {}), now.shares.get(name, {})
        part = {"kind": "inputs", "value": None, "threshold": SHIFTED, "people": people, "drifted": False}
        if people >= LEAST_PEOPLE and before and after:
            index, threshold = stability_index(before, after, then.people, now.people)
            part.update(value=round(index, 4), threshold=round(threshold, 4), drifted=index > threshold)
        parts[name] = part
    enough = now.people >= LEAST_PEOPLE
    parts["products"] = {
        "kind": "inputs",
        "value": round(now.unknown, 4) if enough else None,
        "threshold": UNKNOWN,
        "people": now.people,
        "drifted": enough and now.unknown > UNKNOWN,
    }
    parts["answered"] = _quality(*_mean_error(then.answered), len(then.answered), now.answered)
    error = float(measured_then.get("error", 0.0))
    judged = LEAST_PEOPLE if "new" in measured_then else 0
    parts["foreseen"] = _quality(float(measured_then.get("new", 0.0)), error, judged, measured_now["ndcg_at_10"])
    return parts


_SENTENCES = {
    "event_types": "What people do (views, carts, purchases …) is distributed differently",
    "categories": "People turn to other categories",
    "price_bands": "People turn to other prices",
    "people": "The share of new people is another",
    "products": "People turn to products that it does not know",
    "answered": "Less of what is shown is clicked or bought",
    "foreseen": "It foresees less well what people turn to next",
}


def causes_of(parts: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """A sentence for each figure that lies beyond its threshold."""
    return tuple(
        f"{_SENTENCES[name]} ({part['value']:g}, {'below' if part['kind'] == 'quality' else 'beyond'} {part['threshold']:g})."
        for name, part in parts.items()
        if part["drifted"]
    )


def _quality(then: float, error: float, people_then: int, values: Sequence[float]) -> dict[str, Any]:
    """Drifted: more than a quarter is lost, and the loss is no chance."""
    mean, own = _mean_error(values)
    threshold = then * (1 - LOST)
    told = min(people_then, len(values)) >= LEAST_PEOPLE
    sure = then - mean > _SURE * math.hypot(error, own)
    return {
        "kind": "quality",
        "value": round(mean, 4) if told else None,
        "then": round(then, 4),
        "threshold": round(threshold, 4),
        "people": len(values),
        "drifted": bool(told and mean < threshold and sure),
    }


def _told(deeds: Deeds, sku_of: Mapping[str, str]) -> Iterable[tuple[str, str, str, datetime]]:
    """(who, what, product id or "", when)"""
    for event in deeds.events():
        who = f"c:{event.customer_id}" if event.customer_id else f"v:{event.visitor_id}"
        yield who, event.type, event.product_id or sku_of.get(event.sku or "", ""), event.at
    for order in deeds.orders():
        if order.status != "cancelled":
            for line in order.lines:
                yield f"c:{order.customer_id}", "purchase", line.product_id or sku_of.get(line.sku, ""), order.placed_at


def _band(product: Product | None) -> str:
    """Prices within a doubling are one band."""
    prices = product.prices() if product else ()
    return f"from {2 ** int(math.log2(prices[0]))}" if prices else "none"


def _mean(counts: Sequence[Counter[str]]) -> dict[str, float]:
    total: Counter[str] = Counter()
    for one in counts:
        size = one.total()
        for value, n in one.items():
            total[value] += n / size  # type: ignore[assignment]
    return {value: share / len(counts) for value, share in total.items()}


def _smooth(shares: Sequence[float], people: int) -> Any:
    """Half a person more for each value, so that one that nobody has is not infinitely far away."""
    return (np.asarray(shares) * people + 0.5) / (people + 0.5 * len(shares))


def _mean_error(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 0.0
    return float(np.mean(values)), float(np.std(values) / math.sqrt(len(values)))
