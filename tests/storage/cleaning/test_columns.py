"""Columns as numbers: fitted on the training part, and on nothing else."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.errors import InvalidInput
from storage.cleaning.columns import FittedColumns

TRAIN = pl.DataFrame({"spent": [1.0, 2.0, None, 3.0], "device": ["phone", "desk", "phone", None]})


def test_a_training_column_is_scaled_to_mean_0_and_deviation_1() -> None:
    found = FittedColumns.fit(TRAIN, ["spent"], ["device"])
    assert found.names == ["spent", "device=desk", "device=phone"]
    out = found.transform(TRAIN)
    assert np.allclose(out[[0, 1, 3], 0].mean(), 0)
    assert np.allclose(out[[0, 1, 3], 0].std(), 1)
    assert out[:, 1:].tolist() == [[0, 1], [1, 0], [0, 1], [0, 0]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=20), st.text(max_size=5))
def test_rows_of_the_test_part_do_not_move_it_whatever_they_hold(values: list[float], device: str) -> None:
    fitted = FittedColumns.fit(TRAIN, ["spent"], ["device"])
    before = fitted.transform(TRAIN)
    test = pl.DataFrame({"spent": values, "device": [device] * len(values)})
    assert np.isfinite(fitted.transform(test)).all()
    assert (fitted.transform(TRAIN) == before).all()
    together = fitted.transform(pl.concat([TRAIN, test]))
    assert (together[: TRAIN.height] == before).all()


def test_what_training_never_saw_is_nothing_and_what_is_missing_is_the_median() -> None:
    fitted = FittedColumns.fit(TRAIN, ["spent"], ["device"])
    out = fitted.transform(pl.DataFrame({"spent": [None], "device": ["fridge"]}, schema=TRAIN.schema))
    assert out[0].tolist() == [0.0, 0.0, 0.0]


def test_it_survives_a_manifest() -> None:
    fitted = FittedColumns.fit(TRAIN, ["spent"], ["device"])
    assert FittedColumns.from_dict(json.loads(json.dumps(fitted.as_dict()))) == fitted


def test_nothing_to_fit_on_is_refused() -> None:
    with pytest.raises(InvalidInput, match="training part is empty"):
        FittedColumns.fit(TRAIN.clear(), ["spent"])
