"""The shop's page shows what goes with a product, what is like it and what is for the one chatting; one press waves it away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from shop.catalogue import Product
from shop.customers import Consent, Customer
from storage import Storage
from tests.web.test_about_me_page import IN, SHOTS, SIZES, browser, database_url, opened, say

__all__ = ["browser", "database_url"]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def answer_with(rasa: Any, storage: Storage, products: list[Product]) -> None:
    """Recommends what is not dismissed, as the action server does."""

    def answer(name: str, body: dict[str, Any]) -> dict[str, Any]:
        out = storage.events.dismissed(body.get("customer_id"), body.get("visitor_id"), datetime.now(UTC))
        shown = [p for p in products if p.product_id not in out and p.product_id != body.get("product_id")]
        cards = [
            {"product_id": p.product_id, "sku": p.variants[0].sku, "name": p.name, "stock": "in", "buttons": [],
             "brand": p.brand, "rating": 4.2,
             "price": {"amount": 4900, "currency": "USD", "text": "$49.00"}, "reason": "because you looked at Rain jacket"}
            for p in shown
        ]  # fmt: skip
        return {"cards": cards, "personal": True}

    rasa.inside_answer = answer


async def test_a_products_page_has_its_strips_and_does_without_them(
    client: Any, rasa: Any, storage: Storage, products: list[Product]
) -> None:
    answer_with(rasa, storage, products)
    first, second = products[:2]
    page = await (await client.get(f"/products/{first.product_id}")).text()
    assert page.index("Goes with this") < page.index("More like this")
    assert f"/products/{second.product_id}" in page
    rasa.inside_answer = None
    rasa.inside_hold = asyncio.Event()
    page = await (await client.get(f"/products/{first.product_id}")).text()
    rasa.inside_hold.set()
    assert first.name in page
    assert "More like this" not in page


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
async def test_one_press_waves_a_product_away_on_the_page_and_undo_brings_it_back(
    browser: Any, client: Any, rasa: Any, storage: Storage, products: list[Product], customer_token: Any, size: str
) -> None:
    answer_with(rasa, storage, products)
    storage.customers.upsert([Customer("ada", "Ada Lind", consent=Consent(True, at=NOW), created_at=NOW)])
    page = await opened(browser, client, size, customer_token("ada"))
    assert await page.locator(".strip").is_hidden(), "nobody is known before they began to chat"
    await say(page, "hello there")
    await page.locator(IN + "[aria-label='Close chat']").click()
    wave = page.get_by_role("button", name=f"Not for me: {products[0].name}")
    await wave.wait_for()
    SHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=str(SHOTS / f"strip-{size}.png"))
    told = await page.locator(".strip .tile").first.inner_text()
    assert f"{products[0].brand} · ★ 4.2" in told
    assert "Because you looked at Rain jacket" in told
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    await wave.focus()
    await page.keyboard.press("Enter")
    await page.get_by_text(f"{products[0].name} is not recommended to you again.").wait_for()
    await page.screenshot(path=str(SHOTS / f"strip-waved-away-{size}.png"))
    assert list(storage.events.dismissed("ada", None, datetime.now(UTC))) == [products[0].product_id]
    await page.keyboard.press("Enter")  # on Undo, which has the focus
    await wave.wait_for()
    assert storage.events.dismissed("ada", None, datetime.now(UTC)) == {}
    assert page.problems == []


@pytest.mark.browser
async def test_on_a_products_page_the_title_is_the_reason_and_is_not_repeated_on_each_card(
    browser: Any, client: Any, rasa: Any, storage: Storage, products: list[Product], customer_token: Any
) -> None:
    answer_with(rasa, storage, products)
    storage.customers.upsert([Customer("ada", "Ada Lind", consent=Consent(True, at=NOW), created_at=NOW)])
    page = await opened(browser, client, "phone", customer_token("ada"))
    await say(page, "hello there")
    await page.goto(str(client.make_url(f"/products/{products[0].product_id}")))
    await page.get_by_role("button", name=f"Not for me: {products[1].name}").first.wait_for()
    assert await page.get_by_text("ecause you looked at").count() == 0
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    tops = await page.locator("[data-with] .tile").evaluate_all("tiles => tiles.map(t => t.getBoundingClientRect().top)")
    assert len(set(tops)) == 1, "one row, whatever fits"
