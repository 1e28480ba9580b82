"""What of a product can be measured, read from its record, and which measure a sentence asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.measures import MEASURES, Measure, reading, wanted
from shop.catalogue import Product


def measure(name: str) -> Measure:
    return next(m for m in MEASURES if m.name == name)


def told(name: str, attribute: str, value: str) -> float | None:
    found = reading(Product("p", "A thing", attributes={attribute: value}), measure(name))
    return None if found is None else round(found.value, 2)


@given(st.integers(1, 99_999))
def test_a_weight_is_the_same_in_grams_and_kilograms(grams: int) -> None:
    assert told("weight", "weight", f"{grams:,} g") == told("weight", "weight", f"{grams / 1000:g} kg") == grams


@given(st.integers(1, 9_999), st.sampled_from(["cm", "mm", "m", "in", "ft"]))
def test_lengths_are_comparable_whatever_their_unit(number: int, unit: str) -> None:
    centimetres = {"cm": 1, "mm": 0.1, "m": 100, "in": 2.54, "ft": 30.48}[unit]
    assert told("length", "length", f"{number} {unit}") == pytest.approx(number * centimetres, abs=0.01)


@pytest.mark.parametrize(
    ("name", "attribute", "value", "expected"),
    [
        ("capacity", "capacity", "4-Person", 4),
        ("capacity", "capacity", "4 to 6 people", 6),
        ("capacity", "volume", "500 ml", 0.5),
        ("temperature", "warmth", "rated to 14 °F", -10),
        ("temperature", "warmth", "rated to -4 °F", -20),
        ("run time", "keeps_hot", "12 hours", 43_200),
        ("power", "power", "2,800 W", 2_800),
        ("size", "size", "60 × 45 cm", 45),
        ("maximum load", "maximum load", "120 kg", 120_000),
        ("weight", "fabric", "350 g/m²", None),
        ("weight", "maximum load", "120 kg", None),
        ("weight", "weight", "light", None),
    ],
)
def test_quantities_are_read_from_attributes(name: str, attribute: str, value: str, expected: float | None) -> None:
    assert told(name, attribute, value) == expected


def test_the_description_is_read_where_no_attribute_tells() -> None:
    described = Product("p", "A tent", description="Room for two. It weighs 2.1 kg with poles. The bag is 40 cm long.")
    found = reading(described, measure("weight"))
    assert found is not None
    assert (found.value, found.said) == (2100, "It weighs 2.1 kg with poles.")
    assert reading(described, measure("power")) is None


@pytest.mark.parametrize(
    ("text", "first", "high", "most"),
    [
        ("ok show me something lighter", "weight", False, False),
        ("which is the lightest?", "weight", False, True),
        ("a less heavy one", "weight", False, False),
        ("the heaviest kettle", "weight", True, True),
        ("do you have a warmer one", "temperature", False, False),
        ("something bigger please", "capacity", True, False),
        ("one that holds more", "capacity", True, False),
        ("a more compact one", "capacity", False, False),
        ("the most powerful stove", "power", True, True),
        ("anything brighter", "brightness", True, False),
        ("a longer lasting one", "run time", True, False),
        ("got a thicker one", "thickness", True, False),
    ],
)
def test_a_comparative_names_its_measure_and_direction(text: str, first: str, high: bool, most: bool) -> None:
    found = wanted(text)
    assert found is not None
    assert (found.measures[0].name, found.high, found.most) == (first, high, most)


@pytest.mark.parametrize(
    "text",
    ["a light jacket", "show me tents", "best rated first", "the cheapest one", "lowest price", "my latest order", "a big bag",
     "i'm interested in the vest", "highest rated", "do you have it in a large", ""],
)  # fmt: skip
def test_other_sentences_ask_for_no_measure(text: str) -> None:
    assert wanted(text) is None


@given(st.text(max_size=60))
def test_any_text_can_be_asked_and_read(text: str) -> None:
    wanted(text)
    for each in MEASURES:
        reading(Product("p", "A thing", description=text, attributes={each.name: text}), each)


def test_too_much_of_a_measure_is_a_wish_for_the_other_side() -> None:
    for text, name, high in (
        ("too heavy", "weight", False),
        ("a bit too bright", "brightness", False),
        ("too dim", "brightness", True),
    ):
        asked = wanted(text)
        assert asked is not None
        assert (asked.measures[0].name, asked.high) == (name, high)
