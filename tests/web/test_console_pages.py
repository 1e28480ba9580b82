"""Customers and insights at the console in a real browser: what is shown, undone, retried, and walked by keyboard."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from shop.audiences import Audience
from shop.customers import Consent, Customer, Move, Profile
from shop.events import Event
from shop.orders import Review
from shop.releases import RECOMMENDER, DriftCheck, ReleaseNote
from storage import Storage
from tests.conftest import missing

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parents[2] / "test-results"
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
NOW = datetime.now(UTC)
FACT = {
    "facet": "diet",
    "value": "vegan",
    "polarity": "like",
    "text": "vegan",
    "id": "f1",
    "at": NOW.isoformat(),
    "source": "chat",
}
MARKUP = "<img src=x onerror=\"document.title='owned'\">"
OUTLOOK = {
    "features": {},
    "segment": "frequent buyers, big spenders",
    "rfm": {"recency": 5, "frequency": 4, "money": 4, "group": "champions"},
    "within_days": {
        "30": {
            "orders": 0.4,
            "buys": 0.32,
            "way": "both",
            "worth": 4200,
            "worth_way": "orders_times_value",
            "still_a_customer": 0.9,
        },
        "91": {
            "orders": 1.2,
            "buys": 0.71,
            "way": "both",
            "worth": 12900,
            "worth_way": "as_last_period",
            "still_a_customer": 0.9,
        },
    },
    "intention_within_days": {"7": {"jackets": 0.04}, "30": {"jackets": 0.18, "kitchen": 0.02}},
}


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


@pytest.fixture
async def show(browser: Any, client: Any, sign_in: Any) -> Any:
    """``await show("insights", "phone")``: the console at this address, signed in as a marketer."""
    marketer = await sign_in("marketer")

    async def opened(address: str, size: str = "desktop") -> Any:
        width, height = SIZES[size]
        context = await browser.new_context(viewport={"width": width, "height": height}, has_touch=size == "phone")
        base = str(client.make_url("/"))
        await context.add_cookies([{"name": "shoptalk_login", "value": marketer.cookie, "url": base}])
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
        await page.goto(f"{base}console#{address}")
        return page

    return opened


@pytest.fixture
def known(rasa: Any, storage: Storage, products: Any) -> None:
    """Ada agreed, Bob did not. Asked for before the gateway starts, as it plays the action server's part."""
    storage.customers.upsert(
        [
            Customer(
                "ada", "Ada Lind", "ada@x.example", consent=Consent(True, True, NOW, "widget"), attributes={"health": MARKUP}
            ),
            Customer("bob", "Bob Berg", "bob@y.example"),
        ]
    )
    moves = [
        Move("ada", NOW, "review", "review:r1", "product", "p1", -3.0),
        Move("ada", NOW, "review", "review:r1", "brand", "nord", -3.0),
    ]
    storage.profiles.put(Profile("ada", facts=(FACT,)), moves)

    def portrait(who: str) -> dict[str, Any]:
        customer, profile = storage.customers.get(who), storage.profiles.get(who)
        assert customer is not None
        consent = {"profile": customer.consent.profile, "marketing": customer.consent.marketing, "at": None, "source": ""}
        if profile is None:
            return {"customer_id": who, "consent": consent, "note": "This customer has not agreed to a profile."}
        told = [
            {
                "at": m.at.isoformat(), "cause": {"kind": m.cause_kind, "id": m.cause_id}, "facet": m.facet, "value": m.value,
                "delta": m.delta, "now": m.delta, "undone_at": m.undone_at.isoformat() if m.undone_at else None,
            }
            for m in storage.profiles.moves(who)
        ]  # fmt: skip
        sections: dict[str, dict[str, Any]] = {name: {"shares": {}} for name in ("devices", "channels")}
        sections |= {
            "spending": {"recency_days": 3.0, "frequency": 4, "money": {"USD": 51600}},
            "price_band": {"low": 4900, "high": 12900},
            "engagement": {"active_days_30": 6},
            "sizes": {"usual": {"jacket": "M"}},
            "discounts": {"orders_with_discount": None},
            "returns": {"share": 0.25},
            "times": {"of_day": {"evening": 0.8, "morning": 0.2}, "of_week": {}},
            "season": {"months": {"05": 3}},
        }
        return {
            "customer_id": who, "consent": consent, "note": "", "attributes": dict(customer.attributes),
            "protected": ["diet", "health"], "relates": {"tier": "gold", "source": "customer record"},
            "does": {name: {**one, "source": "orders"} for name, one in sections.items()},
            "interests": [
                {"name": "tents", "facet": "type", "strength": 0.2, "sources": {"view": 0.5}},
                {"name": "rain jackets", "facet": "type", "strength": 0.7, "sources": {"search": 1.6}},
            ],
            "likes": [{"facet": "brand", "value": "nord", "weight": -0.4, "sources": {"view": 1}, "reviews": ["review:r1"]}],
            "facts": [dict(f) for f in profile.facts], "moves": told, "recent": ["p2"],
            "dismissed": [{"product_id": "p2", "at": "2036-03-04T10:00:00Z", "until": "2036-08-31T10:00:00Z"}],
            "sources": {"events": 9, "orders": 4, "reviews": 1}, "products": {"p1": "Rain jacket", "p2": "Kettle"},
        }  # fmt: skip

    async def inside(request: web.Request) -> web.Response:
        who = (await request.json())["customer_id"]
        if request.match_info["name"] == "outlook":
            return web.json_response({"note": "", "currency": "USD", "outlook": OUTLOOK})
        return web.json_response(portrait(who))

    rasa.inside = inside


@pytest.mark.parametrize("size", SIZES)
async def test_a_marketer_finds_a_customer_and_takes_back_what_moved_the_profile(
    known: None, show: Any, storage: Storage, size: str
) -> None:
    page = await show("customers", size)
    await page.get_by_label("Find a customer").fill("lind")
    await page.get_by_text("Bob Berg").wait_for(state="detached")
    await page.get_by_role("link", name="Ada Lind").click()
    outlook = page.get_by_label("Outlook")
    await outlook.get_by_text("71%").wait_for()
    assert "Champions" in await outlook.inner_text()
    assert "worth $42.00" in await outlook.inner_text()
    assert "$129.00 if as in the last 91 days" in await outlook.inner_text()
    said = await page.locator(".profile").inner_text()
    for part in ("Agreed to a profile", "gold", "4 times", "$516.00 kept", "$49.00 to $129.00", "Evening 80%"):
        assert part in said, part
    assert await page.get_by_label("Who they are").get_by_text("protected").count() == 1
    assert await page.locator("svg .name", has_text="Rain jackets").is_visible()
    bars = await page.get_by_label("What they do").locator("svg .name").all_text_contents()
    assert bars == ["Rain jackets", "Tents"], "the strongest first"
    assert MARKUP in said
    waved_away = await page.get_by_label("Not for them").inner_text()
    assert "Kettle · said Mar 4, 2036, holds until Aug 31, 2036" in waved_away
    assert "owned" not in await page.title()
    SHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=str(SHOTS / f"console-customer-{size}.png"), full_page=True)
    await page.get_by_role("button", name="Undo Review of Rain jacket").click()
    assert storage.profiles.moves("ada")[0].undone_at is None, "it is asked first"
    await page.get_by_role("button", name="Undo it").click()
    await page.get_by_text("Undone: 2 values moved back.").wait_for()
    assert all(move.undone_at for move in storage.profiles.moves("ada"))
    await page.get_by_text("undone", exact=True).wait_for()
    await page.get_by_role("button", name="Forget vegan").click()
    await page.get_by_role("button", name="Forget it").click()
    await page.get_by_text("“vegan” is forgotten.").wait_for()
    kept = storage.profiles.get("ada")
    assert kept is not None
    assert kept.facts == ()
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.problems == []


async def test_without_consent_the_page_says_that_nothing_is_kept(known: None, show: Any) -> None:
    page = await show("customers/bob")
    await page.get_by_text("Did not agree to a profile").wait_for()
    assert "has not agreed" in await page.locator(".profile").inner_text()
    assert await page.get_by_label("What they do").count() == 0


async def test_an_empty_shop_says_in_every_view_what_to_do(show: Any) -> None:
    page = await show("insights")
    for words in (
        "Nobody was active",
        "Nobody looked at a product",
        "No review in this time",
        "No product goes wrong",
        "Nothing was learnt yet",
    ):
        await page.get_by_text(words).wait_for()
    assert await page.get_by_text("shoptalk segments refresh").count() == 2
    await page.goto(page.url.split("#")[0] + "#customers")
    await page.get_by_text("No customer yet.").wait_for()
    assert page.problems == []


async def test_a_view_that_fails_says_so_and_is_tried_again_alone(show: Any, storage: Storage) -> None:
    page = await show("publish")
    down = asyncio.Event()

    async def answer(route: Any) -> None:
        await (route.continue_() if down.is_set() else route.abort())

    await page.route("**/api/insights/funnel*", answer)
    await page.get_by_role("link", name="Insights").click()
    funnel = page.get_by_label("From looking to buying")
    await funnel.get_by_text("No connection to the service").wait_for()
    assert await page.get_by_role("button", name="Try again").count() == 1
    down.set()
    await funnel.get_by_role("button", name="Try again").click()
    await funnel.get_by_text("Nobody looked at a product").wait_for()


@pytest.fixture
def busy(storage: Storage, products: Any) -> None:
    """People who looked and bought, reviews of two aspects, a segment and a grid."""
    agreed = Consent(True, at=NOW)
    storage.customers.upsert(Customer(f"c{n}", consent=agreed) for n in range(8))
    deeds = [
        Event(f"e{n}-{kind}-{week}", kind, NOW - timedelta(days=7 * week + 1, minutes=10 - step), f"c{n}", product_id="p1")
        for n in range(8)
        for week in range(5)
        for step, kind in enumerate(("view", "cart_add", "purchase")[: 1 + (n > 2) + (n > 5)])
    ]
    storage.events.add(deeds, visitor_consent=True)
    for n in range(12):
        review = Review(f"r{n}", "p1", "Fits well, came late.", NOW - timedelta(days=6 * n + 1), "c1", stars=4)
        storage.reviews.upsert([review], score=False)
        storage.reviews.set_sentiment(f"r{n}", 0.4, "positive", None, {"fit": 0.6, "delivery": -0.5})
    means = {
        "recency": 20.0,
        "frequency": 4.0,
        "money": 51600.0,
        "tenure": 200.0,
        "breadth": 2.0,
        "returns": 0.1,
        "discounts": 0.0,
        "gap": 30.0,
    }
    storage.audiences.put(
        Audience("segment-1", "frequent buyers", "segment", NOW, {"label": 1, "means": means, "everyone": means}), ["c1", "c2"]
    )
    cells = [{"recency": 5, "frequency": 5, "customers": 2, "money": 103200}]
    storage.audiences.put(
        Audience("rfm-champions", "Champions", "rfm", NOW, {"group": "champions", "cells": cells}), ["c1", "c2"]
    )
    verdict = {
        "promoted": False,
        "code": "worse",
        "sentence": "It foresaw less.",
        "people": 80,
        "metrics": {"ndcg_at_10": {"new": 0.1, "present": 0.2}},
    }
    storage.releases.note(ReleaseNote(RECOMMENDER, "20361101T000000-abc", NOW, "refused", "its time had come", verdict))
    part = {"kind": "inputs", "value": 0.41, "threshold": 0.25, "people": 90, "drifted": True}
    cause = "People turn to other categories (0.41, beyond 0.25)."
    storage.releases.add_check(DriftCheck(RECOMMENDER, "20361101T000000-abc", NOW, {"categories": part}, (cause,)))


@pytest.mark.parametrize("size", SIZES)
async def test_each_picture_tells_its_finding_its_values_by_key_and_the_same_as_a_table(
    show: Any, busy: None, size: str
) -> None:
    page = await show("insights", size)
    for finding in (
        "About 3 customers active a week",
        "25.0% of those who looked bought",
        "Reviews are worst about delivery",
        "The largest of 1 segments: frequent buyers",
        "“Champions” are 100% of customers and 100% of the money",
        "kept aside, as worse; the version before stays in use",
    ):
        await page.locator(".finding", has_text=finding).wait_for()
    model = await page.get_by_label("Recommendations", exact=True).inner_text()
    assert "0.100, the version before 0.200, by 80 people" in model
    assert "People turn to other categories (0.41, beyond 0.25)." in model
    pictures = page.locator("svg.chart")
    assert await pictures.count() == 6
    for number in range(6):
        assert await pictures.nth(number).locator("title").text_content()
        assert await pictures.nth(number).locator("desc").text_content()
    funnel = page.get_by_label("From looking to buying")
    await funnel.locator("svg").focus()
    await page.keyboard.press("End")
    assert "Bought: 2 people, 40.0% of the step before" in await funnel.locator(".readout").inner_text()
    await page.keyboard.press("ArrowUp")
    assert "Put one into the cart: 5 people" in await funnel.locator(".readout").inner_text()
    await funnel.get_by_text("As table").click()
    assert await funnel.get_by_role("row").all_inner_texts() == [
        "Step\tPeople\tOf the step before\t95% interval\tOf the first",
        "Looked at a product\t8\t–\t–\t100.0%",
        "Put one into the cart\t5\t62.5%\t30.6% to 86.3%\t62.5%",
        "Bought\t2\t40.0%\t11.8% to 76.9%\t25.0%",
    ]
    SHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=str(SHOTS / f"console-insights-{size}.png"), full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.problems == []


async def test_the_time_and_the_period_change_what_is_counted(show: Any, busy: None) -> None:
    page = await show("insights")
    await page.locator(".finding", has_text="customers active a week").wait_for()
    await page.get_by_label("By", exact=True).select_option("month")
    await page.locator(".finding", has_text="customers active a month").wait_for()
    await page.get_by_label("Time", exact=True).select_option("own")
    await page.get_by_label("From", exact=True).fill("2020-01-01")
    await page.get_by_label("To, that day too").fill("2019-01-01")
    await page.get_by_text("The first day must not lie after the last.").wait_for()
    await page.get_by_label("To, that day too").fill("2020-02-01")
    await page.get_by_text("Nobody was active in this time.").wait_for()
    assert page.problems == []
