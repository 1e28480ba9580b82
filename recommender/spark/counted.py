"""The sources that are counts, by Spark: what is counted and cut there goes through the very classes that serve it."""

from __future__ import annotations

import numpy as np
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from recommender.candidates import item_knn, rules, together
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.of_the_moment import OfTheMoment
from recommender.candidates.popular import Popular
from recommender.candidates.rules import Rules
from recommender.candidates.source import Settings
from recommender.candidates.together import Together
from recommender.spark.arrays import Floats, column, matrix
from recommender.spark.features import lifts
from recommender.spark.histories import Histories
from recommender.spark.pairs import both_ways, followers, had_by, shared, strongest


def fit_rules(found: Histories, settings: Settings) -> Rules:
    own = found.last(rules.LONGEST)
    near = None
    if settings["together"] > 0:
        half = matrix(shared(own.rows, ["user"]), own.items)
        near = rules.cosines((half + half.T).tocsr(), column(had_by(own.rows), "users", own.items))
    return Rules.of_counts(matrix(followers(own), own.items), near, settings)


def fit_item_knn(found: Histories, settings: Settings) -> ItemKnn:
    own = found.last(item_knn.LONGEST).rows
    close = F.col("value") / (F.sqrt(F.col("row_users") * F.col("column_users")) + F.lit(float(settings["shrink"])))
    cells = _measured(both_ways(shared(own, ["user"])), had_by(own), close)
    near = matrix(strongest(cells, int(settings["neighbours"])), found.items, np.float32)
    return ItemKnn(near, settings["decay"])


def fit_together(found: Histories, settings: Settings) -> Together:
    basket = ["user", "at"]
    lines = found.rows.withColumn("lines", F.count("*").over(Window.partitionBy(*basket)))
    kept = lines.where(F.col("lines") <= together.LARGEST)
    # A row asks for its columns: the columns' own counts go first into the power, as in the class.
    power = float(settings["power"])
    expected = F.pow("column_users", F.lit(power)) * F.pow("row_users", F.lit(1 - power))
    close = F.col("value") / (expected + F.lit(float(settings["shrink"])))
    cells = _measured(both_ways(shared(kept, basket)), had_by(kept), close)
    return Together(matrix(strongest(cells, together.NEIGHBOURS), found.items, np.float32))


def fit_popular(found: Histories, settings: Settings) -> Popular:
    return Popular.of_totals(_windowed(found, settings["half_life"]))


def fit_of_the_moment(found: Histories, settings: Settings) -> OfTheMoment:
    totals = _windowed(found, settings["half_life"])
    return OfTheMoment(totals / max(float(totals.sum()), 1e-9), lifts(found, settings["pull"], hour=settings["hour"] > 0))


def _windowed(found: Histories, half_life: float) -> Floats:
    """(items,) each item's deeds, the older ones counting less."""
    begin, end = found.span
    weight = F.lit(1.0)
    if half_life > 0 and end > begin:
        weight = F.pow(F.lit(2.0), (F.col("at") - F.lit(end)) / F.lit(half_life * (end - begin)))
    return column(found.rows.groupBy("item").agg(F.sum(weight).alias("total")), "total", found.items)


def _measured(pairs: DataFrame, users: DataFrame, close: Column) -> DataFrame:
    """Columns ``row, column, value``: ``close`` of ``value``, ``row_users`` and ``column_users``, as float32."""
    of_row = users.select(F.col("item").alias("row"), F.col("users").cast("double").alias("row_users"))
    of_column = users.select(F.col("item").alias("column"), F.col("users").cast("double").alias("column_users"))
    counted = pairs.join(F.broadcast(of_row), "row").join(F.broadcast(of_column), "column")
    return counted.select("row", "column", close.cast("float").alias("value"))
