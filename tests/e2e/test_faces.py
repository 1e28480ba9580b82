"""The pages in a real browser, at phone and desktop width. Screenshots go to ``test-results/``; look at them."""

from __future__ import annotations

import http.server
import json
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Chat, Stack

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SHOTS = Path(__file__).resolve().parents[2] / "test-results"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
SIZES = {"phone": PHONE, "desktop": DESKTOP}


class Page:
    """A page that remembers what went wrong on it."""

    def __init__(self, browser: Any, size: dict[str, Any], **more: Any):
        self.context = browser.new_context(**size, **more)
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda line: self.problems.append(line.text) if line.type == "error" else None)

    def shot(self, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"))

    def no_sideways_scroll(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def ask(page: Any, text: str) -> None:
    box = page.locator("shoptalk-chat textarea")
    box.fill(text)
    page.locator("shoptalk-chat button.send").click()


@pytest.mark.parametrize("size", SIZES)
def test_a_customer_searches_in_the_widget_and_puts_a_product_into_the_cart(stack: Stack, browser: Any, size: str):
    view = Page(browser, SIZES[size])
    page = view.page
    page.goto(stack.base + "/")
    page.locator(".tile").first.wait_for()
    assert view.no_sideways_scroll()
    view.shot(f"shop-{size}")
    page.locator("shoptalk-chat .launcher").click()
    page.locator("shoptalk-chat .quick button").first.wait_for()
    view.shot(f"widget-open-{size}")
    ask(page, "show me tents under $900")
    page.locator("shoptalk-chat .card").first.wait_for(timeout=15000)
    page.wait_for_timeout(300)
    view.shot(f"widget-cards-{size}")
    page.locator("shoptalk-chat .card .primary").first.click()
    assert page.locator("#cart-count").inner_text() == "1"
    ask(page, "how long do I have to return something?")
    page.get_by_text("return", exact=False).last.wait_for(timeout=15000)
    assert view.no_sideways_scroll()
    assert view.problems == []


def test_the_conversation_is_still_there_after_a_reload(stack: Stack, browser: Any):
    view = Page(browser, DESKTOP)
    page = view.page
    page.goto(stack.base + "/")
    page.locator("shoptalk-chat .launcher").click()
    ask(page, "hello there, it is me")
    page.locator("shoptalk-chat .message.bot").nth(1).wait_for(timeout=15000)
    page.reload()
    page.locator("shoptalk-chat .launcher").click()
    page.get_by_text("hello there, it is me").wait_for(timeout=10000)
    assert page.locator("shoptalk-chat .message.customer").count() == 1


def test_a_message_written_offline_is_kept_and_sent_once_when_the_network_is_back(stack: Stack, browser: Any):
    view = Page(browser, PHONE)
    page = view.page
    page.goto(stack.base + "/")
    page.locator("shoptalk-chat .launcher").click()
    ask(page, "hello")
    page.locator("shoptalk-chat .message.bot").nth(1).wait_for(timeout=15000)
    view.context.set_offline(True)
    page.evaluate("document.querySelector('shoptalk-chat').connection.socket?.close()")
    ask(page, "show me boots")
    again = page.get_by_role("button", name="Try again")
    again.wait_for(timeout=15000)
    view.shot("widget-offline-phone")
    view.context.set_offline(False)  # sent by itself once there is a connection
    page.locator("shoptalk-chat .card").first.wait_for(timeout=20000)
    assert page.locator("shoptalk-chat .message.customer", has_text="show me boots").count() == 1


@pytest.fixture
def strict_page(stack: Stack) -> Iterator[str]:
    """Another shop's page, on an origin of its own, with a content policy that allows nothing inline."""
    ours, sockets = stack.base, stack.base.replace("http", "ws")
    policy = f"default-src 'none'; script-src {ours}; connect-src {ours} {sockets}; img-src {ours}"
    script = f'<script type="module" src="{ours}/static/widget/shoptalk-chat.js"></script>'
    body = f"<!doctype html><title>x</title>{script}<shoptalk-chat></shoptalk-chat>"

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def test_the_widget_draws_on_a_page_with_a_strict_policy_and_a_foreign_origin_gets_no_conversation(
    stack: Stack, browser: Any, strict_page: str
):
    view = Page(browser, DESKTOP)
    view.page.goto(strict_page)
    view.page.locator("shoptalk-chat .launcher").click()
    view.page.locator("shoptalk-chat .panel header").wait_for()
    box = view.page.locator("shoptalk-chat .panel").bounding_box()
    assert box["width"] == pytest.approx(400, abs=4), "the styles did not load under the policy"
    assert not [p for p in view.problems if "style" in p.lower()]
    ask(view.page, "hello")
    view.page.get_by_role("button", name="Try again").wait_for(timeout=10000)  # this origin is not in ALLOWED_ORIGINS


def test_what_a_customer_writes_is_never_markup_for_the_agent(stack: Stack, browser: Any):
    chat = Chat(
        stack, page={"url": "https://shop.example/<img src=x onerror=alert(1)>", "title": "<img src=x onerror=alert(1)>"}
    )
    chat.say("<img src=x onerror=\"document.title='owned'\"><b>hello</b>")
    chat.say("talk to a person please")
    view = Page(browser, DESKTOP)
    sign_in(stack, view.page, "agent")
    view.page.locator(".item").first.wait_for(timeout=10000)
    view.page.locator(".item").first.click()
    view.page.locator("#flow .message").first.wait_for()
    assert view.page.locator("#flow img[src='x']").count() == 0
    assert "owned" not in view.page.title()


def sign_in(stack: Stack, page: Any, role: str, *, by_form: bool = False) -> None:
    """By the form once; else by the cookie of a sign-in that the tests share, which the throttle does not count."""
    address = stack.base + ("/console" if role == "marketer" else "/desk")
    if not by_form:
        name, _, value = stack.staff(role).cookie.partition("=")
        page.context.add_cookies([{"name": name, "value": value, "url": stack.base}])
        page.goto(address)
        return
    login = json.loads((stack.home / "var" / "demo-logins.json").read_text())[role]
    page.goto(address)
    page.get_by_label("Login").fill(login["login"])
    page.get_by_label("Password").fill(login["password"])
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("size", SIZES)
def test_an_agent_takes_over_replies_notes_and_hands_back_at_the_desk(stack: Stack, browser: Any, size: str):
    chat = Chat(stack)
    marker = secrets.token_hex(3)
    chat.say("hello")
    chat.say(f"my parcel {marker} is broken, let me talk to a person")
    if chat.owner() == "bot":
        chat.say("I want a human")
    view = Page(browser, SIZES[size])
    page = view.page
    sign_in(stack, page, "agent", by_form=size == "desktop")
    page.locator(".item").first.wait_for(timeout=10000)
    view.shot(f"desk-list-{size}")
    rows = page.locator(".item")
    for index in range(rows.count()):  # the longest wait is on top; ours is somewhere among the waiting
        rows.nth(index).click()
        page.locator("#flow .message").first.wait_for()
        if page.get_by_text(marker).count():
            break
        if size == "phone":
            page.get_by_role("button", name="‹ All").click()
    page.get_by_role("button", name="Take over").click()
    page.get_by_role("button", name="Hand back to the assistant").wait_for()
    page.locator("#text").fill("I send you a new one today.")
    page.get_by_role("button", name="Send reply").click()
    page.get_by_text("I send you a new one today.").wait_for()
    page.get_by_text("Note for colleagues").click()
    page.locator("#text").fill(f"note {marker}: second time")
    page.get_by_role("button", name="Keep note").click()
    page.get_by_text(f"note {marker}").wait_for()
    view.shot(f"desk-talk-{size}")
    assert view.no_sideways_scroll()
    seen = chat.messages()
    assert "I send you a new one today." in str(seen)
    assert f"note {marker}" not in str(seen)
    page.get_by_role("button", name="Hand back to the assistant").click()
    page.get_by_role("button", name="Take over").wait_for()
    assert chat.owner() == "bot"
    assert view.problems == []


@pytest.mark.parametrize("size", SIZES)
def test_a_marketer_adds_a_meaning_sees_it_counted_and_undoes_it(stack: Stack, browser: Any, size: str):
    view = Page(browser, SIZES[size])
    page = view.page
    sign_in(stack, page, "marketer")
    page.locator(".item .open").first.wait_for(timeout=10000)
    view.shot(f"console-{size}")
    page.get_by_role("button", name="Add a meaning").click()
    page.get_by_label("Name").fill(f"Asks about forests {size}")
    page.get_by_label("What customers write").fill("do you plant trees\ntrees please\nforest\nhow many trees")
    page.get_by_label("The assistant answers with").select_option(index=1)
    view.shot(f"console-sheet-{size}")
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_text("1 change not live").wait_for(timeout=5000)
    page.get_by_role("link", name="Publish").first.click()
    page.get_by_text("New meaning:").wait_for()
    view.shot(f"console-publish-{size}")
    page.get_by_role("link", name="What customers mean").click()
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("Everything is live").wait_for(timeout=5000)
    for section in ("Answers", "Promotions", "Try it"):
        page.get_by_role("link", name=section).first.click()
        page.get_by_role("heading", name=section).wait_for()
        page.wait_for_timeout(200)
        view.shot(f"console-{section.split()[0].lower()}-{size}")
        assert view.no_sideways_scroll()
    assert view.problems == []
