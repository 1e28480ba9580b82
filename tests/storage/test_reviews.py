from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shop.customers import Customer
from shop.errors import NotFound
from shop.events import Event
from shop.orders import Review
from storage import Storage


@pytest.fixture
def review(now: datetime) -> Review:
    return Review("r1", "p1", "A fine mug", now, "ada", "Fine", 5)


def test_a_review_and_its_job_are_stored_together(storage: Storage, review: Review) -> None:
    assert storage.reviews.add(review) == review
    assert storage.reviews.get("r1") == review
    job = storage.jobs.latest("score_review")
    assert job is not None
    assert job.payload == {"review_id": "r1"}


def test_a_repeated_review_returns_the_first_and_asks_for_no_second_score(storage: Storage, review: Review) -> None:
    storage.reviews.add(review)
    assert storage.reviews.add(replace(review, text="Another text")) == review
    assert len(storage.jobs.list(10)) == 1


def test_scoring_stores_the_sentiment_and_the_event_once(
    storage: Storage, ada: Customer, review: Review, now: datetime
) -> None:
    storage.reviews.add(review)
    event = Event("review:r1", "review", now, "ada", product_id="p1", value=0.9)
    for _ in range(2):
        storage.reviews.set_sentiment("r1", 0.9, "positive", event)
    assert storage.reviews.get("r1") == replace(review, sentiment=0.9, sentiment_label="positive")
    assert [replace(e, seq=0) for e in storage.events.of_customer("ada")] == [event]
    assert storage.reviews.unscored(5) == []
    with pytest.raises(NotFound):
        storage.reviews.set_sentiment("gone", 0, "neutral", None)


def test_an_imported_change_loses_its_score_and_is_scored_again(storage: Storage, review: Review) -> None:
    assert storage.reviews.upsert([review]) == 1
    storage.reviews.set_sentiment("r1", 0.9, "positive", None)
    assert storage.reviews.upsert([review]) == 0
    assert storage.reviews.unscored(5) == []
    changed = replace(review, text="It broke")
    assert storage.reviews.upsert([changed], score=False) == 1
    assert storage.reviews.unscored(5) == [changed]
    assert len(storage.jobs.list(10)) == 1
    assert storage.reviews.upsert([replace(changed, sentiment=-0.5, sentiment_label="negative")]) == 1
    assert len(storage.jobs.list(10)) == 1


def test_a_products_reviews_come_newest_first(storage: Storage, review: Review, now: datetime) -> None:
    made = [replace(review, review_id=f"r{n}", at=now + timedelta(hours=n)) for n in range(3)]
    storage.reviews.upsert([*made, replace(review, review_id="x", product_id="p2")], score=False)
    assert storage.reviews.of_product("p1", 2) == [made[2], made[1]]
    assert [r.review_id for r in storage.reviews.all()] == ["r0", "r1", "r2", "x"]
    assert storage.reviews.count() == 4
