"""Names numbered 0, 1, 2 … in their order, without sorting them in one place or holding them in one memory."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

_ROWS = 33  # bits of monotonically_increasing_id that number the rows of a partition; the partition stands above


def coded(names: DataFrame, name: str) -> DataFrame:
    """Columns ``name, code``: the distinct values of a column of texts, and the place of each in their order."""
    row = F.monotonically_increasing_id()
    sorted_names = names.select(name).distinct().orderBy(name)
    part, place = F.shiftright(row, _ROWS).cast("int"), row.bitwiseAND(F.lit((1 << _ROWS) - 1))
    placed = sorted_names.select(name, part.alias("part"), place.alias("place"))
    placed = placed.persist()  # partitions must not come out otherwise the second time
    counts = dict(map(tuple, placed.groupBy("part").count().collect()))
    begins = [0]
    for number in range(max(counts, default=-1) + 1):
        begins.append(begins[-1] + counts.get(number, 0))
    begin = F.element_at(F.array(*map(F.lit, begins)), F.col("part") + 1)
    return placed.select(name, (begin + F.col("place")).cast("int").alias("code"))
