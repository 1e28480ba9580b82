"""The shop's own codes in a sentence: in any case, with a slip, and not where their word means something else."""

import hashlib
import json
from pathlib import Path

import pytest
from components.catalogue_intent import better_intent
from components.catalogue_words import CatalogueWords
from components.entities import entities_of
from components.known_codes import KnownCodes
from components.spelling import Spelling

CODES = ["FERNWEH", "LAKESIDE30", "PICNIC", "NORTHWAY", "SAVE-15", "TRAILBLAZER"]
WORDS = ("the", "is", "a", "picnic", "for", "we", "plan", "have", "lake", "side", "still", "works", "code")
ENGLISH = Spelling({word: rank for rank, word in enumerate(WORDS, 1)})


def write_codes(artifacts: Path, codes: list) -> None:
    folder = artifacts / "codes"
    folder.mkdir(exist_ok=True)
    data = json.dumps(codes).encode()
    (folder / "codes.json").write_bytes(data)
    (folder / "manifest.json").write_text(json.dumps({"files": {"codes.json": hashlib.sha256(data).hexdigest()}}))


@pytest.fixture
def read(artifacts: Path):
    write_codes(artifacts, CODES)
    words, codes = CatalogueWords(artifacts / "lookups", spelling=ENGLISH), KnownCodes(artifacts / "codes", every=0)
    return lambda text: entities_of(text, words, codes=codes)


def codes_in(found: list) -> list:
    return [e["value"] for e in found if e["entity"] == "coupon_code"]


SAID = [
    ("does FERNWEH still work?", ["FERNWEH"]),
    ("and fernweh?", ["FERNWEH"]),
    ("DOES FERNWEH WORK", ["FERNWEH"]),
    ("what do i save with lakeside30", ["LAKESIDE30"]),
    ("can i use lakeside 30 as a code", ["LAKESIDE30"]),
    ("is the code lake-side30 valid", ["LAKESIDE30"]),
    ("is SAVE15 valid", ["SAVE-15"]),
    ("what about “Fernweh”", ["FERNWEH"]),
    ("FERNWEH and TRAILBLAZER", ["FERNWEH", "TRAILBLAZER"]),
    # a slip among the letters, where codes are spoken of
    ("is trailblazr still valid", ["TRAILBLAZER"]),
    ("does FERNWHE work", ["FERNWEH"]),
    ("tents and trailblazr", ["TRAILBLAZER"]),
    ("a fernwe tent", []),
    # another number is another code
    ("is the code LAKESIDE20 valid", ["LAKESIDE20"]),
    # a word of the language or of the catalogue: only where it is shouted or called a code
    ("a tent for a picnic", []),
    ("tents by northway", []),
    ("does PICNIC still work", ["PICNIC"]),
    ("is the code picnic valid", ["PICNIC"]),
    ("does the northway code work", ["NORTHWAY"]),
    # nothing of the kind
    ("do you have fern green tents", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), SAID, ids=[row[0] for row in SAID])
def test_a_code_of_the_shop_is_found_however_it_is_written(text, wanted, read):
    assert codes_in(read(text)) == wanted


def test_new_codes_are_taken_without_a_restart(artifacts):
    write_codes(artifacts, ["FERNWEH"])
    codes = KnownCodes(artifacts / "codes", every=0)
    assert [p.value for p in codes.find("fernweh or meadowlark", lambda word: False)] == ["FERNWEH"]
    write_codes(artifacts, ["MEADOWLARK"])
    assert [p.value for p in codes.find("fernweh or meadowlark", lambda word: False)] == ["MEADOWLARK"]


def test_a_damaged_list_is_not_taken(artifacts):
    write_codes(artifacts, ["FERNWEH"])
    (artifacts / "codes" / "codes.json").write_text('["OTHER"]')
    assert KnownCodes(artifacts / "codes").find("is OTHER valid", lambda word: False) == []


ABOUT = [
    ("does FERNWEH still work?", "site_problem", "check_coupon"),
    ("FERNWEH on tents?", "product_question", "check_coupon"),
    ("is there anything off with fernweh for boots", "search_product", "check_coupon"),
    ("show me tents for FERNWEH", "search_product", None),
    ("did you take FERNWEH off my order", "order_status", None),
    ("is the WX2000 in stock", "product_question", None),
    ("codes please", "coupons_for_me", None),
]


@pytest.mark.parametrize(("text", "top", "wanted"), ABOUT, ids=[row[0] for row in ABOUT])
def test_a_sentence_with_a_code_of_the_shop_is_about_that_code(text, top, wanted, read):
    assert better_intent(text, read(text), lost=False, between_searches=False, top=top) == wanted
