"""`recommender/interactions.py` as DataFrame expressions: the same rules, the same weights."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from recommender.profiles.weights import DWELL, FIXED, FULL_DWELL_SECONDS, PURCHASE, VIEW
from recommender.spark.snapshots import Catalogue, Snapshots

DAY = 86_400


def interactions(found: Snapshots, catalogue: Catalogue, now_seconds: float) -> DataFrame:
    """Columns ``user`` (string), ``item`` (int), ``at`` (epoch seconds), ``weight`` > 0 and ``region`` (string, "" where it is
    not known): positive deeds up to now.

    A purchase event and the order line of the same customer, product and day are one purchase; the order line counts.
    """
    told = _lines(found.orders).unionByName(_deeds(found.events))
    known = F.broadcast(catalogue.ids), F.broadcast(catalogue.skus.withColumnRenamed("item", "item_of_sku"))
    coded = told.join(known[0], "product_id", "left").join(known[1], "sku", "left")
    coded = coded.withColumn("item", F.coalesce("item", "item_of_sku"))
    kept = coded.where(F.col("item").isNotNull() & (F.col("weight") > 0) & (F.col("at") <= now_seconds))
    day = Window.partitionBy("user", "item", F.floor(F.col("at") / DAY)).orderBy("told_by", "order_id", "number")
    bought = kept.where("purchase").withColumn("again", F.row_number().over(day)).where("again = 1")
    columns = ("user", "item", "at", "weight", "region")
    return bought.select(*columns).unionByName(kept.where("not purchase").select(*columns))


def _lines(orders: DataFrame) -> DataFrame:
    """Order lines; an order whose customer was erased keeps its lines together under a name of its own."""
    customer = F.coalesce(_filled("customer_key"), F.concat(F.lit("order:"), "order_id"))
    return orders.where("status <> 'cancelled'").select(
        F.concat(F.lit("c:"), customer).alias("user"),
        "product_id",
        "sku",
        _seconds("placed_at").alias("at"),
        F.lit(PURCHASE).alias("weight"),
        F.when(_filled("customer_key").isNotNull(), F.coalesce("region", F.lit(""))).otherwise("").alias("region"),
        F.lit(True).alias("purchase"),
        F.lit(0).alias("told_by"),
        "order_id",
        F.col("position").alias("number"),
    )


def _deeds(events: DataFrame) -> DataFrame:
    """Events of somebody."""
    customer, visitor = _filled("customer_key"), _filled("visitor_id")
    purchase = F.col("type") == "purchase"
    return events.select(
        F.coalesce(F.concat(F.lit("c:"), customer), F.concat(F.lit("v:"), visitor)).alias("user"),
        "product_id",
        "sku",
        _seconds("at").alias("at"),
        F.when(purchase, F.lit(PURCHASE)).otherwise(_weight()).alias("weight"),
        F.when(customer.isNotNull(), F.coalesce("region", F.lit(""))).otherwise("").alias("region"),
        purchase.alias("purchase"),
        F.lit(1).alias("told_by"),
        F.lit("").alias("order_id"),
        F.col("seq").alias("number"),
    ).where(F.col("user").isNotNull())


def _weight() -> Column:
    """`profiles.weights.weight_of`."""
    dwell = F.least(F.greatest(F.coalesce("value", F.lit(0.0)), F.lit(0.0)), F.lit(FULL_DWELL_SECONDS))
    weight = F.when(F.col("type") == "view", F.lit(VIEW) + F.lit(DWELL) * dwell / F.lit(FULL_DWELL_SECONDS))
    for name, fixed in FIXED.items():
        weight = weight.when(F.col("type") == name, F.lit(fixed))
    return weight.otherwise(F.lit(0.0))


def _seconds(time: str) -> Column:
    return F.unix_micros(time) / F.lit(1e6)


def _filled(name: str) -> Column:
    """Null for an empty text too."""
    return F.when(F.col(name) != "", F.col(name))
