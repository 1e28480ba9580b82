from __future__ import annotations

import numpy as np
import pytest

from retrieval.filters import Filters
from retrieval.products import ProductIndex
from shop.catalogue import Product
from shop.errors import NotFound


def ids(index: ProductIndex, query: str, filters: Filters | None = None, top_k: int = 10) -> list[str]:
    return [h.product_id for h in index.search(query, filters or Filters(), top_k).hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("a light shell for wet days", "jacket"),
        ("a warm coat for cold days", "down"),
        ("tent", "tent"),
        ("tent pegs", "pegs"),
        ("pegs for my tent", "pegs"),
        ("skillet for an induction hob", "pan"),
        ("reading light for the living room", "lamp"),
        ("frying pann", "pan"),
    ],
)
def test_meaning_and_words_find_the_product(index: ProductIndex, query: str, first: str) -> None:
    assert ids(index, query)[0] == first


def test_a_type_filter_gives_things_of_that_type_only(index: ProductIndex) -> None:
    assert set(ids(index, "for camping", Filters(types=("tent",)))) == {"tent"}
    assert set(ids(index, "for rain", Filters(types=("jackets",)))) == {"jacket", "down"}


def test_the_variant_shown_is_the_one_that_fits(index: ProductIndex) -> None:
    def shown(filters: Filters) -> str:
        return index.search("rain jacket", filters, 1).hits[0].sku

    assert shown(Filters(types=("rain jacket",))) == "jacket-red-m"
    assert shown(Filters(colours=("blue",))) == "jacket-blue-l"
    assert shown(Filters(colours=("navy",), sizes=("medium",))) == "jacket-blue-m"
    assert shown(Filters(types=("rain jacket",), price_min=12100)) == "jacket-blue-l"


def test_colour_size_and_stock_must_hold_for_one_and_the_same_variant(index: ProductIndex) -> None:
    result = index.search("jacket", Filters(colours=("blue",), sizes=("m",), in_stock=True, types=("rain jacket",)), 5)
    assert result.hits == ()
    assert result.relax == ("sizes",)


def test_an_unknown_price_never_satisfies_a_price_filter(index: ProductIndex) -> None:
    assert "down" not in ids(index, "jacket", Filters(colours=("green",), price_max=99999))
    assert "down" in ids(index, "jacket", Filters(colours=("green",)))
    assert index.search("jacket", Filters(types=("down jacket",), price_max=0), 5).relax == ("price_max",)


def test_what_has_to_go_is_found_by_trying(index: ProductIndex) -> None:
    assert index.search("tent", Filters(types=("tent",), price_max=1000), 5).relax == ("price_max",)
    assert index.search("tent", Filters(types=("tent",), colours=("purple",)), 5).relax == ("colours",)
    assert index.search("tent", Filters(types=("canoe",)), 5).relax == ("types",)
    assert index.search("tent", Filters(types=("canoe",), colours=("mauve",)), 5).relax == ("colours", "types")


def test_total_counts_what_satisfies_the_filters_and_inactive_products_are_gone(index: ProductIndex) -> None:
    assert index.search("", Filters(), 2).total == 6
    assert len(index.search("", Filters(), 2).hits) == 2
    assert "retired" not in ids(index, "old rain jacket")


def test_an_empty_query_ranks_by_rating(index: ProductIndex) -> None:
    assert ids(index, " ", Filters())[0] == "tent"


def test_excluded_values_and_products_do_not_occur(index: ProductIndex) -> None:
    assert "jacket" not in ids(index, "jacket", Filters(exclude={"brands": ("fellwind",)}))
    assert "jacket" not in ids(index, "jacket", Filters(exclude_products=("jacket",)))


def test_similar_products_start_with_the_same_kind_and_leave_itself_out(index: ProductIndex) -> None:
    found = [h.product_id for h in index.similar("jacket", Filters(), 3).hits]
    assert found[0] == "down"
    assert "jacket" not in found
    with pytest.raises(NotFound):
        index.similar("nothing", Filters(), 3)


def test_vectors_come_in_the_order_asked(index: ProductIndex) -> None:
    vectors = index.vectors(["tent", "jacket", "tent"])
    assert vectors.shape == (3, 384)
    np.testing.assert_allclose(vectors[0], vectors[2])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert index.vectors([]).shape == (0, 384)
    with pytest.raises(NotFound):
        index.vectors(["nothing"])


def test_a_vector_given_is_used_as_it_is(index: ProductIndex, encoder) -> None:
    plain = index.search("tent for two", Filters(), 5)
    given = index.search("tent for two", Filters(), 5, vector=encoder.encode(["tent for two"])[0])
    assert [h.product_id for h in plain.hits] == [h.product_id for h in given.hits]


@pytest.mark.parametrize("query", ["{", "\x00", "?" * 5000, "日本語", "'; drop table products", "🦊"])
def test_odd_queries_are_answered_without_failing(index: ProductIndex, query: str) -> None:
    assert index.search(query, Filters(), 3).total == 6


def test_facts_tell_type_and_brand(index: ProductIndex) -> None:
    assert index.facts("pegs") == {"type": "tent peg", "brand": "Cairnside", "category": "Camping", "material": "aluminium"}


def test_a_price_in_the_query_finds_no_model_numbers(index: ProductIndex) -> None:
    plain = index.search("tent for two", Filters(), 5)
    priced = index.search("tent for two under $28.00", Filters(), 5)
    assert [h.product_id for h in plain.hits] == [h.product_id for h in priced.hits]


def test_departments_come_by_their_meaning_and_by_what_is_in_them(index: ProductIndex, catalogue: dict[str, Product]) -> None:
    departments = {one.category for one in catalogue.values() if one.active and one.category}
    assert set(index.departments_near("anything", 50)) == departments
    assert index.departments_near("cooking dinner", 1) == [catalogue["pan"].category]
    assert index.departments_near("a night in the woods", 1) == [catalogue["tent"].category]
