"""What customers say of a thing: how many speak of it, and where they differ, one of each side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.services.sides import sides_of
from actions.services.wiring import Services
from recommender.sentiment import Sentiment, SentimentScorer, label_of
from retrieval.answer import Mention
from shop.errors import Corrupt
from shop.orders import Review
from tests.actions.conftest import NOW, Chat


class Judged(SentimentScorer):
    """Gives each text the value that it is written with."""

    def __init__(self) -> None:
        """Nothing is opened."""

    def score(self, texts: Any) -> list[Sentiment]:
        return [Sentiment(float(text), label_of(float(text)), (0.0, 1.0, 0.0)) for text in texts]


def written(services: Services, texts: Mapping[str, str]) -> None:
    services.storage.reviews.upsert([Review(i, "g1", text, NOW, customer_id="guitarist") for i, text in texts.items()])


def asked(chat: Chat) -> str:
    chat.slots.update(shown=["g1"], focus="g1")
    reply = chat.say("action_product_question", "what do people say about the strap?", intent="product_question")
    return reply.text


def test_where_customers_differ_both_sides_are_counted_and_one_of_each_is_quoted(chat: Chat, services: Services) -> None:
    texts = {
        "r1": "The strap is wonderfully soft, I love it.",
        "r2": "A great strap, very comfortable.",
        "r3": "The strap broke after a week, terrible.",
        "r4": "It sounds warm.",
    }
    written(services, texts)
    text = asked(chat)
    assert "3 of 4 reviews" in text
    assert "2 with praise and 1 with complaints" in text
    assert "“The strap broke after a week, terrible.”" in text
    assert sum(f"“{texts[key]}”" in text for key in ("r1", "r2")) == 1


def test_where_they_agree_nothing_is_set_against_it(chat: Chat, services: Services) -> None:
    written(services, {"r1": "The strap is wonderfully soft, I love it.", "r2": "A great strap, very comfortable."})
    text = asked(chat)
    assert "2 of 2 mention it" in text
    assert "complaint" not in text.lower()


def test_without_a_readable_scorer_customers_are_quoted_all_the_same(
    chat: Chat, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object, **__: object) -> SentimentScorer:
        raise Corrupt("The sentiment model cannot be loaded.", code="artifact_corrupt")

    monkeypatch.setattr(SentimentScorer, "open", unreadable)
    written(services, {"r1": "The strap is wonderfully soft.", "r2": "The strap broke, terrible."})
    assert "2 of 2 mention it" in asked(chat)


def test_a_review_that_praises_and_complains_counts_for_neither_side() -> None:
    both = [Mention("0.9", 0), Mention("-0.9", 0), Mention("0.8", 1)]
    assert sides_of(both, Judged()) is None
    found = sides_of([*both, Mention("-0.7", 2)], Judged())
    assert found is not None
    assert (found.praise, found.complaints, found.praising, found.complaining) == (1, 1, "0.8", "-0.7")


@given(st.lists(st.tuples(st.floats(-1, 1), st.integers(0, 5)), max_size=20))
def test_the_sides_are_reviews_that_speak_of_it(said: list[tuple[float, int]]) -> None:
    mentions = [Mention(str(value), review) for value, review in said]
    found = sides_of(mentions, Judged())
    if found is not None:
        assert found.praise + found.complaints <= len({review for _, review in said})
        assert float(found.complaining) < 0 < float(found.praising)
