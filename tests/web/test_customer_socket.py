"""The customer's socket: pushed messages, resume, acknowledgements, and who may open one."""

import asyncio
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError


def protocols(chat: Any) -> tuple[str, str]:
    return ("shoptalk.1", f"token.{chat.token}")


async def frame(socket: Any, kind: str) -> dict[str, Any]:
    """The next frame of that type."""
    while True:
        found = await asyncio.wait_for(socket.receive_json(), 5)
        if found["type"] == kind:
            return found


async def test_a_message_over_the_socket_is_acknowledged_and_answered(client: Any, chat: Any) -> None:
    async with client.ws_connect(f"/ws/conversations/{chat.id}", protocols=protocols(chat)) as socket:
        assert socket.protocol == "shoptalk.1"
        assert (await frame(socket, "owner"))["owner"] == "bot"
        await socket.send_json({"type": "message", "client_id": "one", "text": "Hello"})
        frames = [await asyncio.wait_for(socket.receive_json(), 5) for _ in range(4)]
        kinds = [f["type"] for f in frames]
        assert sorted(kinds) == ["ack", "message", "message", "typing"]
        assert next(f for f in frames if f["type"] == "ack")["seq"] == 1
        assert [f["text"] for f in frames if f["type"] == "message"] == ["Hello", "You said: Hello"]


async def test_a_browser_that_comes_back_gets_what_it_missed_and_nothing_twice(client: Any, chat: Any) -> None:
    for word in ("one", "two", "three"):
        await chat.say(word)
    async with client.ws_connect(f"/ws/conversations/{chat.id}?after=2", protocols=protocols(chat)) as socket:
        seqs = [(await frame(socket, "message"))["seq"] for _ in range(4)]
        assert seqs == [3, 4, 5, 6]
        assert (await chat.say("four"))["message"]["seq"] == 7
        assert [(await frame(socket, "message"))["seq"] for _ in range(2)] == [7, 8]


async def test_a_resend_over_the_socket_is_acknowledged_with_the_first_number(client: Any, chat: Any) -> None:
    async with client.ws_connect(f"/ws/conversations/{chat.id}", protocols=protocols(chat)) as socket:
        for expected in (True, False):
            await socket.send_json({"type": "message", "client_id": "one", "text": "Hello"})
            ack = await frame(socket, "ack")
            assert (ack["seq"], ack["new"]) == (1, expected)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ('{"type": "message", "client_id": "x", "text": "%s"}' % ("a" * 120_000), "text_too_long"),
        ('{"type": "message", "client_id": "x"}', "invalid_input"),
        ('{"type": "message", "client_id": "x", "payload": "/restart"}', "bad_payload"),
        ('{"type": "launch"}', "unknown_frame"),
        ("{not json", "invalid_json"),
        ("[]", "not_an_object"),
    ],
)
async def test_a_bad_frame_gets_an_error_frame_and_the_socket_stays(client: Any, chat: Any, sent: str, code: str) -> None:
    async with client.ws_connect(f"/ws/conversations/{chat.id}", protocols=protocols(chat)) as socket:
        await socket.send_str(sent)
        assert (await frame(socket, "error"))["code"] == code
        await socket.send_json({"type": "message", "client_id": "good", "text": "Hello"})
        assert (await frame(socket, "ack"))["seq"] == 1


async def refused(client: Any, path: str, **how: Any) -> int:
    with pytest.raises(WSServerHandshakeError) as caught:
        await client.ws_connect(path, **how)
    return caught.value.status


async def test_a_socket_from_an_origin_that_is_not_allowed_is_refused(client: Any, chat: Any) -> None:
    path, own = f"/ws/conversations/{chat.id}", str(client.make_url("/")).rstrip("/")
    for origin in ("https://evil.example", "null", "https://shop.example.evil.example", "http://shop.example"):
        assert await refused(client, path, protocols=protocols(chat), origin=origin) == 403
    for origin in ("https://shop.example", own):
        async with client.ws_connect(path, protocols=protocols(chat), origin=origin) as socket:
            assert (await frame(socket, "owner"))["owner"] == "bot"


async def test_a_socket_needs_the_conversations_own_token(client: Any, chat: Any, start_chat: Any) -> None:
    other = await start_chat()
    assert await refused(client, f"/ws/conversations/{chat.id}", protocols=("shoptalk.1",)) == 401
    assert await refused(client, f"/ws/conversations/{chat.id}", protocols=("shoptalk.1", "token.x")) == 401
    assert await refused(client, f"/ws/conversations/{chat.id}", protocols=protocols(other)) == 403


async def test_the_customer_sees_who_answers_and_an_agent_sees_the_customer(client: Any, chat: Any, sign_in: Any) -> None:
    agent = await sign_in("agent")
    own = str(client.make_url("/")).rstrip("/")
    cookie = {"Cookie": f"shoptalk_login={agent.cookie}"}
    async with (
        client.ws_connect(f"/ws/conversations/{chat.id}", protocols=protocols(chat)) as customer,
        client.ws_connect("/ws/desk", headers=cookie, origin=own) as desk,
    ):
        await desk.send_json({"type": "open", "conversation_id": chat.id, "after": 0})
        assert (await frame(desk, "conversation"))["owner"] == "bot"
        await agent.call("POST", f"/api/staff/conversations/{chat.id}/take")
        while (await frame(customer, "owner"))["owner"] != "agent":
            pass
        await chat.say("hello")
        while (await frame(desk, "message"))["text"] != "hello":
            pass
        await agent.call("POST", f"/api/staff/conversations/{chat.id}/messages", {"client_id": "a", "text": "Hi"})
        while (found := await frame(customer, "message"))["author"] != "agent":
            pass
        assert (found["text"], found["author_name"]) == ("Hi", "Agent")


async def test_the_desks_socket_needs_a_login_and_the_desks_own_page(client: Any, sign_in: Any) -> None:
    own = str(client.make_url("/")).rstrip("/")
    assert await refused(client, "/ws/desk", origin=own) == 401
    agent, marketer = await sign_in("agent"), await sign_in("marketer")
    assert await refused(client, "/ws/desk", origin=own, headers={"Cookie": f"shoptalk_login={marketer.cookie}"}) == 403
    cookie = {"Cookie": f"shoptalk_login={agent.cookie}"}
    assert await refused(client, "/ws/desk", headers=cookie) == 403
    assert await refused(client, "/ws/desk", headers=cookie, origin="https://shop.example") == 403
