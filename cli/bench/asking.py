"""Two questions to a simulated shopper with a vague wish: where does the wanted product stand then?

Beside no question (what is popular), a fixed order of questions (type, brand, price) and questions at random. ``sample_shop``:
wanted is what customers ordered in the last days, which the popularity of before does not know. ``real_catalogue``: 24,576 real
titles with prices and stock, types, brands, colours and materials read from the titles; nobody's orders are known, so that
popularity is made up (Zipf, in an order that has nothing to do with the products), and wanted is drawn by its square root.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from actions.services.askable import sold, tables_of
from actions.services.asking import TEMPERATURE, VAGUE
from cli.bench.asked_shoppers import (
    Outcome,
    Shopper,
    Wish,
    any_question,
    fixed_order,
    learning_talks,
    no_question,
    shipped,
    talks,
)
from cli.evaluate.bootstrap import paired_gain
from data.public.files import public_file
from data.sample import make
from recommender.asking import knows, softmax
from recommender.contributions import POPULAR
from recommender.interactions import interactions
from recommender.popularity import popularity
from retrieval.learnt import derive
from retrieval.types import type_words
from shop.catalogue import Product
from storage import open_storage
from storage.imports.run import run_import
from storage.migrations import migrate

LAST_DAYS = 60
SHOPPERS, FEWER = 1500, 400
UNSURE = 0.2  # of every question, whatever it is about
FILE = "search/vespa_shop_products.csv.gz"
MAPPING = {"id": "product_id", "title": "name", "quantity": "stock", "average_rating": "rating"}
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = 40  # of the real catalogue, the kinds of thing with most products


def run() -> dict[str, Any]:
    result: dict[str, Any] = {"load_average": [round(x, 1) for x in os.getloadavg()]}
    result["sample_shop"] = sample_shop()
    result["real_catalogue"] = real_catalogue()
    return result


def sample_shop() -> dict[str, Any]:
    """Wishes are departments ("something of your jackets")."""
    shop = make()
    cut = max(order.placed_at for order in shop.orders) - timedelta(days=LAST_DAYS)
    products = [p for p in shop.products if sold(p)]
    item = {p.product_id: row for row, p in enumerate(products)}
    sku = {v.sku: item[p.product_id] for p in products for v in p.variants}
    before = [order for order in shop.orders if order.placed_at < cut]
    found = interactions((e for e in shop.events if e.at < cut), before, item, sku, cut.timestamp())
    popular = POPULAR * popularity(found, len(products), cut.timestamp()).astype(np.float64)
    wishes = _wishes(products, {}, popular, [p.category for p in products])
    rng = np.random.default_rng(7)
    later = [sku[line.sku] for o in shop.orders if o.placed_at >= cut for line in o.lines if line.sku in sku]
    rows = [row for row in rng.permutation(later).tolist() if row in wishes][:SHOPPERS]
    shoppers = [Shopper(*wishes[row], seed=number, able=_flat) for number, row in enumerate(rows)]
    by_attribute = [replace(shopper, able=knows) for shopper in shoppers]
    return {
        "products": len(products),
        "unsure_of_one_in_five": _compared(shoppers, more=True),
        "able_as_judged": _compared(by_attribute),
        "all_know_all": _compared([replace(shopper, able=_all_know) for shopper in shoppers]),
        "one_press_in_twenty_is_wrong": _compared([replace(shopper, slips=0.05) for shopper in shoppers]),
    }


def real_catalogue() -> dict[str, Any]:
    """Wishes are kinds of things ("a guitar") of which there are many, and whole departments."""
    products = [p for p in _imported() if sold(p)]
    facts = derive(products)
    derived = {p.product_id: {"type": f.type, "brand": f.brand} for p, f in zip(products, facts, strict=True)}
    rng = np.random.default_rng(7)
    made_up = 1.0 / (1 + rng.permutation(len(products)))
    popular = POPULAR * np.log1p(len(products) * made_up) / np.log1p(len(products))
    heads = [" ".join(type_words(fact.type)[-1:]) for fact in facts]
    common = {head for head, n in Counter(h for h in heads if h).most_common(KINDS) if n > VAGUE}
    by_kind = _wishes(products, derived, popular, [head if head in common else "" for head in heads])
    by_department = _wishes(products, derived, popular, [p.category for p in products])
    kinds, departments = _drawn(by_kind, made_up, SHOPPERS), _drawn(by_department, made_up, FEWER)
    return {
        "products": len(products),
        "kinds": {
            "unsure_of_one_in_five": _compared(kinds),
            "able_as_judged": _compared([replace(shopper, able=knows) for shopper in kinds]),
        },
        "departments": {"unsure_of_one_in_five": _compared(departments)},
    }


def _drawn(wishes: Mapping[int, tuple[Wish, int]], popular: npt.NDArray[np.float64], many: int) -> list[Shopper]:
    """So many who want a product each, by the square root of its popularity."""
    rows = sorted(wishes)
    likely = np.sqrt(popular[rows])
    drawn = np.random.default_rng(7).choice(rows, many, p=likely / likely.sum()).tolist()
    return [Shopper(*wishes[row], seed=number, able=_flat) for number, row in enumerate(drawn)]


def _flat(name: str) -> float:
    return 1.0 - UNSURE


def _all_know(name: str) -> float:
    return 1.0


def _imported() -> list[Product]:
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'shop.db'}"
        migrate(url)
        storage = open_storage(url)
        try:
            run_import(
                storage,
                "products",
                public_file(FILE),
                mapping=MAPPING,
                units={"price": "cents"},
                currency="USD",
                now=NOW,
                rejects=Path(folder) / "rejects.csv",
            )
            return list(storage.products.all())
        finally:
            storage.close()


def _wishes(
    products: Sequence[Product],
    derived: Mapping[str, Mapping[str, Any]],
    scores: npt.NDArray[np.float64],
    groups: Sequence[str],
) -> dict[int, tuple[Wish, int]]:
    """Row of a product → its wish and its place in it; "" is no group, and a group that is not vague is none."""
    rows: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        if group:
            rows.setdefault(group, []).append(row)
    found: dict[int, tuple[Wish, int]] = {}
    for members in rows.values():
        if len(members) <= VAGUE:
            continue
        some = [products[row] for row in members]
        chances = softmax(scores[members], TEMPERATURE)
        tables = tuple(each for each in tables_of(some, derived, chances) if each.name not in ("price", "category"))
        wish = Wish(scores[members], tables, tuple(tuple(v.price for v in sold(p)) for p in some))
        found.update({row: (wish, place) for place, row in enumerate(members)})
    return found


def _compared(shoppers: Sequence[Shopper], *, more: bool = False) -> dict[str, Any]:
    """Each way of asking, and what ours gains in reciprocal rank and in the share of the first five. ``more``: how much of it
    rests on learning and on the idea that not everybody can answer."""
    ours = learning_talks(shoppers)
    others = {
        "popularity": talks(shoppers, no_question),
        "fixed_order": talks(shoppers, fixed_order),
        "at_random": talks(shoppers, any_question),
    }
    if more:
        others["without_learning"] = talks(shoppers, shipped(knows))
        others["as_if_all_knew"] = talks(shoppers, shipped(_all_know))
    found: dict[str, Any] = {"shoppers": len(shoppers), "ours": _figures(ours)}
    for name, outcomes in others.items():
        found[name] = _figures(outcomes)
    found["gain"] = {
        name: {
            "mrr": paired_gain([1 / o.rank for o in ours], [1 / o.rank for o in outcomes]),
            "first_5": paired_gain([float(o.rank <= 5) for o in ours], [float(o.rank <= 5) for o in outcomes]),
        }
        for name, outcomes in others.items()
    }
    return found


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    ranks = np.array([o.rank for o in outcomes], dtype=np.float64)
    asked = Counter(question.attribute for o in outcomes for question, _ in o.asked)
    return {
        "mrr": round(float((1 / ranks).mean()), 4),
        "median_rank": float(np.median(ranks)),
        "first_5": round(float((ranks <= 5).mean()), 4),
        "questions": round(sum(asked.values()) / len(outcomes), 2),
        "asked": {name: round(n / len(outcomes), 3) for name, n in asked.most_common(6)},
    }
