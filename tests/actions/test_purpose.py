"""A place or an occasion that no product speaks of is asked back about, by the departments that come nearest."""

from __future__ import annotations

from typing import Any

import pytest

from actions.purpose import purpose_of
from tests.actions.conftest import Chat, Reply


def search(chat: Chat, text: str, entities: list[dict[str, Any]] | None = None) -> Reply:
    return chat.say("action_search_products", text, intent="search_product", entities=entities or [])


def test_what_no_product_says_it_is_for_is_asked_back_about(chat: Chat) -> None:
    reply = search(chat, "I need something for my living room")
    assert reply.responses == ["utter_purpose_unsaid"]
    assert "my living room" in reply.text
    assert reply.cards == []
    kinds = [p for p in reply.payloads if p.startswith("/search_product")]
    assert len(kinds) == 4
    assert all('"category"' in kind for kind in kinds)
    assert reply.payloads[-1] == "/recommend_me"


def test_what_products_say_they_are_for_is_shown(chat: Chat) -> None:
    reply = search(chat, "something for camping")
    assert "utter_purpose_unsaid" not in reply.responses
    assert reply.cards


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("something for a rainy day", "a rainy day"),
        ("anything nice for the bathroom, please", None),
        ("I need something for my living room.", "my living room"),
        ("something for my mum", None),
        ("something for me", None),
        ("what is there for children", None),
    ],
)
def test_a_purpose_is_read_where_it_is_put_so(text: str, purpose: str | None) -> None:
    assert purpose_of(text, []) == purpose
