"""A price of 0 is missing data, and what cannot be bought is not for sale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue import Product, Variant


@pytest.mark.parametrize(("price", "stock", "buyable"), [(100, 1, True), (0, 5, False), (100, 0, False), (0, 0, False)])
def test_only_what_has_a_price_and_is_there_can_be_bought(price: int, stock: int, buyable: bool):
    assert Variant("s1", price, stock=stock).buyable is buyable


@given(st.lists(st.integers(0, 10_000), max_size=8))
def test_known_prices_come_in_order_and_zero_is_none_of_them(prices: list[int]):
    product = Product("p1", "Kettle", variants=tuple(Variant(f"s{i}", price) for i, price in enumerate(prices)))
    assert list(product.prices()) == sorted(price for price in prices if price)


def test_a_product_is_in_stock_when_one_variant_is():
    empty, full = Variant("s1", 100), Variant("s2", 100, stock=2)
    assert Product("p1", "Kettle", variants=(empty, full)).in_stock
    assert not Product("p1", "Kettle", variants=(empty,)).in_stock
    assert not Product("p1", "Kettle").in_stock


def test_a_variant_is_found_by_its_sku():
    product = Product("p1", "Kettle", variants=(Variant("s1", 100), Variant("s2", 120)))
    found = product.variant("s2")
    assert found is not None
    assert found.price == 120
    assert product.variant("s3") is None
