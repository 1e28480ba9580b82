from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.mentions import Mentions
from retrieval.text import Tokeniser


def speaks(thing: str, description: str = "", **more: object) -> bool:
    def every(stems: Sequence[str]) -> np.ndarray:
        return np.asarray([0])

    return bool(len(Mentions([{"name": "Jacket", "description": description, **more}], every, Tokeniser()).of(thing)))


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("hood", "The hood packs away into the collar."),
        ("a hood", "With two hoods."),
        ("batteries", "It takes three batteries. No charger is needed."),
        ("chest strap", "Wide hip belt and a chest strap."),
        ("zips", "A two-way zip that does not snag."),
    ],
)
def test_a_text_that_has_the_thing_speaks_of_it(thing: str, text: str) -> None:
    assert speaks(thing, text)


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("hood", "A collar instead of a hood."),
        ("hood", "There is no hood."),
        ("batteries", "It works without any batteries."),
        ("plastic", "Plastic-free, down to the lid."),
        ("logo", "A plain shirt, free of any logo."),
        ("zips", "Buttons all the way down."),
    ],
)
def test_a_text_that_denies_the_thing_or_says_nothing_does_not(thing: str, text: str) -> None:
    assert not speaks(thing, text)


def test_an_attribute_says_by_its_value_whether_the_thing_is_there() -> None:
    assert speaks("hood", attributes={"hood": "adjustable"})
    assert not speaks("hood", attributes={"hood": "none"})
    assert not speaks("hood", attributes={"hood": "no"})


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_thing_and_any_text_have_an_answer(thing: str, text: str) -> None:
    assert speaks(thing, text) in (True, False)
