"""A search is begun by one message and changed by the next."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.services.search_state import SearchState, begin, change, drop, minor, read_conditions, starts_afresh
from actions.services.search_words import say_what
from actions.services.wishes import FACETS, own_words, wishes
from actions.words import Words
from retrieval.filters import Filters

WORDS = Words(
    {
        name: [{"text": text}]
        for name, text in {
            "utter_condition_types": "{value}",
            "utter_condition_colours": "in {value}",
            "utter_condition_price_max": "up to {value}",
            "utter_condition_exclude": "without {value}",
            "utter_what_products": "products",
            "utter_what_like": "products for “{query}”",
        }.items()
    }
)


def entity(name: str, value: Any, text: str = "", of: str = "", role: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"entity": name, "value": value}
    if of:
        found |= {"start": text.index(of), "end": text.index(of) + len(of)}
    return found | ({"role": role} if role else {})


GUITAR = "I'm looking for an acoustic guitar under $200"
GUITAR_ENTITIES = [
    entity("type", "acoustic guitar", GUITAR, "acoustic guitar"),
    entity("price_max", 200.0, GUITAR, "under $200"),
]


def test_prices_come_in_major_units_and_become_minor_units_of_the_currency() -> None:
    assert minor(49.99, "USD") == 4999
    assert minor("$200", "USD") == 20000
    assert minor(900, "JPY") == 900


@pytest.mark.parametrize("value", [0, -5, "", "free", None, True, float("nan"), 1e12])
def test_what_is_no_price_above_zero_is_no_price(value: object) -> None:
    assert minor(value, "USD") is None


def test_a_first_message_gives_query_and_filters() -> None:
    state = begin(GUITAR, GUITAR_ENTITIES, "USD")
    assert state.query == "an acoustic guitar"
    assert state.filters == Filters(types=("acoustic guitar",), price_max=20000)
    assert say_what(state, WORDS, "USD") == "acoustic guitars up to $200.00"


def test_a_message_that_wishes_for_nothing_is_no_search() -> None:
    assert begin("show me something please", [], "USD") == SearchState()


def test_in_blue_keeps_what_was_looked_for() -> None:
    state = change(begin(GUITAR, GUITAR_ENTITIES, "USD"), "in blue", [entity("colour", "blue", "in blue", "blue")], "USD")
    assert state.filters == Filters(types=("acoustic guitar",), price_max=20000, colours=("blue",))
    assert state.query == "an acoustic guitar"


def test_a_facet_named_again_replaces_the_old_value() -> None:
    state = SearchState("jacket", Filters(types=("jacket",), colours=("red",)))
    assert change(state, "in blue", [entity("colour", "blue")], "USD").filters.colours == ("blue",)


def test_not_leather_excludes_it_and_no_longer_asks_for_it() -> None:
    state = SearchState("jacket", Filters(types=("jacket",), materials=("leather",)))
    changed = change(state, "not leather", [entity("material", "leather", role="not")], "USD")
    assert changed.filters.materials == ()
    assert changed.filters.exclude == {"materials": ("leather",)}
    assert say_what(changed, WORDS, "USD") == "jackets without leather"


def test_asking_for_what_was_excluded_takes_the_exclusion_back() -> None:
    state = SearchState("jacket", Filters(types=("jacket",), exclude={"materials": ("leather",)}))
    changed = change(state, "leather is fine", [entity("material", "leather")], "USD")
    assert (changed.filters.materials, changed.filters.exclude) == (("leather",), {})


def test_of_two_bounds_that_contradict_the_newer_counts() -> None:
    state = SearchState("jacket", Filters(price_min=10000))
    assert change(state, "under 50", [entity("price_max", 50)], "USD").filters == Filters(price_max=5000)


def test_bounds_in_the_wrong_order_are_turned_round() -> None:
    assert read_conditions([entity("price_min", 80), entity("price_max", 20)], "USD") == Filters(price_min=2000, price_max=8000)


@pytest.mark.parametrize(
    ("text", "entities", "afresh"),
    [
        ("in blue", [entity("colour", "blue", "in blue", "blue")], False),
        ("something under 50", [entity("price_max", 50, "something under 50", "under 50")], False),
        ("show me tents", [entity("type", "tent", "show me tents", "tents")], True),
        ("something waterproof", [], True),
        ("not leather", [entity("material", "leather", "not leather", "leather", role="not")], False),
    ],
)
def test_a_search_starts_afresh_when_a_new_thing_is_named(text: str, entities: list[dict[str, Any]], afresh: bool) -> None:
    assert starts_afresh(text, entities, SearchState("jacket")) is afresh


def test_a_new_wish_in_a_refinement_is_added_to_the_query() -> None:
    assert change(SearchState("rain jacket"), "but waterproof ones", [], "USD").query == "rain jacket waterproof"


def test_dropping_a_condition_leaves_the_others() -> None:
    filters = Filters(types=("tent",), price_max=100, colours=("red",))
    assert drop(filters, "price_max") == Filters(types=("tent",), colours=("red",))
    assert drop(filters, "no such thing") == filters
    state = change(SearchState("tent", filters), "", [entity("drop", "colours")], "USD")
    assert state.filters == Filters(types=("tent",), price_max=100)


def test_a_slot_gives_the_search_back() -> None:
    state = SearchState("tent", Filters(types=("tent",), exclude={"brands": ("x",)}, rating_min=4.0), "price")
    assert SearchState.from_slot(state.to_slot()) == state


@pytest.mark.parametrize("slot", [None, "tent", 3, [], {"filters": {"nonsense": 1}}, {"filters": "x"}])
def test_a_slot_that_cannot_be_read_is_no_search(slot: object) -> None:
    found = SearchState.from_slot(slot)
    assert found is None


def test_the_span_of_a_price_stays_out_of_the_query() -> None:
    assert own_words(GUITAR, GUITAR_ENTITIES, keep_facets=True) == "an acoustic guitar"
    assert wishes(GUITAR, GUITAR_ENTITIES) == []


names = st.sampled_from([*FACETS, "price_min", "price_max", "rating_min", "in_stock", "drop", "ordinal", "unknown"])
values = st.one_of(
    st.text(max_size=12), st.floats(), st.integers(), st.none(), st.booleans(), st.lists(st.text(max_size=5), max_size=3)
)
entities = st.lists(
    st.fixed_dictionaries(
        {"entity": names, "value": values},
        optional={"role": st.sampled_from(["not"]), "start": st.integers(-5, 40), "end": st.integers(-5, 40)},
    ),
    max_size=6,
)


@given(st.text(max_size=40), entities, st.text(max_size=40), entities)
def test_whatever_the_bot_finds_a_search_stays_readable(
    first: str, found: list[dict[str, Any]], second: str, more: list[dict[str, Any]]
) -> None:
    state = change(begin(first, found, "USD"), second, more, "USD")
    assert SearchState.from_slot(state.to_slot()) == state
    bounds = state.filters
    assert bounds.price_min is None or bounds.price_max is None or bounds.price_min <= bounds.price_max


@pytest.mark.parametrize(("text", "word"), [("I hate Nordvale", "Nordvale"), ("I can't stand Nordvale", "Nordvale")])
def test_a_dislike_is_a_condition_and_no_words_to_search_for(text: str, word: str) -> None:
    start = text.index(word)
    said = {"entity": "brand", "value": "nordvale", "role": "not", "start": start, "end": start + len(word)}
    state = begin(text, [said], "USD")
    assert state.query == ""
    assert state.filters.exclude == {"brands": ("nordvale",)}


@pytest.mark.parametrize(("level", "sort"), [("low", "price"), ("high", "price_down")])
def test_cheap_and_premium_order_by_price_where_the_kind_is_known(level: str, sort: str) -> None:
    said = [entity("price_level", level), entity("type", "tent")]
    assert begin("cheap tents", said, "USD").sort == sort
    assert begin("something cheap", said[:1], "USD").sort == "relevance"
    assert change(begin("tents", said[1:], "USD"), "cheap ones", said[:1], "USD").sort == sort
