"""Logins, roles, CSRF, the desk's rules and the console's drafts."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shop.customers import Customer
from storage import Storage


async def test_a_login_cookie_is_http_only_and_same_site(client: Any, sign_in: Any) -> None:
    await sign_in("agent")
    form = {"login": "agent", "password": "a long enough password"}
    async with client.post("/staff/login", data=form, allow_redirects=False) as response:
        cookie = response.cookies["shoptalk_login"]
        assert (response.status, response.headers["Location"]) == (303, "/desk")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]  # loopback


async def test_a_wrong_password_is_401_and_attempts_are_throttled(client: Any, sign_in: Any) -> None:
    await sign_in("agent")
    found = []
    for _ in range(6):
        async with client.post("/staff/login", data={"login": "agent", "password": "wrong"}) as response:
            found.append(response.status)
            assert "shoptalk_login" not in response.cookies
    assert found == [401, 401, 401, 401, 429, 429]


@pytest.mark.parametrize("given", ["https://evil.example", "//evil.example", "/api/staff", "/desk\\@evil"])
async def test_a_login_leads_only_to_our_own_pages(client: Any, sign_in: Any, given: str) -> None:
    await sign_in("agent")
    form = {"login": "agent", "password": "a long enough password", "next": given}
    async with client.post("/staff/login", data=form, allow_redirects=False) as response:
        assert response.headers["Location"] == "/desk"


async def test_a_login_from_a_foreign_page_is_refused(client: Any) -> None:
    async with client.post("/staff/login", data={"login": "a"}, headers={"Origin": "https://shop.example"}) as response:
        assert response.status == 403


async def test_each_change_needs_the_csrf_token(chat: Any, sign_in: Any, storage: Storage) -> None:
    admin = await sign_in("admin")
    calls = [
        ("POST", f"/api/staff/conversations/{chat.id}/take"),
        ("PUT", "/api/console/intents/greet"),
        ("DELETE", "/api/console/intents/greet"),
        ("POST", "/api/console/publish"),
        ("POST", "/staff/logout"),
    ]
    for method, url in calls:
        for csrf in ("", "wrong"):
            status, found = await admin.call(method, url, {}, csrf=csrf)
            assert (status, found["error"]["code"]) == (403, "csrf")
    assert storage.conversations.get(chat.id).owner == "bot"
    assert storage.jobs.list(1) == []


async def test_roles_keep_to_their_rooms(client: Any, sign_in: Any) -> None:
    agent, marketer = await sign_in("agent"), await sign_in("marketer")
    assert (await agent.call("GET", "/api/staff/conversations"))[0] == 200
    assert (await agent.call("GET", "/api/console/intents"))[0] == 403
    assert (await marketer.call("GET", "/api/console/intents"))[0] == 200
    assert (await marketer.call("GET", "/api/staff/conversations"))[0] == 403
    async with client.get("/api/staff/conversations") as response:
        assert response.status == 401


async def test_after_signing_out_the_cookie_opens_nothing(sign_in: Any) -> None:
    agent = await sign_in("agent")
    assert (await agent.call("POST", "/staff/logout"))[0] == 204
    assert (await agent.call("GET", "/api/staff/conversations"))[0] == 401


async def test_two_agents_do_not_answer_the_same_customer(chat: Any, sign_in: Any) -> None:
    ada, ben = await sign_in("agent", "ada"), await sign_in("agent", "ben")
    url = f"/api/staff/conversations/{chat.id}"
    reply = {"client_id": "one", "text": "Hello"}
    status, found = await ada.call("POST", f"{url}/messages", reply)
    assert (status, found["error"]["code"]) == (409, "not_yours")
    assert (await ada.call("POST", f"{url}/take"))[0] == 200
    status, found = await ben.call("POST", f"{url}/take")
    assert (status, found["error"]["code"]) == (409, "already_taken")
    assert (await ben.call("POST", f"{url}/messages", reply))[0] == 409
    assert (await ben.call("POST", f"{url}/handback"))[0] == 409
    first = (await ada.call("POST", f"{url}/messages", reply))[1]
    assert (await ada.call("POST", f"{url}/messages", reply))[1] == first
    assert (await ada.call("GET", "/api/staff/conversations/c_none"))[0] == 404


async def test_the_desk_shows_notes_customer_and_orders(
    start_chat: Any, customer_token: Any, sign_in: Any, storage: Storage
) -> None:
    storage.customers.upsert([Customer("ada", name="Ada")])
    chat = await start_chat(customer_token=customer_token("ada"))
    agent = await sign_in("agent")
    note = {"client_id": "n", "text": "be patient", "visibility": "staff"}
    assert (await agent.call("POST", f"/api/staff/conversations/{chat.id}/messages", note))[0] == 201
    _, found = await agent.call("GET", f"/api/staff/conversations/{chat.id}")
    assert found["customer"]["name"] == "Ada"
    assert [(m["text"], m["visibility"]) for m in found["messages"]] == [("be patient", "staff")]
    assert await chat.messages() == []


# the console

INTENT = {
    "label": "Ask about gift wrap",
    "examples": ["do you wrap gifts", "gift wrapping", "do you wrap gifts"],
    "answer": "utter_wrap",
}
ANSWER = {"label": "Gift wrap", "texts": ["We wrap gifts at no cost."]}


async def test_an_edit_is_a_draft_until_it_is_published(sign_in: Any, storage: Storage) -> None:
    storage.content.seed("answer", "utter_greet", {"label": "Greeting", "texts": ["Welcome to {shop_name}."]})
    marketer = await sign_in("marketer")
    assert (await marketer.call("PUT", "/api/console/intents/ask_wrap", INTENT))[0] == 200
    assert (await marketer.call("PUT", "/api/console/answers/utter_wrap", ANSWER))[0] == 200
    new_words = {"label": "Greeting", "texts": ["Hello from {shop_name}."]}
    assert (await marketer.call("PUT", "/api/console/answers/utter_greet", new_words))[0] == 200
    _, found = await marketer.call("GET", "/api/console/changes")
    assert [(i["key"], i["change"]) for i in found["items"]] == [
        ("utter_greet", "changed"), ("utter_wrap", "added"), ("ask_wrap", "added"),
    ]  # fmt: skip
    _, one = await marketer.call("GET", "/api/console/intents/ask_wrap")
    assert one["live"] is None
    assert one["draft"]["examples"] == ["do you wrap gifts", "gift wrapping"]
    assert (await marketer.call("POST", "/api/console/revert", {"kind": "answer", "key": "utter_greet"}))[0] == 200
    assert (await marketer.call("DELETE", "/api/console/intents/ask_wrap"))[0] == 200
    assert (await marketer.call("GET", "/api/console/changes"))[1]["count"] == 1
    status, job = await marketer.call("POST", "/api/console/publish")
    assert (status, job["status"]) == (202, "queued")
    assert (await marketer.call("POST", "/api/console/publish"))[1]["job_id"] == job["job_id"]
    assert (await marketer.call("GET", f"/api/console/jobs/{job['job_id']}"))[1]["kind"] == "publish"


@pytest.mark.parametrize(
    "text", ["Hello {", "Hello {}", "Hello }", "Hello {0}", "Hello {name.__class__}", "Hi {unknown}", "{a!r}"]
)
async def test_a_stray_brace_in_an_answer_is_refused_where_it_is_written(sign_in: Any, storage: Storage, text: str) -> None:
    storage.content.seed("answer", "utter_greet", {"label": "Greeting", "texts": ["Welcome to {shop_name}."]})
    marketer = await sign_in("marketer")
    status, found = await marketer.call("PUT", "/api/console/answers/utter_greet", {"label": "x", "texts": ["fine", text]})
    assert status == 422
    assert found["error"]["code"] in ("stray_brace", "unknown_placeholder")
    assert list(found["error"]["fields"]) == ["texts.1"]
    assert storage.content.diff() == []


async def test_a_promotion_is_checked_when_it_is_written(sign_in: Any) -> None:
    marketer = await sign_in("marketer")
    good = {"name": "Spring", "kind": "percent", "value": 10, "code": "SPRING", "ends_at": "2026-06-01T00:00:00Z"}
    status, found = await marketer.call("PUT", "/api/console/promotions/spring", good)
    assert (status, found["draft"]["value"]) == (200, 10)
    for bad in ({"value": 0}, {"kind": "gift"}, {"colour": "red"}, {"ends_at": "soon"}):
        assert (await marketer.call("PUT", "/api/console/promotions/spring", {**good, **bad}))[0] == 422


async def test_what_the_assistant_needs_cannot_be_deleted(sign_in: Any, storage: Storage) -> None:
    storage.content.seed("intent", "greet", {"label": "Greets", "examples": ["hi"], "answer": None, "base": True})
    marketer = await sign_in("marketer")
    status, found = await marketer.call("DELETE", "/api/console/intents/greet")
    assert (status, found["error"]["code"]) == (409, "base_content")
    for key in ("Greet", "a b", "1x"):
        assert (await marketer.call("PUT", f"/api/console/intents/{key}", INTENT))[0] == 422


async def test_the_console_says_what_updates_of_the_assistant_leave_alone(sign_in: Any, storage: Storage) -> None:
    base = {"label": "Greets", "examples": ["hi", "hello", "hey", "good day"], "answer": None, "base": True}
    storage.content.seed("intent", "greet", base)
    marketer = await sign_in("marketer")
    assert (await marketer.call("GET", "/api/console/intents/greet"))[1]["kept"] is False
    assert (await marketer.call("PUT", "/api/console/intents/greet", {**base, "label": "Says hello"}))[0] == 200
    assert (await marketer.call("GET", "/api/console/intents/greet"))[1]["kept"] is True


async def test_try_it_starts_the_draft_by_a_job_and_asks_it_when_it_is_ready(sign_in: Any, rasa: Any, storage: Storage) -> None:
    marketer = await sign_in("marketer")
    status, found = await marketer.call("POST", "/api/console/try", {"text": "/restart"})
    assert (status, found["job"]["kind"]) == (202, "try_draft")
    assert (await marketer.call("POST", "/api/console/try", {"text": "hi"}))[1]["job"]["job_id"] == found["job"]["job_id"]
    now = datetime.now(UTC)
    job = storage.jobs.claim("w", now, 60)
    storage.jobs.finish(job.job_id, "w", {})
    status, found = await marketer.call("POST", "/api/console/try", {"text": "/restart"})
    assert status == 200
    assert found["replies"][0]["text"] == "You said: restart"
    assert found["debug"]["intent"] == "greet"
    assert rasa.asked[0]["metadata"]["customer_id"] is None
    assert storage.conversations.recent(10) == []


async def test_the_demo_signs_customers_in_only_where_the_sample_shop_is(
    client: Any, gateway_settings: Any, start_chat: Any, storage: Storage
) -> None:
    storage.customers.upsert([Customer("ada", name="Ada")])
    async with client.post("/demo/login", json={"customer_id": "ada"}) as response:
        assert response.status == 404
    Path(gateway_settings.var / "demo-logins.json").write_text(json.dumps({}))
    async with client.post("/demo/login", json={"customer_id": "ada"}) as response:
        token = (await response.json())["customer_token"]
    chat = await start_chat(customer_token=token)
    assert storage.conversations.get(chat.id).customer_id == "ada"
    async with client.post("/demo/login", json={"customer_id": "nobody"}) as response:
        assert response.status == 404
