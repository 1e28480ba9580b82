"""Parts die: the customer is told, nothing is lost, the part comes back."""

from __future__ import annotations

import re
import secrets
import time

import pytest

from tests.e2e.conftest import Chat, Stack, cards

pytestmark = pytest.mark.e2e


def test_with_rasa_down_the_customer_hears_so_within_four_seconds_and_is_answered_later(stack: Stack):
    chat = Chat(stack)
    assert chat.say("hello")
    stack.supervise("stop", "rasa")
    try:
        started = time.monotonic()
        body = chat.post(text="show me tents").ok()
        seq = body["message"]["seq"]
        notice: list = []
        while not notice and time.monotonic() - started < 8:
            notice = [m for m in chat.messages(after=seq) if m["author"] == "system"]
            time.sleep(0.1)
        assert notice, "the customer was left waiting without a word"
        told_after = time.monotonic() - started
    finally:
        stack.supervise("start", "rasa")
    stack.wait_ready()
    answer = chat.answers(seq, [], seconds=60)
    assert cards(answer)
    assert len([m for m in chat.messages(after=seq) if m["author"] == "bot"]) == len(answer), "answered twice"
    assert told_after < 5  # four seconds, and one for a busy machine


def test_a_killed_process_is_restarted(stack: Stack):
    before = re.search(r"\d+", stack.supervise("pid", "worker"))
    assert before
    import os
    import signal

    os.kill(int(before[0]), signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        after = re.search(r"\d+", stack.supervise("pid", "worker"))
        if after and after[0] not in ("0", before[0]):
            return
        time.sleep(0.3)
    pytest.fail("the worker did not come back")


def test_a_port_in_use_is_named_with_its_setting_before_anything_starts(stack: Stack, tmp_path):
    second = Stack(tmp_path)
    second.environment["SHOPTALK_PORT"] = str(stack.ports[0])
    ended = second.command("up")
    told = ended.stdout + ended.stderr
    assert ended.returncode == 1
    assert str(stack.ports[0]) in told
    assert "SHOPTALK_PORT" in told
    assert not (tmp_path / "var" / "shoptalk.db").exists()


def test_a_resent_message_is_answered_once(stack: Stack):
    chat = Chat(stack)
    client_id = secrets.token_hex(8)
    first = chat.post(text="hello", client_id=client_id).ok()["message"]["seq"]
    again = chat.post(text="hello", client_id=client_id).ok()["message"]["seq"]
    assert first == again
    time.sleep(1)
    assert len([m for m in chat.messages() if m["author"] == "customer"]) == 1
