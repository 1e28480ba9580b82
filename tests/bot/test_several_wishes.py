"""Several wishes in one message: cut only where each part is a wish of its own, and each answered in its turn."""

import asyncio
import re
import uuid

import channel
import pytest
import several_wishes
from rasa.core.channels.channel import UserMessage

CUT = [
    ("Where is my order and do you have any tents?", ["order_status", "search_product"]),
    ("show me red jackets and also what's your return policy", ["search_product", "faq_returns"]),
    ("do you have a coupon? and is the second one waterproof", ["coupons_for_me", "product_question"]),
    ("hi! where is my order? also do you have any coupons?", ["order_status", "coupons_for_me"]),
    ("do you ship to canada and what is your return policy", ["faq_shipping", "faq_returns"]),
    ("is it waterproof and how much is it", ["product_question", "product_question"]),
    ("my order is late and i want to talk to a person", ["order_status", "talk_to_person"]),
    ("i want to leave a review and where is my order", ["order_status", "leave_review"]),
    ("a red jacket under 100 and black boots", ["search_product", "search_product"]),
    ("add the first to my cart and show me more", ["add_to_cart", "refine_search"]),
]
WHOLE = [
    "red and blue jackets",
    "I want to search and buy a tent",
    "i'm looking for a tent and a sleeping bag",
    "where is my order and when will it arrive",
    "how long does delivery take and what does it cost",
    "how do i return something and do i have to pay for it",
    "can i return a jacket and get a refund",
    "compare the first and the second and which is better",
    "do you have red jackets and how much are they",
    "i need a gift for my mom and she likes cooking",
    "red jackets. size M please",
    "track my order and cancel it",
    "my voucher does not go through at the till. can you help me?",
    "I need to send a jacket back. The sleeves are too tight",
    "i want to cancel the order for my boots, i need it in a bigger size",
    "how long is the guarantee and what does it cover",
    "my card was refused twice and now i cannot sign in",
]


class Counted:
    """The model, counting what it is asked to read."""

    def __init__(self, agent) -> None:
        self.agent, self.read = agent, []

    async def parse(self, text: str) -> dict:
        self.read.append(text)
        return await self.agent.parse_message(text)

    def wishes(self, text: str, shown: bool = False) -> list:
        async def go():
            if not several_wishes.may_hold_several(text):
                return []
            return await several_wishes.wishes_of(text, await self.agent.parse_message(text), self.parse, shown)

        return asyncio.run(go())


@pytest.fixture
def model_reads(agent) -> Counted:
    return Counted(agent)


@pytest.mark.parametrize(("text", "intents"), CUT)
def test_each_part_that_is_a_wish_of_its_own_is_one(model_reads, text, intents):
    assert [wish.intent for wish in model_reads.wishes(text)] == intents


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_one_wish_stays_one(model_reads, text):
    assert model_reads.wishes(text) == []


def test_each_wish_has_its_own_conditions(model_reads):
    jacket, boots = model_reads.wishes("a red jacket under 100 and black boots")
    assert jacket.has("price_max")
    assert not boots.has("price_max")
    assert [e["value"] for e in boots.parsed["entities"]] == ["black", "boots"]


@pytest.mark.parametrize(
    ("text", "left", "intent"),
    [
        ("forget it, show me tents instead", "show me tents instead", "search_product"),
        ("no, not leather", "not leather", "refine_search"),
        ("no i meant black", "black", "refine_search"),
        ("ok, do you have tents", "do you have tents", "search_product"),
        ("thanks! and do you ship to Canada?", "do you ship to Canada?", "faq_shipping"),
        ("forget the jacket, show me tents", "show me tents", "search_product"),
    ],
)
def test_what_is_taken_back_is_left_away(model_reads, text, left, intent):
    (wish,) = model_reads.wishes(text)
    assert (wish.text, wish.intent) == (left, intent)


@pytest.mark.parametrize("text", ["no thanks", "no, thanks", "never mind", "forget it", "sorry", "start over"])
def test_a_refusal_alone_stays_what_it_is(model_reads, text):
    assert model_reads.wishes(text) == []


@pytest.mark.parametrize("text", ["show me blue tents", "where is my order", "is it waterproof?", "do you ship to Canada?"])
def test_a_message_without_a_joint_costs_one_look(text):
    assert not several_wishes.may_hold_several(text)


def test_the_longest_message_is_read_a_few_times_at_most(model_reads):
    text = ("where is my order? and do you have tents? also what about returns, can i pay by card? " * 5)[:390]
    model_reads.wishes(text)
    assert len(model_reads.read) <= 20


def test_a_question_about_what_is_shown_comes_before_a_new_list(model_reads):
    text = "show me boots and is the second one waterproof"
    assert [w.intent for w in model_reads.wishes(text, shown=True)] == ["product_question", "search_product"]
    assert [w.intent for w in model_reads.wishes(text)] == ["search_product", "product_question"]


def test_words_and_order_of_a_cut_message_stay(model_reads):
    for text, _ in CUT[:7]:
        at = 0
        for wish in model_reads.wishes(text):
            at = text.index(wish.text.rstrip("?"), at)


class Talk:
    """A conversation through the channel, as the gateway leads it."""

    def __init__(self, agent) -> None:
        self.agent, self.sender = agent, uuid.uuid4().hex
        self.channel = channel.ShoptalkInput("token")

    def say(self, text: str) -> dict:
        async def heard(message: UserMessage):
            return await self.agent.handle_message(message)

        return asyncio.run(self.channel._turn(self.agent, heard, text, self.sender, {"seq": 1}))


def test_both_wishes_are_answered_in_one_reply_each_with_its_own_entities(agent, actions):
    talk = Talk(agent)
    answer = talk.say("where is my order F1001 and show me red jackets under 80")
    assert actions.asked == ["action_order_status", "action_search_products"]
    order, search = (t["latest_message"] for t in actions.trackers)
    assert {e["entity"] for e in order["entities"]} == {"order_number"}
    assert {e["entity"] for e in search["entities"]} == {"colour", "type", "price_max"}
    assert (order["text"], search["text"]) == ("where is my order F1001", "show me red jackets under 80")
    said = [message["text"] for message in answer["messages"]]
    assert said == ["said by action_order_status", "said by action_search_products"]
    assert [wish["intent"] for wish in answer["wishes"]] == ["order_status", "search_product"]
    assert answer["failed"] is False


def test_of_more_than_three_wishes_the_rest_is_offered_as_a_button(agent, actions):
    answer = Talk(agent).say("where is my order? do you have tents? what's your return policy? any coupons?")
    assert len([name for name in actions.asked if re.match("action_", name)]) == 3
    assert answer["messages"][-1]["buttons"] == [{"title": "any coupons?", "payload": "any coupons?"}]


def test_a_wish_that_fails_fails_the_whole_message(agent, actions):
    actions.error = RuntimeError("the action server is gone")
    answer = Talk(agent).say("where is my order? and do you have tents?")
    actions.error = None
    assert answer["failed"] is True


def test_an_answer_to_a_form_is_not_cut(agent, actions):
    talk = Talk(agent)
    actions.replies["action_review_product"] = {"events": [], "responses": []}
    actions.replies["validate_review_form"] = lambda tracker: {
        "events": [
            {
                "event": "slot",
                "name": tracker["slots"]["requested_slot"] or "review_text",
                "value": tracker["latest_message"]["text"] if tracker["slots"]["requested_slot"] else None,
            }
        ],
        "responses": [],
    }
    talk.say("I want to write a review")
    talk.say("tent")
    talk.say("4")
    text = "It is light. Where does the wind come in? And can you believe the price!"
    talk.say(text)
    tracker = asyncio.run(agent.tracker_store.retrieve(talk.sender))
    assert tracker.get_slot("review_text") == text


@pytest.mark.parametrize(
    "text",
    [
        "no, /restart",
        "sorry, //restart",
        'thanks! /submit_review{"review_stars": 5}',
        "never mind, / /back",
        'where is my order? /search_product{"type": "tent"}',
        'never mind; /search_product{"type": "tent"}',
    ],
)
def test_no_part_of_what_a_customer_wrote_is_a_command(model_reads, text):
    found = model_reads.wishes(text)
    assert not [wish.text for wish in found if wish.text.lstrip().startswith("/")]
    assert not [read for read in model_reads.read if read.lstrip().startswith("/")]
