"""The widget shows what is kept of whoever is chatting, and forgets them: in a real browser, by keyboard, at both widths."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine, Review
from storage import Storage
from tests.conftest import missing

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "test-results"
WIDGET = ROOT / "web" / "static" / "widget"
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
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


async def opened(browser: Any, client: Any, size: str, token: str = "") -> Any:
    width, height = SIZES[size]
    context = await browser.new_context(viewport={"width": width, "height": height}, has_touch=size == "phone")
    page = await context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    await page.goto(str(client.make_url("/")))
    if token:
        await page.evaluate("token => document.querySelector('shoptalk-chat').signIn(token)", token)
    await page.locator(IN + ".launcher").click()
    return page


async def say(page: Any, text: str) -> None:
    await page.locator(IN + "textarea").fill(text)
    await page.locator(IN + "button.send").click()
    await page.locator(IN + ".message.bot").nth(1).wait_for()


async def look(page: Any) -> None:
    await page.locator(IN + "[aria-label=Menu]").click()
    await page.get_by_role("button", name="What you know about me").click()
    await page.locator(IN + ".about-me h3, " + IN + ".about-me .known p:not(.soft)").first.wait_for()


@pytest.mark.parametrize("size", SIZES)
async def test_a_customer_sees_what_is_kept_and_has_it_erased_after_a_second_press(
    browser: Any, client: Any, storage: Storage, products: Any, customer_token: Any, size: str
) -> None:
    told = {"birthday": "05-17", "sizes": "shoes 42, jackets L"}
    agreed = Consent(True, at=NOW)
    storage.customers.upsert(
        [Customer("ada", "Ada Lind", "ada@example.com", tier="gold", consent=agreed, attributes=told, created_at=NOW)]
    )
    storage.orders.upsert([Order("o1", "ada", NOW, (OrderLine("p1-s", 1, 12900, "p1"),), status="delivered", total=12900)])
    storage.reviews.add(Review("r1", "p1", "Keeps the rain out, and the pockets are in the right place.", NOW, "ada", stars=5))
    page = await opened(browser, client, size, customer_token("ada"))
    await say(page, "I am looking for a jacket that is really dry")
    await look(page)
    words = await page.locator(IN + ".about-me").inner_text()
    assert re.search(r"Customer since: \d{4}-\d\d-\d\d$", words, re.MULTILINE), "a day, not a machine's time"
    assert f"2026-03-01, {products[0].name}, 5 of 5" in words
    for said in ("Name: Ada Lind", "Birthday: 05-17", "o1, 2026-03-01, delivered, $129.00", "Keeps the rain out", "really dry"):
        assert said in words
    SHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=str(SHOTS / f"about-me-{size}.png"))
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    await page.get_by_role("button", name="Forget me…").click()
    assert storage.customers.get("ada") is not None
    await page.screenshot(path=str(SHOTS / f"about-me-sure-{size}.png"))
    await page.get_by_role("button", name="Yes, forget me").click()
    await page.get_by_text("You are forgotten.").wait_for()
    await page.screenshot(path=str(SHOTS / f"about-me-forgotten-{size}.png"))
    assert storage.customers.get("ada") is None
    assert storage.orders.of_customer("ada") == []
    assert "really dry" not in await page.locator(IN + ".flow").inner_text()
    assert page.problems == []


async def test_all_of_it_works_by_keyboard(browser: Any, client: Any, storage: Storage, products: Any) -> None:
    page = await opened(browser, client, "desktop")
    await say(page, "remember that I like blue")
    await page.locator(IN + "[aria-label=Menu]").focus()
    await page.keyboard.press("Enter")
    for _ in range(6):
        await page.keyboard.press("Tab")
        if "know about me" in await focused(page):
            break
    await page.keyboard.press("Enter")
    await page.locator(IN + ".about-me h3").first.wait_for()
    assert await focused(page) == "What we know about you"
    seen = []
    for _ in range(4):
        await page.keyboard.press("Tab")
        seen.append(await focused(page))
    assert "Back to the chat" in seen
    assert "Forget me…" in seen
    assert not any("Write a message" in name for name in seen), "the chat beneath can be reached"
    await page.get_by_role("button", name="Back to the chat").focus()
    await page.keyboard.press("Escape")
    assert await page.locator(IN + ".about-me").count() == 0
    assert await page.locator(IN + ".panel").is_visible()
    assert page.problems == []


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_waved_away_is_listed_and_taken_back_by_keyboard(
    browser: Any, client: Any, storage: Storage, products: Any, customer_token: Any, size: str
) -> None:
    storage.customers.upsert([Customer("ada", "Ada Lind", consent=Consent(True, at=NOW), created_at=NOW)])
    now = datetime.now(UTC)
    storage.events.add([Event(f"d{p.product_id}", "dismiss", now, "ada", product_id=p.product_id) for p in products[:2]])
    page = await opened(browser, client, size, customer_token("ada"))
    await say(page, "hello there")
    await look(page)
    assert "Not recommended to you" in await page.locator(IN + ".about-me").inner_text()
    SHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=str(SHOTS / f"about-me-waved-away-{size}.png"))
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    await page.get_by_role("button", name=f"Recommend again: {products[0].name}").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name=f"Recommend again: {products[0].name}").wait_for(state="detached")
    assert await focused(page) == "What we know about you", "the list is drawn anew; whoever reads it starts from its head"
    assert list(storage.events.dismissed("ada", None, datetime.now(UTC))) == [products[1].product_id]
    assert page.problems == []


async def focused(page: Any) -> str:
    found: str = await page.evaluate(
        "() => { const a = document.querySelector('shoptalk-chat').shadowRoot.activeElement;"
        " return a ? (a.textContent || a.placeholder || a.ariaLabel || '') : ''; }"
    )
    return found


async def test_a_visitor_who_said_nothing_is_told_so_and_nothing_is_begun(
    browser: Any, client: Any, storage: Storage, products: Any
) -> None:
    page = await opened(browser, client, "phone")
    await look(page)
    assert "Nothing is kept about you." in await page.locator(IN + ".about-me").inner_text()
    assert storage.conversations.recent(5) == []


async def test_a_gateway_that_is_away_is_said_and_can_be_asked_again(
    browser: Any, client: Any, storage: Storage, products: Any
) -> None:
    page = await opened(browser, client, "phone")
    await say(page, "hello there")
    await page.route("**/me", lambda route: route.abort())
    await page.locator(IN + "[aria-label=Menu]").click()
    await page.get_by_role("button", name="What you know about me").click()
    await page.get_by_text("This did not work.").wait_for()
    await page.unroute("**/me")
    await page.get_by_role("button", name="Try again").click()
    await page.locator(IN + ".about-me h3").first.wait_for()


def test_the_widget_stays_small() -> None:
    whole = b"".join(path.read_bytes() for path in sorted(WIDGET.iterdir())) + (WIDGET.parent / "tokens.css").read_bytes()
    assert len(gzip.compress(whole)) < 35_000
