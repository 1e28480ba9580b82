"""What each cleaning rule does for what is learnt: with all rules, with each one off, and with none.

The recommender's figure: what customers bought (or looked at) anew in the last 30 days, ranked by what was learnt, NDCG@10.
The next purchase: orders in the last 30 days foretold, mean squared error. What counts as right is the same for every way.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from cli.bench.dirt import TESTER_KEYS, pour
from cli.evaluate.bootstrap import paired_gain
from cli.sample_shop import store
from cli.steps import Steps
from data.public import online_retail_lines
from data.sample import make
from data.sample.make import REFERENCE
from recommender.candidates.histories import histories, of_lists
from recommender.candidates.rules import Rules
from recommender.customers.next_purchase import fit_next_purchase
from recommender.customers.order_lines import OrderLine, order_lines
from recommender.interactions import interactions
from recommender.metrics import ndcg_at
from recommender.popularity import popularity
from shop.cleaning import CLEANING_RULES
from storage import open_storage
from storage.cleaning import Context, Rows, clean, events_of, orders_of, read_rows
from storage.migrations import migrate
from storage.snapshots import SCHEMAS, write_snapshots

TEST_DAYS = 30
_SEEDS = 20  # of a customer's latest products
_POPULAR = 0.05
_DEEDS = ("view", "cart_add", "purchase", "wishlist")


@dataclass(frozen=True)
class Case:
    """``rows`` as they are; ``sound`` says what came true after ``cut``; customers are those who are judged."""

    rows: Rows
    sound: Rows
    cut: datetime
    testers: frozenset[str]
    deeds: Collection[str]  # event types that come true; orders do anyway


def effects(steps: Steps) -> dict[str, Any]:
    with steps.step("Online Retail: what each rule is worth"):
        retail = _measured(_retail(), next_purchase=True)
    with steps.step("The sample shop, dirt poured over it"):
        case, told = _sample()
        sample = {**_measured(case, next_purchase=False), **told}
    return {"online_retail": retail, "sample_shop": sample}


def _retail() -> Case:
    rows = Rows(pl.DataFrame(schema=SCHEMAS["events"]), online_retail_lines.lines(), pl.DataFrame(schema=SCHEMAS["products"]))
    end: Any = rows.orders["placed_at"].max()
    sound = clean(rows, Context(end + timedelta(seconds=1)))[0]
    return Case(rows, sound, end - timedelta(days=TEST_DAYS), frozenset(), ())


def _sample() -> tuple[Case, dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as name:
        url = f"sqlite:///{Path(name) / 'shop.db'}"
        migrate(url)
        storage = open_storage(url)
        store(storage, make(now=REFERENCE), lambda fraction, text: None)
        write_snapshots(storage, Path(name), only=("events", "orders", "products"))
        storage.close()
        rows = read_rows(Path(name))
        rows = Rows(rows.events, rows.orders.filter("profile_consent"), rows.products)  # as training has it
    cut = REFERENCE - timedelta(days=TEST_DAYS)
    dirty = pour(rows, cut)
    case = Case(dirty.rows, rows, cut, TESTER_KEYS, _DEEDS)
    before = _before(dirty.rows, cut)
    cleaned, _ = clean(before, Context(cut, TESTER_KEYS))
    left, lines = set(cleaned.events["seq"]), set(cleaned.orders["order_id"])
    caught = {
        kind: 1 - len(seqs & left) / len(seqs) if not dirty.orders.get(kind) else
        1 - (len(seqs & left) + len(dirty.orders[kind] & lines)) / (len(seqs) + len(dirty.orders[kind]))
        for kind, seqs in dirty.events.items()
    }  # fmt: skip
    poured = {seq for seqs in dirty.events.values() for seq in seqs}
    sound, _ = clean(_before(rows, cut), Context(cut))
    lost = set(sound.events["seq"]) - left - poured
    told = {
        "poured": {kind: len(seqs) + len(dirty.orders.get(kind, ())) for kind, seqs in dirty.events.items()},
        "spoilt": dict(dirty.spoilt),
        "caught": {kind: round(share, 4) for kind, share in caught.items()},
        "caught_all": round(1 - len(poured & left) / len(poured), 4),
        "sound_events_lost": round(len(lost) / max(1, sound.events.height), 5),
        "undirtied": _figure(Case(rows, rows, cut, frozenset(), _DEEDS), ()),
    }
    return case, told


def _measured(case: Case, next_purchase: bool) -> dict[str, Any]:
    """``all_on`` and ``none`` with their figures; per rule what it took away and what its being on is worth (95% intervals)."""
    scores = {way: _scores(case, off) for way, off in _ways().items()}
    kept = scores["all_on"]
    result: dict[str, Any] = {
        "customers": len(kept),
        "all_on": {"ndcg_at_10": _mean(kept)},
        "none": {"ndcg_at_10": _mean(scores["none"])},
        "gain_over_none": paired_gain(kept, scores["none"]),
        "rules": {},
    }
    errors = {way: _errors(case, off) for way, off in _ways().items()} if next_purchase else {}
    if errors:
        result["all_on"]["next_30_days_squared_error"] = _mean(errors["all_on"])
        result["none"]["next_30_days_squared_error"] = _mean(errors["none"])
        result["next_purchase_gain_over_none"] = paired_gain(errors["none"], errors["all_on"])
    _, report = clean(_before(case.rows, case.cut), Context(case.cut, case.testers))
    for applied in report.rules:
        told: dict[str, Any] = {"removed": applied.removed, "changed": applied.changed}
        told["off"] = {"ndcg_at_10": _mean(scores[applied.rule])}
        told["worth"] = paired_gain(kept, scores[applied.rule])
        if errors:
            told["off"]["next_30_days_squared_error"] = _mean(errors[applied.rule])
            told["next_purchase_worth"] = paired_gain(errors[applied.rule], errors["all_on"])
        result["rules"][applied.rule] = told
    return result


def _ways() -> Mapping[str, tuple[str, ...]]:
    return {"all_on": (), "none": tuple(CLEANING_RULES), **{rule: (rule,) for rule in CLEANING_RULES}}


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 5)


def _before(rows: Rows, cut: datetime) -> Rows:
    return Rows(rows.events.filter(pl.col("at") < cut), rows.orders.filter(pl.col("placed_at") < cut), rows.products)


def _learnt_from(case: Case, off: Collection[str]) -> Rows:
    """As an import would have it, lines below 0 are nowhere unless the rule for returns reads them."""
    rows, _ = clean(_before(case.rows, case.cut), Context(case.cut, case.testers), off)
    return Rows(rows.events, rows.orders.filter(pl.col("quantity") > 0), rows.products)


def _figure(case: Case, off: Collection[str]) -> dict[str, Any]:
    return {"ndcg_at_10": _mean(_scores(case, off))}


def _scores(case: Case, off: Collection[str]) -> list[float]:
    """NDCG@10, one per judged customer, in the order of their keys; products they had before are neither ranked nor wanted."""
    had, wanted = _had_and_wanted(case)
    # What was ever sold is the catalogue, postage and tests included where the shop has no other.
    sold = {*case.rows.products["product_id"]} or {*case.rows.orders["product_id"]}
    names = sorted(sold.union(*had.values(), *wanted.values()))
    item_of = {name: n for n, name in enumerate(names)}
    rows = _learnt_from(case, off)
    now = case.cut.timestamp()
    found = interactions(events_of(rows.events), orders_of(rows.orders), item_of, {}, now)
    past = histories(found, len(names))
    rules, popular = Rules.fit(past, Rules.CHOICES[0]), popularity(found, len(names), now)
    out = []
    for customer in sorted(wanted):
        seeds = [item_of[name] for name in had[customer][-_SEEDS:]]
        score = rules.score(of_lists([seeds], len(names)))[0] + _POPULAR * popular
        score[[item_of[name] for name in had[customer]]] = -np.inf
        top = np.argsort(-score, kind="stable")[:10]
        out.append(ndcg_at([names[n] for n in top], wanted[customer], 10))
    return out


def _had_and_wanted(case: Case) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """Of the sound rows: what each customer had to do with before the cut, the latest last, and what is new after it."""
    told = case.sound.events.filter(pl.col("type").is_in(list(case.deeds)) & pl.col("product_id").is_not_null())
    deeds = pl.concat(
        [
            told.select("customer_key", "product_id", "at"),
            case.sound.orders.select("customer_key", "product_id", pl.col("placed_at").alias("at")),
        ]
    ).filter(pl.col("customer_key").is_not_null())
    had: dict[str, list[str]] = {}
    wanted: dict[str, set[str]] = {}
    for customer, product, at in deeds.sort("at", "product_id").iter_rows():
        if at < case.cut:
            names = had.setdefault(customer, [])
            if product in names:
                names.remove(product)
            names.append(product)
        elif customer in had and product not in had[customer]:
            wanted.setdefault(customer, set()).add(product)
    return had, wanted


def _errors(case: Case, off: Collection[str]) -> list[float]:
    """Squared error of the orders expected of each customer who had one before the cut, by sound rows; in the order of keys."""
    rows = _learnt_from(case, off).orders.filter(pl.col("customer_key").is_not_null() & (pl.col("status") != "cancelled"))
    given = rows.select("customer_key", "order_id", "placed_at", "quantity", "unit_price").iter_rows()
    lines = order_lines(OrderLine(key, order, at, max(0, pieces * price) / 100) for key, order, at, pieces, price in given)
    day = case.cut.timestamp() / 86_400
    model, _ = fit_next_purchase(lines, day, TEST_DAYS)
    outlook = model.of(lines, day)
    expected = dict(zip((lines.customer_ids[n] for n in outlook.customer.tolist()), outlook.expected.tolist(), strict=True))
    sound = case.sound.orders.filter(pl.col("customer_key").is_not_null())
    known = sorted(set(sound.filter(pl.col("placed_at") < case.cut)["customer_key"]))
    after = sound.filter(pl.col("placed_at") >= case.cut).select("customer_key", pl.col("placed_at").dt.date()).unique()
    happened = dict(after.group_by("customer_key").len().iter_rows())
    wrong: npt.NDArray[np.float64] = np.array([expected.get(key, 0.0) - happened.get(key, 0) for key in known])
    return [float(x) for x in wrong**2]
