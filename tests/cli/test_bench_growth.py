"""What the growth suite makes up, and that it measures what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cli.bench.growth import SIZES, asked, learnt, made_up
from cli.bench.quality import GROWTH


@pytest.mark.parametrize("events", [10_000, 100_000])
def test_about_so_many_events_are_made_up_and_the_same_each_time(events: int) -> None:
    past = made_up(events, events // 20, events // 20)
    assert 0.95 * events < len(past.item) < 1.1 * events
    assert past.users == events // 20
    np.testing.assert_array_equal(past.item, made_up(events, events // 20, events // 20).item)


def test_some_products_are_taken_far_more_than_others() -> None:
    counts = np.sort(np.bincount(made_up(20_000, 1_000, 1_000).item, minlength=1_000))[::-1]
    assert counts[:100].sum() > 0.25 * counts.sum()


def test_what_is_measured_is_fitted_and_answers(tmp_path: Path) -> None:
    found = {**learnt(4_000, tmp_path), **asked(4_000, tmp_path)}
    assert {"rules", "als", "ease", "ranker"} <= set(found["seconds_by_source"])
    assert "deep" not in found["seconds_by_source"]
    assert 0 < found["recommend_ms_p50"] <= found["recommend_ms_p95"]
    assert found["memory_mb"] > 50


def test_every_size_has_its_rows_on_the_page() -> None:
    assert {figure.path.split("/")[1] for figure in GROWTH} == {str(events) for events in SIZES}
