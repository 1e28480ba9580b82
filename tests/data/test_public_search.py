"""The public search sets come out in the columns that ``shoptalk evaluate search`` takes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.evaluate.search import read_labelled
from data.public import crowdflower, homedepot
from data.public.files import public_file
from shop.errors import InvalidInput

needs_public_data = pytest.mark.skipif(
    not os.environ.get("SHOPTALK_DATASETS"), reason="SHOPTALK_DATASETS is unset: no public data"
)


@needs_public_data
@pytest.mark.parametrize(
    ("read", "products", "queries", "grades"),
    [(crowdflower.read, 9912, 139, {0, 1, 2, 3}), (homedepot.read, 54667, 5896, None)],
)
def test_products_queries_and_grades_fit_together(tmp_path: Path, read, products: int, queries: int, grades) -> None:
    found = read()
    found.write(tmp_path)
    ids = {p for p, _, _ in found.products}
    assert len(ids) == len(found.products) == products
    labelled = read_labelled(tmp_path / "queries.csv", tmp_path / "labels.csv", None)
    assert len(labelled.queries) == queries
    given = {grade for judged in labelled.grades.values() for grade in judged.values()}
    assert given == grades or (min(given) == 0 and max(given) == (max(grades) if grades else 2))
    assert all(ids.issuperset(judged) for judged in labelled.grades.values())


def test_a_set_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHOPTALK_DATASETS", str(tmp_path))
    with pytest.raises(InvalidInput, match=r"must hold search/crowdflower_products\.csv\.gz"):
        public_file("search/crowdflower_products.csv.gz")
