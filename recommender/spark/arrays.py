"""Frames of few enough cells to be served, as arrays in the driver's memory; rows come a partition at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from scipy import sparse

Floats = npt.NDArray[np.floating[Any]]


def matrix(cells: DataFrame, items: int, dtype: Any = np.float64) -> Any:
    """CSR (items, items) of columns ``row, column, value``."""
    in_rows = cells.groupBy("row").agg(F.sort_array(F.collect_list(F.struct("column", "value"))).alias("cells"))
    told = in_rows.select("row", F.col("cells.column").alias("columns"), F.col("cells.value").alias("values"))
    counts = np.zeros(items, dtype=np.int64)
    parts: dict[int, tuple[npt.NDArray[np.int32], npt.NDArray[Any]]] = {}
    for row, columns, values in told.toLocalIterator(prefetchPartitions=True):
        counts[row] = len(columns)
        parts[row] = np.array(columns, dtype=np.int32), np.array(values, dtype=dtype)
    own = [parts[row] for row in sorted(parts)]
    indices = np.concatenate([np.zeros(0, dtype=np.int32), *(columns for columns, _ in own)])
    data = np.concatenate([np.zeros(0, dtype=dtype), *(values for _, values in own)])
    start = np.concatenate([[0], np.cumsum(counts)])
    return sparse.csr_matrix((data, indices, start), shape=(items, items))


def column(frame: DataFrame, name: str, items: int, absent: float = 0.0) -> npt.NDArray[np.float64]:
    """(items,) of columns ``item`` and ``name``."""
    found = np.full(items, absent, dtype=np.float64)
    for item, value in frame.select("item", name).toLocalIterator(prefetchPartitions=True):
        found[item] = value
    return found
