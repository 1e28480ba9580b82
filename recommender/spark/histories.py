"""Each user's products in order, as a frame; the rows are those of `candidates/histories.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from recommender.spark.snapshots import Catalogue


@dataclass(frozen=True)
class Histories:
    """``rows``: columns ``user, item, at, from_end, region``, each item of a user once; ``from_end`` is 0 for the user's last
    item; ``region`` is the user's, "" where it is not known. Of equal times the lower item comes first. ``items`` is the size
    of the catalogue."""

    rows: DataFrame
    items: int

    def last(self, kept: int) -> Histories:
        """Each user's last ``kept`` items alone."""
        return Histories(self.rows.where(self.rows["from_end"] < kept), self.items)

    @cached_property
    def span(self) -> tuple[float, float]:
        """The times of the first and the last deed; 0, 0 for none."""
        first, last = self.rows.agg(F.min("at"), F.max("at")).collect()[0]
        return (0.0, 0.0) if first is None else (float(first), float(last))

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Their names in the order of their codes."""
        return tuple(sorted(row[0] for row in self.rows.where("region <> ''").select("region").distinct().collect()))

    @cached_property
    def size(self) -> tuple[int, int]:
        """Users and rows."""
        users, rows = self.rows.agg(F.countDistinct("user"), F.count("*")).collect()[0]
        return int(users), int(rows)


def histories(found: DataFrame, catalogue: Catalogue) -> Histories:
    """From interactions; of a user's repeats of an item the first counts. Kept in Spark's memory, for all is learnt from it."""
    first = found.groupBy("user", "item").agg(F.min("at").alias("at"), F.max("region").alias("region"))
    newest = Window.partitionBy("user").orderBy(F.desc("at"), F.desc("item"))
    rows = first.withColumn("from_end", F.row_number().over(newest) - 1)
    return Histories(rows.persist(), len(catalogue.product_ids))
