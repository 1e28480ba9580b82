"""A price in another currency is taken as one of the shop's own, and that is said."""

from __future__ import annotations

import pytest

from actions.other_currency import other_currency
from tests.actions.conftest import Chat


@pytest.mark.parametrize(
    ("text", "said"),
    [("tents under 200 euros", True), ("tents under €200", True), ("tents under $200", False), ("tents under 200", False)],
)
def test_it_is_said_after_the_answer(chat: Chat, text: str, said: bool) -> None:
    entities = [{"entity": "type", "value": "tent"}, {"entity": "price_max", "value": 200}]
    reply = chat.say("action_search_products", text, intent="search_product", entities=entities)
    assert reply.ids == ["t1"]
    assert (reply.responses[-1] == "utter_own_currency") is said


@pytest.mark.parametrize(
    ("text", "own", "other"),
    [
        ("40 quid", "GBP", False),
        ("40 bucks", "CAD", False),
        ("A$40", "AUD", False),
        ("40 EUR", "GBP", True),
        ("not 40 euros but $50", "USD", False),
    ],
)
def test_what_the_shop_calls_its_own_is_no_other(text: str, own: str, other: bool) -> None:
    assert other_currency(text, own) is other
