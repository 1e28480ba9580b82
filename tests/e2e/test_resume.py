"""The browser's side of "none lost, none doubled": what another request is ahead of still arrives, and in its order."""

from __future__ import annotations

import secrets
import time
from typing import Any

import pytest

from tests.e2e.conftest import Chat, Stack

pytestmark = pytest.mark.e2e

#: The widget's own connection, without a socket: it looks over HTTP, and its next look is 2.5 seconds away when we send.
WITHOUT_SOCKET = """async ([id, token]) => {
  window.WebSocket = class { static OPEN = 1; constructor() { throw new Error("no sockets here"); } };
  const { Connection } = await import("/static/widget/connection.js");
  const kept = JSON.stringify({ id, token });
  const storage = { getItem: () => kept, setItem: () => {} };
  const connection = new Connection({ base: location.origin, storage, opening: () => ({}) });
  window.arrived = [];
  connection.addEventListener("message", (event) => window.arrived.push(event.detail.message.seq));
  window.again = connection;
  await connection.open();
}"""


def until(page: Any, holds: str, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < deadline, holds
        page.wait_for_timeout(100)


def test_a_message_sent_after_missed_ones_does_not_hide_them(stack: Stack, browser: Any):
    chat = Chat(stack)
    chat.say("hello")
    agent, path = stack.staff("agent"), f"/api/staff/conversations/{chat.id}"
    agent.call("POST", f"{path}/take", {}).ok()
    page = browser.new_page()
    page.goto(stack.base + "/staff/login")
    page.evaluate(WITHOUT_SOCKET, [chat.id, chat.token])
    until(page, "window.arrived.length >= 2")
    body = {"client_id": secrets.token_hex(8), "text": "I am here.", "visibility": "all"}
    missed = agent.call("POST", f"{path}/messages", body).ok()["message"]["seq"]
    page.evaluate("window.again.send({ text: 'are you there?', label: 'are you there?' })")
    until(page, f"window.arrived.includes({missed + 1})")
    everything = [m["seq"] for m in chat.messages()]
    assert page.evaluate("window.arrived") == everything
    page.close()


def test_the_desk_shows_a_customers_message_that_its_own_reply_overtook(stack: Stack, browser: Any):
    chat, marker = Chat(stack), secrets.token_hex(4)
    chat.say(f"hello {marker}")
    agent = stack.staff("agent")
    agent.call("POST", f"/api/staff/conversations/{chat.id}/take", {}).ok()
    name, _, value = agent.cookie.partition("=")
    context = browser.new_context()
    context.add_cookies([{"name": name, "value": value, "url": stack.base}])
    page = context.new_page()
    held: list[Any] = []
    release = {"now": False}

    def hold(socket: Any) -> None:
        """The desk's socket, whose frames are held back until we let them go."""
        server = socket.connect_to_server()
        server.on_message(lambda frame: socket.send(frame) if release["now"] else held.append((socket, frame)))

    page.route_web_socket("**/ws/desk", hold)
    page.goto(stack.base + "/desk")
    page.locator("#list .item").first.wait_for(timeout=15000)
    rows = page.locator("#list .item")
    for index in range(rows.count()):
        rows.nth(index).click()
        page.wait_for_timeout(500)
        if page.locator("#flow .message.customer", has_text=marker).count():
            break
    customer = "what about my zipper?"
    chat.post(text=customer, wait=False).ok()
    page.locator("#text").fill("One moment, please.")
    page.locator("#send").click()
    page.locator("#flow .message.agent", has_text="One moment").wait_for(timeout=10000)
    release["now"] = True
    for socket, frame in held:
        socket.send(frame)
    page.locator("#flow .message.customer", has_text=customer).wait_for(timeout=20000)
    order = page.locator("#flow .message").evaluate_all("rows => rows.map((row) => Number(row.dataset.seq))")
    assert order == sorted(order)
    assert len(order) == len(set(order))
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and len(order) < len(chat.messages()):
        order = page.locator("#flow .message").evaluate_all("rows => rows.map((row) => Number(row.dataset.seq))")
    assert order == [m["seq"] for m in chat.messages()]
    context.close()
