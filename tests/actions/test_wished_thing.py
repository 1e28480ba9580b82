"""Which thing is wished for by a name that is none of the catalogue's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.services.wished_thing import asks_to_buy, thing_wished


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("do you sell televisions?", "televisions"),
        ("I want to buy a car", "car"),
        ("got any mountain bikes", "mountain bikes"),
        ("skis?", "skis"),
        ("looking for a nice drone under 300", "drone"),
        ("order a pizza", "pizza"),
    ],
)
def test_a_thing_is_read_however_it_is_asked_for(text: str, name: str) -> None:
    wished = thing_wished(text, [])
    assert wished is not None
    assert wished.name == name
    assert wished.noun


@pytest.mark.parametrize(
    "text",
    ["something waterproof", "do you have good ones", "something to sit on when we go camping", "can I get some help", "?", ""],
)
def test_a_quality_a_purpose_and_a_plea_are_no_thing(text: str) -> None:
    assert thing_wished(text, []) is None


def test_a_kind_that_the_catalogue_knows_is_not_looked_for_again() -> None:
    assert thing_wished("do you have a tent", [{"entity": "type", "value": "tent", "start": 14, "end": 18}]) is None


def test_a_colour_is_no_part_of_the_name() -> None:
    wished = thing_wished("a blue drone", [{"entity": "colour", "value": "blue", "start": 2, "end": 6}])
    assert wished is not None
    assert wished.name == "drone"


def test_only_a_wish_for_a_ware_is_one_to_buy() -> None:
    assert asks_to_buy("do you carry yoga mats")
    assert asks_to_buy("I would like to buy a washing machine")
    assert not asks_to_buy("do you have a job for me")
    assert not asks_to_buy("tell me a joke")


@given(st.text(max_size=120))
def test_any_message_is_read(text: str) -> None:
    wished = thing_wished(text, [])
    assert wished is None or wished.head
