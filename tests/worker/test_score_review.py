"""What a review says: its words, and its stars where the customer gave any."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.sentiment import Sentiment, label_of
from shop.customers import Consent, Customer
from shop.orders import Review
from worker.score_review import review_event, weighed

AT = datetime(2026, 3, 1, tzinfo=UTC)


def review(stars: int | None = None) -> Review:
    return Review("r1", "p1", "words", AT, customer_id="c1", stars=stars)


def read(value: float) -> Sentiment:
    return Sentiment(value, label_of(value), (0.0, 0.0, 0.0))


def test_without_stars_the_words_alone_count():
    assert weighed(review(), read(-0.8)) == (-0.8, "negative")


@given(st.floats(-1, 1))
def test_five_stars_never_lower_and_one_star_never_raises(value: float):
    assert weighed(review(5), read(value))[1] == "positive"
    assert weighed(review(1), read(value))[1] == "negative"


@given(st.floats(-1, 1), st.sampled_from([1, 2, 3, 4, 5]))
def test_the_value_stays_within_one(value: float, stars: int):
    assert -1 <= weighed(review(stars), read(value))[0] <= 1


@pytest.mark.parametrize(
    ("consent", "learnt"), [(Consent(profile=True), True), (Consent(), False), (Consent(marketing=True), False)]
)
def test_only_a_consented_profile_learns(consent: Consent, learnt: bool):
    assert (review_event(review(), Customer("c1", consent=consent), 0.5) is not None) is learnt


def test_a_visitors_review_teaches_nothing_about_anybody():
    assert review_event(review(), None, 0.5) is None
