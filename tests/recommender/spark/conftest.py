"""One Spark in this process for all of these tests, and one shop's snapshots, with what a single machine makes of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from recommender.candidates.histories import Histories, histories
from recommender.interactions import Interactions, interactions
from recommender.spark.session import STACK, missing, session
from storage import open_storage
from storage.cleaning import events_of, orders_of, read_rows, regions_of
from tests.recommender.spark import a_busy_shop

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from recommender.spark.histories import Histories as SparkHistories
    from recommender.spark.snapshots import Catalogue


#: For a few thousand rows most of the time would go into compiling what is then run once.
QUICK = {
    "spark.default.parallelism": "2",
    "spark.driver.extraJavaOptions": f"{STACK} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}


@dataclass(frozen=True)
class Single:
    """Made of the snapshots in ``folder`` without Spark."""

    folder: Path
    ids: list[str]
    found: Interactions
    past: Histories


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    if sentence := missing():
        pytest.skip(sentence)
    with session("local[2]", QUICK) as opened:
        yield opened


@pytest.fixture(scope="session")
def single(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Single:
    folder = tmp_path_factory.mktemp("snapshots")
    database = shutil.copy(migrated_file, tmp_path_factory.mktemp("shop") / "shop.db")
    storage = open_storage(f"sqlite:///{database}")
    a_busy_shop.write(storage, folder)
    storage.close()
    rows = read_rows(folder)
    sold = [product for product in a_busy_shop.products() if product.active]
    item_of = {product.product_id: code for code, product in enumerate(sold)}
    sku_of = {variant.sku: item_of[product.product_id] for product in sold for variant in product.variants}
    lines = orders_of(rows.orders.filter("profile_consent"))
    found = interactions(events_of(rows.events), lines, item_of, sku_of, a_busy_shop.NOW.timestamp(), regions_of(rows))
    return Single(folder, list(item_of), found, histories(found, len(item_of)))


@dataclass(frozen=True)
class Frames:
    """The same, by Spark."""

    sold: Catalogue
    found: DataFrame
    past: SparkHistories


@pytest.fixture(scope="session")
def frames(spark: SparkSession, single: Single) -> Frames:
    from recommender.spark.histories import histories as histories_frame
    from recommender.spark.interactions import interactions as interactions_frame
    from recommender.spark.snapshots import catalogue, read_snapshots

    read = read_snapshots(spark, str(single.folder))
    sold = catalogue(read.products)
    found = interactions_frame(read, sold, a_busy_shop.NOW.timestamp()).persist()
    return Frames(sold, found, histories_frame(found, sold))
