"""Finding a customer, what they are likely to do, and forgetting one thing that they said: who may, and what comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.audiences import Audience
from shop.customers import Consent, Customer, Profile
from storage import Storage
from tests.web.test_shop_api import call

AT = datetime(2026, 5, 1, tzinfo=UTC)
FACT = {"facet": "material", "value": "leather", "polarity": "dislike", "text": "no leather", "id": "f1", "at": AT.isoformat()}


@pytest.fixture
def people(storage: Storage) -> None:
    named = [
        ("ada", "Ada Lind", "ada@x.example"),
        ("bob", "Bob 100% Berg", "bob@y.example"),
        ("c_1", "Cleo", "ada.fan@z.example"),
    ]
    storage.customers.upsert(
        Customer(who, name, email, consent=Consent(profile=who != "bob"), created_at=AT + timedelta(days=n))
        for n, (who, name, email) in enumerate(named)
    )
    storage.profiles.put(Profile("ada", facts=(FACT, {**FACT, "id": "f2", "value": "wool", "text": "no wool"})))


def ids(found: dict[str, Any]) -> list[str]:
    return [one["customer_id"] for one in found["items"]]


async def test_a_customer_is_found_by_id_name_or_email_and_the_latest_without_words(sign_in: Any, people: None) -> None:
    marketer = await sign_in("marketer")

    async def find(words: str) -> list[str]:
        status, found = await marketer.call("GET", f"/api/staff/customers?q={words}")
        assert status == 200
        return ids(found)

    assert await find("") == ["c_1", "bob", "ada"]
    assert await find("ADA") == ["ada", "c_1"]
    assert await find("berg") == ["bob"]
    assert await find("z.example") == ["c_1"]
    assert await find("%25") == ["bob"]
    assert await find("c_") == ["c_1"]
    assert await find("nobody") == []


async def test_a_list_says_when_there_are_more_and_nothing_that_consent_guards(sign_in: Any, people: None) -> None:
    admin = await sign_in("admin")
    _, found = await admin.call("GET", "/api/staff/customers?limit=2")
    assert (ids(found), found["more"]) == (["c_1", "bob"], True)
    assert set(found["items"][0]) == {"customer_id", "name", "email", "tier", "since", "consent"}
    assert (await admin.call("GET", "/api/staff/customers?limit=0"))[0] == 422
    assert (await admin.call("GET", "/api/staff/customers?q=" + "x" * 201))[0] == 422


async def test_agents_strangers_and_conversations_look_nobody_up(client: Any, chat: Any, sign_in: Any, people: None) -> None:
    agent = await sign_in("agent")
    for path in ("/api/staff/customers", "/api/customers/ada/outlook"):
        assert (await call(client, "GET", path))[0] == 401
        assert (await call(client, "GET", path, headers=chat.headers))[0] == 401
        assert (await agent.call("GET", path))[0] == 403


async def test_an_outlook_comes_with_the_audiences_that_a_customer_is_in(
    sign_in: Any, client: Any, shop_key: dict[str, str], rasa: Any, people: None, storage: Storage
) -> None:
    storage.audiences.put(Audience("rfm-loyal", "Loyal", "rfm", AT, {"group": "loyal"}), ["ada"])
    marketer = await sign_in("marketer")
    for status, found in (
        await marketer.call("GET", "/api/customers/ada/outlook"),
        await call(client, "GET", "/api/customers/ada/outlook", headers=shop_key),
    ):
        assert (status, found["audiences"]) == (200, [{"audience_id": "rfm-loyal", "name": "Loyal", "kind": "rfm"}])
    assert rasa.internal == [("outlook", {"customer_id": "ada"})] * 2
    assert (await marketer.call("GET", "/api/customers/nobody/outlook"))[0] == 404


async def test_one_thing_said_is_forgotten_and_the_rest_stays(sign_in: Any, people: None, storage: Storage) -> None:
    marketer = await sign_in("marketer")
    path = "/api/customers/ada/profile/facts/f1"
    assert (await marketer.call("DELETE", path, csrf="wrong"))[0] == 403
    assert await marketer.call("DELETE", path) == (200, {"removed": 1})
    assert (await marketer.call("DELETE", path))[0] == 404
    assert (await marketer.call("DELETE", path.replace("ada", "bob")))[0] == 404
    kept = storage.profiles.get("ada")
    assert kept is not None
    assert [fact["id"] for fact in kept.facts] == ["f2"]
