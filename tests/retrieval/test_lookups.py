from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.facts import Facts, colour_values, material_values, size_values
from retrieval.lookups import sizes, types, variants
from retrieval.size_words import size_forms
from retrieval.text import correct, normalise, plural, sentences, singular
from retrieval.words import listed
from shop.manifest import check_manifest
from tests.retrieval.conftest import product


def values(artifacts: Path, name: str) -> dict[str, list[str]]:
    return {e["value"]: e["forms"] for e in json.loads((artifacts / "lookups" / f"{name}.json").read_text("utf-8"))}


def test_types_come_with_plurals_and_the_things_they_end_with(artifacts: Path) -> None:
    types = values(artifacts, "types")
    assert {"rain jacket", "rain jackets"} <= set(types["rain jacket"])
    assert {"jacket", "jackets"} <= set(types["jacket"])
    assert "tent pegs" in types["tent peg"]
    assert {"floor lamp", "lamp", "frying pan", "pan"} <= set(types)


def test_each_list_has_its_values_and_the_manifest_fits(artifacts: Path) -> None:
    check_manifest(artifacts / "lookups")
    assert values(artifacts, "brands")["Cairnside"] == ["cairnside"]
    assert set(values(artifacts, "categories")) == {"jackets", "camping", "lighting", "kitchen"}
    colours = values(artifacts, "colours")
    assert {"navy blue", "navy", "blue", "red", "turquoise"} <= set(colours)
    assert "gray" in colours["grey"]
    assert "medium" in values(artifacts, "sizes")["m"]
    assert {"aluminium", "brass", "marble", "recycled polyester", "polyester"} <= set(values(artifacts, "materials"))
    assert "aluminum" in values(artifacts, "materials")["aluminium"]


def test_a_thing_no_type_is_called_alone_is_spelt_as_the_types_that_end_with_it() -> None:
    facts = [Facts(kind, "", "", (), ()) for kind in ("hiking socks", "wool socks", "t-shirt")]
    found = {
        str(e["value"]): e["forms"] for e in types([product(str(i), "x", type=f.type) for i, f in enumerate(facts)], facts)
    }
    assert {"socks", "sock"} <= set(found["socks"])  # type: ignore[arg-type]
    assert "t shirts" in found["t-shirt"]  # type: ignore[operator]


def test_a_form_is_written_in_all_its_ways() -> None:
    assert {"fern & fjord", "fern and fjord"} <= set(variants("fern & fjord"))
    assert {"merino wool", "merino woollen", "merino woolen"} <= set(variants("merino wool"))
    assert {"grey", "gray"} <= set(variants("grey"))
    assert "cast iron" in variants("cast-iron")


def test_sizes_are_known_by_their_units_and_tell_which_types_come_in_them() -> None:
    assert {"10 in", "10 inch", "10 inches"} <= set(size_forms("10 in"))
    assert {"2-person", "two person", "2 man"} <= set(size_forms("2-person"))
    assert size_forms("queen") == ["queen"]
    entry = sizes([Facts("wool blanket", "", "", (), (((), ("queen",), ()),))])[0]
    assert (entry["value"], entry["types"], entry["products"]) == ("queen", ["blanket"], 1)


def test_no_form_belongs_to_two_values(artifacts: Path) -> None:
    for name in ("types", "brands", "colours", "sizes", "materials"):
        forms = [f for found in values(artifacts, name).values() for f in found]
        assert len(forms) == len(set(forms)), name
        assert all(f == f.lower() for f in forms)


def test_options_are_known_by_all_their_names() -> None:
    assert colour_values("Navy Blue") == ("navy blue", "navy", "blue")
    assert colour_values("Gray") == ("grey",)
    assert size_values("Medium") == ("m", "medium")
    assert size_values("US 9") == ("us 9", "9")
    assert "wool" in material_values("80% merino wool, 20% nylon")
    assert colour_values("") == size_values("") == material_values("") == ()


PAIRS = listed(
    "jacket/jackets knife/knives torch/torches dish/dishes box/boxes battery/batteries toy/toys shelf/shelves dress/dresses"
    " glass/glasses jeans/jeans shoe/shoes vase/vases pan/pans"
)


@pytest.mark.parametrize(("one", "many"), [("rain jacket", "rain jackets"), *(pair.split("/") for pair in PAIRS)])
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many
    if one != "glass":  # "glasses" are also worn
        assert " ".join([*many.split()[:-1], singular(many.split()[-1])]) == one


@pytest.mark.parametrize("word", ["bass", "chess", "jeans", "harness", "canvas", "compass", "gas", "gps"])
def test_a_word_in_s_that_is_no_plural_stays(word: str) -> None:
    assert singular(word) == word


def test_units_are_made_one() -> None:
    assert normalise('38" × 20 in.').split() == normalise("38 inches × 20 inch").split()
    assert "5 litre" in normalise("5L pan")
    assert "6 foot" in normalise("6ft cable")


def test_spelling_is_mended_only_towards_words_in_use() -> None:
    counts = {"kitchen": 40, "jacket": 12, "rare": 1}
    assert correct("jackett", counts) == "jacket"
    assert correct("kicthen", counts) == "kitchen"
    assert correct("kitchenaid", counts) == "kitchenaid"
    assert correct("jackets", counts) == "jackets"
    assert correct("tent", counts) == "tent"


def test_sentences_keep_order_and_lose_bullets() -> None:
    assert sentences("Warm. Dry! 5.5 mm thick\n• One\n• Two") == ["Warm.", "Dry!", "5.5 mm thick", "One", "Two"]
