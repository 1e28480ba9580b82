"""A real catalogue of 24,576 products, with prices in cents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storage import Storage
from storage.imports import run_import

FOLDER = os.environ.get("SHOPTALK_DATASETS", "")


@pytest.mark.skipif(not FOLDER, reason="SHOPTALK_DATASETS is not set")
def test_a_real_catalogue_goes_in(shop: Storage, tmp_path: Path, now, rejected):
    file = Path(FOLDER) / "search" / "vespa_shop_products.csv.gz"
    options = {"units": {"price": "cents"}, "currency": "USD", "now": now, "rejects": tmp_path / "rejects.csv"}
    report = run_import(shop, "products", file, **options)
    assert (report.rows, report.changed) == (24_576, 24_575)
    assert rejected(report) == [(1128, "title", "missing")]
    puzzle = shop.products.get("120337225")
    assert puzzle is not None
    assert (puzzle.category, puzzle.variants[0].price, puzzle.variants[0].stock, puzzle.rating) == (
        "Toys_and_Games",
        2334,
        67,
        4.5,
    )
    assert sum(variant.price == 0 for product in shop.products.all() for variant in product.variants) == 167
