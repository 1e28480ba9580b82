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
TASKS = {
    "search_product",
    "refine_search",
    "cheaper",
    "more_like",
    "recommend_me",
    "recommend_gift",
    "change_order",
    "add_to_cart",
    "talk_to_person",
    "complain",
    "goodbye",
}
#: what a customer may type in any state; each intent is pressed in each state as well
TYPED = (
    "tent",
    "5",
    "it keeps the rain out",
    "never mind",
    "do you ship to Canada?",
    "finish my review",
)
FILLS = {"review_product": "tent", "review_stars": "5", "review_text": "it keeps the rain out"}


def slot(name, value) -> dict:
    return {"event": "slot", "name": name, "value": value}


def validates(tracker: dict) -> dict:
    """As the action server does it: an answer fills the asked slot, another button or a question sets nothing."""
    asked, latest = tracker["slots"]["requested_slot"], tracker["latest_message"]
    other = latest["text"].startswith("/") or latest["intent"]["name"].startswith(("cancel", "faq"))
    if asked is None or other:
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


def in_state(agent, state: str) -> Talk:
    talk = Talk(agent)
    talk.say("/leave_review")
    for name in SLOTS[: SLOTS.index(state)]:
        talk.say(FILLS[name])
    assert talk.asked == state
    return talk


@pytest.mark.parametrize("state", SLOTS)
@pytest.mark.parametrize("intent", sorted({*TASKS, *LEAVING}))
def test_a_new_task_leaves_the_review_from_every_state_and_is_done(agent, played, intent, state):
    talk = in_state(agent, state)
    ran = talk.say("/" + intent)
    assert talk.tracker.active_loop_name is None
    assert ran[-1] == LEAVING.get(intent, ANSWERED_BY[intent])
    assert talk.said
    assert talk.say("/greet") == ["utter_greet"]


@pytest.mark.parametrize("state", SLOTS)
@pytest.mark.parametrize("intent", sorted({*INTENTS} - TASKS - {*LEAVING, "leave_review"}))
def test_a_question_in_the_midst_is_answered_and_the_form_asks_again(agent, played, intent, state):
    talk = in_state(agent, state)
    ran = talk.say("/" + intent)
    assert ran[-2:] == [ANSWERED_BY[intent], "review_form"]
    assert talk.asked == state
    assert [talk.tracker.get_slot(name) for name in SLOTS[: SLOTS.index(state)]] == [
        FILLS[name] for name in SLOTS[: SLOTS.index(state)]
    ]
    talk.say("/cancel")
    assert talk.tracker.active_loop_name is None


@pytest.mark.parametrize("state", SLOTS)
def test_another_review_begins_from_every_state(agent, played, state):
    talk = in_state(agent, state)
    assert talk.say("/leave_review")[-2:] == ["action_review_product", "review_form"]
    assert talk.asked == "review_product"


def test_a_review_goes_on_after_a_question_in_the_midst(agent, played):
    talk = in_state(agent, "review_stars")
    talk.say("/faq")
    talk.say("/order_status")
    talk.say(FILLS["review_stars"])
    assert talk.say(FILLS["review_text"]) == ["review_form", "action_submit_review"]


def test_a_review_left_for_a_new_task_keeps_what_it_gathered_and_goes_on_where_it_was(agent, played):
    played.replies["action_review_product"] = {"events": [], "responses": []}  # as for "finish my review"
    talk = in_state(agent, "review_stars")
    talk.say("/search_product")
    assert talk.tracker.get_slot("review_product") == FILLS["review_product"]
    assert talk.say("finish my review") == ["action_review_product", "review_form"]
    assert talk.asked == "review_stars"


def test_the_validation_may_end_the_review_from_every_state(agent, played):
    """For words of leaving that the model takes for something else."""
    for state in SLOTS:
        talk = in_state(agent, state)
        ended = [{"event": "active_loop", "name": None}, *(slot(n, None) for n in (*SLOTS, "requested_slot"))]
        played.replies["validate_review_form"] = {"events": ended, "responses": []}
        assert talk.say("leave it now") == ["review_form", "action_submit_review"]
        assert talk.tracker.active_loop_name is None
        played.replies["validate_review_form"] = validates


def check(talk: Talk, was_asked, text: str, ran: list) -> None:
    """What holds after every message: something ran and was said; the form is open only while it asks; leaving leaves."""
    assert ran
    assert talk.said
    assert (talk.asked is not None) == (talk.tracker.active_loop_name == "review_form")
    if text in ("/cancel", "never mind"):
        assert talk.asked is None
    if was_asked and text.startswith("/"):
        intent = text[1:]
        assert talk.asked is None if intent in TASKS else talk.asked is not None or intent in LEAVING


def test_from_every_state_of_the_form_and_after_every_message_one_word_leaves_it(agent, played):
    for state in (None, *SLOTS):
        for text in TYPED:
            talk = Talk(agent) if state is None else in_state(agent, state)
            check(talk, state, text, talk.say(text))
            talk.say("never mind")
            assert talk.asked is None, (state, text)


def test_walks_at_random_never_get_stuck(agent, played):
    """Whatever is said in whatever order; the seed of a walk that fails is in the message."""
    pressed = [f"/{intent}" for intent in INTENTS]
    for seed in range(10):
        rng = random.Random(seed)
        talk, asked, walk = Talk(agent), None, []
        for _ in range(15):
            text = rng.choice([*pressed, *TYPED, "/leave_review", "/leave_review", *FILLS.values(), *FILLS.values()])
            walk.append(text)
            ran = talk.say(text)
            try:
                check(talk, asked, text, ran)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {walk}") from error
            asked = talk.asked
        talk.say("/cancel")
        assert talk.asked is None
