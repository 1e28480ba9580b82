"""Several places of a list, named at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.services.places import places

SAID = [
    ("compare the first two", [0, 1]),
    ("the first three please", [0, 1, 2]),
    ("the last two", [3, 4]),
    ("compare 1, 2 and 3", [0, 1, 2]),
    ("1 vs 4", [0, 3]),
    ("#2 and #5", [1, 4]),
    ("number 3 with number 1", [2, 0]),
    ("compare both", [0, 1, 2, 3, 4]),
    ("is it 3 or 4 stars", []),
    ("between $20 and $30", []),
    ("compare the first and the third", []),
    ("2 and 2", [1]),
    ("7 and 8", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), SAID, ids=[row[0] for row in SAID])
def test_places_are_read_in_the_order_said(text: str, wanted: list[int]) -> None:
    assert places(text, 5) == wanted


@given(st.text(alphabet="first lasttwo123,& andvs#both", max_size=40), st.integers(0, 6))
def test_no_place_is_outside_the_list_and_none_comes_twice(text: str, shown: int) -> None:
    found = places(text, shown)
    assert all(0 <= place < shown for place in found)
    assert len(set(found)) == len(found)
