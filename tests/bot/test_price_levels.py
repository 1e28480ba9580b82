"""Cheap and dear, said without a number, and what is ruled out because it is there already."""

import pytest
from components.catalogue_words import Found
from components.negation import unwanted
from components.price_levels import price_levels

LEVELS = [
    ("not that cheap please", "high"),
    ("nothing too cheap", "high"),
    ("a bit pricier", "high"),
    ("not too expensive", "low"),
    ("neither cheap nor expensive", "mid"),
    ("a cheap one", "low"),
]


@pytest.mark.parametrize(("text", "level"), LEVELS)
def test_a_level_that_is_denied_is_the_other_one(text, level):
    assert [p.value for p in price_levels(text)] == [level]


@pytest.mark.parametrize(
    ("said", "ruled_out"), [("he already has a kettle", True), ("we have enough kettles", True), ("he has a kettle", False)]
)
def test_what_is_there_already_is_ruled_out(said, ruled_out):
    at = said.index("kettle")
    assert unwanted(said, [Found("type", "kettle", at, at + 6)]) == [ruled_out]
