"""A real marketplace catalogue with coarse categories and no types: guitars are told from what belongs to them."""

from __future__ import annotations

import csv
import gzip
import os
import re
from pathlib import Path

import pytest

from retrieval.facts import Facts
from retrieval.filters import Filters
from retrieval.learnt import Learnt, learn
from retrieval.products import ProductIndex
from retrieval.types import matches
from shop.catalogue import Product, Variant

DATASETS = os.environ.get("SHOPTALK_DATASETS", "")
pytestmark = pytest.mark.skipif(not DATASETS, reason="SHOPTALK_DATASETS is unset: no public catalogue to read")

#: Words that, close behind "guitar" and before any joint, say that the thing is not a guitar. An oracle for this test alone.
ACCESSORY = re.compile(
    r"\bguitars?(?:[ -][a-z0-9'-]+){0,3}[ -](?:strings|straps?|cases?|bags?|stands?|tuners?|picks?|capos?|cables?|pedals?|amps?"
    r"|amplifiers?|hangers?|pickups?|pickguards?|bridges?|clamps?|pegs?|pins?|knobs?|holders?|wall|winders?|books?|polish)\b"
)
JOINT = re.compile(r"\s(?:with|w/|for|and|&|in|-)\s|[,(|+/]")


@pytest.fixture(scope="module")
def catalogue() -> list[Product]:
    path = Path(DATASETS) / "search" / "vespa_shop_products.csv.gz"
    if not path.is_file():
        pytest.skip(f"{path.name} is not in SHOPTALK_DATASETS")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [
            Product(
                r["id"], r["title"], r["description"], category=r["category"], rating=float(r["average_rating"]),
                variants=(Variant(r["id"], int(r["price"]), stock=int(r["quantity"])),),
            )
            for r in csv.DictReader(file)
        ]  # fmt: skip


@pytest.fixture(scope="module")
def learning(catalogue: list[Product]) -> tuple[Learnt, list[Facts]]:
    return learn(catalogue)


@pytest.fixture(scope="module")
def facts(learning: tuple[Learnt, list[Facts]]) -> list[Facts]:
    return learning[1]


def test_one_product_is_read_later_as_it_was_among_all(
    tmp_path: Path, catalogue: list[Product], learning: tuple[Learnt, list[Facts]]
) -> None:
    learnt, facts = learning
    learnt.save(tmp_path)
    kept = Learnt.open(tmp_path)
    for number in range(0, len(catalogue), 40):
        assert kept.facts([catalogue[number]]) == [facts[number]]


def is_accessory(title: str) -> bool:
    return bool(ACCESSORY.search(JOINT.split(title.lower())[0]))


def test_what_reads_as_an_acoustic_guitar_is_one(catalogue: list[Product], facts: list[Facts]) -> None:
    found = [p.name for p, f in zip(catalogue, facts, strict=True) if matches("acoustic guitar", f.type)]
    wrong = [name for name in found if is_accessory(name)]
    assert len(found) > 200
    assert len(wrong) <= len(found) * 0.02, wrong
    assert any(name.startswith("Bailando 38 Inch Acoustic Guitar Cutaway Mahogany") for name in found)
    assert not any("Bridge Clamp Set" in name or name.startswith("CAHAYA") for name in found)


def test_a_search_for_acoustic_guitars_under_a_price_gives_guitars_at_or_under_it(
    tmp_path: Path, build, encoder, catalogue: list[Product]
) -> None:
    some = [p for p in catalogue if "acoustic" in p.name.lower() and "guitar" in p.name.lower()][:260]
    build(tmp_path, products=some)
    index = ProductIndex.open(tmp_path, encoder)
    names, prices = {p.product_id: p.name for p in some}, {p.product_id: p.variants[0].price for p in some}
    result = index.search("acoustic guitar", Filters(types=("acoustic guitar",), price_max=20000), 10)
    assert len(result.hits) == 10
    assert all(0 < prices[h.product_id] <= 20000 for h in result.hits)
    assert not [names[h.product_id] for h in result.hits if is_accessory(names[h.product_id])]
    least = min(prices[h.product_id] for h in result.hits)
    cheaper = index.search("acoustic guitar", Filters(types=("acoustic guitar",), price_max=least - 1), 10)
    assert all(0 < prices[h.product_id] < least for h in cheaper.hits)
