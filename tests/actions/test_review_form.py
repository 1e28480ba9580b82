"""A review in the chat: product, stars, words; one message leaves it from every state."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.review_form import leaves_by_word
from actions.services.wiring import Services
from tests.actions.conftest import Chat, Reply

FORM = "review_form"


def begin(chat: Chat, text: str = "I want to leave a review", **more: object) -> Reply:
    reply = chat.say("action_review_product", text, intent="leave_review", **more)
    chat.loop = FORM
    return reply


def fill(chat: Chat, slot: str, text: str, intent: str = "nlu_fallback", **more: object) -> Reply:
    chat.slots["requested_slot"] = slot
    return chat.say("validate_review_form", text, intent=intent, **more)


def slots_set(reply: Reply) -> set[str]:
    return {e["name"] for e in reply.events if e["event"] == "slot"}


def test_a_review_is_stored_with_its_text_and_asked_to_be_scored(chat: Chat, services: Services) -> None:
    services.storage.conversations.start("chat-1", datetime.now(UTC), visitor_id="v")
    chat.metadata = {"customer_id": "camper"}
    chat.slots["shown"] = ["t1", "t2"]
    reply = begin(chat, "I want to review the Tarn tent")
    assert reply.responses == ["utter_review_for"]
    assert chat.slots["review_product"]["product_id"] == "t1"
    fill(chat, "review_stars", "four stars")
    assert chat.slots["review_stars"] == 4
    text = "Light and dry, though the pegs bend on stony ground."
    fill(chat, "review_text", text)
    chat.loop = None
    done = chat.run(
        "action_submit_review", {"text": text, "metadata": {"customer_id": "camper", "conversation_id": "chat-1", "seq": 9}}
    )
    assert done.responses == ["utter_review_thanks"]
    (stored,) = services.storage.reviews.of_product("t1", 10)
    assert (stored.text, stored.stars, stored.customer_id) == (text, 4, "camper")
    job = services.storage.jobs.latest("score_review")
    assert job is not None
    assert job.payload == {"review_id": stored.review_id}
    assert chat.slots["review_text"] is None


def test_the_same_turn_again_stores_one_review(chat: Chat, services: Services) -> None:
    services.storage.conversations.start("c", datetime.now(UTC), visitor_id="v")
    filled = {
        "review_product": {"product_id": "t1", "name": "Tarn"},
        "review_stars": 5,
        "review_text": "Dry through the whole week.",
    }
    for _ in range(2):
        chat.slots.update(filled)
        chat.run("action_submit_review", {"text": "", "metadata": {"customer_id": "camper", "conversation_id": "c", "seq": 7}})
    assert services.storage.reviews.count() == 1


@pytest.mark.parametrize("said", ["ten", "0", "many", "4.5"])
def test_stars_outside_one_to_five_are_asked_again(chat: Chat, said: str) -> None:
    begin(chat)
    reply = fill(chat, "review_stars", said)
    assert reply.responses == ["utter_review_stars_invalid"]
    assert chat.slots["review_stars"] is None


def test_a_text_too_short_is_asked_again(chat: Chat) -> None:
    begin(chat)
    reply = fill(chat, "review_text", "nice")
    assert reply.responses == ["utter_review_text_short"]
    assert chat.slots["review_text"] is None


def test_an_unknown_product_offers_the_likely_ones_as_buttons(chat: Chat) -> None:
    chat.metadata = {"customer_id": "guitarist"}
    begin(chat)
    reply = fill(chat, "review_product", "the zzyzx thing")
    assert reply.responses == ["utter_review_product_unknown"]
    assert '/leave_review{"product": "s1"}' in reply.payloads
    pressed = fill(chat, "review_product", reply.payloads[0], "leave_review", entities=[{"entity": "product", "value": "s1"}])
    assert pressed.responses == ["utter_review_for"]
    assert chat.slots["review_product"]["product_id"] == "s1"


def test_a_product_is_found_by_its_name(chat: Chat) -> None:
    begin(chat)
    fill(chat, "review_product", "the glow camping lantern", "search_product")
    assert chat.slots["review_product"]["product_id"] == "l1"


@pytest.mark.parametrize("slot", ["review_product", "review_stars", "review_text"])
@pytest.mark.parametrize(
    ("text", "intent"), [("cancel", "cancel"), ("a person please", "talk_to_person"), ("/coupons_for_me", "coupons_for_me")]
)
def test_one_message_leaves_the_form_from_every_state(chat: Chat, slot: str, text: str, intent: str) -> None:
    begin(chat)
    reply = fill(chat, slot, text, intent)
    assert slots_set(reply) == set()  # so that the form rejects and the bot's rules decide
    left = chat.say("action_leave_review_form", text, intent=intent)
    assert left.responses == ["utter_review_left"]
    assert chat.loop is None
    assert chat.slots["review_product"] is None


def test_a_question_in_the_midst_is_answered_and_the_form_stays(chat: Chat) -> None:
    begin(chat)
    assert slots_set(fill(chat, "review_stars", "where is my order?", "order_status")) == set()
    chat.say("action_order_status", "where is my order?", intent="order_status")
    assert chat.loop == FORM


def test_a_long_text_that_sounds_like_something_else_is_still_a_review(chat: Chat) -> None:
    begin(chat)
    text = "I was looking for a tent for two and this one is exactly that, roomy and dry."
    fill(chat, "review_text", text, "search_product")
    assert chat.slots["review_text"] == text


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("show me mugs", "search_product"),
        ("what's the weather tomorrow", "out_of_scope"),
        ("where is my order", "order_status"),
        ("do you ship to Norway?", "faq"),
        ("any coupons?", "coupons_for_me"),
        ("can I talk to someone", "talk_to_person"),
        ("no thanks", "deny"),
        ("i need a jacket under 50", "search_product"),
    ],
)
@pytest.mark.parametrize("slot", ["review_product", "review_stars", "review_text"])
def test_one_spoken_wish_leaves_the_form_from_every_state(chat: Chat, slot: str, text: str, intent: str) -> None:
    begin(chat)
    assert slots_set(fill(chat, slot, text, intent)) == set()


@pytest.mark.parametrize("intent", ["search_product", "product_details", "out_of_scope", "product_question"])
def test_the_product_shown_is_taken_by_its_kind_whatever_the_intent(chat: Chat, intent: str) -> None:
    begin(chat)
    chat.slots["shown"] = ["t1", "m1"]
    reply = fill(chat, "review_product", "the tent", intent)
    assert reply.responses == ["utter_review_for"]
    assert chat.slots["review_product"]["product_id"] == "t1"


def test_a_kind_that_fits_two_products_is_asked_again(chat: Chat) -> None:
    begin(chat)
    chat.slots["shown"] = ["t1", "t2"]
    assert fill(chat, "review_product", "the tent", "search_product").responses == ["utter_review_product_which"]


def test_more_like_the_second_is_no_answer_to_which_product(chat: Chat) -> None:
    begin(chat)
    chat.slots["shown"] = ["t1", "t2"]
    reply = fill(chat, "review_product", "more like the second", "more_like", entities=[{"entity": "ordinal", "value": 2}])
    assert slots_set(reply) == set()


@pytest.mark.parametrize(
    ("text", "intent", "stars"),
    [
        ("great", "affirm", 5),
        ("it was terrible", "complain", 1),
        ("I'd give it 4", "search_product", 4),
        ("3 stars", "refine_search", 3),
        ("5", "product_details", 5),
        ("not good", "deny", None),
    ],
)
def test_stars_in_words_count_and_their_negation_does_not(chat: Chat, text: str, intent: str, stars: int | None) -> None:
    begin(chat)
    fill(chat, "review_stars", text, intent)
    assert chat.slots["review_stars"] == stars


def test_good_in_a_wish_is_no_number_of_stars(chat: Chat) -> None:
    begin(chat)
    assert slots_set(fill(chat, "review_stars", "show me something good", "recommend_me")) == set()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("What a lovely mug, I use it daily", "recommend_me"),
        ("When it rains it stays dry inside", "product_question"),
        ("Does the job, a bit heavy", "product_question"),
        ("This is a scam, it broke at once", "complain"),
        ("I wanted a warm jacket and got one", "search_product"),
        ("Would buy again", "affirm"),
        ("Good value for money", "coupons_for_me"),
    ],
)
def test_words_that_tell_something_are_a_review(chat: Chat, text: str, intent: str) -> None:
    begin(chat)
    fill(chat, "review_text", text, intent, intent_ranking=[{"name": intent, "confidence": 0.4}])
    assert chat.slots["review_text"] == text


def test_a_review_set_aside_for_a_new_task_is_offered_back_and_goes_on(chat: Chat) -> None:
    chat.slots["shown"] = ["t1", "t2"]
    begin(chat, "I want to review the Tarn tent")
    chat.loop = None
    chat.events.append({"event": "user", "text": "show me lanterns", "metadata": {}})
    chat.events.append({"event": "active_loop", "name": None})
    latest = {"text": "show me lanterns", "entities": [{"entity": "type", "value": "lantern", "start": 8, "end": 16}]}
    reply = chat.run("action_search_products", latest)
    assert reply.payloads[-1] == '/leave_review{"resume": true}'
    pressed = chat.say(
        "action_review_product", reply.payloads[-1], intent="leave_review", entities=[{"entity": "resume", "value": True}]
    )
    assert pressed.responses == ["utter_review_back"]
    assert chat.slots["review_product"]["product_id"] == "t1"


def test_the_way_back_is_offered_once(chat: Chat) -> None:
    begin(chat, "I want to review the Tarn tent")
    chat.loop = None
    assert not [p for p in chat.say("action_recommend", "recommend me something").payloads if "resume" in p]


@pytest.mark.parametrize("text", ["finish my review", "let's go back to the review", "continue with the tent review"])
def test_words_bring_a_review_back_that_was_set_aside(chat: Chat, text: str) -> None:
    chat.slots["review_product"] = {"product_id": "t1", "name": "Tarn"}
    chat.slots["review_stars"] = 4
    assert begin(chat, text).responses == ["utter_review_back"]
    assert (chat.slots["review_product"]["product_id"], chat.slots["review_stars"]) == ("t1", 4)


def test_a_new_review_forgets_the_one_set_aside(chat: Chat) -> None:
    chat.slots["review_product"] = {"product_id": "t1", "name": "Tarn"}
    begin(chat, "I want to leave a review")
    assert chat.slots["review_product"] is None


def test_a_question_in_the_midst_is_no_answer_when_the_form_asks_again(chat: Chat) -> None:
    begin(chat)
    chat.slots["requested_slot"] = "review_text"
    latest = {"text": "It is light and keeps dry for weeks", "intent": {"name": "faq"}, "metadata": {"seq": 3}}
    assert slots_set(chat.run("validate_review_form", latest)) == {"review_text"}
    chat.events += [
        {"event": "action_execution_rejected", "name": "review_form"},
        {"event": "action", "name": "action_answer_faq"},
    ]
    assert slots_set(chat.run("validate_review_form", latest)) == set()


@pytest.mark.parametrize("slot", ["review_product", "review_stars", "review_text"])
@pytest.mark.parametrize("intent", ["thanks", "search_product", "nlu_fallback", "product_question"])
def test_words_of_leaving_end_the_form_whatever_the_model_takes_them_for(chat: Chat, slot: str, intent: str) -> None:
    begin(chat)
    reply = fill(chat, slot, "never mind, thanks", intent)
    assert {"event": "active_loop", "timestamp": None, "name": None} in reply.events
    assert chat.slots["requested_slot"] is None


LEAVING = ("cancel", "stop", "quit", "never mind", "nevermind", "forget it", "i changed my mind", "leave it", "skip it")


@given(
    st.sampled_from(LEAVING),
    st.sampled_from(["", "ok ", "no, ", "please ", "actually, "]),
    st.sampled_from(["", ".", "!", " please", " the review", " thanks"]),
    st.booleans(),
)
def test_words_of_leaving_in_any_dress(word: str, before: str, after: str, loud: bool) -> None:
    text = before + word + after
    assert leaves_by_word(text.upper() if loud else text)


@given(st.sampled_from(LEAVING), st.text("abcdefghij ", min_size=4, max_size=20).filter(lambda t: len(t.split()) > 1))
def test_a_sentence_that_goes_on_is_more_than_leaving(word: str, rest: str) -> None:
    assert not leaves_by_word(f"{word} because {rest}")
