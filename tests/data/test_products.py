from __future__ import annotations

import re
from collections import Counter

from data.sample import SampleShop


def test_no_two_products_share_a_name(shop: SampleShop) -> None:
    assert len({p.name for p in shop.products}) == len(shop.products)


def test_at_least_half_of_the_products_have_three_variants_or_more(shop: SampleShop) -> None:
    assert sum(len(p.variants) >= 3 for p in shop.products) >= len(shop.products) / 2


def test_each_price_is_above_its_cost_and_below_its_old_price(shop: SampleShop) -> None:
    for variant in (v for p in shop.products for v in p.variants):
        assert variant.cost is not None
        assert variant.price > variant.cost > 0
        assert variant.compare_at is None or variant.compare_at > variant.price


def test_some_things_are_sold_out_and_some_reduced(shop: SampleShop) -> None:
    assert 10 < sum(not p.in_stock for p in shop.products) < 90
    assert 50 < sum(any(v.compare_at for v in p.variants) for p in shop.products) < 150


def test_every_product_says_what_it_is_in_two_to_four_sentences(shop: SampleShop) -> None:
    for product in shop.products:
        assert product.type
        assert product.category
        assert product.brand
        assert product.material
        assert product.attributes
        assert "{" not in product.description
        assert 2 <= len(re.findall(r"[.](?:\s|$)", product.description)) <= 4, product.description


def test_a_description_agrees_with_the_attributes(shop: SampleShop) -> None:
    told = 0
    for product in shop.products:
        told += sum(value in product.description for value in product.attributes.values())
        stated = re.search(r"Made of ([^.]+)\.", product.description)
        assert stated is None or stated[1] == product.material
    assert told > 1.5 * len(shop.products)


def test_a_better_product_of_a_kind_costs_more(shop: SampleShop) -> None:
    plain = [p.prices()[0] for p in shop.products if p.type == "rain jacket" and p.attributes["waterproofing"] == "8,000 mm"]
    best = [p.prices()[0] for p in shop.products if p.type == "rain jacket" and p.attributes["waterproofing"] == "20,000 mm"]
    assert plain
    assert best
    assert max(plain) < max(best)


def test_ratings_are_the_mean_of_the_stars(shop: SampleShop) -> None:
    stars: dict[str, list[int]] = {}
    for review in shop.reviews:
        assert review.stars is not None
        stars.setdefault(review.product_id, []).append(review.stars)
    for product in shop.products:
        given = stars.get(product.product_id, [])
        assert product.rating_count == len(given)
        assert product.rating == (round(sum(given) / len(given), 1) if given else None)


def test_the_shop_is_broad(shop: SampleShop) -> None:
    categories = Counter(p.category for p in shop.products)
    assert len(categories) >= 8
    assert min(categories.values()) >= 20
    assert len({p.type for p in shop.products}) >= 60
