"""Stars and product names as people write them."""

from __future__ import annotations

import pytest

from actions.services.reviews import matching_name, read_stars
from shop.catalogue import Product


@pytest.mark.parametrize(
    ("said", "stars"),
    [
        (4, 4), (5.0, 5), ("5", 5), ("four stars", 4), ("4/5", 4),
        ("3 out of 5", 3), ("★★", 2), ("I give it two", 2), ("excellent", 5),
        ("5 stars", 5), ("3.0", 3),
        (0, None), (6, None), ("6", None), ("4.5", None),
        ("10", None), ("1 or 2", None), ("", None), (None, None), (True, None),
        ("★★★★★★", None), ("-3", None), ("hello", None),
    ],
)  # fmt: skip
def test_stars_are_read_from_numbers_and_words_and_nothing_else(said: object, stars: int | None) -> None:
    assert read_stars(said) == stars


def test_a_product_is_recognised_by_part_of_its_name() -> None:
    products = [Product("a", "Alpine Storm Jacket"), Product("b", "Harbour Linen Shirt")]
    assert matching_name("the storm jacket was great", products) == products[0]
    assert matching_name("my dog likes it", products) is None


def test_a_name_that_fits_two_products_alike_names_none() -> None:
    products = [Product("a", "Storm Jacket Red"), Product("b", "Storm Jacket Blue")]
    assert matching_name("storm jacket", products) is None
