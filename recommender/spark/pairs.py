"""Counts of pairs of products: what was taken after what, and what the same people or baskets have."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from recommender.candidates.rules import WINDOW
from recommender.spark.histories import Histories

#: Every 1 / lag is a whole number of these, so that a sum is the same in whatever order it is made.
_UNITS = math.lcm(*range(1, WINDOW + 1))


def followers(found: Histories) -> DataFrame:
    """Columns ``row, column, value``: how often ``column`` came after ``row``, each time divided by how many items later."""
    order = Window.partitionBy("user").orderBy(F.desc("from_end"))
    later = [
        F.struct(F.lead("item", lag).over(order).alias("column"), F.lit(_UNITS // lag).alias("units"))
        for lag in range(1, WINDOW + 1)
    ]
    nexts = found.rows.select(F.col("item").alias("row"), F.array(*later).alias("nexts"))
    pairs = nexts.select("row", F.explode("nexts").alias("next"))
    counted = pairs.where("next.column is not null").groupBy("row", "next.column").agg(F.sum("next.units").alias("units"))
    return counted.select("row", "column", (F.col("units") / F.lit(float(_UNITS))).alias("value"))


def shared(rows: DataFrame, owners: Sequence[str]) -> DataFrame:
    """Columns ``row, column, value``: how many of ``owners`` (columns of ``rows``) have both items; ``row`` < ``column``."""
    lists = rows.groupBy(*owners).agg(F.sort_array(F.collect_list("item")).alias("items"))
    each = lists.select("items", F.posexplode("items").alias("place", "row"))
    after = F.slice("items", F.col("place") + 2, F.size("items"))
    return each.select("row", F.explode(after).alias("column")).groupBy("row", "column").agg(F.count("*").alias("value"))


def had_by(rows: DataFrame) -> DataFrame:
    """Columns ``item, users``: how many rows each item has."""
    return rows.groupBy("item").agg(F.count("*").alias("users"))


def both_ways(pairs: DataFrame) -> DataFrame:
    """Each pair, and the same pair turned around."""
    turned = pairs.select(F.col("column").alias("row"), F.col("row").alias("column"), "value")
    return pairs.unionByName(turned)


def strongest(cells: DataFrame, kept: int) -> DataFrame:
    """Of each row the ``kept`` largest values; of equal ones the lower column first."""
    order = Window.partitionBy("row").orderBy(F.desc("value"), "column")
    return cells.withColumn("place", F.row_number().over(order)).where(F.col("place") <= kept).drop("place")
