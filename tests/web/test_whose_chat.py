"""Whose conversation a browser goes on with, and whose consent its menu shows, at a shop that names customers in its pages."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shop.customers import Consent, Customer
from storage import Storage
from tests.conftest import missing

pytestmark = pytest.mark.browser
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
IN = "shoptalk-chat "


@pytest.fixture
async def browser() -> AsyncIterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing("no Chromium on the PATH")
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        opened = await driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        await opened.close()


@pytest.fixture
def database_url(tmp_path: Path, migrated_file: Path) -> str:
    """The browser does not mind which database it is."""
    shutil.copy(migrated_file, tmp_path / "shop.db")
    return f"sqlite:///{tmp_path / 'shop.db'}"


class Browsing:
    """One person after the other at one browser, each on a page of the shop that names them in its markup."""

    def __init__(self, page: Any, address: str):
        self._page, self._address = page, address

    async def page_for(self, token: str) -> Any:
        named = f' customer-token="{token}"' if token else ""
        script = '<script type="module" src="/static/widget/shoptalk-chat.js"></script>'
        body = f"<!doctype html><title>shop</title>{script}<shoptalk-chat{named}></shoptalk-chat>"
        await self._page.unroute_all()
        await self._page.route(self._address, lambda route: route.fulfill(body=body, content_type="text/html"))
        await self._page.goto(self._address)
        await self._page.locator(IN + ".launcher").click()
        return self._page


@pytest.fixture
async def browsing(browser: Any, client: Any) -> Browsing:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    return Browsing(await context.new_page(), str(client.make_url("/a-page-of-the-shop")))


async def say(page: Any, text: str) -> None:
    await page.locator(IN + "textarea").fill(text)
    await page.locator(IN + "button.send").click()
    await page.locator(IN + ".message.bot", has_text=f"You said: {text}").wait_for()


async def consent_offered(page: Any, words: str) -> Any:
    await page.locator(IN + "[aria-label=Menu]").click()
    button = page.get_by_role("button", name=words, exact=True)
    await button.wait_for()
    return button


async def test_a_visitors_chat_goes_on_as_the_customers_once_they_sign_in(
    browsing: Browsing, customer_token: Any, storage: Storage
) -> None:
    await say(await browsing.page_for(""), "hello there")
    page = await browsing.page_for(customer_token("ada"))
    await say(page, "it is me")
    [talk] = storage.conversations.recent(5)
    assert talk.conversation.customer_id == "ada"
    assert "hello there" in await page.locator(IN + ".flow").inner_text()


@pytest.mark.parametrize("next_one", ["", "bob"])
async def test_whoever_comes_after_a_customer_does_not_read_on(
    browsing: Browsing, customer_token: Any, storage: Storage, next_one: str
) -> None:
    await say(await browsing.page_for(customer_token("ada")), "where is my secret order")
    page = await browsing.page_for(customer_token(next_one) if next_one else "")
    await page.wait_for_function("!document.querySelector('shoptalk-chat').shadowRoot.textContent.includes('secret order')")
    await say(page, "hello")
    assert "secret order" not in await page.locator(IN + ".flow").inner_text()
    talks = {talk.conversation.customer_id for talk in storage.conversations.recent(5)}
    assert talks == {"ada", next_one or None}


async def test_a_customers_chat_is_still_there_on_the_next_page(browsing: Browsing, customer_token: Any) -> None:
    await say(await browsing.page_for(customer_token("ada")), "hello there")
    page = await browsing.page_for(customer_token("ada"))
    await page.locator(IN + ".message.customer", has_text="hello there").wait_for()


async def test_the_menu_shows_what_the_customer_agreed_to_and_leaves_marketing_alone(
    browsing: Browsing, customer_token: Any, storage: Storage
) -> None:
    storage.customers.upsert([Customer("ada", consent=Consent(True, True, NOW, "checkout"))])
    page = await browsing.page_for(customer_token("ada"))
    await (await consent_offered(page, "Stop remembering what I like")).click()
    await consent_offered(page, "Remember what I like")
    await page.get_by_text("no longer remembered").wait_for()
    await page.wait_for_load_state("networkidle")
    customer = storage.customers.get("ada")
    assert customer is not None
    assert (customer.consent.profile, customer.consent.marketing) == (False, True)
