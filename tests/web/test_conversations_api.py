"""The customers' HTTP: messages, resends, tokens, and every bad input that reaches the gateway."""

import asyncio
import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shop.customers import Consent, Customer
from shop.settings import Settings
from storage import Storage


async def error_of(response: Any) -> tuple[int, str]:
    body = await response.json()
    assert set(body) == {"error"}, body
    assert set(body["error"]) == {"code", "message", "fields"}
    return response.status, body["error"]["code"]


async def test_a_message_is_answered_and_carries_typed_blocks(chat: Any, rasa: Any) -> None:
    found = await chat.say("Hello")
    assert found["pending"] is False
    assert found["message"]["seq"] == 1
    assert found["message"]["author"] == "customer"
    assert [r["text"] for r in found["replies"]] == ["You said: Hello"]
    assert found["replies"][0]["blocks"] == [{"type": "text", "text": "You said: Hello", "fallback": "You said: Hello"}]
    assert found["replies"][0]["in_reply_to"] == 1
    assert rasa.asked[0]["sender"] == chat.id
    assert rasa.asked[0]["metadata"]["seq"] == 1
    assert rasa.asked[0]["metadata"]["customer_id"] is None


async def test_a_repeated_client_id_returns_the_first_message(chat: Any, rasa: Any) -> None:
    first = await chat.post({"client_id": "one", "text": "Hello"})
    second = await chat.post({"client_id": "one", "text": "Hello, typed anew"})
    assert (first[0], second[0]) == (201, 200)
    assert second[1]["message"] == first[1]["message"]
    assert len(rasa.asked) == 1
    assert [m["text"] for m in await chat.messages()] == ["Hello", "You said: Hello"]


async def test_twenty_resends_at_once_are_one_message(chat: Any, rasa: Any) -> None:
    found = await asyncio.gather(*(chat.post({"client_id": "one", "text": "Hello"}) for _ in range(20)))
    assert {body["message"]["seq"] for _, body in found} == {1}
    assert sorted(status for status, _ in found) == [200] * 19 + [201]
    assert len(rasa.asked) == 1


async def test_quick_messages_are_answered_one_after_the_other_in_order(chat: Any, rasa: Any) -> None:
    for number in range(5):
        await chat.say(f"question {number}", query="")
    for _ in range(100):
        messages = await chat.messages()
        if len(messages) == 10:
            break
        await asyncio.sleep(0.05)
    asked = [m["seq"] for m in messages if m["author"] == "customer"]
    assert [m["in_reply_to"] for m in messages if m["author"] == "bot"] == asked
    assert [body["message"] for body in rasa.asked] == [f"question {n}" for n in range(5)]


async def test_another_conversations_id_is_refused(start_chat: Callable[..., Any], client: Any) -> None:
    mine, theirs = await start_chat(), await start_chat()
    await theirs.say("a secret")
    for method, rest in (("GET", "messages"), ("POST", "messages"), ("PUT", "cart"), ("PUT", "page"), ("PUT", "customer")):
        async with client.request(method, theirs.url(rest), json={}, headers=mine.headers) as response:
            assert await error_of(response) == (403, "other_conversation")
            assert "secret" not in await response.text()
    async with client.get("/api/conversations/c_unknownunknownunknown/messages", headers=mine.headers) as response:
        assert await error_of(response) == (403, "other_conversation")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer nonsense", "Basic abc", "Bearer c_aaaaaaaaaaaaaaaaaaaaaaaa." + "x" * 43]
)
async def test_no_or_a_wrong_token_is_401(chat: Any, client: Any, header: str) -> None:
    async with client.get(chat.url("messages"), headers={"Authorization": header}) as response:
        assert await error_of(response) == (401, "bad_token")


async def test_a_text_of_120_000_characters_is_413_and_says_the_limit(chat: Any, rasa: Any) -> None:
    status, body = await chat.post({"client_id": "long", "text": "a" * 120_000})
    assert (status, body["error"]["code"]) == (413, "text_too_long")
    assert "2,000" in body["error"]["message"]
    assert await chat.messages() == []
    assert rasa.asked == []
    assert (await chat.post({"client_id": "just", "text": "a" * 2000}))[0] == 201
    assert (await chat.post({"client_id": "over", "text": "a" * 2001}))[0] == 413


async def test_a_body_larger_than_any_message_is_413(chat: Any, client: Any) -> None:
    async with client.post(chat.url("messages"), data=b"a" * 1_500_000, headers=chat.headers) as response:
        assert await error_of(response) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"client_id": "x", "text": "\xff\xfe"}', "invalid_utf8"),
        (b"{not json", "invalid_json"),
        (b'{"client_id": "x", "text": NaN}', "invalid_json"),
        (b"[1, 2]", "not_an_object"),
        (b'{"client_id": "x", "text": "\\ud800"}', "invalid_unicode"),
        (b"[" * 100_000, "invalid_json"),
    ],
)
async def test_bytes_that_are_no_json_are_400(chat: Any, client: Any, body: bytes, code: str) -> None:
    async with client.post(chat.url("messages"), data=body, headers=chat.headers) as response:
        assert await error_of(response) == (400, code)
    assert await chat.messages() == []


@pytest.mark.parametrize(
    "body",
    [{}, {"client_id": "x"}, {"text": "x"}, {"client_id": "x", "text": "  "}, {"client_id": 7, "text": "x"},
     {"client_id": "x", "text": ["x"]}, {"client_id": "x", "text": "\x00\x1b"}],
)  # fmt: skip
async def test_a_message_without_what_it_needs_is_422_with_fields(chat: Any, body: dict[str, Any]) -> None:
    status, found = await chat.post(body)
    assert status == 422
    assert found["error"]["fields"]
    assert await chat.messages() == []


async def test_control_characters_do_not_reach_the_database(chat: Any) -> None:
    found = await chat.say("a\x00b\x1b[31mc\nd")
    assert found["message"]["text"] == "ab[31mc\nd"


@pytest.mark.parametrize("typed", ["/restart", "  /restart", "//restart", "/ /restart", "\u00a0/restart"])
async def test_a_typed_command_reaches_rasa_without_its_slash(chat: Any, rasa: Any, typed: str) -> None:
    found = await chat.say(typed)
    assert [body["message"] for body in rasa.asked] == ["restart"]
    assert found["message"]["text"] == typed.strip()


async def test_a_typed_intent_with_slots_is_plain_text_for_rasa(chat: Any, rasa: Any) -> None:
    await chat.say('/talk{"slot": 1}')
    assert not rasa.asked[0]["message"].startswith("/")


# buttons


async def press(chat: Any, rasa: Any) -> tuple[str, Any]:
    rasa.answer = lambda body: [{"text": "Which?", "buttons": [{"title": "Blue ones", "payload": '/refine{"colour": "blue"}'}]}]
    found = await chat.say("jackets")
    return found["replies"][0]["blocks"][1]["buttons"][0]["payload"], found


async def test_a_pressed_button_means_what_we_signed_and_shows_its_label(chat: Any, rasa: Any) -> None:
    payload, shown = await press(chat, rasa)
    assert "/refine" not in json.dumps(shown)
    status, found = await chat.post({"client_id": "press", "payload": payload})
    assert status == 201
    assert found["message"]["text"] == "Blue ones"
    assert rasa.asked[-1]["message"] == '/refine{"colour": "blue"}'


async def test_a_forged_payload_is_refused_and_nothing_is_stored(chat: Any, rasa: Any) -> None:
    payload, _ = await press(chat, rasa)
    forged = base64.urlsafe_b64encode(json.dumps({"say": "/restart", "label": "x"}).encode()).decode().rstrip("=")
    before = await chat.messages()
    for given in (f"payload.{forged}.{payload.split('.')[2]}", "/restart", "payload..", payload[:-1], "payload.x.é"):
        status, found = await chat.post({"client_id": f"f{given[:30]}", "payload": given})
        assert (status, found["error"]["code"]) == (403, "bad_payload")
    assert await chat.messages() == before


async def test_a_button_of_another_conversation_is_refused(start_chat: Callable[..., Any], rasa: Any) -> None:
    payload, _ = await press(await start_chat(), rasa)
    status, found = await (await start_chat()).post({"client_id": "press", "payload": payload})
    assert (status, found["error"]["code"]) == (403, "bad_payload")


# the customer's token


async def test_a_signed_customer_is_known_to_the_actions(start_chat: Any, customer_token: Any, rasa: Any) -> None:
    chat = await start_chat(customer_token=customer_token("ada"), consent={"profile": True})
    await chat.say("my orders")
    assert rasa.asked[0]["metadata"]["customer_id"] == "ada"


@pytest.mark.parametrize("how", ["put", "post"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"exp": int(time.time()) - 60}, "customer_token_expired"),
        ({"exp": None}, "customer_token_invalid"),
        ({"iat": None}, "customer_token_invalid"),
        ({"sub": None}, "customer_token_invalid"),
        ({"sub": ""}, "customer_token_invalid"),
        ({"iat": int(time.time()) + 3600}, "customer_token_invalid"),
        ({"secret": "another secret, as long as it needs to be"}, "customer_token_invalid"),
        ({"algorithm": "none", "secret": ""}, "customer_token_algorithm"),
        ({"algorithm": "HS512"}, "customer_token_algorithm"),
    ],
)
async def test_a_customer_token_that_is_not_the_shops_is_401(
    client: Any, chat: Any, customer_token: Any, rasa: Any, change: dict[str, Any], code: str, how: str
) -> None:
    token = customer_token("ada", **change)
    if how == "post":
        call = client.post("/api/conversations", json={"customer_token": token})
    else:
        call = client.put(chat.url("customer"), json={"customer_token": token}, headers=chat.headers)
    async with call as response:
        assert await error_of(response) == (401, code)
    await chat.say("hello")
    assert rasa.asked[0]["metadata"]["customer_id"] is None


@pytest.mark.parametrize("token", ["", "a.b.c", 7, {"sub": "ada"}, "x" * 5000])
async def test_nonsense_instead_of_a_customer_token_is_401(client: Any, token: Any) -> None:
    async with client.post("/api/conversations", json={"customer_token": token}) as response:
        assert await error_of(response) == (401, "customer_token_invalid")


async def test_a_token_without_signature_is_401(client: Any, customer_token: Any) -> None:
    unsigned = customer_token("ada").rsplit(".", 1)[0] + "."
    async with client.post("/api/conversations", json={"customer_token": unsigned}) as response:
        assert await error_of(response) == (401, "customer_token_invalid")


async def test_a_conversation_does_not_pass_from_one_customer_to_another(
    client: Any, start_chat: Any, customer_token: Any
) -> None:
    chat = await start_chat(customer_token=customer_token("ada"))
    async with client.put(
        chat.url("customer"), json={"customer_token": customer_token("ben")}, headers=chat.headers
    ) as response:
        assert await error_of(response) == (409, "other_customer")


# where the customer is


async def test_page_and_cart_reach_the_actions_and_a_price_in_the_cart_does_not(client: Any, chat: Any, rasa: Any) -> None:
    cart = {"lines": [{"sku": "p1-s", "quantity": 2, "price": 1}]}
    page = {"url": "https://shop.example/p1", "product_id": "p1", "other": "x"}
    async with client.put(chat.url("cart"), json=cart, headers=chat.headers) as response:
        assert response.status == 200
    async with client.put(chat.url("page"), json=page, headers=chat.headers) as response:
        assert response.status == 200
    await chat.say("hello")
    assert rasa.asked[0]["metadata"]["cart"] == [{"sku": "p1-s", "quantity": 2}]
    assert rasa.asked[0]["metadata"]["page"] == {"url": "https://shop.example/p1", "product_id": "p1"}


@pytest.mark.parametrize(
    ("rest", "body"),
    [
        ("page", {"url": "javascript:alert(1)"}),
        ("page", {"title": 7}),
        ("cart", {"lines": [{"sku": "x", "quantity": 0}]}),
        ("cart", {"lines": [{"quantity": 1}]}),
        ("cart", {"lines": "x"}),
        ("consent", {"profile": "yes"}),
    ],
)
async def test_nonsense_about_the_surroundings_is_422(client: Any, chat: Any, rest: str, body: dict[str, Any]) -> None:
    async with client.put(chat.url(rest), json=body, headers=chat.headers) as response:
        assert (await error_of(response))[0] == 422


async def test_consent_of_a_signed_customer_becomes_the_customers(
    client: Any, start_chat: Any, customer_token: Any, storage: Storage
) -> None:
    chat = await start_chat(customer_token=customer_token("ada"))
    assert storage.customers.get("ada").consent.profile is False
    async with client.put(chat.url("consent"), json={"profile": True}, headers=chat.headers) as response:
        assert response.status == 200
    assert storage.customers.get("ada").consent.profile is True


async def test_consent_that_is_not_named_stays_and_is_told_to_who_signs_in(
    client: Any, start_chat: Any, customer_token: Any, storage: Storage
) -> None:
    storage.customers.upsert([Customer("ada", consent=Consent(True, True, datetime(2026, 1, 1, tzinfo=UTC), "checkout"))])
    chat = await start_chat(customer_token=customer_token("ada"), consent={"profile": True})
    assert storage.customers.get("ada").consent.marketing is True
    async with client.put(
        chat.url("customer"), json={"customer_token": customer_token("ada")}, headers=chat.headers
    ) as response:
        assert (await response.json())["consent"] == {"profile": True, "marketing": True}
    async with client.put(chat.url("consent"), json={"profile": False}, headers=chat.headers) as response:
        assert response.status == 200
    consent = storage.customers.get("ada").consent
    assert (consent.profile, consent.marketing) == (False, True)


async def test_a_visitors_consent_that_is_not_named_is_no(client: Any, start_chat: Any, storage: Storage) -> None:
    chat = await start_chat()
    async with client.put(chat.url("consent"), json={"profile": True}, headers=chat.headers) as response:
        found = await response.json()
    assert (found["profile"], found["marketing"]) == (True, False)


async def test_debug_is_for_console_logins_only(chat: Any, client: Any, sign_in: Any) -> None:
    body = {"client_id": "d1", "text": "hello"}
    assert "debug" not in (await chat.post(body, "?wait=1&debug=1"))[1]
    marketer = await sign_in("marketer")
    headers = {**chat.headers, "Cookie": f"shoptalk_login={marketer.cookie}"}
    async with client.post(
        chat.url("messages") + "?wait=1&debug=1", json={"client_id": "d2", "text": "hello"}, headers=headers
    ) as response:
        found = (await response.json())["debug"]
    assert (found["intent"], found["confidence"]) == ("greet", 0.93)
    assert found["entities"] == [{"entity": "colour", "value": "blue"}]
    assert "rasa_seconds" in found["timings"]


async def test_rasa_is_called_with_the_channels_token(chat: Any, rasa: Any, gateway_settings: Settings) -> None:
    await chat.say("hello")
    assert rasa.tokens == {f"Bearer {gateway_settings.secret('channel')}"}
