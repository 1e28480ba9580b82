"""What a query's words become: mended where the catalogue makes it likely, left alone where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.spelling import Spelling, compounds
from retrieval.text import Tokeniser

COUNTS = {"faucet": 40, "vacuum": 9, "wall": 30, "oven": 20, "dentil": 12, "kitchen": 50, "wide": 60, "chainsaw": 8, "chain": 5,
          "saw": 9, "eureka": 7, "shelf": 15, "rare": 2, "clean": 10}  # fmt: skip
ENGLISH = {"dental", "ocean", "aide"}
SPELLING = Spelling(COUNTS, {"walloven": 4}, ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("asked", "looked_for"),
    [
        (["fauet"], ["faucet"]),
        (["vaccuum"], ["vacuum"]),
        (["ureka"], ["eureka"]),
        (["walloven"], ["wall", "oven"]),
        (["chain", "saw"], ["chain", "saw", "chainsaw"]),
        (["faucets"], ["faucets"]),
        (["dental"], ["dental"]),
        (["ocean"], ["ocean"]),
        (["kitchen", "aide"], ["kitchen", "aide"]),
        (["fau"], ["fau"]),
        (["br200"], ["br200"]),
        (["raree"], ["raree"]),
    ],
)
def test_a_word_is_mended_only_where_the_catalogue_makes_it_likely(asked: list[str], looked_for: list[str]) -> None:
    assert SPELLING.mended(asked) == looked_for


def test_neighbours_that_often_stand_together_are_known_when_run_together() -> None:
    texts = [["white", "wall", "oven"]] * 3 + [["wall", "clock"]] * 2 + [["3", "inch"]] * 9
    assert compounds(texts) == {"whitewall": 5, "walloven": 4}


@given(st.lists(st.text("abcdefghijklmnop0123456789", min_size=1, max_size=12), max_size=6))
def test_no_word_is_lost_and_known_words_stay(asked: list[str]) -> None:
    found = SPELLING.mended(asked)
    assert len(found) >= len(asked)
    assert [w for w in asked if w in COUNTS] == [w for w in found if w in COUNTS and w in asked][
        : sum(w in COUNTS for w in asked)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('1-1/2" pipe', "1-1/2 inch pipe"),
        ("5-gal. bucket", "5 gallons bucket"),
        ("8in hinge", "8 in. hinge"),
        ("4by4 post", "4 x 4 post"),
        ("12 ft. rope", "12' rope"),
        ("100 sq. ft. roll", "100 square feet roll"),
        ("20 amp fuse", "20-Amp fuse"),
    ],
)
def test_measures_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert Tokeniser().stems(one) == Tokeniser().stems(other)


def test_a_fraction_is_one_token_and_in_stays_a_word() -> None:
    assert Tokeniser().words("3/4 inch") == ["3/4", "inch"]
    assert "inch" not in Tokeniser().words("3 in 1 tool")
