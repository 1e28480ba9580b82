"""What a title says the product is. The table is read with what its own titles teach, as a small shop's would be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.brands import BrandReader
from retrieval.query_type import wanted_type
from retrieval.types import TypeReader, matches, type_words

TITLES: list[tuple[str, str]] = [tuple(row) for row in json.loads(Path(__file__).with_name("titles.json").read_text("utf-8"))]


@pytest.fixture(scope="module")
def read() -> dict[str, str]:
    titles = [title for title, _ in TITLES]
    brands = BrandReader(titles, [""] * len(titles))
    made_by = [brands.read(title) for title in titles]
    reader = TypeReader(titles, made_by)
    return {title: reader.read(title, brand) for title, brand in zip(titles, made_by, strict=True)}


@pytest.mark.parametrize(("title", "wanted"), TITLES)
def test_a_title_is_read_as_the_thing_it_names(read: dict[str, str], title: str, wanted: str) -> None:
    assert matches(wanted, read[title]), read[title]


def test_a_guitar_is_not_its_strap_strings_bag_stand_tuner_or_clamp(read: dict[str, str]) -> None:
    guitars = {title for title, kind in read.items() if matches("guitar", kind)}
    assert guitars == {title for title, wanted in TITLES if wanted.endswith(" guitar")}


@pytest.mark.parametrize(
    ("wanted", "have", "fits"),
    [
        ("guitar", "acoustic guitar", True),
        ("guitars", "acoustic guitar", True),
        ("acoustic guitar", "acoustic-electric guitar", True),
        ("acoustic guitar", "dreadnought acoustic guitar", True),
        ("acoustic guitar", "guitar", False),
        ("guitar", "guitar strap", False),
        ("guitar", "acoustic guitar bundle", True),
        ("tent", "tent peg", False),
        ("", "tent", False),
        ("tent", "", False),
    ],
)
def test_a_type_matches_by_its_head_and_all_that_was_asked_of_it(wanted: str, have: str, fits: bool) -> None:
    assert matches(wanted, have) is fits


TYPES = {type_words(t) for t in ("acoustic guitar", "guitar", "guitar strap", "tent", "rain jacket", "jacket", "strap")}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("I'm looking for an acoustic guitar under $200", "acoustic guitar"),
        ("a red guitar strap for my guitar", "guitar strap"),
        ("strap for an acoustic guitar", "strap"),
        ("waterproof rain jackets in blue", "rain jacket"),
        ("something warm", ""),
        ("a gift for a guitar player", ""),
        ("", ""),
    ],
)
def test_a_query_names_a_type_where_its_first_phrase_ends_with_one(query: str, wanted: str) -> None:
    assert wanted_type(query, TYPES) == wanted


@given(st.text(max_size=200))
def test_any_title_is_read_without_failing(title: str) -> None:
    reader = TypeReader([title, title], ["", ""])
    assert isinstance(reader.read(title), str)
    assert isinstance(BrandReader([title] * 4, [title]).read(title), str)
    assert isinstance(wanted_type(title, TYPES), str)


def test_a_brand_starts_several_titles_and_is_no_ordinary_word() -> None:
    titles = [
        *("Larkfield LF-20 Guitar", "Larkfield Strap", "Larkfield Amp"),
        *("Melissa & Doug Puzzle", "Melissa & Doug Blocks", "Melissa & Doug Farm"),
        *("Wooden Box", "Wooden Chair", "Wooden Spoon", "Travel Mug", "Travel Pillow", "Travel Bag"),
    ]
    texts = ["Made for travel, this is a mug.", "For those who travel far.", "", "", "", "", "", "", "", "", "", ""]
    reader = BrandReader(titles, texts)
    assert [reader.read(t) for t in titles] == ["Larkfield"] * 3 + ["Melissa & Doug"] * 3 + [""] * 6
