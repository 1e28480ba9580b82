"""Anger follows what is written: hotter never lowers it, calm lets it fade, and signs are not seen where there are none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.mood import (
    ANNOYED,
    OFFER_AGAIN_AFTER,
    UPSET,
    Mood,
    Said,
    declines,
    heat,
    mood,
    moods,
    should_offer,
    shouts,
    signs,
    word_of,
)

TEXTS = st.sampled_from(
    [
        "ok",
        "do you have it in blue",
        "THIS IS NOT WHAT I WANT",
        "third time I ask!!!",
        "where is my parcel from last week",
        "Where is my parcel from last week?",
        "thanks a lot",
        "this is damn stupid",
        "",
    ]
)
SAID = st.builds(Said, TEXTS, st.none() | st.floats(-1, 1), st.booleans())
TALK = st.lists(SAID, max_size=15)


@given(TALK)
def test_anger_is_a_share_and_the_word_follows_it(talk: list[Said]) -> None:
    found = mood(talk)
    assert 0 <= found.anger <= 1
    assert found.word == word_of(found.anger)
    assert (found.hottest is None) == (found.anger < ANNOYED)
    assert found.hottest is None or 0 <= found.hottest < len(talk)


@given(TALK, SAID)
def test_a_message_hotter_than_the_anger_never_lowers_it_and_a_cooler_one_never_raises_it(talk: list[Said], said: Said) -> None:
    before, after = mood(talk).anger, mood([*talk, said]).anger
    if heat([*talk, said]) >= before:
        assert after >= before - 1e-12
    else:
        assert after <= before + 1e-12


@given(TALK, SAID, st.floats(-1, 1))
def test_the_same_words_said_more_negatively_never_make_calmer(talk: list[Said], said: Said, other: float) -> None:
    low, high = sorted((other, said.sentiment or 0.0))
    worse, better = Said(said.text, low, said.failed), Said(said.text, high, said.failed)
    assert mood([*talk, worse]).anger >= mood([*talk, better]).anger
    rest = [Said("hm", 0.0)]
    assert mood([*talk, worse, *rest]).anger >= mood([*talk, better, *rest]).anger


@given(TALK, st.integers(1, 12))
def test_neutral_messages_let_it_fade(talk: list[Said], count: int) -> None:
    calm = [Said(f"plain{number}", 0.0) for number in range(count)]
    levels = [found.anger for found in moods([*talk, *calm])][-count - 1 :]
    assert all(later <= earlier for earlier, later in pairwise(levels))
    assert levels[-1] <= 0.4**count + 1e-9
    assert not mood([*talk, *calm]).rising


@given(TALK)
def test_following_along_gives_what_a_look_at_the_end_gives(talk: list[Said]) -> None:
    assert moods(talk) == [mood(talk[: place + 1]) for place in range(len(talk))]


def test_nothing_said_is_calm() -> None:
    assert mood([]) == Mood()
    assert Mood().word == "calm"


def test_one_furious_message_is_upset_and_a_disappointed_one_is_not() -> None:
    furious = mood([Said("hello", 0.1), Said("THIS IS THE THIRD TIME I ASK, what a stupid bot", -0.95)])
    assert (furious.word, furious.rising, furious.hottest) == ("upset", True, 1)
    assert mood([Said("that is a pity", -0.6)]).word == "annoyed"
    assert mood([Said("not that one", -0.3)]).word == "calm"


def test_what_weighs_most_is_named_and_not_merely_the_last() -> None:
    talk = [Said("WHERE IS MY MONEY you idiots!!!", -1.0), Said("answer me", -0.5), Said("hm", 0.0)]
    assert mood(talk[:2]).hottest == 0
    assert mood(talk).hottest in (0, None)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("WHERE IS MY ORDER", "shouting"),
        ("come on!!!", "exclaiming"),
        ("what is this?!", "exclaiming"),
        ("this is bullshit", "swearing"),
        ("this is the third time I ask", "said_before"),
        ("I already told you my order number", "said_before"),
        ("still no answer", "said_before"),
        ("I've been waiting for two weeks", "said_before"),
        ("I still have not received anything", "said_before"),
        ("it still hasn't come", "said_before"),
        ("it still hasn’t come", "said_before"),
        ("why is this taking so long", "said_before"),
        ("STILL NOTHING. where is my order??", "shouting"),
        ("WHERE IS IT", "shouting"),
        ("you are not listening", "said_before"),
        ("are you even listening?", "said_before"),
    ],
)
def test_a_sign_is_seen(text: str, sign: str) -> None:
    assert sign in signs([Said(text)])


@pytest.mark.parametrize(
    "text",
    [
        "do you have the XL in NAVY blue cotton",
        "my order is AB-1234 from DHL",
        "a rubbish bin for the kitchen",
        "garbage bags, please",
        "I'm still not sure which one",
        "I still don't know which one, I still have not decided",
        "does it take too long to charge?",
        "are you reading tents out, or are there even smaller ones?",
        "my code is XL 20",
        "a tent for days of rain",
        "great, thanks!",
        "the last time I bought a 45 mm watch",
        "Scunthorpe classics",
    ],
)
def test_ordinary_words_of_a_shop_are_no_sign(text: str) -> None:
    assert signs([Said(text)]) == []


def test_asking_the_same_again_and_failing_again_are_signs() -> None:
    asked = Said("where is my parcel from last week", 0.0, failed=True)
    assert signs([asked]) == []
    assert signs([asked, Said("Where is my parcel, the one of last week?", 0.0, failed=True)]) == [
        "asked_again",
        "failed_again",
    ]
    assert signs([asked, Said("do you sell guitars", 0.0)]) == []


def test_glad_words_carry_no_sign() -> None:
    assert signs([Said("damn good!!!", 0.9)]) == []
    assert signs([Said("thank you very much", 0.9), Said("thank you very much", 0.9)]) == []


def test_words_that_a_model_mistakes_for_joy_still_show_anger() -> None:
    talk = [Said("where is my order", 0.0), Said("where is my order, it has not come", 0.0)]
    furious = Said("This is the third time I ask. WHERE IS MY ORDER!!!", 0.7)
    assert mood([*talk, furious]).word == "upset"
    assert mood([furious]).word == "upset"


def test_saying_twice_that_it_was_said_before_is_upset() -> None:
    assert mood([Said("I already told you my number", 0.0)]).word == "annoyed"
    assert mood([Said("I already told you my number", 0.0), Said("as I said, it is a blue tent", 0.0)]).word == "upset"


@given(st.integers(1, 26))
def test_who_merely_writes_in_capitals_is_never_upset(count: int) -> None:
    talk = [Said(f"DO YOU HAVE {chr(65 + place) * 5} TENTS", 0.0) for place in range(count)]
    assert mood(talk).word == "annoyed"


def test_shouting_needs_more_than_codes_and_sizes() -> None:
    assert shouts("I WANT MY MONEY BACK")
    assert not shouts("OK")
    assert not shouts("size XXL and code SUMMER20 please")
    assert not shouts("НЕТ")
    assert shouts("ГДЕ МОЙ ЗАКАЗ")


@pytest.mark.parametrize("text", ["no", "No thanks", "nope, go on", "not now", "no thank you.", "I'd rather not"])
def test_a_plain_no_declines(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize("text", ["no idea where it is", "now", "yes", "not in blue", "no, the blue one", ""])
def test_a_no_to_something_else_does_not(text: str) -> None:
    assert not declines(text)


@given(st.floats(0, 1), st.booleans(), st.none() | st.integers(0, 50))
def test_a_person_is_offered_to_the_upset_rarely_and_never_after_a_no(anger: float, declined: bool, since: int | None) -> None:
    offered = should_offer(anger, declined=declined, messages_since_offer=since)
    assert offered == (anger >= UPSET and not declined and (since is None or since >= OFFER_AGAIN_AFTER))
