"""Choosing the question: what it must never ask, and what makes one better than another."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.asking import (
    Attribute,
    Band,
    attribute,
    best_question,
    expected_information,
    knows,
    learnt,
    options_of,
    price_bands,
    softmax,
)
from recommender.asking.spoken_of import common_features, features_of, uses_of, whom_of

VALUES = st.sampled_from(["a", "b", "c", "d", "e", "f", "g"])
SHOPS = st.lists(st.tuples(st.floats(0.01, 10.0), st.sets(VALUES, max_size=3)), min_size=1, max_size=40)


def told(shop: list[tuple[float, set[str]]], knowing: float = 1.0, options: int = 5) -> float:
    weights = np.array([weight for weight, _ in shop])
    table = attribute("colour", [sorted(values) for _, values in shop])
    chances = weights / weights.sum()
    return expected_information(table, chances, options_of(table, chances, options), knowing)


def even(n: int) -> list[float]:
    return [1.0] * n


def test_four_equal_parts_narrow_by_two_bits_and_less_when_not_all_can_say() -> None:
    shop = [(1.0, {"abcd"[i % 4]}) for i in range(8)]
    assert told(shop) == pytest.approx(2.0)
    assert told(shop, knowing=0.5) == pytest.approx(1.0)


@settings(max_examples=200)
@given(SHOPS, st.floats(0, 1))
def test_a_question_narrows_by_no_less_than_nothing_and_no_more_than_all(
    shop: list[tuple[float, set[str]]], knowing: float
) -> None:
    weights = np.array([w for w, _ in shop])
    chances = weights / weights.sum()
    entropy_bound = -math.log2(chances.min())
    assert 0.0 <= told(shop, knowing) <= entropy_bound + 1e-9
    assert told(shop, 0.0) == 0.0


@settings(max_examples=100)
@given(SHOPS, st.floats(0, 1), st.floats(0, 1))
def test_the_more_can_answer_the_more_is_told(shop: list[tuple[float, set[str]]], one: float, other: float) -> None:
    assert told(shop, min(one, other)) <= told(shop, max(one, other)) + 1e-12


@settings(max_examples=100)
@given(SHOPS, st.randoms())
def test_the_order_of_the_candidates_changes_nothing(shop: list[tuple[float, set[str]]], random: object) -> None:
    turned = list(shop)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert told(shop, options=7) == pytest.approx(told(turned, options=7))


@settings(max_examples=100)
@given(SHOPS)
def test_a_value_that_goes_missing_never_helps_where_each_has_one(shop: list[tuple[float, set[str]]]) -> None:
    """Whoever wants a product of unknown colour does not mind the colour."""
    single = [(1.0, {min(values)} if values else set[str]()) for _, values in shop]
    bare = [(w, set[str]()) for w, _ in single]
    assert told(bare) == 0.0
    named = sum(bool(values) for _, values in single)
    assert told(single, options=7) <= named / len(single) * math.log2(max(len(single), 2)) + 1e-9


def test_what_all_have_in_common_tells_nothing() -> None:
    assert told([(1.0, {"a"})] * 9) == 0.0
    assert told([(1.0, {"a", "b", "c"})] * 9) == 0.0


def test_the_question_that_narrows_most_is_asked() -> None:
    colour = attribute("colour", [["red" if i < 10 else "blue"] for i in range(20)])
    use = attribute("use", [["abcd"[i % 4]] for i in range(20)])
    found = best_question(even(20), [colour, use], knowing=lambda _: 1.0)
    assert found is not None
    assert (found.attribute, set(found.options), round(found.bits, 6)) == ("use", set("abcd"), 2.0)


def test_what_few_can_answer_gives_way_to_what_most_can() -> None:
    brand = attribute("brand", [["abcd"[i % 4]] for i in range(20)])
    price = attribute("price", [["low" if i < 10 else "high"] for i in range(20)])
    given = {"brand": 0.3, "price": 0.9}
    found = best_question(even(20), [brand, price], knowing=given.__getitem__)
    assert found is not None
    assert found.attribute == "price"


def test_what_is_settled_is_never_asked() -> None:
    tables = [attribute(name, [["abcd"[i % 4]] for i in range(20)]) for name in ("type", "brand")]
    first = best_question(even(20), tables, known={"type"}, knowing=lambda _: 1.0)
    assert first is not None
    assert first.attribute == "brand"
    assert best_question(even(20), tables, known={"type", "brand"}, knowing=lambda _: 1.0) is None


def test_nothing_is_asked_of_few_and_nothing_that_is_not_worth_a_turn() -> None:
    five = [attribute("type", [[c] for c in "abcde"])]
    assert best_question(even(5), five) is None
    assert best_question(even(5), five, enough=4) is not None
    nearly_all = [attribute("type", [["a"]] * 19 + [["b"]])]
    assert best_question(even(20), nearly_all) is None
    assert best_question([], []) is None


def test_at_most_five_options_the_likeliest_first() -> None:
    kinds = [c for c, n in zip("abcdefg", (1, 7, 2, 6, 3, 5, 4), strict=True) for _ in range(n)]
    found = best_question(even(len(kinds)), [attribute("type", [[k] for k in kinds])])
    assert found is not None
    assert found.options == ("b", "d", "f", "g", "e")
    likely = [8.0 if k == "a" else 1.0 for k in kinds]
    weighted = best_question(likely, [attribute("type", [[k] for k in kinds])])
    assert weighted is not None
    assert weighted.options[0] == "a"


def test_a_table_of_another_size_and_weights_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="one row per weight"):
        best_question(even(3), [attribute("type", [["a"]])])
    with pytest.raises(ValueError, match="0 or more"):
        best_question([1.0, -1.0], [])


def test_candidates_that_are_left_keep_their_values() -> None:
    table = attribute("colour", [["red"], ["red", "blue"], [], ["blue"]])
    left = table.among(np.array([False, True, True, True]))
    assert left.having("blue").tolist() == [True, False, True]
    assert left.having("red").tolist() == [True, False, False]
    assert left.having("green").tolist() == [False, False, False]
    assert isinstance(left, Attribute)


def test_scores_become_chances() -> None:
    chances = softmax([0.0, 0.5, 1.0], 0.5)
    assert chances.sum() == pytest.approx(1.0)
    assert chances[2] / chances[1] == pytest.approx(math.e)
    assert softmax([], 1.0).size == 0
    with pytest.raises(ValueError, match="above 0"):
        softmax([1.0], 0.0)


@settings(max_examples=200)
@given(st.lists(st.integers(0, 500_000), max_size=60))
def test_bands_hold_every_known_price_and_part_them(prices: list[int]) -> None:
    bands = price_bands(prices)
    assert len(bands) <= 4
    assert len(bands) != 1
    for price in prices:
        holding = [band for band in bands if band.holds(price)]
        assert not holding if price == 0 else len(holding) >= bool(bands)
    for band in bands:
        assert Band.named(band.name) == band
        assert any(band.holds(price) for price in prices)
    highest = [band.high for band in bands[:-1]]
    assert highest == sorted(set(highest))


def test_bounds_of_bands_are_round() -> None:
    bands = price_bands([1999, 2499, 4999, 6900, 8730, 12_300, 15_900, 24_900])
    assert [band.name for band in bands] == [":5000", "5000:8500", "8500:15000", "15000:"]
    assert price_bands([5000, 5000, 5000]) == ()
    assert price_bands([0, 0]) == ()


def test_what_a_shop_learns_of_its_customers_outweighs_what_was_judged() -> None:
    knowing = learnt({"brand": (400, 380), "price": (2, 0), "colour": (0, 0), "size": (0.5, 3)})
    assert knowing("brand") > 0.9
    assert 0.7 < knowing("price") < knows("price")
    assert knowing("colour") == knows("colour")
    assert 0 < knowing("hood") < 1
    assert knowing("size") <= 1


def test_uses_and_persons_are_read_where_they_are_meant() -> None:
    assert uses_of("Trail Running Shoes", "For hiking and camping. The school run is no trouble.") == (
        "running",
        "hiking",
        "camping",
    )
    assert uses_of("Rain jacket", "Not for swimming in; you look like a tennis player.") == ("swimming",)
    assert whom_of("Women's Rain Jacket", "A gift for children and for their dogs") == ("women", "kids", "dogs")
    assert whom_of("Jacket", "the women who make it") == ()


def test_features_are_those_that_can_be_named_and_that_many_have() -> None:
    hood = features_of({"Hood": "removable hood", "weight": "360 g", "care": "wash", "fit": "a very long story of how it fits"})
    assert hood == {"hood": "removable hood"}
    assert common_features([hood, hood, {}, {"zip": "yes"}]) == ("hood",)
