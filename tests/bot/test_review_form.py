"""The review: one message leaves it from every state and is answered, and a whole review reaches the end."""

import asyncio
import random
import uuid

import pytest
import yaml
from conftest import BOT

SLOTS = ("review_product", "review_stars", "review_text")
INTENTS = yaml.safe_load((BOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
RULES = yaml.safe_load((BOT / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
ANSWERED_BY = {
    rule["steps"][0]["intent"]: rule["steps"][1]["action"]
    for rule in RULES
    if not rule.get("condition") and rule["steps"][0].get("intent")
}
LEAVING = {"cancel": "action_leave_review_form", "deny": "action_leave_review_form"}
FILLS = {"review_product": "tent", "review_stars": "5", "review_text": "it keeps the rain out"}


def slot(name, value) -> dict:
    return {"event": "slot", "name": name, "value": value}


def validates(tracker: dict) -> dict:
    """As the action server does it: an answer fills the asked slot, a press of another button sets nothing."""
    asked, latest = tracker["slots"]["requested_slot"], tracker["latest_message"]
    if asked is None or latest["text"].startswith("/"):
        return {"events": [], "responses": []}
    return {"events": [slot(asked, latest["text"])], "responses": []}


@pytest.fixture
def played(actions):
    clear = {"events": [slot(name, None) for name in SLOTS], "responses": []}
    actions.replies.update(
        {
            "action_review_product": clear,
            "validate_review_form": validates,
            "action_leave_review_form": {
                "events": [{"event": "active_loop", "name": None}, *clear["events"], slot("requested_slot", None)],
                "responses": [{"response": "utter_review_left"}],
            },
        }
    )
    return actions


class Talk:
    """One conversation with the bot in this process."""

    def __init__(self, agent) -> None:
        self.agent, self.sender = agent, uuid.uuid4().hex

    def say(self, text: str) -> list:
        """Names of the actions that this message ran."""

        async def go():
            before = len((await self.agent.tracker_store.get_or_create_tracker(self.sender)).events)
            self.said = await self.agent.handle_text(text, sender_id=self.sender)
            self.tracker = await self.agent.tracker_store.retrieve(self.sender)
            return [e.action_name for e in list(self.tracker.events)[before:] if e.type_name == "action" and e.action_name]

        return [name for name in asyncio.run(go()) if name not in ("action_listen", "action_session_start")]

    @property
    def asked(self):
        return self.tracker.get_slot("requested_slot") if self.tracker.active_loop_name else None


def test_a_review_asks_for_each_part_and_is_sent(agent, played):
    talk = Talk(agent)
    assert talk.say("I want to write a review") == ["action_review_product", "review_form"]
    for name in SLOTS:
        assert talk.asked == name
        ran = talk.say(FILLS[name])
    assert ran == ["review_form", "action_submit_review"]
    assert talk.tracker.active_loop_name is None
    assert [talk.tracker.get_slot(name) for name in SLOTS] == list(FILLS.values())


@pytest.mark.parametrize("state", SLOTS)
@pytest.mark.parametrize("intent", INTENTS)
def test_any_other_wish_leaves_the_review_from_every_state_and_is_answered(agent, played, intent, state):
    talk = Talk(agent)
    talk.say("/leave_review")
    for name in SLOTS[: SLOTS.index(state)]:
        talk.say(FILLS[name])
    assert talk.asked == state
    ran = talk.say("/" + intent)
    if intent == "leave_review":
        assert ran[-2:] == ["action_review_product", "review_form"]
        assert talk.asked == "review_product"
        return
    assert talk.tracker.active_loop_name is None
    assert ran[-1] == LEAVING.get(intent, ANSWERED_BY[intent])
    assert talk.said
    assert talk.say("/greet") == ["utter_greet"]


def test_a_walk_at_random_never_gets_stuck(agent, played):
    """Whatever is said in whatever order, each message runs an action and the review is open only while it asks something."""
    rng = random.Random(5)
    pressed = [f"/{intent}" for intent in INTENTS]
    for _ in range(6):
        talk = Talk(agent)
        for _ in range(12):
            text = rng.choice([*pressed, "/leave_review", "/leave_review", *FILLS.values(), *FILLS.values()])
            was_open = talk.asked if hasattr(talk, "tracker") else None
            ran = talk.say(text)
            assert ran
            assert talk.said
            assert (talk.asked is not None) == (talk.tracker.active_loop_name == "review_form")
            if was_open and text == "/cancel":
                assert talk.asked is None
