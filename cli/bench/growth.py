"""How fit time, memory and answer time of the ranking grow with the shop: from 10,000 events to 1,000,000 on 50,000 products.

The events are made up: each customer walks through products of a few tastes, the popular ones more often. Each size is measured
in a process of its own, so that memory is its own too. Settings are the defaults; choosing them takes its own time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

import numpy as np

from cli.steps import Steps
from recommender.candidates.histories import Histories, histories
from recommender.candidates.sources import kinds
from recommender.interactions import Interactions
from recommender.ranker.blend import blended
from recommender.ranker.configuration import Configuration, Ranking, row
from recommender.ranker.facts import ItemFacts, columns
from recommender.ranker.fits import Fits
from recommender.ranker.lambdarank import FIRST, LambdaRank
from recommender.ranker.pool import pool
from shop.errors import ShopError

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)  # events; a twentieth as many products and customers
LARGEST_PRODUCTS = 50_000
WEIGHTS = {"rules": 1.0, "item_knn": 0.5, "als": 0.5, "user_knn": 0.2, "svd": 0.1, "content": 0.3, "popular": 0.05}
ASKED = 300
_LEARNT_FROM = 3_000
_SECONDS = 1_200


def run() -> dict[str, Any]:
    steps = Steps()
    found: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()], "sizes": {}}
    for events in SIZES:
        with steps.step(f"{events:,} events") as told:
            done = subprocess.run(  # noqa: S603 - our own command
                [sys.executable, "-m", "cli.bench.growth", str(events)],
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
            if done.returncode:
                raise ShopError(f"Measuring {events:,} events failed:\n{done.stderr[-2000:]}")
            one = json.loads(done.stdout)
            found["sizes"][str(events)] = one
            told(1.0, f"fit {one['fit_seconds']:.0f} s, {one['memory_mb']:,} MB, answer {one['recommend_ms_p50']:.1f} ms")
    found["load_average_after"] = [round(x, 1) for x in os.getloadavg()]
    return found


def measure(events: int) -> dict[str, Any]:
    """Every source but the deep one fitted once, the ranker on top, and single requests answered."""
    products = min(LARGEST_PRODUCTS, max(200, events // 20))
    past = made_up(events, products, max(100, events // 20))
    described = _described(products)
    sources = kinds(described, without=("deep",))
    settings = {kind.name: kind.choices[0] for kind in sources if kind.fits(past)}
    fits = Fits(sources)
    seconds: dict[str, float] = {}
    for name, given in settings.items():
        began = time.perf_counter()
        fits.one(name, given, past)
        seconds[name] = round(time.perf_counter() - began, 2)
    began = time.perf_counter()
    ranking = Ranking.fit(fits, Configuration(settings, WEIGHTS, _ranker(fits, settings, past)), past)
    seconds["ranker"] = round(time.perf_counter() - began, 2)
    took = []
    for user in np.random.default_rng(5).integers(0, past.users, ASKED + 20).tolist():
        asked = past.take([user])
        began = time.perf_counter()
        ranking.order(asked, 10)
        took.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(took[20:], [50, 95])  # the first ones warm the caches
    return {
        "events": len(past.item),
        "products": products,
        "customers": past.users,
        "fit_seconds": round(sum(seconds.values()), 1),
        "seconds_by_source": seconds,
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "recommend_ms_p50": round(float(p50), 1),
        "recommend_ms_p95": round(float(p95), 1),
    }


def _ranker(fits: Fits, settings: Any, past: Histories) -> LambdaRank | None:
    """Trained on the last deed of a few customers. Its quality is not looked at here: the sources saw that deed."""
    users = np.random.default_rng(6).permutation(past.users)[:_LEARNT_FROM]
    asked, wanted = past.take(users).but_last(1), past.take(users).last(1)
    found = pool(fits.all(settings, past), asked)
    blend = blended(found, row(WEIGHTS, found))
    inside = found.among_first(blend, FIRST)
    few = found.keep(inside)
    table, names = columns(few, asked, ItemFacts.of(past), blend[inside])
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


def _described(products: int) -> Any:
    """CSR (products, words): eight words of a vocabulary of 5,000 each, those of the same ring in common."""
    from scipy import sparse

    rng = np.random.default_rng(4)
    ring = np.arange(products) // 100
    words = np.column_stack(
        [(ring * 7 + k) % 2_000 for k in range(4)] + [rng.integers(2_000, 5_000, products) for _ in range(4)]
    )
    rows = np.repeat(np.arange(products), words.shape[1])
    return sparse.csr_matrix((np.ones(words.size, dtype=np.float32), (rows, words.ravel())), shape=(products, 5_000))


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
