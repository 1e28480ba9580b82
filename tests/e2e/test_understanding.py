"""Several wishes, corrections, a review one comes back to, and two-step clarification, through every room."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import Chat, Stack, blocks, cards, words

pytestmark = pytest.mark.e2e


def buttons(messages: list[dict[str, Any]]) -> dict[str, str]:
    return {b["label"]: b["payload"] for block in blocks(messages, "quick_replies") for b in block["buttons"]}


def kinds(messages: list[dict[str, Any]]) -> set[str]:
    return {card["product_type"] for card in cards(messages)}


def test_two_wishes_are_answered_in_one_reply_each_with_its_own_conditions(stack: Stack):
    chat = Chat(stack)
    answer = chat.say("where is my order and show me tents under $400")
    assert "sign in" in words(answer).lower()
    assert cards(answer)
    assert all("tent" in c["product_type"] and c["price"]["amount"] <= 40_000 for c in cards(answer))
    assert [m["author"] for m in chat.messages()] == ["customer", "bot"], "one reply"


def test_the_place_in_the_list_keeps_its_meaning_beside_another_wish(stack: Stack):
    chat = Chat(stack)
    second = cards(chat.say("show me tents"))[1]
    answer = chat.say("do you have a coupon? and how much is the second one")
    assert blocks(answer, "coupon")
    assert second["name"] in words(answer)


def test_a_changed_mind_and_a_correction_are_taken_as_said(stack: Stack):
    chat = Chat(stack)
    chat.say("show me red jackets")
    assert {"tent"} == {kind.split()[-1] for kind in kinds(chat.say("forget it, show me tents instead"))}
    chat.say("show me blue jackets under $300")
    free = cards(chat.say("actually any colour"))
    assert free
    assert all(c["price"]["amount"] <= 30_000 for c in free)
    assert not cards(chat.say("start over"))
    assert "not shown" in words(chat.say("how much is the second one?"))


def test_a_product_is_pointed_at_by_its_price_and_its_name(stack: Stack):
    chat = Chat(stack)
    found = cards(chat.say("show me tents"))
    prices = sorted(c["price"]["amount"] for c in found)
    if prices[0] < prices[1]:
        cheapest = next(c for c in found if c["price"]["amount"] == prices[0])
        assert cheapest["name"] in words(chat.say("how much is the cheapest one?"))
    assert found[2]["name"] in words(chat.say(f"what does the {found[2]['name']} cost?"))


def test_a_review_survives_a_question_and_a_new_task_and_one_word_leaves_it(stack: Stack):
    chat = Chat(stack)
    chat.say("show me tents")
    begun = words(chat.say("I want to leave a review for the first one"))
    assert "stars" in begun
    asked = words(chat.say("how long does delivery take?"))
    assert "stars" in asked.splitlines()[-1]
    assert len(asked.splitlines()) > 1
    left = chat.say("show me jackets")
    assert cards(left)
    back = chat.press(buttons(left)["Finish my review"])
    assert "stars" in words(back)
    assert "sentence" in words(chat.say("5"))
    assert "aside" in words(chat.say("never mind"))
    assert cards(chat.say("show me tents"))


def test_what_is_not_understood_is_asked_and_reaches_the_inbox_with_what_was_meant(stack: Stack):
    staff = stack.staff("marketer")

    def item_of(text: str) -> dict[str, Any] | None:
        return next((i for i in staff.call("GET", "/api/console/inbox").ok()["items"] if i["text"] == text), None)

    for text in ("thingy about the money", "package code hm", "order help thing", "the stuff i got maybe", "size money order"):
        chat = Chat(stack)
        asked = chat.say(text)
        item = item_of(text)
        if item is None or not item["offered"]:  # understood, or nothing likely enough to offer
            continue
        offered = [label for label in buttons(asked) if label != "Talk to a person"]
        assert 1 <= len(offered) <= 2
        assert words(chat.press(buttons(asked)[offered[0]]))
        item = item_of(text)
        assert item is not None
        assert sum(item["chosen"].values()) == 1
        assert next(iter(item["chosen"])) in item["offered"]
        return
    pytest.fail("none of these was asked back about")


def test_lost_twice_a_person_is_offered(stack: Stack):
    chat = Chat(stack)
    chat.say("asdf qwer zxcv")
    again = chat.say("blorp fnord gnarf")
    assert "person can help" in words(again)
    assert list(buttons(again)) == ["Talk to a person"]
    texts = [i["text"] for i in stack.staff("marketer").call("GET", "/api/console/inbox").ok()["items"]]
    assert {"asdf qwer zxcv", "blorp fnord gnarf"} <= set(texts)
