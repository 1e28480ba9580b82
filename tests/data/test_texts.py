"""Questions and answers, promotions and past chats."""

from __future__ import annotations

import re

from data.sample import REFERENCE, SampleShop
from shop.promotions import PROMOTION_KINDS


def test_each_question_has_a_real_answer(shop: SampleShop) -> None:
    assert len({f.question for f in shop.faqs}) == len(shop.faqs)
    assert all(len(f.answer) > 60 and "!" not in f.answer and "{" not in f.answer for f in shop.faqs)
    assert {"shipping", "returns", "payment", "membership", "care", "warranty", "stores", "gift-cards"} <= {
        f.topic for f in shop.faqs
    }


def test_the_answers_keep_to_one_policy(shop: SampleShop) -> None:
    answers = " ".join(f.answer for f in shop.faqs)
    assert "30 days to return" not in answers
    assert answers.count("60 days") >= 3
    codes = {p.code for p in shop.promotions}
    assert "WELCOME10" in answers
    assert "WELCOME10" in codes


def test_promotions_are_of_all_kinds_and_stay_below_their_limits(shop: SampleShop) -> None:
    assert {p.kind for p in shop.promotions} == set(PROMOTION_KINDS)
    assert any(not p.code for p in shop.promotions)
    assert any(p.tiers for p in shop.promotions)
    assert any(p.value_is_percent for p in shop.promotions)
    assert all(p.total_limit is None or p.used < p.total_limit for p in shop.promotions)
    assert all(p.description and p.value > 0 and p.starts_at and p.ends_at and p.starts_at < p.ends_at for p in shop.promotions)
    assert any(p.ends_at and p.ends_at < REFERENCE for p in shop.promotions)
    assert any(p.starts_at and p.starts_at > REFERENCE for p in shop.promotions)


def test_past_chats_begin_with_the_customer_and_are_answered(shop: SampleShop) -> None:
    orders = {o.order_id: o for o in shop.orders}
    for chat in shop.chats:
        authors = [m["author"] for m in chat.messages]
        assert authors[:2] == ["customer", "agent"]
        assert set(authors) == {"customer", "agent"}
        text = " ".join(m["text"] for m in chat.messages)
        assert "{" not in text
        for order_id in re.findall(r"FF-\d+", text):
            assert orders[order_id].customer_id == chat.customer_id
            assert orders[order_id].placed_at < chat.at
    assert len({c.topic for c in shop.chats}) >= 10
    assert {c.satisfied for c in shop.chats} == {True, False, None}
