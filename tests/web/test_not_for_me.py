"""The quiet button of a recommended card in the widget: seen, named for who does not see it, and reached by keyboard."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shop import blocks
from shop.catalogue import Product
from tests.web.test_about_me_page import IN, SHOTS, SIZES, browser, database_url, opened

__all__ = ["browser", "database_url"]
pytestmark = pytest.mark.browser


def payload(intent: str, product_id: str) -> str:
    return f"/{intent}{json.dumps({'product': product_id})}"


def card(product: Product) -> dict[str, Any]:
    buttons = [
        blocks.button("Details", payload='/product_details{"product": "p1"}'),
        blocks.button("More like this", payload='/more_like{"product": "p1"}'),
        blocks.button("Add to cart", do="add_to_cart", value=product.variants[0].sku),
        blocks.button("Not for me", payload=payload("not_interested", product.product_id), quiet=True),
    ]
    price = {"amount": 4900, "currency": "USD", "text": "$49.00"}
    return {"product_id": product.product_id, "sku": product.variants[0].sku, "name": product.name, "price": price,
            "stock": "in", "reason": "popular right now", "buttons": buttons}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_a_card_is_waved_away_by_keyboard_and_undo_is_offered(
    browser: Any, client: Any, rasa: Any, products: list[Product], size: str
) -> None:
    undo = blocks.button("Undo", payload='/not_interested{"product": "p1", "undo": true}')

    def answer(body: dict[str, Any]) -> list[dict[str, Any]]:
        if str(body["message"]).startswith("/not_interested"):
            alone = [blocks.products([card(products[1])], "single"), blocks.quick_replies([undo])]
            return [{"text": "All right, I leave it out. Instead:"}, {"custom": {"blocks": alone}}]
        return [{"custom": {"blocks": [blocks.products([card(one) for one in products])]}}]

    rasa.answer = answer
    page = await opened(browser, client, size)
    await page.locator(IN + "textarea").fill("recommend me something")
    await page.locator(IN + "button.send").click()
    wave = page.get_by_role("button", name=f"Not for me: {products[0].name}")
    await wave.wait_for()
    SHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=str(SHOTS / f"not-for-me-{size}.png"))
    box = await wave.bounding_box()
    assert box["height"] >= 36, "large enough for a thumb"
    main = page.locator(IN + f".card[data-product='{products[0].product_id}'] .primary")
    assert await main.count() == 1
    await main.focus()
    seen = []
    for _ in range(4):  # in the order in which they were given
        seen.append(await page.evaluate("document.querySelector('shoptalk-chat').shadowRoot.activeElement.textContent"))
        if seen[-1] == "Not for me":
            break
        await page.keyboard.press("Tab")
    assert seen[-1] == "Not for me"
    await page.keyboard.press("Enter")
    await page.locator(IN + ".quick button", has_text="Undo").wait_for()
    assert await page.get_by_text("All right, I leave it out.").is_visible(), "what was done is in sight above the card"
    lone = page.locator(IN + f".card[data-product='{products[1].product_id}']").last
    assert await lone.locator(".primary").count() == 1
    await page.screenshot(path=str(SHOTS / f"not-for-me-undo-{size}.png"))
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.problems == []
