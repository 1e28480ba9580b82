"""How fit time, memory and answer time of the recommender grow with the shop: 10,000 events to 1,000,000 on 50,000 products.

The events are made up: each customer walks through products of a few tastes, the popular ones more often. Each size is measured
in a process of its own, so that memory is its own too. Settings are the defaults; choosing them takes its own time.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cli.bench.own_process import in_own_process
from cli.steps import Steps
from recommender.candidates.histories import Histories, histories
from recommender.candidates.lifts import Lifts
from recommender.candidates.sources import kinds
from recommender.interactions import Interactions
from recommender.ranker.blend import blended
from recommender.ranker.configuration import Configuration, row
from recommender.ranker.context import PULL
from recommender.ranker.facts import ItemFacts, columns
from recommender.ranker.fits import Fits
from recommender.ranker.lambdarank import FIRST, LambdaRank
from recommender.ranker.learning import NOT_LIVE
from recommender.ranker.pool import pool
from recommender.recommend import Recommender
from recommender.train import Material, learn
from shop.catalogue import Product, Variant
from shop.events import Event
from shop.orders import Order

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)  # events; a twentieth as many products and customers
LARGEST_PRODUCTS = 50_000
WEIGHTS = {"rules": 1.0, "item_knn": 0.5, "als": 0.5, "user_knn": 0.2, "svd": 0.1, "popular": 0.05}
ASKED = 300
REGIONS = 30
_LEARNT_FROM = 3_000
_SECONDS = 1_200
DIM = 384
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def run() -> dict[str, Any]:
    steps = Steps()
    found: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()], "sizes": {}}
    for events in SIZES:
        with steps.step(f"{events:,} events") as told:
            with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
                # learnt and asked in processes of their own, as a shop's worker and its server are
                one = {**_in_own_process("learnt", events, folder), **_in_own_process("asked", events, folder)}
            found["sizes"][str(events)] = one
            told(1.0, f"fit {one['fit_seconds']:.0f} s, {one['memory_mb']:,} MB, answer {one['recommend_ms_p50']:.1f} ms")
    found["load_average_after"] = [round(x, 1) for x in os.getloadavg()]
    return found


def _in_own_process(what: str, events: int, folder: str) -> dict[str, Any]:
    """With the threads that the shop's server is started with."""
    return in_own_process("cli.bench.growth", what, str(events), folder, threads=2, seconds=_SECONDS)


def learnt(events: int, folder: Path) -> dict[str, Any]:
    """The shop's own training once, with every source that a shop answers with and the ranker, into ``folder``. ``ranker``
    seconds are without the fits that it learns from, which a shop has from choosing."""
    past, goods = _shop(events)
    products = len(goods)
    sources = kinds(without=NOT_LIVE)
    settings = {kind.name: kind.choices[0] for kind in sources if kind.fits(past)}
    fits = Fits(sources)
    seconds = {}
    earlier = past.but_last(1)
    for name, given in settings.items():
        began = time.perf_counter()
        fits.one(name, given, earlier)
        seconds[name] = round(time.perf_counter() - began, 2)
    began = time.perf_counter()
    chosen = Configuration(settings, WEIGHTS, _ranker(fits, settings, past, earlier))
    seconds["ranker"] = round(time.perf_counter() - began, 2)
    del fits
    ids = [product.product_id for product in goods]
    material = Material(_Walked(past, ids), goods, _vectors(products), ids, NOW)
    began = time.perf_counter()
    learn(material, folder, chosen)
    whole = time.perf_counter() - began
    return {
        "events": len(past.item),
        "products": products,
        "customers": past.users,
        "fit_seconds": round(whole + seconds["ranker"], 1),
        "seconds_by_source": seconds,
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def asked(events: int, folder: Path) -> dict[str, Any]:
    """Single answers, with their reasons, of what was ``learnt`` into ``folder``."""
    past, goods = _shop(events)
    answers = _answers(Recommender.of(folder, goods), past, [product.product_id for product in goods])
    p50, p95 = np.percentile(answers, [50, 95])
    return {"recommend_ms_p50": round(float(p50), 1), "recommend_ms_p95": round(float(p95), 1)}


def _shop(events: int) -> tuple[Histories, list[Product]]:
    """A twentieth as many customers, and products up to ``LARGEST_PRODUCTS``."""
    products = min(LARGEST_PRODUCTS, max(200, events // 20))
    return made_up(events, products, max(100, events // 20)), _goods(products)


def _answers(recommender: Recommender, past: Histories, ids: Sequence[str]) -> list[float]:
    """Milliseconds of single answers, each with its reasons, after a customer's latest 20 products."""
    took = []
    for user in np.random.default_rng(5).integers(0, past.users, ASKED + 20).tolist():
        recent = [ids[item] for item in past.take([user]).item[::-1][:20]]
        began = time.perf_counter()
        recommender.recommend(None, top_k=10, now=NOW, filters=lambda _: True, recent=recent, region="Region 7")
        took.append((time.perf_counter() - began) * 1000)
    return took[20:]  # the first ones warm the caches


@dataclass(frozen=True)
class _Walked:
    """The made-up histories as a shop's events."""

    past: Histories
    ids: Sequence[str]

    def events(self) -> Iterator[Event]:
        newest = float(self.past.at.max())
        rows = zip(self.past.user.tolist(), self.past.item.tolist(), self.past.at.tolist(), strict=True)
        for number, (user, item, at) in enumerate(rows):
            when = NOW - timedelta(seconds=newest - at)
            yield Event(f"e{number}", "view", when, customer_id=f"c{user}", product_id=self.ids[item], value=30.0)

    def orders(self) -> Iterator[Order]:
        return iter(())

    def regions(self) -> Mapping[str, str]:
        return {f"c{user}": f"Region {user % REGIONS}" for user in range(self.past.users)}


def _goods(products: int) -> list[Product]:
    """A ring of a hundred is a type, ten rings a category; a brand makes things of many rings."""
    return [
        Product(
            f"p{n:05}",
            f"Thing {n}",
            category=f"Category {n // 1_000}",
            type=f"Type {n // 100}",
            brand=f"Brand {n % 200}",
            variants=(Variant(f"s{n:05}", 1_000 + 7 * (n % 1_000), stock=5),),
        )
        for n in range(products)
    ]


def _vectors(products: int) -> npt.NDArray[np.float16]:
    """(products, 384): those of a ring are alike."""
    rng = np.random.default_rng(4)
    rings = rng.normal(size=(products // 100 + 1, DIM)).astype(np.float32)
    return np.asarray(rings[np.arange(products) // 100] + rng.normal(size=(products, DIM)), dtype=np.float16)


def _ranker(fits: Fits, settings: Any, past: Histories, earlier: Histories) -> LambdaRank | None:
    """Trained on the last deed of a few customers, with sources that did not see it. Its quality is not looked at here."""
    users = np.random.default_rng(6).permutation(past.users)[:_LEARNT_FROM]
    asked, wanted = earlier.take(users), past.take(users).last(1)
    found = pool(fits.all(settings, earlier), asked)
    blend = blended(found, row(WEIGHTS, found))
    inside = found.among_first(blend, FIRST)
    few = found.keep(inside)
    table, names = columns(few, asked, ItemFacts.of(earlier), Lifts.of(earlier, PULL), blend[inside])
    return LambdaRank.fit(few, table, names, blend[inside], wanted)


def made_up(events: int, products: int, customers: int, seed: int = 9) -> Histories:
    """About so many events. Products lie on rings of a hundred, a ring a taste; a customer walks on three of them."""
    rng = np.random.default_rng(seed)
    # some more than asked for, since of a customer's repeats of a product the first alone counts
    lengths = np.minimum(2 + rng.geometric(1 / max(1.0, 1.09 * events / customers - 2), customers), 500)
    user = np.repeat(np.arange(customers), lengths)
    rings = max(1, products // 100)
    ring = np.minimum((rng.random(len(user)) ** 2 * 3).astype(np.int64), 2)  # the first of a customer's three rings most often
    own = (rng.random((customers, 3)) ** 2 * rings).astype(np.int64)  # popular rings have the low numbers
    step = np.arange(len(user)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    place = (rng.integers(0, 100, customers)[user] + step + (rng.random(len(user)) < 0.2)) % 100
    item = np.minimum(own[user, ring] * 100 + place, products - 1)
    at = 1_000_000.0 * rng.random(customers)[user] + 3_600.0 * step
    return histories(Interactions(user, item, at, np.ones(len(user))), products, customers)


if __name__ == "__main__":
    measured = {"learnt": learnt, "asked": asked}[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
    Path(sys.argv[4]).write_text(json.dumps(measured), encoding="utf-8")
