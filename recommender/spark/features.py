"""What is counted per product: popularity, seasons and the facts that the ranker looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from recommender.candidates.lifts import Lifts, most_regions
from recommender.candidates.moments import HOURS, MONTHS
from recommender.popularity import HALF_LIFE_DAYS, ONE_USER, WINDOW_DAYS, on_log_scale, season_lift
from recommender.ranker.facts import ItemFacts, late_after
from recommender.reranking.newness import ages
from recommender.spark.arrays import Floats, column
from recommender.spark.histories import Histories
from recommender.spark.interactions import DAY
from recommender.spark.snapshots import Catalogue


def popularity(found: DataFrame, items: int, now_seconds: float) -> Floats:
    """(items,) as `recommender.popularity.popularity` has it, of interactions."""
    (last,) = found.agg(F.max("at")).collect()[0]
    if last is None:
        return np.zeros(items, dtype=np.float32)
    newest = min(now_seconds, float(last))
    left = F.col("weight") * F.pow(F.lit(2.0), (F.col("at") - F.lit(newest)) / F.lit(HALF_LIFE_DAYS * DAY))
    inside = found.where(F.col("at") >= newest - WINDOW_DAYS * DAY)
    per_user = inside.groupBy("user", "item").agg(F.least(F.sum(left), F.lit(ONE_USER)).alias("left"))
    return on_log_scale(column(per_user.groupBy("item").agg(F.sum("left").alias("total")), "total", items))


def age_days(found: DataFrame, items: int) -> Floats:
    """(items,) as `recommender.reranking.newness.ages` has it, of interactions."""
    rows = found.groupBy("item").agg(F.min("at"), F.max("at")).collect()
    item, first, last = (np.array([row[place] for row in rows]) for place in range(3))
    # the newest deed of all is the newest of some product
    return ages(np.concatenate([item, item]).astype(np.int64), np.concatenate([first, last]).astype(np.float64), items)


def seasons(found: DataFrame, catalogue: Catalogue) -> Floats:
    """(12, categories) as `recommender.popularity.seasons` has it, of interactions."""
    month = F.month(F.timestamp_seconds("at")).alias("month")
    rows = found.groupBy("item", month).agg(F.count("*").alias("deeds"), F.min("at").alias("first"), F.max("at").alias("last"))
    counts = np.zeros((12, len(catalogue.categories)))
    begin, end = np.inf, -np.inf
    for item, number, deeds, first, last in rows.toLocalIterator(prefetchPartitions=True):
        counts[number - 1, catalogue.category_of[item]] += deeds
        begin, end = min(begin, first), max(end, last)
    return season_lift(counts, max(end - begin, 0.0))


def lifts(found: Histories, pull: float, *, hour: bool = True) -> Lifts:
    """As `recommender.candidates.lifts.Lifts.of` has them."""
    when = F.timestamp_seconds("at")
    code_of = {name: code for code, name in enumerate(found.regions)}
    deeds = np.zeros(len(code_of), dtype=np.int64)
    for name, count in found.rows.where("region <> ''").groupBy("region").count().collect():
        deeds[code_of[name]] = count
    codes = most_regions(deeds)
    row_of = {found.regions[code]: row for row, code in enumerate(codes.tolist())}
    counting = found.rows.where(F.col("region").isin(list(row_of)))
    overall = column(found.rows.groupBy("item").count(), "count", found.items)
    return Lifts.of_counts(
        _by_group(found.rows, F.month(when) - 1, {number: number for number in range(MONTHS)}, found.items),
        _by_group(found.rows, F.hour(when), {number: number for number in range(HOURS)}, found.items) if hour else None,
        _by_group(counting, F.col("region"), row_of, found.items),
        codes,
        overall,
        pull,
    )


def _by_group(rows: DataFrame, group: Column, row_of: Mapping[Any, int], items: int) -> Floats:
    """(groups, items) deeds."""
    counts = np.zeros((len(row_of), items))
    told = rows.groupBy(group.alias("group"), "item").count()
    for name, item, count in told.toLocalIterator(prefetchPartitions=True):
        counts[row_of[name], item] = count
    return counts


def item_facts(found: Histories) -> ItemFacts:
    begin, end = found.span
    late = (F.col("at") > late_after(begin, end)).cast("int")
    rows = found.rows.groupBy("item").agg(F.count("*").alias("total"), F.sum(late).alias("recent"), F.max("at").alias("last"))
    rows = rows.persist()
    total, recent = column(rows, "total", found.items), column(rows, "recent", found.items)
    facts = ItemFacts.of_counts(total, recent, column(rows, "last", found.items, absent=begin), begin, end)
    rows.unpersist()
    return facts
