""" "what do people say about it": what reviews praise and criticise is told with counts, and every count is proved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from actions.said_by_customers import told_aspects
from actions.services.wiring import Services
from actions.words import Words
from shop.orders import Review
from shop.said import AspectSaid
from tests.actions.conftest import Chat

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def said(aspect: str, positive: int, negative: int) -> AspectSaid:
    return AspectSaid(aspect, positive, negative, 0, 0.0, ())


def test_both_sides_are_counted_and_what_hardly_anybody_says_is_left_out() -> None:
    told = told_aspects([said("fit", 18, 4), said("price", 3, 0), said("looks", 0, 2), said("service", 9, 9)], Words.of_file())
    assert told == "fit, praised in 18 and criticised in 4; price, praised in 3; looks, criticised in 2"
    assert told_aspects([said("fit", 1, 0)], Words.of_file()) == ""


def test_the_reply_tells_aspects_of_the_reviews_that_count(chat: Chat, services: Services) -> None:
    storage = services.storage
    for n in range(4):
        text = f"The strap is soft and wide, the wood sounds warm, number {n} of them"
        storage.reviews.upsert([Review(f"r{n}", "g1", text, NOW + timedelta(hours=n))], score=False)
        storage.reviews.set_sentiment(f"r{n}", 0.8, "positive", None, {"quality": 0.8}, {"quality": text})
    storage.review_checks.store({"r3": {"advert": "link"}}, {}, NOW)
    chat.slots.update(shown=["g1"], focus="g1")
    reply = chat.say("action_product_details", "what do people say about it?", intent="product_details")
    assert "quality, praised in 3." in reply.text
    assert reply.effects == []
