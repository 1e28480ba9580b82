"""What the assistant does not understand reaches the console's inbox, with what the customer pressed instead."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop import blocks
from storage import Storage
from web.not_understood import meant_by
from web.replies import for_rasa

LOST = {
    "intent": {"name": "nlu_fallback", "confidence": 0.7},
    "ranking": [
        {"name": "nlu_fallback", "confidence": 0.7},
        {"name": "order_status", "confidence": 0.41},
        {"name": "faq", "confidence": 0.3},
    ],
}


@pytest.fixture
def lost(rasa: Any) -> Any:
    """Rasa that understands buttons alone, and asks back for everything else."""

    def answer(body: dict[str, Any]) -> list[dict[str, Any]]:
        if body["message"].startswith("/"):
            rasa.reading = {"intent": {"name": "order_status", "confidence": 1.0}, "ranking": []}
            return [{"text": "On its way."}]
        rasa.reading = LOST
        seq = body["metadata"]["seq"]
        buttons = [
            blocks.button("Where is my order?", payload=f'/order_status{{"meant": "{seq}"}}'),
            blocks.button("Shipping", payload=f'/faq{{"meant": "{seq}"}}'),
            blocks.button("Recommend", payload="/recommend_me"),
        ]
        return [{"text": "Which?"}, {"custom": {"blocks": [blocks.quick_replies(buttons)]}}]

    rasa.answer = answer
    return rasa


async def listed(staff: Any, query: str = "") -> list[dict[str, Any]]:
    status, body = await staff.call("GET", "/api/console/inbox" + query)
    assert status == 200, body
    found: list[dict[str, Any]] = body["items"]
    return found


async def test_a_message_not_understood_is_in_the_inbox_with_its_ranking(
    chat: Any, lost: Any, sign_in: Callable[..., Any]
) -> None:
    await chat.say("wheres me stuff")
    (item,) = await listed(await sign_in("marketer"))
    assert item["text"] == "wheres me stuff"
    assert item["count"] == 1
    assert item["intent"] == "nlu_fallback"
    assert item["confidence"] == 0.41
    assert item["ranking"] == [{"intent": "order_status", "confidence": 0.41}, {"intent": "faq", "confidence": 0.3}]
    assert item["offered"] == ["order_status", "faq"]
    assert item["chosen"] == {}
    assert (item["conversation_id"], item["seq"]) == (chat.id, 1)


async def test_the_meaning_pressed_is_counted_beside_the_words(chat: Any, lost: Any, sign_in: Callable[..., Any]) -> None:
    first = await chat.say("wheres me stuff")
    (choices,) = (b for b in first["replies"][0]["blocks"] if b["type"] == "quick_replies")
    status, body = await chat.post({"client_id": "pressed", "payload": choices["buttons"][0]["payload"]})
    assert status == 201, body
    await chat.say("Wheres me STUFF!")
    (item,) = await listed(await sign_in("marketer"))
    assert (item["count"], item["chosen"]) == (2, {"order_status": 1})


async def test_what_was_understood_is_not_in_the_inbox(chat: Any, sign_in: Callable[..., Any]) -> None:
    await chat.say("hello")
    assert await listed(await sign_in("marketer")) == []


async def test_the_inbox_is_limited_and_ordered(start_chat: Any, lost: Any, sign_in: Callable[..., Any]) -> None:
    chat = await start_chat()
    for text in ("rare thing", "often", "often?", "newest thing"):
        await chat.say(text)
    staff = await sign_in("marketer")
    assert [i["text"] for i in await listed(staff)] == ["newest thing", "often?", "rare thing"]
    assert [i["text"] for i in await listed(staff, "?order=often&limit=1")] == ["often?"]


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=201", "?limit=x", "?limit=", "?days=0", "?days=9999", "?order=best", "?limit=-1"]
)
async def test_what_the_inbox_does_not_take_is_refused(query: str, sign_in: Callable[..., Any]) -> None:
    status, body = await (await sign_in("marketer")).call("GET", "/api/console/inbox" + query)
    assert status == 422
    assert body["error"]["fields"]


async def test_only_marketing_reads_the_inbox(client: Any, sign_in: Callable[..., Any]) -> None:
    async with client.get("/api/console/inbox") as response:
        assert response.status == 401
    status, _ = await (await sign_in("agent")).call("GET", "/api/console/inbox")
    assert status == 403


async def test_words_of_customers_stay_out_of_the_log(chat: Any, lost: Any, capfd: pytest.CaptureFixture[str]) -> None:
    await chat.say("a secret zebra sentence")
    printed = capfd.readouterr()
    assert "zebra" not in printed.out + printed.err


def test_a_button_typed_as_words_means_nothing(storage: Storage) -> None:
    now = datetime.now(UTC)
    storage.conversations.start("c", now, visitor_id="v")
    typed, _ = storage.conversations.add_customer_message("c", "1", '/faq{"meant": "1"}', None, now + timedelta(seconds=1))
    assert meant_by(typed) is None
    assert not for_rasa(typed).startswith("/")
