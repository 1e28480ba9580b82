"""What the shop answers is changed, added and removed over its API, and customers are answered by it within seconds, without
training and without a restart."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import pytest

from tests.e2e.conftest import Chat, Stack, words

pytestmark = pytest.mark.e2e

SECONDS = 15  # of which a process that is starved of cores may need most; alone it takes two
HOURS = "faq-stores-hours"
ASKED = "what are your opening hours?"


def said(stack: Stack, question: str, holds: Callable[[str], bool]) -> float:
    """Ask in new conversations until the answer is as wanted; how many seconds that took."""
    started = time.monotonic()
    while True:
        answer = words(Chat(stack).say(question))
        took = time.monotonic() - started
        if holds(answer):
            return took
        assert took < SECONDS, answer
        time.sleep(0.5)


def test_a_changed_an_added_and_a_removed_answer_are_live_within_seconds(stack: Stack, api_key: str) -> None:
    headers = {"Authorization": f"Bearer {api_key}"}
    added = "zz-e2e-" + secrets.token_hex(4)
    before = {name: stack.supervise("pid", name).strip() for name in ("rasa", "actions")}
    entry = stack.call("GET", f"/api/faqs/{HOURS}", headers=headers).ok()
    said(stack, ASKED, lambda answer: entry["answer"] in answer)
    try:
        changed = {**entry, "answer": "Our stores are open every day from 6 a.m. to midnight."}
        stack.call("PUT", f"/api/faqs/{HOURS}", changed, headers=headers).ok()
        said(stack, ASKED, lambda answer: changed["answer"] in answer and entry["answer"] not in answer)

        told = "Yes, our workshop grinds a pair of blades while you wait."
        new = {"question": "Do you sharpen ice skates?", "answer": told, "alternatives": ["ice skate sharpening"]}
        stack.call("PUT", f"/api/faqs/{added}", new, headers=headers).ok()
        said(stack, "can you sharpen my ice skates?", lambda answer: told in answer)

        stack.call("DELETE", f"/api/faqs/{added}", headers=headers).ok()
        said(stack, "can you sharpen my ice skates?", lambda answer: told not in answer)
        assert stack.call("GET", f"/api/faqs/{added}", headers=headers).status == 404
    finally:
        stack.call("DELETE", f"/api/faqs/{added}", headers=headers)
        stack.call("PUT", f"/api/faqs/{HOURS}", entry, headers=headers).ok()
    assert before == {name: stack.supervise("pid", name).strip() for name in ("rasa", "actions")}
