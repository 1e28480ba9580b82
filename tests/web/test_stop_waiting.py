"""A customer who asked for a person and would rather not wait goes on with the assistant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from storage import Storage
from tests.web.test_about_me_page import IN, SHOTS, SIZES, browser, database_url, opened, say

__all__ = ["browser", "database_url"]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def back(chat: Any) -> Any:
    answer = await chat.client.delete(chat.url("waiting"), headers=chat.headers)
    assert answer.status == 200
    return await answer.json()


async def test_the_assistant_answers_again_and_not_what_was_written_meanwhile(chat: Any, rasa: Any, storage: Storage) -> None:
    storage.conversations.request_person(chat.id, "asked", NOW)
    await chat.say("no thanks, never mind", query="")
    assert await back(chat) == {"owner": "bot"}
    found = storage.conversations.get(chat.id)
    assert found is not None
    assert (found.owner, found.waiting_since, found.handover_reason) == ("bot", None, "")
    assert rasa.asked == []
    (told,) = [m for m in storage.conversations.messages(chat.id) if m.author == "system"]
    assert told.text.startswith("The assistant answers again.")
    await chat.say("show me tents")
    assert [body["message"] for body in rasa.asked] == ["show me tents"]


async def test_a_person_who_came_meanwhile_stays(chat: Any, storage: Storage) -> None:
    storage.conversations.request_person(chat.id, "asked", NOW)
    storage.conversations.take_over(chat.id, "ada", NOW)
    assert await back(chat) == {"owner": "agent"}
    assert not [m for m in storage.conversations.messages(chat.id) if m.author == "system"]


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
async def test_while_waiting_a_button_goes_on_with_the_assistant(
    browser: Any, client: Any, storage: Storage, size: str
) -> None:
    page = await opened(browser, client, size)
    go_on = page.get_by_role("button", name="Go on with the assistant")
    await say(page, "hello there")
    assert await go_on.is_hidden()
    conversation_id = await page.evaluate("document.querySelector('shoptalk-chat').connection.id")
    storage.conversations.request_person(conversation_id, "asked", datetime.now(UTC))
    await page.locator(IN + "textarea").fill("are you there?")
    await page.locator(IN + "button.send").click()
    await go_on.wait_for()
    SHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=str(SHOTS / f"waiting-{size}.png"))
    await go_on.focus()
    await page.keyboard.press("Enter")
    await page.get_by_text("The assistant answers again.").wait_for()
    assert await go_on.is_hidden()
    found = storage.conversations.get(conversation_id)
    assert found is not None
    assert found.owner == "bot"
    assert page.problems == []
