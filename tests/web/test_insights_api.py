"""Insights over HTTP: who may ask, what is refused, and one shape for all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.events import Event
from storage import Storage
from web.insights_api import INSIGHTS


async def get(client: Any, url: str, headers: Any = None) -> tuple[int, Any]:
    async with client.get(url, headers=headers or {}) as response:
        return response.status, await response.json()


async def test_nobody_else_may_ask(client: Any, chat: Any, sign_in: Any) -> None:
    assert (await get(client, "/api/insights/active"))[0] == 401
    assert (await get(client, "/api/insights/active", chat.headers))[0] == 401
    assert (await get(client, "/api/insights/active", {"Authorization": "Bearer sk_unknown"}))[0] == 401
    agent = await sign_in("agent")
    assert (await agent.call("GET", "/api/insights/active"))[0] == 403


@pytest.mark.parametrize("name", sorted(INSIGHTS))
async def test_each_has_the_one_shape_for_a_marketer_and_for_the_shops_server(
    client: Any, sign_in: Any, shop_key: dict[str, str], name: str
) -> None:
    marketer = await sign_in("marketer")
    for status, found in (
        await marketer.call("GET", f"/api/insights/{name}"),
        await get(client, f"/api/insights/{name}?to=2026-02-01", shop_key),
    ):
        assert status == 200, found
        assert list(found) == ["name", "unit", "from", "to", "series"]
        assert all(set(point) >= {"x", "y"} for one in found["series"] for point in one["points"])


async def test_an_event_is_in_the_answer_at_once(client: Any, shop_key: dict[str, str], storage: Storage) -> None:
    now = datetime.now(UTC)
    seen = [Event(f"e{n}", "view", now - timedelta(seconds=2), None, f"v{n}", product_id="p") for n in range(6)]
    storage.events.add(seen, visitor_consent=True)
    _, found = await get(client, "/api/insights/trending?window_hours=1&types=view", shop_key)
    [point] = found["series"][0]["points"]
    assert (point["x"], point["people"]) == ("p", 6)
    _, found = await get(client, "/api/insights/funnel?by=device&steps=view,purchase", shop_key)
    assert [[p["y"] for p in one["points"]] for one in found["series"]] == [[6, 0]]


@pytest.mark.parametrize(
    ("rest", "field"),
    [
        ("active?period=decade", "period"),
        ("active?from=yesterday", "from"),
        ("active?from=2026-02-01&to=2026-01-01", "from"),
        ("active?from=0001-01-01", "from"),
        ("active?offset_minutes=9999", "offset_minutes"),
        ("active?colour=red", "colour"),
        ("funnel?steps=view,fly", "types"),
        ("paths?depth=nan", "depth"),
        ("paths?limit=2.5", "limit"),
        ("daily?series=happiness", "series"),
        ("rates?measure=luck", "measure"),
        ("trending?minimum=0", "minimum"),
        ("trending?from=2026-01-01", "from"),
        ("worsening?from=2026-01-01", "from"),
    ],
)
async def test_what_does_not_fit_is_named(client: Any, shop_key: dict[str, str], rest: str, field: str) -> None:
    status, found = await get(client, f"/api/insights/{rest}", shop_key)
    assert (status, list(found["error"]["fields"])) == (422, [field])


async def test_another_name_is_404(client: Any, shop_key: dict[str, str]) -> None:
    assert (await get(client, "/api/insights/luck", shop_key))[0] == 404
