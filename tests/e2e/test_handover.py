"""A person takes over and hands back, over HTTP, with the real assistant."""

from __future__ import annotations

import secrets
import time
from typing import Any

import pytest

from tests.e2e.conftest import Chat, Stack, blocks, words

pytestmark = pytest.mark.e2e


def test_a_customer_asks_for_a_person_is_answered_by_one_and_comes_back_to_the_assistant(stack: Stack):
    chat = Chat(stack)
    assert chat.say("hello")
    chat.say("I want to talk to a real person please")
    assert chat.owner() == "queue"

    agent = stack.staff("agent")
    waiting = agent.call("GET", "/api/staff/conversations").ok()["waiting"]
    assert chat.id in str(waiting)
    agent.call("POST", f"/api/staff/conversations/{chat.id}/take", {}).ok()
    assert chat.owner() == "agent"

    sent = chat.post(text="my tent pole broke", wait=False).ok()
    time.sleep(1.5)
    assert not [m for m in chat.messages(after=sent["message"]["seq"]) if m["author"] == "bot"], (
        "the bot answered an agent's customer"
    )

    path = f"/api/staff/conversations/{chat.id}"
    agent.call(
        "POST", path + "/messages", {"client_id": secrets.token_hex(8), "text": "I send you a new one.", "visibility": "all"}
    ).ok()
    note = "customer sounds patient"
    agent.call("POST", path + "/messages", {"client_id": secrets.token_hex(8), "text": note, "visibility": "staff"}).ok()
    seen = chat.messages()
    assert "I send you a new one." in words(seen)
    assert note not in str(seen)

    agent.call("POST", path + "/handback", {}).ok()
    assert chat.owner() == "bot"
    assert words(chat.say("what can you do?"))


def test_an_agent_cannot_write_into_a_conversation_that_is_not_theirs(stack: Stack):
    chat = Chat(stack)
    chat.say("hello")
    agent = stack.staff("agent")
    body = {"client_id": secrets.token_hex(8), "text": "hello", "visibility": "all"}
    assert agent.call("POST", f"/api/staff/conversations/{chat.id}/messages", body).status == 409


def test_the_desk_is_closed_to_strangers_and_changes_need_the_csrf_token(stack: Stack):
    assert stack.call("GET", "/api/staff/conversations").status == 401
    agent = stack.staff("agent")
    agent.csrf = "wrong"
    assert agent.call("POST", f"/api/staff/conversations/{Chat(stack).id}/take", {}).status == 403


RISING = ("hi, where is my parcel?", "I still have not received anything, it should have been here last week")
FURIOUS = "This is the third time I ask. WHERE IS MY ORDER!!!"


def test_who_asks_ever_more_angrily_is_offered_a_person_stands_first_in_the_queue_and_the_desk_says_why(stack: Stack):
    """No word of a complaint or a person: those go to the queue by themselves."""
    agent = stack.staff("agent")
    for left in agent.call("GET", "/api/staff/conversations").ok()["waiting"]:  # by other tests
        agent.call("POST", f"/api/staff/conversations/{left['conversation_id']}/take", {})
    calm = Chat(stack)
    calm.say("I want to talk to a real person please")
    assert calm.owner() == "queue"

    angry = Chat(stack)
    first, second = (angry.say(text) for text in RISING)
    assert not to_a_person(first), "who merely asks is not offered a person"
    third = angry.say(FURIOUS)
    assert "Sign in at the shop" in words(third), "the question is answered, too"
    offered = to_a_person(second) or to_a_person(third)
    assert offered, words(third)
    assert angry.owner() == "bot", "it is an offer: nobody is handed over unasked"
    angry.press(offered[0]["payload"])
    assert angry.owner() == "queue"

    waiting = agent.call("GET", "/api/staff/conversations").ok()["waiting"]
    assert waiting[0]["conversation_id"] == angry.id  # though it came last
    asked = next(m["seq"] for m in angry.messages() if m["text"] == FURIOUS)
    assert waiting[0]["mood"] == {"word": "upset", "rising": True, "seq": asked, "text": FURIOUS}
    [patient] = [row for row in waiting if row["conversation_id"] == calm.id]
    assert patient["waiting_since"] < waiting[0]["waiting_since"]
    assert patient["mood"] == {"word": "calm", "rising": False, "seq": None, "text": ""}


def to_a_person(replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    buttons = [button for block in blocks(replies, "quick_replies") for button in block["buttons"]]
    return [button for button in buttons if "person" in button["label"]]
