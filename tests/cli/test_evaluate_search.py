"""``shoptalk evaluate search`` measures what a shop's own queries find, and says clearly what it cannot read."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from cli.evaluate.plain_legs import PlainBm25
from cli.evaluate.search import Labelled, evaluate, read_catalogue, read_labelled
from cli.steps import Steps
from retrieval.encoder.export import export_encoder
from shop.catalogue import Product
from shop.errors import InvalidInput
from shop.settings import load_settings
from tests.retrieval.conftest import CATALOGUE, NOW


@pytest.fixture(scope="module")
def encoder() -> Path:
    folder = load_settings().artifacts / "encoder"
    export_encoder(None, folder, NOW)
    return folder


def table(path: Path, *rows: tuple[object, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_each_ranking_is_scored_on_the_same_queries(encoder: Path) -> None:
    queries = [("1", "something for a wet day on the hill"), ("2", "tent pegs")]
    labelled = Labelled(queries, {"1": {"jacket": 2.0}, "2": {"pegs": 1.0, "tent": 0.0}})
    found = evaluate([p for p in CATALOGUE if p.active], labelled, encoder, Steps())
    assert (found["products"], found["queries"]) == (6, 2)
    assert found["ndcg_at_10"] == found["mrr"] == found["recall_at_100"] == 1
    assert 0 < found["bm25_only"]["ndcg_at_10"] <= 1
    assert 0 < found["dense_only"]["ndcg_at_10"] <= 1
    assert found["gain_over_bm25_only"]["low"] <= found["gain_over_bm25_only"]["gain"] <= found["gain_over_bm25_only"]["high"]
    assert min(found["query_ms_p50"], found["build_seconds"], found["bm25_only"]["query_ms_p50"]) > 0


def test_plain_bm25_ranks_by_words_alone(tmp_path: Path) -> None:
    leg = PlainBm25([Product("a", "Rain jacket"), Product("b", "Tent", "Pegs included"), Product("c", "Peg")], tmp_path / "leg")
    assert leg.top("the pegs", 3)[:2] == ["c", "b"]
    assert leg.top("jackets", 1) == ["a"]


def test_queries_without_a_positive_grade_are_left_out_and_the_smallest_hashes_stay(tmp_path: Path) -> None:
    queries = table(tmp_path / "q.csv", ("query_id", "query"), *((f"q{i}", f"text {i}") for i in range(9)), ("none", "nothing"))
    labels = table(
        tmp_path / "l.csv", ("query_id", "product_id", "grade"), *((f"q{i}", "p", 1.5) for i in range(9)), ("none", "p", 0)
    )
    found = read_labelled(queries, labels, 4)
    by_hash = sorted((f"q{i}" for i in range(9)), key=lambda q: hashlib.sha256(q.encode()).hexdigest())
    assert [q for q, _ in found.queries] == by_hash[:4]
    assert len(read_labelled(queries, labels, None).queries) == 9


@pytest.mark.parametrize("grade", ["", "much", "-1", "nan", "31"])
def test_a_grade_that_is_none_is_told_with_its_row(tmp_path: Path, grade: str) -> None:
    queries = table(tmp_path / "q.csv", ("query_id", "query"), ("q", "tent"))
    labels = table(tmp_path / "l.csv", ("query_id", "product_id", "grade"), ("q", "p", 1), ("q", "r", grade))
    with pytest.raises(InvalidInput, match="row 3: grade is a number"):
        read_labelled(queries, labels, None)


def test_labels_of_other_queries_are_told(tmp_path: Path) -> None:
    queries = table(tmp_path / "q.csv", ("query_id", "query"), ("q", "tent"))
    labels = table(tmp_path / "l.csv", ("query_id", "product_id", "grade"), ("other", "p", 1))
    with pytest.raises(InvalidInput, match="No query"):
        read_labelled(queries, labels, None)


def test_products_are_read_as_an_import_reads_them(tmp_path: Path) -> None:
    path = table(
        tmp_path / "p.csv",
        ("product_id", "name", "description", "price", "waterproof", "active"),
        ("p", "Tent", "For two.", "129.00", "yes", "yes"), ("q", "", "no name", "1", "", "yes"),
        ("r", "Old tent", "", "", "", "no"),
    )  # fmt: skip
    found, rejected = read_catalogue(path, load_settings(), lambda fraction, text: None)
    assert rejected == 1
    assert [(p.name, p.attributes, p.prices()) for p in found] == [("Tent", {"waterproof": "yes"}, (12900,))]
    with pytest.raises(InvalidInput, match="lacks the column name"):
        read_catalogue(table(tmp_path / "x.csv", ("product_id",), ("p",)), load_settings(), lambda fraction, text: None)
