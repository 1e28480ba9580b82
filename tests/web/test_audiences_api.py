"""Audiences over HTTP: for the shop's key and for marketers, in pages, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shop.audiences import Audience
from shop.customers import Consent, Customer
from storage import Storage
from tests.web.test_shop_api import call

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def loyal(storage: Storage) -> list[str]:
    agreed = Consent(True, False, NOW, "import")
    storage.customers.upsert([Customer(f"c{n}", consent=agreed, created_at=NOW) for n in range(3)])
    storage.audiences.put(Audience("rfm-loyal", "Loyal", "rfm", NOW, {"group": "loyal"}), ["c0", "c1", "c2"])
    return ["c0", "c1", "c2"]


@pytest.mark.parametrize("path", ["/api/audiences", "/api/audiences/rfm-loyal", "/api/audiences/rfm-loyal/members"])
async def test_strangers_agents_and_conversations_see_none(
    client: Any, chat: Any, sign_in: Any, loyal: list[str], path: str
) -> None:
    agent = await sign_in("agent")
    assert (await call(client, "GET", path))[0] == 401
    assert (await call(client, "GET", path, headers=chat.headers))[0] == 401
    assert (await agent.call("GET", path))[0] == 403


async def test_the_shop_reads_what_there_is_and_who_is_in_it(
    client: Any, shop_key: dict[str, str], loyal: list[str], storage: Storage
) -> None:
    status, found = await call(client, "GET", "/api/audiences", headers=shop_key)
    assert (status, [a["audience_id"] for a in found["items"]]) == (200, ["rfm-loyal"])
    assert found["items"][0]["definition"] == {"group": "loyal"}
    storage.customers.set_consent("c1", Consent(False, False, NOW, "widget"))
    _, one = await call(client, "GET", "/api/audiences/rfm-loyal", headers=shop_key)
    assert (one["size"], one["members"]) == (2, 2)
    first = (await call(client, "GET", "/api/audiences/rfm-loyal/members?limit=1", headers=shop_key))[1]
    assert first == {"items": ["c0"], "next": "c0"}
    last = (await call(client, "GET", "/api/audiences/rfm-loyal/members?after=c0", headers=shop_key))[1]
    assert last == {"items": ["c2"], "next": None}


async def test_an_unknown_audience_is_404_and_a_bad_page_422(client: Any, shop_key: dict[str, str], loyal: list[str]) -> None:
    assert (await call(client, "GET", "/api/audiences/none", headers=shop_key))[0] == 404
    assert (await call(client, "GET", "/api/audiences/none/members", headers=shop_key))[0] == 404
    assert (await call(client, "GET", "/api/audiences/rfm-loyal/members?limit=0", headers=shop_key))[0] == 422


async def test_a_marketer_reads_them_at_the_console(sign_in: Any, loyal: list[str]) -> None:
    marketer = await sign_in("marketer")
    status, found = await marketer.call("GET", "/api/audiences")
    assert (status, found["items"][0]["members"]) == (200, 3)
