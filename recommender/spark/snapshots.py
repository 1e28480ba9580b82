"""The snapshots that training reads, as frames: of those who agreed to a profile alone, like everywhere in training."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from recommender.spark.codes import coded
from shop.errors import InvalidInput

#: What is read of each file; `storage/snapshots.py` writes them, with more.
COLUMNS = {
    "events": ("seq", "type", "at", "customer_key", "visitor_id", "sku", "product_id", "value", "region"),
    "orders": ("order_id", "position", "customer_key", "profile_consent", "region", "placed_at", "status", "sku", "product_id"),
    "products": ("product_id", "sku", "category", "active"),
}


@dataclass(frozen=True)
class Snapshots:
    events: DataFrame
    orders: DataFrame
    products: DataFrame


@dataclass(frozen=True)
class Catalogue:
    """The products that are sold. ``product_ids`` sorted: the place of one is its code. ``category_of`` (items,): codes of
    ``categories``. ``ids``: columns ``product_id, item``; ``skus``: ``sku, item``."""

    product_ids: tuple[str, ...]
    categories: tuple[str, ...]
    category_of: tuple[int, ...]
    ids: DataFrame
    skus: DataFrame


def read_snapshots(spark: SparkSession, folder: str) -> Snapshots:
    """From ``<folder>/<name>.parquet``; the folder is any that Spark can read. Raises InvalidInput."""
    events, orders, products = (_read(spark, folder.rstrip("/"), name) for name in COLUMNS)
    return Snapshots(events, orders.where("profile_consent").drop("profile_consent"), products)


def _read(spark: SparkSession, folder: str, name: str) -> DataFrame:
    try:
        frame = spark.read.parquet(f"{folder}/{name}.parquet")
        return frame.select(*COLUMNS[name])
    except PySparkException as error:
        told = f"{folder}/{name}.parquet cannot be read as a snapshot; `shoptalk snapshots FOLDER` writes what is wanted."
        raise InvalidInput(told, code="snapshot_unreadable") from error


def catalogue(products: DataFrame) -> Catalogue:
    """Raises InvalidInput where nothing is sold."""
    category = F.lower(F.trim(F.coalesce("category", F.lit(""))))
    sold = products.where("active").select("product_id", "sku", category.alias("category"))
    ids = coded(sold, "product_id").withColumnRenamed("code", "item")
    in_order = sold.join(ids, "product_id").groupBy("item").agg(F.first("product_id"), F.first("category")).collect()
    if not in_order:
        raise InvalidInput("The snapshots hold no product that is sold.", code="empty")
    _, product_ids, own = zip(*sorted(in_order), strict=True)
    categories = tuple(sorted(set(own)))
    codes = {name: code for code, name in enumerate(categories)}
    skus = sold.join(F.broadcast(ids), "product_id").select("sku", "item")
    return Catalogue(product_ids, categories, tuple(codes[name] for name in own), ids, skus)
