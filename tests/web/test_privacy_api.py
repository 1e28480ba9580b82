"""Seeing what is kept and having it erased, over HTTP: the shop by its key, customers and visitors by their conversation."""

import asyncio
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from shop.catalogue import Product
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine, Review
from storage import Storage
from storage.metadata import metadata

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def call(client: Any, method: str, url: str, body: Any = None, headers: Any = None) -> tuple[int, Any]:
    async with client.request(method, url, json=body, headers=headers) as response:
        return response.status, await response.json()


def rows(storage: Storage) -> dict[str, list[dict[str, Any]]]:
    with storage.database.read() as connection:
        found = {name: connection.execute(table.select()).mappings().all() for name, table in metadata.tables.items()}
    return {name: [dict(row) for row in some] for name, some in found.items() if some}


@pytest.fixture
def ada(storage: Storage, products: list[Product]) -> str:
    storage.customers.upsert([Customer("ada", "Ada Zebulon", "ada@zebulon.example", consent=Consent(True, at=NOW))])
    storage.orders.upsert([Order("o1", "ada", NOW, (OrderLine("p1-s", 1, 12900, "p1"),), total=12900, tracking="Z-77")])
    storage.events.add([Event("e1", "view", NOW, "ada", product_id="p1")])
    storage.reviews.add(Review("r1", "p1", "Keeps the rain out.", NOW, "ada", stars=5))
    return "ada"


async def test_the_shop_exports_a_customer_with_every_row(
    client: Any, shop_key: dict[str, str], storage: Storage, ada: str
) -> None:
    status, found = await call(client, "GET", "/api/customers/ada", headers=shop_key)
    assert (status, found["name"], found["consent"]["profile"]) == (200, "Ada Zebulon", True)
    kept = found["kept"]
    assert [row["order_id"] for row in kept["orders"]] == ["o1"]
    assert [row["sku"] for row in kept["order_lines"]] == ["p1-s"]
    assert [row["text"] for row in kept["reviews"]] == ["Keeps the rain out."]
    assert [row["type"] for row in kept["shop_events"]] == ["view"]
    assert storage.customers.key_of("ada") not in json.dumps(kept)


async def test_the_shop_erases_a_customer_and_the_order_keeps_its_money(
    client: Any, shop_key: dict[str, str], storage: Storage, ada: str
) -> None:
    status, found = await call(client, "DELETE", "/api/customers/ada", headers=shop_key)
    assert (status, found["erased"]["orders"], found["erased"]["reviews"]) == (200, 1, 1)
    left = rows(storage)
    assert not any(word in str(left) for word in ("'ada'", "Zebulon", "zebulon", "rain out", "Z-77"))
    assert left["orders"][0]["total"] == 12900
    assert storage.orders.of_customer("ada") == []


async def test_erasing_twice_or_an_unknown_customer_is_a_404_that_says_so(
    client: Any, shop_key: dict[str, str], ada: str
) -> None:
    assert (await call(client, "DELETE", "/api/customers/ada", headers=shop_key))[0] == 200
    for method in ("DELETE", "GET"):
        status, found = await call(client, method, "/api/customers/ada", headers=shop_key)
        assert (status, found["error"]["code"]) == (404, "unknown_customer")


async def test_the_same_request_again_by_its_key_hears_the_first_answer(
    client: Any, shop_key: dict[str, str], ada: str
) -> None:
    headers = {**shop_key, "Idempotency-Key": "forget-ada"}
    first = await call(client, "DELETE", "/api/customers/ada", headers=headers)
    assert first[0] == 200
    assert await call(client, "DELETE", "/api/customers/ada", headers=headers) == first


async def test_an_answer_kept_for_repeats_tells_nothing_of_an_erased_customer_and_revives_nobody(
    client: Any, shop_key: dict[str, str], storage: Storage
) -> None:
    headers, body = {**shop_key, "Idempotency-Key": "k1"}, {"name": "Ada Zebulon"}
    assert (await call(client, "PUT", "/api/customers/ada", body, headers))[0] == 200
    await call(client, "DELETE", "/api/customers/ada", headers=shop_key)
    assert "Zebulon" not in str(rows(storage))
    status, found = await call(client, "PUT", "/api/customers/ada", body, headers)
    assert (status, found["error"]["code"]) == (410, "erased")
    assert storage.customers.get("ada") is None


def test_an_answer_that_is_ready_only_after_the_erasure_is_not_kept(storage: Storage) -> None:
    storage.customers.upsert([Customer("ada", "Ada Zebulon")])
    assert storage.idempotency.begin("k", "PUT x", "0", NOW) is None
    storage.privacy.erase_customer("ada", NOW, door="api")
    storage.idempotency.finish("k", "PUT x", 200, {"item": {"customer_id": "ada", "name": "Ada Zebulon"}})
    assert "Zebulon" not in str(rows(storage))


async def test_a_visitor_sees_and_erases_what_belongs_to_their_browser(
    start_chat: Any, storage: Storage, products: list[Product], client: Any
) -> None:
    earlier = await start_chat(visitor_id="browser-1", consent={"profile": True})
    chat = await start_chat(visitor_id="browser-1", consent={"profile": True})
    other = await start_chat(visitor_id="browser-2", consent={"profile": True})
    for one in (earlier, chat, other):
        await one.say("a sentence of mine")
        await call(client, "POST", "/api/events", {"type": "view", "product_id": "p1"}, one.headers)
        await call(client, "POST", "/api/reviews", {"product_id": "p1", "text": "My honest words."}, one.headers)
    status, found = await call(client, "GET", f"/api/conversations/{chat.id}/me", headers=chat.headers)
    kept = found["kept"]
    assert status == 200
    assert {row["conversation_id"] for row in kept["messages"]} == {chat.id, earlier.id}
    assert [len(kept[name]) for name in ("shop_events", "reviews", "conversations")] == [2, 2, 2]
    status, found = await call(client, "DELETE", f"/api/conversations/{chat.id}/me", headers=chat.headers)
    assert (status, found["erased"]["conversations"]) == (200, 2)
    left = rows(storage)
    assert {row["conversation_id"] for row in left["conversations"]} == {other.id}
    assert [len(left[name]) for name in ("shop_events", "reviews")] == [1, 1]
    for method, url in (("DELETE", "me"), ("GET", "me"), ("GET", "messages")):
        status, found = await call(client, method, f"/api/conversations/{chat.id}/{url}", headers=chat.headers)
        assert status == 404, url


async def test_a_signed_in_customer_gets_everything_of_theirs_and_a_visitor_of_the_same_browser_does_not(
    start_chat: Any, customer_token: Any, client: Any, ada: str, storage: Storage
) -> None:
    signed_in = await start_chat(visitor_id="browser-1", customer_token=customer_token("ada"))
    await signed_in.say("my secret wish")
    visitor = await start_chat(visitor_id="browser-1")
    mine = (await call(client, "GET", f"/api/conversations/{signed_in.id}/me", headers=signed_in.headers))[1]["kept"]
    assert [len(mine[name]) for name in ("customers", "orders", "reviews", "shop_events", "conversations")] == [1, 1, 1, 1, 1]
    theirs = (await call(client, "GET", f"/api/conversations/{visitor.id}/me", headers=visitor.headers))[1]["kept"]
    assert "secret" not in json.dumps(theirs)
    assert not theirs["customers"]
    await call(client, "DELETE", f"/api/conversations/{visitor.id}/me", headers=visitor.headers)
    assert storage.customers.get("ada") is not None
    await call(client, "DELETE", f"/api/conversations/{signed_in.id}/me", headers=signed_in.headers)
    assert "'ada'" not in str(rows(storage))


async def test_a_customer_is_not_shown_what_staff_noted_and_the_shop_is(
    start_chat: Any, customer_token: Any, client: Any, shop_key: dict[str, str], storage: Storage
) -> None:
    chat = await start_chat(customer_token=customer_token("ada"))
    storage.conversations.add_staff_message(chat.id, "a", "Bo", "A difficult one.", [], None, NOW, visibility="staff")
    mine = await call(client, "GET", f"/api/conversations/{chat.id}/me", headers=chat.headers)
    assert "difficult" not in json.dumps(mine[1])
    whole = await call(client, "GET", "/api/customers/ada", headers=shop_key)
    assert "difficult" in json.dumps(whole[1])


async def test_one_conversations_token_opens_nobody_else(start_chat: Any, client: Any, shop_key: dict[str, str]) -> None:
    one, other = await start_chat(), await start_chat()
    for method in ("GET", "DELETE"):
        assert (await call(client, method, f"/api/conversations/{other.id}/me", headers=one.headers))[0] == 403
        assert (await call(client, method, f"/api/conversations/{other.id}/me"))[0] == 401
        assert (await call(client, method, "/api/customers/ada", headers=one.headers))[0] == 401


async def test_forgetting_while_the_assistant_is_answering_drops_the_answer_and_breaks_nothing(
    chat: Any, rasa: Any, client: Any, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    rasa.hold = asyncio.Event()
    asked = asyncio.create_task(chat.say("my secret wish"))
    while not rasa.asked:
        await asyncio.sleep(0.01)
    status, _ = await call(client, "DELETE", f"/api/conversations/{chat.id}/me", headers=chat.headers)
    rasa.hold.set()
    assert status == 200
    with pytest.raises(AssertionError):
        await asked  # 404: the conversation no longer exists
    await asyncio.sleep(0.1)
    assert "secret" not in str(rows(storage))
    assert chat.id not in str({name: some for name, some in rows(storage).items() if name != "jobs"})
    async with client.get("/metrics") as response:
        assert 'shoptalk_turns_total{outcome="dropped"} 1.0' in await response.text()
    runs = sorted(job.created_at for job in storage.jobs.list(10) if job.kind == "forget_talks")
    assert len(runs) == 2  # the second clears what the turn in flight wrote into the assistant's own record


async def test_the_socket_of_an_erased_conversation_closes(chat: Any, client: Any) -> None:
    protocols = ("shoptalk.1", f"token.{chat.token}")
    async with client.ws_connect(f"/ws/conversations/{chat.id}", protocols=protocols) as socket:
        await socket.receive_json(timeout=5)
        await call(client, "DELETE", f"/api/conversations/{chat.id}/me", headers=chat.headers)
        message = await socket.receive(timeout=5)
        assert message.type.name in ("CLOSE", "CLOSING", "CLOSED")


async def test_asking_again_and_again_is_slowed(chat: Any, client: Any) -> None:
    found = [await call(client, "GET", f"/api/conversations/{chat.id}/me", headers=chat.headers) for _ in range(12)]
    assert [status for status, _ in found].count(429) >= 1
    assert found[0][0] == 200


async def test_a_review_under_somebody_elses_order_stays_when_its_buyer_is_erased(
    client: Any, shop_key: dict[str, str], storage: Storage, ada: str
) -> None:
    storage.reviews.add(Review("r2", "p1", "I got it as a present.", NOW, "bob", stars=3))
    await call(client, "DELETE", "/api/customers/ada", headers=shop_key)
    assert [review.review_id for review in storage.reviews.of_product("p1", 10)] == ["r2"]


async def test_the_log_names_nobody(
    client: Any, shop_key: dict[str, str], ada: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await call(client, "DELETE", "/api/customers/ada", headers=shop_key)
    said = capsys.readouterr()
    lines = [line for line in (said.out + said.err).splitlines() if "person_erased" in line]
    assert len(lines) == 1
    assert not re.search(r"\bada\b|zebulon", lines[0], re.IGNORECASE)
