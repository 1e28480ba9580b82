"""Columns of a frame as numbers for a model: filled in, scaled and encoded by what the training part alone tells."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from shop.errors import InvalidInput

MOST_CATEGORIES = 50
FARTHEST = 20.0  # deviations; what lies beyond is as far as can be


@dataclass(frozen=True)
class Scale:
    """``fill`` stands in for what is missing; then ``(value − mean) / deviation``."""

    fill: float
    mean: float
    deviation: float


@dataclass(frozen=True)
class FittedColumns:
    """Fitted once, then never moved: rows that come later are seen with the training part's eyes.

    A category that training did not have, or has too rarely to be among its 50 most frequent, is encoded as all zeros.
    """

    scales: Mapping[str, Scale]
    categories: Mapping[str, tuple[str, ...]]

    @classmethod
    def fit(cls, train: pl.DataFrame, numeric: Sequence[str], categorical: Sequence[str] = ()) -> FittedColumns:
        """Raises InvalidInput for a frame without rows."""
        if not train.height:
            raise InvalidInput("There is nothing to fit on: the training part is empty.", code="no_rows")
        scales = {}
        for name in numeric:
            values = np.array([v for v in train[name].cast(pl.Float64).to_list() if v is not None and math.isfinite(v)])
            fill = float(np.median(values)) if values.size else 0.0
            deviation = float(values.std()) if values.size else 0.0
            scales[name] = Scale(fill, float(values.mean()) if values.size else 0.0, deviation if deviation > 0 else 1.0)
        categories = {}
        for name in categorical:
            counts = train[name].drop_nulls().cast(pl.String).value_counts().sort(["count", name], descending=[True, False])
            categories[name] = tuple(sorted(counts[name].head(MOST_CATEGORIES).to_list()))
        return cls(scales, categories)

    @property
    def names(self) -> list[str]:
        """Of the columns that ``transform`` gives, in their order."""
        return [*self.scales, *(f"{name}={value}" for name, values in self.categories.items() for value in values)]

    def transform(self, frame: pl.DataFrame) -> npt.NDArray[np.float64]:
        """(rows, len(names)), numbers −20…20 deviations, finite everywhere."""
        columns = []
        for name, scale in self.scales.items():
            values = frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
            values = np.where(np.isfinite(values), values, scale.fill)
            with np.errstate(over="ignore"):
                columns.append(np.clip((values - scale.mean) / scale.deviation, -FARTHEST, FARTHEST))
        for name, known in self.categories.items():
            said = frame[name].cast(pl.String)
            columns += [(said == value).fill_null(False).to_numpy().astype(np.float64) for value in known]
        return np.stack(columns, axis=1) if columns else np.zeros((frame.height, 0))

    def as_dict(self) -> dict[str, Any]:
        """For a manifest; ``from_dict`` gives the same back."""
        return {
            "scales": {name: [s.fill, s.mean, s.deviation] for name, s in self.scales.items()},
            "categories": {name: list(values) for name, values in self.categories.items()},
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> FittedColumns:
        scales = {name: Scale(*map(float, parts)) for name, parts in given["scales"].items()}
        return cls(scales, {name: tuple(values) for name, values in given["categories"].items()})
