"""The records of products as tables of what may be asked."""

from __future__ import annotations

from typing import Any

from actions.services.askable import price_table, tables_of
from recommender.asking import Attribute
from shop.catalogue import Product, Variant


def product(name: str, kind: str, *variants: Variant, **more: Any) -> Product:
    return Product(name.lower(), name, type=kind, variants=variants or (Variant(f"{name}-1", 5000, stock=3),), **more)


def table(products: list[Product], name: str) -> Attribute:
    return next(each for each in tables_of(products, {}) if each.name == name)


def values(products: list[Product], name: str) -> list[list[str]]:
    """Of each product."""
    found = table(products, name)
    return [[found.values[code] for code in found.codes[found.rows == row]] for row in range(found.size)]


def test_only_what_is_in_stock_can_be_chosen() -> None:
    two = product("Drizzle", "rain jacket", Variant("a", 9000, {"colour": "navy", "size": "Medium"}, stock=2),
                  Variant("b", 4000, {"colour": "red", "size": "L"}, stock=0))  # fmt: skip
    assert values([two], "colour") == [["blue"]]
    assert values([two], "size") == [["m"]]
    assert "price" not in [each.name for each in tables_of([two], {})]  # one price leaves no choice


def test_a_thing_that_several_types_end_with_is_a_kind_of_its_own() -> None:
    shop = [product("A", "rain jacket"), product("B", "down jacket"), product("C", "watering can")]
    assert values(shop, "kind") == [["jacket"], ["jacket"], ["watering can"]]
    assert values(shop, "type") == [["rain jacket"], ["down jacket"], ["watering can"]]


def test_what_a_record_lacks_is_derived_or_left_open() -> None:
    shop = [product("A", "", brand=""), product("B", "tent", brand="Tarn")]
    derived = {"a": {"type": "tarp", "brand": ""}}
    tables = {each.name: each for each in tables_of(shop, derived)}
    assert tables["type"].having("tarp").tolist() == [True, False]
    assert tables["brand"].having("Tarn").tolist() == [False, True]
    assert tables["brand"].rows.tolist() == [1]


def test_an_unknown_price_lies_in_no_band() -> None:
    found = price_table([[1000], [2000], [3000], [4000], [], [1000, 4000]], None)
    assert 4 not in found.rows
    assert (found.rows == 5).sum() == 2


def test_a_shops_own_attributes_can_be_asked_where_many_have_them() -> None:
    shop = [product(str(i), "tent", attributes={"Level": "easy" if i % 2 else "hard"}) for i in range(6)]
    assert values(shop, "level")[:2] == [["hard"], ["easy"]]
