from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.recommender.spark.a_busy_shop import NOW
from tests.recommender.spark.conftest import Frames, Single

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Deeds = list[tuple[int, float, float]]


def by_person(users: list[object], rows: Deeds) -> list[Deeds]:
    """What each did, in order; the names of people do not matter."""
    found = defaultdict(list)
    for user, row in zip(users, rows, strict=True):
        found[user].append(row)
    return sorted(sorted(deeds) for deeds in found.values())


def test_the_shop_has_all_that_the_rules_are_for(single: Single) -> None:
    events, orders = (pl.read_parquet(single.folder / f"{name}.parquet") for name in ("events", "orders"))
    assert {"view", "purchase", "impression", "cart_remove", "return", "search"} <= set(events["type"])
    assert events["at"].max() > NOW
    assert events["customer_key"].null_count() > 100
    assert events.group_by("customer_key", "visitor_id", "at").len()["len"].max() > 3  # ties
    assert events.filter(pl.col("product_id").is_null())["sku"].null_count() == 0
    assert {"cancelled", "delivered"} == set(orders["status"])
    assert (~orders["profile_consent"]).sum() > 20
    assert orders.group_by("customer_key", "placed_at", "sku").len()["len"].max() > 1  # twice in one order


def test_the_same_deeds_count_with_the_same_weights_to_the_last_digit(single: Single, frames: Frames) -> None:
    rows = frames.found.collect()
    ours = by_person([r["user"] for r in rows], [(r["item"], r["at"], r["weight"]) for r in rows])
    found = single.found
    wanted = by_person(
        found.user.tolist(), list(zip(found.item.tolist(), found.at.tolist(), found.weight.tolist(), strict=True))
    )
    assert len(rows) == len(found.user) > 3_000
    assert ours == wanted


def test_nothing_later_than_now_counts(spark: SparkSession, single: Single, frames: Frames) -> None:
    from recommender.spark.interactions import interactions
    from recommender.spark.snapshots import read_snapshots

    early = float(np.median(single.found.at))
    found = interactions(read_snapshots(spark, str(single.folder)), frames.sold, early)
    assert found.count() == (single.found.at <= early).sum()


def test_codes_are_the_places_of_the_products_that_are_sold(single: Single, frames: Frames) -> None:
    assert list(frames.sold.product_ids) == single.ids
    assert {"jackets", "tents", "lamps", ""} == set(frames.sold.categories)


def test_histories_are_the_same_in_the_same_order(single: Single, frames: Frames) -> None:
    histories: dict[str, list[tuple[int, float]]] = defaultdict(list)
    rows = sorted(frames.past.rows.collect(), key=lambda row: (row["user"], -row["from_end"]))
    for row in rows:
        assert row["from_end"] >= 0
        histories[row["user"]].append((row["item"], row["at"]))
    past = single.past
    own = zip(past.item.tolist(), past.at.tolist(), strict=True)
    wanted = [list(islice(own, length)) for length in past.lengths]
    assert sorted(histories.values()) == sorted(wanted)
    assert frames.past.size == (past.users, len(past.item))
    assert frames.past.span == (past.at.min(), past.at.max())


def test_people_are_numbered_without_a_gap_in_the_order_of_their_names(frames: Frames) -> None:
    from recommender.spark.codes import coded

    rows = coded(frames.past.rows, "user").collect()
    names = sorted(row["user"] for row in rows)
    assert len(set(names)) == frames.past.size[0]
    assert {row["user"]: row["code"] for row in rows} == {name: code for code, name in enumerate(names)}
