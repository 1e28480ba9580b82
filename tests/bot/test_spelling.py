"""Misspelt catalogue words, and messages without a known word."""

import pytest
from components.catalogue_words import CatalogueWords
from components.not_understood import is_noise
from components.spelling import Spelling, read_vocabulary, slips

KNOWN = Spelling(dict.fromkeys(["boat", "rock", "tenth", "show", "me", "what", "is", "slot", "reliable", "my", "the"], 1000))


@pytest.fixture
def words(artifacts):
    return CatalogueWords(artifacts / "lookups", spelling=KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("jaket", "jacket"), ("bakpack", "backpack"), ("sleping bag", "sleeping bag"), ("lether", "leather"), ("tetn", "tent")],
)
def test_a_slip_of_the_keys_finds_the_word(words, typed, meant):
    assert [found.value for found in words.find(f"my {typed}")] == [meant]


@pytest.mark.parametrize("text", ["my boat", "my boats", "show me rock", "tenth", "bxx", "blxwe"])
def test_right_words_and_far_ones_are_left_alone(words, text):
    assert words.find(text) == []


def test_without_a_vocabulary_nothing_is_corrected(artifacts):
    assert CatalogueWords(artifacts / "lookups").find("jaket") == []


@pytest.mark.parametrize(("a", "b", "n"), [("tent", "tent", 0), ("tetn", "tent", 1), ("jaket", "jacket", 1), ("abc", "xyz", 2)])
def test_slips_are_counted_up_to_the_most(a, b, n):
    assert slips(a, b, 1) == n


@pytest.mark.parametrize(
    ("text", "noise"), [("asdf qwer", True), ("....", True), ("what asdf", False), ("thx", False), ("Ñandú", False)]
)
def test_noise_has_no_known_word(text, noise):
    assert is_noise(text, [], KNOWN) is noise


def test_a_message_with_an_entity_is_no_noise():
    assert not is_noise("zorbmeister", [{"entity": "type", "value": "zorbmeister"}], KNOWN)


def test_the_encoders_vocabulary_knows_everyday_words(built):
    vocabulary = read_vocabulary(built / "encoder")
    assert {"boat", "jacket", "where", "order"} <= vocabulary.keys()
    assert not {"jaket", "asdf"} & vocabulary.keys()
    assert vocabulary["the"] == 1 < vocabulary["jacket"] < vocabulary["tent"]
