"""A review that is held back counts nowhere until staff release it; whoever is erased takes what was found with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shop.catalogue import Product, Variant
from shop.customers import Customer
from shop.errors import Conflict, NotFound
from shop.events import Event
from shop.orders import Order, OrderLine, Review
from shop.review_checks import BURST
from storage import Storage


@pytest.fixture
def review(now: datetime) -> Review:
    return Review("r1", "p1", "A fine mug", now, "ada", "Fine", 5)


def scored(storage: Storage, review: Review, value: float = 0.9) -> Event:
    event = Event(f"review:{review.review_id}", "review", review.at, review.customer_id, product_id="p1", value=value)
    storage.reviews.set_sentiment(review.review_id, value, "positive", event, {"quality": value}, {"quality": "A fine mug"})
    return event


def test_a_held_review_counts_nowhere_and_a_released_one_is_read_anew(
    storage: Storage, ada: Customer, review: Review, now: datetime
) -> None:
    storage.reviews.upsert([review], score=False)
    scored(storage, review)
    assert [one.aspect for one in storage.review_summaries.of_product("p1")] == ["quality"]
    assert storage.review_checks.store({"r1": {"advert": "link"}}, {}, now) == {"r1"}
    assert storage.reviews.of_product("p1", 9) == []
    assert storage.review_summaries.of_product("p1") == []
    assert list(storage.events.of_customer("ada")) == []
    assert storage.reviews.unscored(9) == []
    assert storage.reviews.get("r1") == review
    (found,) = storage.review_checks.flagged(9, held=True)
    assert (found.review, found.flags, found.held) == (review, {"advert": "link"}, True)
    assert storage.review_checks.state_of("r1") == "being_checked"
    storage.review_checks.release("r1", "kim", now)
    assert storage.review_checks.state_of("r1") == "published"
    assert storage.reviews.unscored(9) == [review]
    job = storage.jobs.latest("score_review")
    assert job is not None
    assert job.payload == {"review_id": "r1"}
    assert storage.review_checks.store({"r1": {"advert": "link"}}, {}, now) == set()
    with pytest.raises(Conflict):
        storage.review_checks.release("r1", "kim", now)
    with pytest.raises(NotFound):
        storage.review_checks.release("none", "kim", now)


def test_what_only_marks_a_review_leaves_its_score(storage: Storage, ada: Customer, review: Review, now: datetime) -> None:
    storage.reviews.upsert([review], score=False)
    event = scored(storage, review)
    assert storage.review_checks.store({"r1": {"unverified": "", "stars_differ": ""}}, {}, now) == set()
    assert [replace(e, seq=0) for e in storage.events.of_customer("ada")] == [event]
    assert [f.review.review_id for f in storage.review_checks.flagged(9, held=False)] == ["r1"]
    assert storage.review_checks.flagged(9, held=True) == []


def test_the_rating_loses_what_is_held_and_gets_it_back(storage: Storage, review: Review, now: datetime) -> None:
    storage.products.upsert([Product("p1", "Mug", rating=4.0, rating_count=3, variants=(Variant("p1-1", 900, stock=1),))])
    given = [replace(review, review_id=f"r{n}", customer_id=None, stars=stars) for n, stars in enumerate((5, 5, 2))]
    storage.reviews.upsert(given, score=False)
    storage.review_checks.store({"r2": {"advert": "link"}}, {}, now)
    product = storage.products.get("p1")
    assert product is not None
    assert (product.rating, product.rating_count) == (5.0, 2)
    assert storage.jobs.latest("update_index") is not None
    storage.review_checks.release("r2", "kim", now)
    product = storage.products.get("p1")
    assert product is not None
    assert (product.rating, product.rating_count) == (4.0, 3)


def test_what_says_something_else_is_looked_at_anew(storage: Storage, review: Review, now: datetime) -> None:
    storage.reviews.upsert([review], score=False)
    assert storage.review_checks.unchecked(9) == [review]
    storage.review_checks.store({"r1": {"advert": "link"}}, {}, now)
    storage.review_checks.release("r1", "kim", now)
    assert storage.review_checks.unchecked(9) == []
    assert storage.reviews.upsert([review], score=False) == 0
    assert storage.review_checks.state_of("r1") == "published"
    storage.reviews.upsert([replace(review, text="Other words")], score=False)
    assert storage.review_checks.state_of("r1") == "received"


def test_an_order_before_the_review_verifies_it_whether_its_line_names_product_or_sku(
    storage: Storage, ada: Customer, review: Review, now: datetime
) -> None:
    storage.products.upsert([Product("p1", "Mug", variants=(Variant("p1-1", 900, stock=1),))])
    storage.reviews.upsert([review], score=False)
    assert not storage.review_checks.around([review])["r1"].bought

    def ordered(order_id: str, product_id: str, days: int, status: str = "paid") -> None:
        line = OrderLine("p1-1", 1, 900, product_id)
        storage.orders.upsert([Order(order_id, "ada", now + timedelta(days=days), (line,), status)])

    ordered("late", "p1", 1)
    ordered("gone", "p1", -5, "cancelled")
    assert not storage.review_checks.around([review])["r1"].bought
    ordered("o1", "", -5)
    assert storage.review_checks.around([review])["r1"].bought


def test_newcomers_are_those_without_an_order_and_without_an_earlier_review(
    storage: Storage, ada: Customer, review: Review, now: datetime
) -> None:
    at = now + timedelta(minutes=7)
    old = replace(review, review_id="old", product_id="p9", at=now - timedelta(days=9))
    crowd = [replace(review, review_id=f"c{n}", customer_id=None, at=at + timedelta(minutes=n)) for n in range(BURST)]
    known = replace(review, review_id="known", at=at + timedelta(minutes=BURST))
    storage.reviews.upsert([old, *crowd, known], score=False)
    found = storage.review_checks.around([crowd[-1], known])
    assert {r.review_id for r in found[crowd[-1].review_id].newcomers} == {r.review_id for r in crowd}
    assert {r.review_id for r in found["known"].newcomers} == {r.review_id for r in crowd}
    midnight = [replace(one, at=now.replace(hour=0)) for one in crowd]
    storage.reviews.upsert(midnight, score=False)
    assert storage.review_checks.around([midnight[-1]])[crowd[-1].review_id].newcomers == []


def test_erasing_a_customer_takes_flags_and_quotes_along(
    storage: Storage, ada: Customer, review: Review, now: datetime
) -> None:
    storage.reviews.upsert([review, replace(review, review_id="r2")], score=False)
    scored(storage, review)
    storage.review_checks.store({"r1": {}, "r2": {"advert": "link"}}, {}, now)
    assert storage.review_summaries.of_product("p1") != []
    assert storage.review_checks.flagged(9, held=True) != []
    storage.privacy.erase_customer("ada", now, door="test")
    assert storage.review_summaries.of_product("p1") == []
    assert storage.review_checks.flagged(9, held=True) == []


def test_praise_leaves_out_what_is_neutral_and_what_does_not_count(storage: Storage, review: Review, now: datetime) -> None:
    for n, (product_id, value) in enumerate([("p1", 0.9), ("p1", -0.5), ("p1", 0.25), ("p2", -0.8), ("p3", 0.9)]):
        one = replace(review, review_id=f"r{n}", customer_id=None, product_id=product_id)
        storage.reviews.upsert([one], score=False)
        storage.reviews.set_sentiment(one.review_id, value, "neutral", None, {"fit": value, "price": 0.1})
    storage.review_checks.store({"r4": {"advert": "link"}}, {}, now)
    assert storage.review_summaries.praise() == {"p1": {"fit": (pytest.approx(0.2), 2)}, "p2": {"fit": (-0.8, 1)}}
    assert storage.review_summaries.praise(["p2", "p9"]) == {"p2": {"fit": (-0.8, 1)}}
    assert storage.review_summaries.praise([]) == {}


def test_a_summary_counts_sides_and_quotes_the_firmest(storage: Storage, review: Review) -> None:
    for n, (value, words) in enumerate(
        [(0.9, "It fits so very well"), (0.4, "It fits quite well too"), (-0.8, "Far too tight on me"), (0.1, "It has a fit")]
    ):
        one = replace(review, review_id=f"r{n}", customer_id=None, stars=n + 1)
        storage.reviews.upsert([one], score=False)
        storage.reviews.set_sentiment(one.review_id, value, "neutral", None, {"fit": value}, {"fit": words})
    (said,) = storage.review_summaries.of_product("p1")
    assert (said.aspect, said.positive, said.negative, said.neutral, said.mean) == ("fit", 2, 1, 1, 0.15)
    assert [(q.text, q.review_id, q.stars) for q in said.quotes] == [
        ("It fits so very well", "r0", 1), ("Far too tight on me", "r2", 3), ("It fits quite well too", "r1", 2),
    ]  # fmt: skip
