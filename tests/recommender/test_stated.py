"""What customers say of themselves, read as facts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.stated import ATTRIBUTES, GIFT, ME, Reader, Stated, canonical, of_lookups
from recommender.stated.forgetting import asks_what_is_known, forgetting

READER = Reader()


def told(text: str, *, gift: bool = False) -> set[tuple[str, str, str, bool]]:
    return {fact.key for fact in READER.read(text, gift=gift)}


def me(attribute: str, value: str, negated: bool = False) -> tuple[str, str, str, bool]:
    return attribute, value, ME, negated


def of_gift(attribute: str, value: str, negated: bool = False) -> tuple[str, str, str, bool]:
    return attribute, value, GIFT, negated


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("I'm vegan", {me("diet", "vegan")}),
        ("size 9 wide", {me("size", "9"), me("width", "wide")}),
        ("I hate leather", {me("material", "leather", True)}),
        ("it's for my dad", {of_gift("recipient", "dad")}),
        ("I'm not vegan anymore", {me("diet", "vegan", True)}),
        ("anything but red", {me("colour", "red", True)}),
        ("I can't eat gluten", {me("diet", "gluten-free")}),
        ("leather is fine now", {me("material", "leather")}),
        ("she wears a medium", {of_gift("size", "m")}),
        ("my son is allergic to nuts", {of_gift("recipient", "son"), of_gift("allergy", "nuts")}),
        ("no gold, only silver", {me("colour", "gold", True), me("colour", "silver")}),
    ],
)
def test_a_statement_becomes_a_fact(text: str, facts: set[tuple[str, str, str, bool]]) -> None:
    assert told(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "do you have vegan boots?",
        "is it made of leather?",
        "what size is it?",
        "show me red dresses",
        "my order of leather boots hasn't arrived",
        "I ordered a size 9 but got a 10",
        "forget that I'm vegan",
        "these boots are too tight",
    ],
)
def test_a_question_or_an_order_states_nothing(text: str) -> None:
    assert told(text) == set()


def test_what_is_told_in_a_question_counts() -> None:
    assert told("what size should I get if I'm usually a 9.5?") == {me("size", "9.5")}


def test_a_gift_and_its_giver_are_told_apart() -> None:
    assert told("I'm vegan but it's for my dad who loves leather") == {
        me("diet", "vegan"),
        of_gift("recipient", "dad"),
        of_gift("material", "leather"),
    }


def test_what_is_said_of_nobody_is_the_gifts_while_one_is_talked_of() -> None:
    assert told("size 9 wide", gift=True) == {of_gift("size", "9"), of_gift("width", "wide")}
    assert told("I wear a size 9", gift=True) == {me("size", "9")}


def test_a_wish_of_this_search_does_not_last_and_a_word_about_oneself_does() -> None:
    wish, taste = READER.read("no leather please")[0], READER.read("I hate leather")[0]
    assert (wish.lasting, taste.lasting) == (False, True)
    assert (
        not READER.read("my son is allergic to nuts")[1].lasting or READER.read("my son is allergic to nuts")[1].scope == GIFT
    )


def test_words_of_the_shop_are_understood() -> None:
    lists = {
        "brands": [{"value": "Tidewater", "forms": ["tidewater"]}, {"value": "Hearth", "forms": ["hearth"], "plain": True}]
    }
    reader = Reader(of_lookups(lists))
    assert {f.key for f in reader.read("i only buy tidewater")} == {me("brand", "tidewater")}
    assert reader.read("i love the hearth") == []


def test_a_slip_of_the_finger_is_forgiven_and_a_word_is_left_alone() -> None:
    known = {"i", "am", "hate", "feather", "the", "weather"}
    reader = Reader(is_word=known.__contains__)
    assert {f.key for f in reader.read("i'm vegn and i hate lether")} == {me("diet", "vegan"), me("material", "leather", True)}
    assert reader.read("i hate the weather") == []


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [
        ("size", "Medium", "m"),
        ("budget", "$50", "under 50"),
        ("budget", "50 - 100 dollars", "50-100"),
        ("colour", "gray", "grey"),
        ("diet", "gluten free", "gluten-free"),
        ("type", "Sandals", "sandal"),
        ("recipient", "father", "dad"),
        ("allergy", "nut", "nuts"),
    ],
)
def test_two_ways_of_saying_it_are_one_value(attribute: str, one: str, other: str) -> None:
    assert canonical(attribute, one) == canonical(attribute, other) == other


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(["i", "hate", "vegan", "9", "wide", "for my", "dad", "?", "not", "under", "$50", ",", "leather"]),
        max_size=25,
    ).map(" ".join)
)
def test_any_text_is_read_the_same_way_twice_and_gives_values_in_their_one_spelling(text: str) -> None:
    facts = READER.read(text)
    assert facts == READER.read(text)
    for fact in facts:
        assert isinstance(fact, Stated)
        assert fact.attribute in ATTRIBUTES
        assert fact.value == canonical(fact.attribute, fact.value) == fact.value.lower()
        assert fact.scope == GIFT if fact.attribute == "recipient" else fact.scope in (ME, GIFT)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what do you know about me?", True),
        ("what have i told you", True),
        ("do you remember my size?", True),
        ("what do you have for me", False),
        ("what data do you have about me and how do I delete it", False),
    ],
)
def test_asking_what_is_known_is_no_wish_and_no_question_about_the_shop(text: str, asks: bool) -> None:
    assert asks_what_is_known(text) is asks


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("forget that I'm vegan", ["vegan"]),
        ("please forget my shoe size", ["9"]),
        ("forget about my dad", ["dad"]),
        ("don't remember that I hate leather", ["leather"]),
        ("forget everything about me", ["vegan", "9", "leather", "dad"]),
        ("forget the tents, show me boots", []),
        ("forget it", []),
    ],
)
def test_what_is_to_be_forgotten_is_what_was_said(text: str, gone: list[str]) -> None:
    held = [
        Stated("diet", "vegan"),
        Stated("size", "9"),
        Stated("material", "leather", ME, True),
        Stated("recipient", "dad", GIFT),
    ]
    asked = forgetting(text, READER, held)
    assert [fact.value for fact in held if asked is not None and asked.covers(fact)] == gone
