"""Does judging let good versions of the recommender pass and hold bad ones? A shop's time is replayed, learning as it goes.

Each day (the sample shop) or week (Online Retail, real orders) a version is learnt from what had happened by then: how many are
refused, though nothing is wrong with them? Now and then spoilt ones are learnt beside it: with vectors of other products, with
half the learnt deeds on other products, or with nine tenths of the people missing. How many of these are held?
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from data.public.files import public_rows
from data.public.online_retail import FILE
from data.sample import make
from recommender.releases import release
from recommender.releases.cases import HELD_OUT
from recommender.train import Deeds, Material, Told
from retrieval.encoder import Encoder
from shop.catalogue import Product
from shop.events import Event
from shop.orders import Order, OrderLine
from worker.paths import ROOT

DAYS, WEEKS = 24, 9  # versions that are learnt one after the other, of the sample shop and of Online Retail
SPOILT_EACH = 4  # after so many a spoilt one of each kind is tried


@dataclass(frozen=True)
class Until:
    deeds: Deeds
    moment: datetime

    def events(self) -> Iterator[Event]:
        return (event for event in self.deeds.events() if event.at <= self.moment)

    def orders(self) -> Iterator[Order]:
        return (order for order in self.deeds.orders() if order.placed_at <= self.moment)

    def regions(self) -> Mapping[str, str]:
        return self.deeds.regions()


def run() -> dict[str, Any]:
    encoder = Encoder(ROOT / "artifacts" / "encoder", threads=1)
    result = {"load_average": [round(load, 1) for load in os.getloadavg()], "sample_shop": _sample_shop(encoder)}
    if os.environ.get("SHOPTALK_DATASETS"):
        result["online_retail"] = _online_retail(encoder)
    return result


def _sample_shop(encoder: Encoder) -> dict[str, Any]:
    shop = make()
    events = tuple(replace(event, seq=seq) for seq, event in enumerate(shop.events, start=1))
    newest = max(event.at for event in events)
    moments = [newest - timedelta(days=back) for back in reversed(range(DAYS))]
    return _replayed(Told(events, shop.orders), shop.products, encoder, moments)


def _online_retail(encoder: Encoder) -> dict[str, Any]:
    lines: dict[tuple[str, str, datetime], list[OrderLine]] = defaultdict(list)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for row in public_rows(FILE):
        quantity, price = int(row["quantity"]), float(row["unit_price"])
        if row["customer_id"] and quantity > 0 and price > 0 and row["stock_code"][:5].isdigit():
            at = datetime.fromisoformat(row["invoice_date"]).replace(tzinfo=UTC)
            code = row["stock_code"]
            lines[row["invoice"], row["customer_id"], at].append(OrderLine(code, quantity, round(100 * price), code))
            names[code][row["description"]] += 1
    orders = [Order(invoice, who, at, tuple(of)) for (invoice, who, at), of in lines.items()]
    products = [Product(code, found.most_common(1)[0][0]) for code, found in sorted(names.items())]
    newest = max(order.placed_at for order in orders)
    moments = [newest - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return _replayed(Told((), orders), products, encoder, moments)


def _replayed(deeds: Told, products: Sequence[Product], encoder: Encoder, moments: Sequence[datetime]) -> dict[str, Any]:
    ids = [product.product_id for product in products]
    vectors = encoder.encode([f"{p.name}. {p.description}"[:400] for p in products])
    codes: Counter[str] = Counter()
    gains, seconds, people = [], [], []
    spoilt: dict[str, Counter[str]] = {name: Counter() for name in SPOILS}
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as scratch:
        artifacts, aside = Path(scratch) / "artifacts", Path(scratch) / "aside"
        for number, moment in enumerate(moments):
            material = Material(Until(deeds, moment), tuple(products), vectors, ids, moment)
            if number and number % SPOILT_EACH == 0:
                for name, spoil in SPOILS.items():
                    shutil.copytree(artifacts, aside)
                    spoilt[name][release(spoil(material), aside).verdict.code] += 1
                    shutil.rmtree(aside)
            started = time.monotonic()
            verdict = release(material, artifacts).verdict
            seconds.append(time.monotonic() - started)
            if number:
                codes[verdict.code] += 1
                people.append(verdict.people)
                if "gain" in verdict.metrics.get("ndcg_at_10", {}):
                    gains.append(verdict.metrics["ndcg_at_10"]["gain"])
    tried, held = sum(codes.values()), sum(codes[code] for code in ("worse",))
    bad = {
        name: {"tried": sum(found.values()), "held": found["worse"] + found["shrunk"], "verdicts": dict(found)}
        for name, found in spoilt.items()
    }
    return {
        "sound": {"tried": tried, "refused": held, "verdicts": dict(codes)},
        "spoilt": bad,
        "gain_smallest": min(gains, default=None),
        "gain_largest": max(gains, default=None),
        "people_smallest": min(people, default=None),
        "people_largest": max(people, default=None),
        "products": len(products),
        "seconds_median": round(float(np.median(seconds)), 1),
    }


def _other_vectors(material: Material) -> Material:
    return replace(material, vectors=np.random.default_rng(7).permutation(material.vectors))


def _other_products(material: Material) -> Material:
    """Of what is learnt by the copy, half; what it is judged by is sound."""
    ids = list(material.product_ids)
    until = material.now - HELD_OUT

    def other(product_id: str | None, what: str, at: datetime) -> str | None:
        number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8])
        return product_id if at >= until or number % 2 else ids[number // 2 % len(ids)]

    events = [replace(e, product_id=other(e.product_id, e.event_id, e.at), sku=None) for e in material.deeds.events()]
    orders = [
        replace(
            o,
            lines=tuple(
                replace(line, product_id=other(line.product_id, f"{o.order_id} {line.sku}", o.placed_at) or "")
                for line in o.lines
            ),
        )
        for o in material.deeds.orders()
    ]
    return replace(material, deeds=Told(events, orders))


def _tenth_of_people(material: Material) -> Material:
    def stays(who: str | None) -> bool:
        return hashlib.sha256(str(who).encode()).digest()[0] < 26

    events = [e for e in material.deeds.events() if stays(e.customer_id or e.visitor_id)]
    return replace(material, deeds=Told(events, [o for o in material.deeds.orders() if stays(o.customer_id)]))


SPOILS: dict[str, Callable[[Material], Material]] = {
    "vectors_of_other_products": _other_vectors,
    "half_the_deeds_on_other_products": _other_products,
    "a_tenth_of_the_people": _tenth_of_people,
}
