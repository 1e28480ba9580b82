"""What holds a review back, what only marks it, and what ordinary reviews may say without either."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.orders import Review
from shop.review_checks import BURST, Around, advertises, check, holds, stars_differ, without_words

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
LONG = "I wore this jacket all winter and it kept me warm and dry on every walk"


def review(
    review_id: str = "r9", text: str = LONG, author: str | None = "ada", product: str = "p1", minutes: int = 0
) -> Review:
    return Review(review_id, product, text, AT + timedelta(minutes=minutes), author, stars=5)


def test_an_ordinary_review_of_a_thing_bought_is_not_flagged() -> None:
    verdict = check(review(), Around(bought=True))
    assert (verdict.flags, verdict.others) == ({}, {})


def test_a_review_of_a_thing_never_bought_is_marked_and_counts() -> None:
    flags = check(review(), Around()).flags
    assert list(flags) == ["unverified"]
    assert not holds(flags)


def test_somebody_elses_words_about_the_product_are_a_duplicate_and_the_first_stays() -> None:
    first, copy = review("r1", author="bob"), review(text=LONG.upper() + "!!", minutes=90)
    assert "duplicate" in check(copy, Around([first, copy], bought=True)).flags
    assert check(first, Around([first, copy], bought=True)).flags == {}


def test_the_own_words_about_another_product_are_a_duplicate() -> None:
    first = review("r1", product="p2", minutes=-90)
    assert "duplicate" in check(review(), Around(of_author=[first, review()], bought=True)).flags


def test_of_one_authors_reviews_of_a_product_the_latest_counts() -> None:
    first, second = review("r1", "At first I liked it a lot", minutes=-900), review()
    assert check(second, Around(of_author=[first, second], bought=True)).others == {"r1": {"repeated": ""}}
    assert list(check(first, Around(of_author=[first, second], bought=True)).flags) == ["repeated"]


def test_a_later_review_that_is_held_back_does_not_take_the_place_of_the_earlier_one() -> None:
    first, advert = review("r1", minutes=-900), review(text="Cheaper at https://example.test/shop")
    around = Around(of_author=[first, advert], bought=True, held={"r9"})
    assert check(first, around).flags == {}
    assert check(advert, around).others == {}
    assert check(advert, replace(around, held=set(), released=True)).others == {"r1": {"repeated": ""}}


def test_many_newcomers_within_an_hour_are_all_held() -> None:
    crowd = [review(f"r{n}", f"text number {n}", None, minutes=n) for n in range(BURST)]
    verdict = check(crowd[-1], Around(crowd, newcomers=crowd))
    assert "burst" in verdict.flags
    assert sorted(verdict.others) == [f"r{n}" for n in range(BURST - 1)]
    assert "burst" not in check(crowd[-1], Around(crowd, newcomers=crowd[1:])).flags


@pytest.mark.parametrize(
    "text",
    [
        "Buy it cheaper at https://example.test/x",
        "see www.example.test for the real one",
        "Write to me: sales.team@example.test",
        "Call +44 20 7946 0958 for a better price",
        "call me on 0800-555-0199 now",
        "WhatsApp only, best prices",
        "Click here for a free phone",
        "use my promo code SAVE20 at checkout",
        "Visit my website for more",
    ],
)
def test_links_telephone_numbers_and_adverts_are_held(text: str) -> None:
    assert advertises(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm 5'8, 135 lbs, 34-26-36, and took a size 8.",
        "Bought in 2019, 2020 and 2021, three times now.",
        "It looks like the picture on the website.",
        "I ordered it online with a discount code and it came in 2 days.",
        "Runs small.I sized up.Great",
        "Part 123-4567-890 fits too",
        "The SKU 100200 was the wrong one; 10,000 steps a day in them",
        "I work from home and wear it daily.",
        "My friends messaged me to ask where I got it",
    ],
)
def test_measures_years_and_shop_talk_are_no_advert(text: str) -> None:
    assert not advertises(text)


@pytest.mark.parametrize("text", ["", "!!!", "12345", "👍👍👍", "aaaaaaa", "sdfghjkl", "...."])
def test_signs_and_hammered_keys_are_no_words(text: str) -> None:
    assert without_words(text)


@pytest.mark.parametrize("text", ["ok", "Nice", "很好用", "شكرا", "Отлично", "5 stars", "meh", "thx, gr8 bag"])
def test_short_words_in_any_script_are_words(text: str) -> None:
    assert not without_words(text)


def test_stars_and_words_differ_only_where_the_words_are_firm() -> None:
    assert stars_differ(5, -0.95)
    assert stars_differ(1, 0.95)
    assert not stars_differ(5, -0.5)
    assert not stars_differ(3, -1.0)
    assert not stars_differ(None, -1.0)
