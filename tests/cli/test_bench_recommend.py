"""The arithmetic of the recommendation suite: means over seeds, lists by category, and whose invoice asks for what."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from cli.bench import recommend
from cli.bench.moments import Deeds, Invoices, measure
from cli.bench.quality import render
from cli.bench.recommend import hand_picked, over_seeds
from cli.evaluate.interactions import Read
from data.public.online_retail import Bought
from recommender.candidates.histories import of_lists
from recommender.interactions import Interactions

NOTHING = Interactions(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))


def bought(customer: str, article: str, at: str, country: str = "France") -> Bought:
    return Bought(customer, at, f"{at}T10:00:00Z", "RED MUG", 1, 1, 1.0, article, country)


def test_figures_over_seeds_are_means_and_each_is_told() -> None:
    one = {"ndcg_at_10": 0.4, "recall_at_10": 0.2, "recall_at_50": 0.5, "coverage": 0.1}
    found = over_seeds({1: one, 2: {**one, "ndcg_at_10": 0.5}})
    assert found["ndcg_at_10"] == pytest.approx(0.45)
    assert found["each_ndcg_at_10"] == [0.4, 0.5]
    assert found["seeds"] == [1, 2]


def test_what_there_was_no_time_for_is_named_on_the_page_and_has_no_row(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    figures = {"ndcg_at_10": 0.5, "recall_at_10": 0.2, "recall_at_50": 0.5, "coverage": 0.1}
    whole = recommend.run(lambda name: figures)
    assert whole["left_out"] == []
    assert whole["movielens_other_seeds"]["each_ndcg_at_10"] == [0.5, 0.5]
    assert whole["amazon_beauty"] == figures
    monkeypatch.setattr(recommend, "LATEST_SECONDS", -1)
    result = recommend.run(lambda name: figures)
    assert {"amazon_beauty", "movielens_time", "movielens_other_seeds"} <= set(result["left_out"])
    assert set(result) == {"load_average", "left_out", "seconds", "load_average_after"}
    kept = {"command": "make bench SUITE=recommend", "measured_at": "2026-01-01T00:00:00", "machine": {"cores": 2}}
    result = {**result, "amazon_beauty": {"ndcg_at_10": 0.5}, "left_out": ["movielens_time"]}
    (tmp_path / "recommend.json").write_text(json.dumps({**kept, "result": result}), encoding="utf-8")
    page = render(tmp_path)
    assert "whose time was up: movielens_time." in page
    assert "Amazon Beauty, leave-last-out" in page
    assert "MovieLens-100K by time" not in page


def test_items_take_the_category_of_their_id_and_the_nameless_share_one() -> None:
    read = Read(of_lists([[0, 1], [0, 2]], 4), NOTHING, ("mug", "cup", "odd", "odder"))
    shown = hand_picked(read, {"mug": "drink", "cup": "drink"})(read.histories).score(of_lists([[]], 4))[0]
    assert (
        shown[0] > shown[2] > shown[1] > shown[3] == 0
    )  # one of each category in turn; nobody took the last in the first days


def test_an_invoice_asks_with_what_came_before_it_and_wants_what_is_new() -> None:
    lines = [
        bought("1", "a", "2010-01-01"),
        bought("2", "b", "2010-01-02"),
        bought("1", "a", "2010-03-01"),
        bought("1", "b", "2010-03-01"),
        bought("1", "c", "2010-04-01"),
        bought("2", "b", "2010-05-01"),
    ]
    deeds = Deeds.of(lines)
    found = Invoices.after(deeds.at[1], deeds)
    assert found.user.tolist() == [0, 0]  # customer 2 bought nothing new
    assert found.asked.item.tolist() == [0, 0, 1]
    assert found.wanted.item.tolist() == [1, 2]


def test_a_country_that_buys_its_own_things_is_told_from_one_that_does_not() -> None:
    rng = np.random.default_rng(5)
    lines = []
    for day in range(1, 29):
        for month in range(1, 13):
            for customer in range(3):
                abroad = customer == 0
                for item in rng.choice(30, 3, replace=False) + (30 if abroad else 0):
                    at = f"2010-{month:02}-{day:02}"
                    lines.append(bought(f"{month}-{day}-{customer}", str(item), at, "Japan" if abroad else "France"))
    found = measure(sorted(lines, key=lambda line: line.placed_at))
    assert found["country"]["gain"]["low"] > 0
    assert "country" in found["together"]["of"]
    assert abs(found["hour"]["gain"]["gain"]) < 1e-9  # all at ten o'clock
    assert "hour" not in found["together"]["of"]
