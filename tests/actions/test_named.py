"""Products that a message names in full, anywhere in the catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.services.named import NameIndex
from shop.catalogue import Product, Variant


def product(number: int, name: str, kind: str, brand: str, colour: str = "black") -> Product:
    return Product(f"p{number}", name, type=kind, brand=brand, variants=(Variant(f"S{number}", 100, {"colour": colour}),))


KESTREL = product(1, "Ullvik Kestrel Down Jacket", "down jacket", "Ullvik")
FIRTH = product(2, "Brackenhill Firth 28 L Daypack", "daypack", "Brackenhill")
PLAIN = product(3, "Rain Jacket", "rain jacket", "Nordvale")
SHADE = product(4, "Tarnwood Slate Parka", "parka", "Tarnwood", "cream")
SAGE_ONE = product(5, "Grayling Works Bramble Multi-tool", "multi-tool", "Grayling Works")
SAGE_TWO = product(6, "Cairnstone Bramble Multi-tool", "multi-tool", "Cairnstone")
GONE = Product("p7", "Emberly Lost Lantern", type="lantern", brand="Emberly", active=False)
INDEX = NameIndex([KESTREL, FIRTH, PLAIN, SHADE, SAGE_ONE, SAGE_TWO, GONE])
WORDS = ["brackenhill", "firth", "28", "l", "daypack", "ullvik", "kestrel", "down", "jacket", "the", "&", ",", "?", "a"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("does the Brackenhill Firth 28 L Daypack fit a laptop?", ("p2",)),
        ("the ULLVIK  kestrel down jackets", ("p1",)),
        ("do you still have the kestrel down jacket", ("p1",)),
        ("compare Brackenhill Firth 28 L Daypack and ullvik kestrel down jacket", ("p2", "p1")),
        ("kestrel down jacket or Ullvik Kestrel Down Jacket", ("p1",)),
        ("Cairnstone Bramble Multi-tool", ("p6",)),
        ("a bramble multi-tool", ()),  # two have that name
        ("a rain jacket", ()),  # a kind of thing
        ("a slate parka", ()),  # a colour and a kind
        ("Tarnwood Slate Parka", ("p4",)),
        ("a down jacket from Ullvik", ()),
        ("the Emberly Lost Lantern", ()),
        ("compare the brackenhill firth and the Ullvik Kestrel", ("p2", "p1")),
        ("tarnwood slate", ()),  # a slate one from Tarnwood
        ("kestrel down", ()),
        ("", ()),
    ],
)
def test_a_name_is_found_where_it_means_one_product(text: str, ids: tuple[str, ...]):
    assert INDEX.find(text).product_ids == ids


def test_what_is_said_beside_the_name_is_left():
    text = "does the Brackenhill Firth 28 L Daypack fit a laptop?"
    assert INDEX.find(text).without_names(text) == "does the fit a laptop?"


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_whatever_is_said_spans_lie_apart_and_inside_the_text(words: list[str]):
    text = " ".join(words)
    found = INDEX.find(text)
    assert len(found.spans) >= len(found.product_ids)
    end = 0
    for start, stop in found.spans:
        assert end <= start < stop <= len(text)
        end = stop
