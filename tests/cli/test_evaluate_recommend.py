"""``shoptalk evaluate recommend`` on planted interactions, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from cli.evaluate.app import app
from cli.evaluate.interactions import read_interactions
from shop.errors import InvalidInput
from tests.recommender.candidates.made_up_histories import walks


def write(path: Path, rows: list[tuple[Any, ...]], header: tuple[str, ...] = ("user_id", "item_id", "timestamp")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    past = walks(260, 8)
    rows = [(f"u{u}", f"i{i}", at) for u, i, at in zip(past.user.tolist(), past.item.tolist(), past.at.tolist(), strict=True)]
    return write(tmp_path_factory.mktemp("planted") / "interactions.csv", rows)


@pytest.mark.parametrize("split", ["leave-last-out", "random"])
def test_figures_stand_beside_their_baselines(split: str, planted: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    asked = ["recommend", "--interactions", str(planted), "--split", split, "--without", "deep", "--json", str(out)]
    ended = CliRunner().invoke(app, asked)
    assert ended.exit_code == 0, ended.output
    result = json.loads(out.read_text(encoding="utf-8"))
    names = ("ndcg_at_10", "recall_at_10", "recall_at_50", "coverage", "fit_seconds", "recommend_ms_p50")
    assert set(names) <= set(result)
    assert {"popular", "item_knn", "als"} <= set(result["baselines"])
    assert result["ndcg_at_10"] > result["baselines"]["popular"]["ndcg_at_10"]
    assert result["baselines"]["popular"]["gain"]["low"] > 0
    assert "blend of the sources" in result["stages"]
    assert "rules" in result["settings"]
    assert "deep" not in result["settings"]


def test_a_source_that_there_is_not_is_refused_with_the_list(planted: Path) -> None:
    ended = CliRunner().invoke(app, ["recommend", "--interactions", str(planted), "--without", "magic"])
    assert ended.exit_code != 0
    assert isinstance(ended.exception, InvalidInput)
    assert "magic" in ended.exception.message
    assert "item_knn" in ended.exception.message


def test_repeats_count_once_ties_keep_the_files_order_and_times_may_be_iso(tmp_path: Path) -> None:
    rows = [("a", f"i{n}", "2024-05-01T10:00:00") for n in range(60)] + [("a", "i3", "2024-05-02T10:00:00")]
    rows += [("b", f"i{n}", "1714557600") for n in range(60)]
    found = read_interactions(write(tmp_path / "i.csv", rows)).histories
    assert found.lengths.tolist() == [60, 60]
    assert found.item[:60].tolist() == list(range(60))
    np.testing.assert_array_equal(found.at[:60], found.at[60:])


def test_a_user_is_where_the_first_row_with_a_region_says(tmp_path: Path) -> None:
    header = ("user_id", "item_id", "timestamp", "region")
    rows = [(f"u{n % 3}", f"i{n}", n, "" if n < 3 else ("Kent", "", "Fife")[n % 3]) for n in range(117)]
    rows += [("u0", "i1", 500, "Ulm"), ("u2", "i1", 500, ""), ("u2", "i2", 501, "Ulm")]
    read = read_interactions(write(tmp_path / "i.csv", rows, header))
    assert read.deeds.regions == ("Fife", "Kent")
    assert read.histories.asking is not None
    assert read.histories.asking.region.tolist() == [1, -1, 0]
    assert read_interactions(write(tmp_path / "j.csv", [row[:3] for row in rows])).histories.asking is None


def test_items_that_nobody_had_are_in_the_catalogue(tmp_path: Path) -> None:
    rows = [(f"u{n % 7}", f"i{n}", n) for n in range(120)]
    items = write(tmp_path / "items.csv", [("i1", "red tent"), ("new", "red tent"), ("x", "blue boat")], ("item_id", "name"))
    read = read_interactions(write(tmp_path / "i.csv", rows), items)
    assert read.histories.items == 122
    assert read.item_ids[-2:] == ("new", "x")
    assert read.described.shape[0] == 122


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("a", "b", "yesterday")], "row 2: timestamp is seconds or a time"),
        ([("a", "", "1")], "row 2: user_id and item_id"),
        ([("a", "b", "nan")], "no finite number"),
        ([("a", "b", "1")], "100 are needed"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(rows: list[tuple[str, str, str]], told: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=told):
        read_interactions(write(tmp_path / "i.csv", rows))


def test_later_baskets_are_completed_beside_what_stands_together(tmp_path: Path) -> None:
    past = walks(260, 24, basket=6)
    rows = [(f"u{u}", f"i{i}", at) for u, i, at in zip(past.user.tolist(), past.item.tolist(), past.at.tolist(), strict=True)]
    out = tmp_path / "result.json"
    file = write(tmp_path / "i.csv", rows)
    ended = CliRunner().invoke(
        app, ["recommend", "--interactions", str(file), "--split", "basket", "--without", "deep", "--json", str(out)]
    )
    assert ended.exit_code == 0, ended.output
    result = json.loads(out.read_text(encoding="utf-8"))
    assert {"together", "item_knn_of_basket", "popular"} <= set(result["baselines"])
    assert 0 <= result["had_before"] <= 1
    assert result["baselines"]["together"]["ndcg_at_10"] > result["baselines"]["popular"]["ndcg_at_10"]
