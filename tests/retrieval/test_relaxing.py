"""Where nothing is left of any catalogue, giving up what is named leaves something, and giving up less would not."""

from __future__ import annotations

import tempfile
from functools import reduce
from itertools import combinations
from pathlib import Path

from hypothesis import given, settings

from retrieval.columns import Columns, write_columns
from retrieval.filters import Filters
from retrieval.learnt import derive
from retrieval.relaxing import conditions_to_relax
from shop.catalogue import Product, Variant
from tests.retrieval.test_filters import catalogue, catalogues, filters


def columns_of(products: list[Product]) -> Columns:
    with tempfile.TemporaryDirectory() as folder:
        write_columns(products, derive(products), Path(folder))
        return Columns.open(Path(folder), [p.product_id for p in products])


def without(wanted: Filters, names: tuple[str, ...]) -> Filters:
    return reduce(Filters.without, names, wanted)


@settings(max_examples=80, deadline=None)
@given(catalogues, filters)
def test_the_fewest_conditions_whose_loss_leaves_something_are_named(rows, wanted: Filters) -> None:
    columns = columns_of(catalogue(rows))
    if columns.mask(wanted).any():
        return
    named = conditions_to_relax(columns, wanted)
    assert named
    assert columns.mask(without(wanted, named)).any()
    for fewer in range(1, min(len(named), 3)):
        for tried in combinations(wanted.set_names(), fewer):
            assert not columns.mask(without(wanted, tried)).any()


SHOP = [
    Product("red", "Red tent", type="tent", brand="Fell", variants=(Variant("r", 30000, {"colour": "red"}, stock=1),)),
    Product("blue", "Blue tent", type="tent", brand="Fell", variants=(Variant("b", 20000, {"colour": "blue"}, stock=1),)),
]


def test_of_two_pairs_that_help_the_less_missed_one_is_offered() -> None:
    wanted = Filters(types=("tent",), brands=("other",), colours=("green",), price_max=10000)
    assert conditions_to_relax(columns_of(SHOP), wanted) == ("colours", "price_max", "brands")
    assert conditions_to_relax(columns_of(SHOP), Filters(types=("tent",), colours=("green",), price_max=25000)) == ("colours",)
    assert conditions_to_relax(columns_of(SHOP), Filters(types=("tent",), colours=("green",), price_max=100)) == (
        "colours", "price_max",
    )  # fmt: skip


def test_an_empty_shop_has_nothing_to_offer() -> None:
    assert conditions_to_relax(columns_of([]), Filters(types=("tent",))) == ()
