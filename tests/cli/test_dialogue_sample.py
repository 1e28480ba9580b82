"""The shop of the dialogues: the same on every day, its times moved to today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cli.dialogues.sample_service import moved, read_by_stars
from data.sample import REFERENCE, SampleShop, make


@pytest.fixture(scope="module")
def shop() -> SampleShop:
    return make(scale=0.05, now=REFERENCE)


def test_every_time_of_every_record_moves_and_nothing_else(shop: SampleShop):
    by = timedelta(days=400)
    later = moved(shop, by)
    assert later != shop
    assert moved(later, -by) == shop
    assert later.products == shop.products
    assert later.orders[0].placed_at == shop.orders[0].placed_at + by
    assert later.customers[0].consent.at == shop.customers[0].consent.at + by
    assert [o.order_id for o in later.orders] == [o.order_id for o in shop.orders]


def test_reviews_are_read_by_their_stars(shop: SampleShop):
    labels = {review.stars: review.sentiment_label for review in read_by_stars(shop).reviews}
    assert labels[1] == "negative"
    assert labels[3] == "neutral"
    assert labels[5] == "positive"
