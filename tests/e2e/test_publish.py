"""A marketer teaches the assistant something new: edit, try, publish, without losing a message."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from tests.e2e.conftest import Chat, Stack, Staff, words

pytestmark = pytest.mark.e2e

EXAMPLES = [
    "do you plant trees",
    "are you planting trees for my order",
    "how many trees do you plant",
    "what is your tree planting programme",
    "tell me about the trees you plant",
    "is a tree planted when I buy",
    "tree planting",
    "do you do anything for forests",
]
ANSWER = "For each order we plant one birch in the hills behind our workshop."


def wait_for(person: Staff, job: Any, seconds: float = 240) -> dict[str, Any]:
    job_id = (job.get("job") or job)["job_id"]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = person.call("GET", f"/api/console/jobs/{job_id}").ok()
        if found["status"] in ("done", "failed"):
            return found
        time.sleep(0.5)
    pytest.fail("the job did not end")


def test_a_new_intent_is_tried_and_published_and_no_message_is_lost_meanwhile(stack: Stack):
    marketer = stack.staff("marketer")
    before = words(Chat(stack).say("is a tree planted if I order a mug?"))
    assert ANSWER not in before

    marketer.call("PUT", "/api/console/answers/utter_trees", {"label": "Tree planting", "texts": [ANSWER]}).ok()
    intent = {"label": "Ask about tree planting", "description": "", "examples": EXAMPLES, "answer": "utter_trees"}
    marketer.call("PUT", "/api/console/intents/trees", intent).ok()
    assert marketer.call("GET", "/api/console/changes").ok()["count"] == 2

    tried = marketer.call("POST", "/api/console/try", {"text": "will you plant a tree for me?"}).ok()
    if "replies" not in tried:
        wait_for(marketer, tried)
        tried = marketer.call("POST", "/api/console/try", {"text": "will you plant a tree for me?"}).ok()
    assert ANSWER in str(tried)
    assert ANSWER not in words(Chat(stack).say("will you plant a tree for me?")), "the draft must not answer customers"

    stop, lost, asked = threading.Event(), [], []

    def keep_talking() -> None:
        chat = Chat(stack)
        while not stop.is_set():
            asked.append(1)
            time.sleep(0.5)  # one conversation may write three messages a second
            if not chat.say("hello"):
                lost.append(chat.id)

    talker = threading.Thread(target=keep_talking)
    talker.start()
    done = wait_for(marketer, marketer.call("POST", "/api/console/publish", {}).ok())
    time.sleep(1)
    stop.set()
    talker.join(timeout=60)
    assert done["status"] == "done", done
    assert asked
    assert not lost
    assert ANSWER in words(Chat(stack).say("is a tree planted if I order a mug?"))
    assert marketer.call("GET", "/api/console/changes").ok()["count"] == 0


@pytest.mark.parametrize("text", ["We love {", "All of it: {}", "Dear {customer_name_of_nobody}", "} closing"])
def test_a_stray_brace_in_an_answer_is_refused_with_a_sentence(stack: Stack, text: str):
    marketer = stack.staff("marketer")
    path = "/api/console/answers/utter_goodbye"
    saved = marketer.call("PUT", path, {"label": "Goodbye", "texts": [text]})
    try:
        if saved.status < 300:
            done = wait_for(marketer, marketer.call("POST", "/api/console/publish", {}).ok())
            assert done["status"] == "failed"
            assert "brace" in str(done["error"]) or "not known" in str(done["error"])
        else:
            assert saved.status == 422
            assert "brace" in str(saved.body) or "not known" in str(saved.body)
        assert text not in words(Chat(stack).say("bye"))
    finally:
        marketer.call("POST", "/api/console/revert", {"kind": "answer", "key": "utter_goodbye"})
