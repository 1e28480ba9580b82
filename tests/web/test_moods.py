"""How a customer feels is read beside the answer; an angry one is offered a person once, and stands first at the desk."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from shop.mood import OFFER_AGAIN_AFTER
from storage import Storage
from web import words
from web.moods import values_of

ANGRY = "WHERE IS MY MONEY you idiots, third time I ask!!!"


@pytest.fixture
def feeling(rasa: Any) -> dict[str, Any]:
    """Plays the model behind the action server: angry messages are −0.95, others 0. ``down`` refuses, ``wrong`` is answered."""
    played: dict[str, Any] = {"down": False, "wrong": None, "asked": []}

    def sentiment(body: dict[str, Any]) -> dict[str, Any] | None:
        played["asked"].append(body["texts"])
        if played["wrong"] is not None:
            return played["wrong"]
        return {"sentiments": [{"value": -0.95 if "!!!" in t else 0.0, "label": "x"} for t in body["texts"]]}

    rasa.inside_answer = lambda name, body: None if played["down"] else sentiment(body)
    return played


async def until(what: Any, seconds: float = 10) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about")


def offers(found: dict[str, Any]) -> list[str]:
    return [r["text"] for r in found["replies"] if words.OFFER_PERSON in r["text"]]


def quick(found: dict[str, Any]) -> dict[str, str]:
    blocks = [b for r in found["replies"] for b in r["blocks"] if b["type"] == "quick_replies"]
    return {button["label"]: button["payload"] for block in blocks for button in block["buttons"]}


async def test_each_message_is_read_and_kept(chat: Any, feeling: Any, storage: Storage) -> None:
    await chat.say("hello")
    await until(lambda: storage.conversations.messages(chat.id)[0].sentiment == 0.0)
    assert feeling["asked"] == [["hello"]]
    assert "sentiment" not in (await chat.messages())[0], "staff alone see it"


async def test_an_angry_customer_is_offered_a_person_once_and_reaches_one(
    chat: Any, feeling: Any, rasa: Any, sign_in: Any, storage: Storage
) -> None:
    found = await chat.say(ANGRY)
    assert len(offers(found)) == 1
    assert list(quick(found)) == [words.TO_PERSON, words.GO_ON]
    for _ in range(OFFER_AGAIN_AFTER - 1):
        assert offers(await chat.say(ANGRY)) == []
    rasa.answer = lambda body: [{"custom": {"blocks": [], "effects": [{"type": "hand_over", "reason": "asked"}]}}]
    await chat.post({"client_id": "press", "payload": quick(found)[words.TO_PERSON]})
    assert rasa.asked[-1]["message"] == "/talk_to_person"
    agent = await sign_in("agent")
    _, listed = await agent.call("GET", "/api/staff/conversations")
    [row] = listed["waiting"]
    assert row["mood"]["word"] == "upset"
    assert row["mood"]["text"] == ANGRY


async def test_it_is_offered_again_after_a_while(chat: Any, feeling: Any) -> None:
    said = [len(offers(await chat.say(ANGRY))) for _ in range(OFFER_AGAIN_AFTER + 2)]
    assert said == [1, *[0] * (OFFER_AGAIN_AFTER - 1), 1, 0]


@pytest.mark.parametrize("how", ["pressed", "said"])
async def test_a_no_is_remembered(chat: Any, feeling: Any, storage: Storage, how: str) -> None:
    found = await chat.say(ANGRY)
    if how == "pressed":
        await chat.post({"client_id": "press", "payload": quick(found)[words.GO_ON]})
    else:
        await chat.say("no thanks")
    stored = storage.conversations.get(chat.id)
    assert stored is not None
    assert stored.person_declined
    assert [o for _ in range(OFFER_AGAIN_AFTER + 1) for o in offers(await chat.say(ANGRY))] == []


async def test_who_is_being_handed_over_or_has_the_button_already_is_not_asked(chat: Any, feeling: Any, rasa: Any) -> None:
    button = {
        "type": "quick_replies",
        "fallback": "x",
        "buttons": [{"label": "A person", "payload": '/talk_to_person{"meant":"1"}'}],
    }
    rasa.answer = lambda body: [{"text": "Sorry", "custom": {"blocks": [button]}}]
    assert offers(await chat.say(ANGRY)) == []
    rasa.answer = lambda body: [{"text": "One moment", "custom": {"effects": [{"type": "hand_over", "reason": "complaint"}]}}]
    assert offers(await chat.say(ANGRY)) == []


async def test_the_answers_own_buttons_stay_beside_the_offers(chat: Any, feeling: Any, rasa: Any) -> None:
    rasa.answer = lambda body: [{"text": "Which?", "buttons": [{"title": "Orders", "payload": "/order_status"}]}]
    assert list(quick(await chat.say(ANGRY))) == [words.TO_PERSON, words.GO_ON, "Orders"]


@pytest.mark.parametrize("wrong", [{}, {"sentiments": []}, {"sentiments": [{"value": 7}]}, {"sentiments": "x"}, None])
async def test_without_a_model_nothing_is_lost_and_it_is_read_later(
    chat: Any, feeling: Any, storage: Storage, wrong: Any
) -> None:
    feeling["down"], feeling["wrong"] = wrong is None, wrong
    found = await chat.say(ANGRY)
    assert [r["text"] for r in found["replies"]] == [f"You said: {ANGRY}"]
    assert storage.conversations.messages(chat.id)[0].sentiment is None
    feeling["down"], feeling["wrong"] = False, None
    await chat.say("hello?")
    await until(
        lambda: [m.sentiment for m in storage.conversations.messages(chat.id) if m.author == "customer"] == [-0.95, 0.0]
    )


async def test_those_who_wait_for_a_person_are_read_too(chat: Any, feeling: Any, storage: Storage) -> None:
    storage.conversations.request_person(chat.id, "asked", datetime.now(UTC))
    await chat.say(ANGRY, query="")
    found = await until(lambda: (c := storage.conversations.get(chat.id)) and c.upset_seq and c)
    assert found.anger > 0.5
    assert found.owner == "queue"


async def test_a_model_that_hangs_does_not_hold_the_answer_up(
    chat: Any, feeling: Any, rasa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rasa.inside_hold = asyncio.Event()
    found = await chat.say(ANGRY)
    assert [r["text"] for r in found["replies"]] == [f"You said: {ANGRY}"]
    rasa.inside_hold.set()


def test_an_answer_that_is_not_one_value_a_text_is_none() -> None:
    assert values_of({"sentiments": [{"value": 0.5}, {"value": -1}]}, 2) == [0.5, -1.0]
    for given in ({}, {"sentiments": [{"value": 0.5}]}, {"sentiments": [{"value": True}, {"value": 0}]}):
        assert values_of(given, 2) is None
