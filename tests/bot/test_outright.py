"""Wishes that are said outright, and sentences that only sound like them."""

import pytest
from components.outright import said_outright, tells_of_oneself

REVIEWS = [
    "leave a review for the Harbour Light Desk Lamp",
    "i'd like to write a short review of my boots",
    "can I review the Ridge 40 Pack?",
    "wanna rate the kettle i got",
    "Please let me post feedback on the blue tent",
    "review Ridge 40 Pack",
    "how do i leave a rating for it",
    "give the kettle 4 stars",
]
NO_REVIEWS = [
    "show me reviews of the Harbour Light Desk Lamp",
    "what do reviews say about it",
    "can you give me a rating of the tent",
    "review of the boots?",
    "do you have good feedback on it",
    "I don't want to leave a review",
    "please review my order",
    "rated 4 stars or more",
    "rate of the small one",
    "I want to return the kettle",
    "",
]


@pytest.mark.parametrize("text", REVIEWS)
def test_a_review_is_wished_for_whatever_product_is_named(text):
    assert said_outright(text) == "leave_review"


@pytest.mark.parametrize("text", NO_REVIEWS)
def test_reading_reviews_is_not_writing_one(text):
    assert said_outright(text) is None


def test_what_is_to_be_compared_is_asked_about():
    assert said_outright("compare the Ridge 40 Pack with the Vale 30 Pack") == "product_question"
    assert said_outright("ok, can you compare the first two") == "product_question"
    assert said_outright("nothing compares to it") is None


@pytest.mark.parametrize(
    "text", ["wheres my blue kettle", "did the kettle ship?", "have my boots arrived yet", "is my parcel late"]
)
def test_a_thing_one_owns_that_has_not_come_is_an_order(text):
    assert said_outright(text) == "order_status"


@pytest.mark.parametrize(
    "text", ["where is my cart", "where are my points", "is the kettle shipped flat", "did the first one sell"]
)
def test_what_is_no_parcel_is_no_order(text):
    assert said_outright(text) is None


@pytest.mark.parametrize(
    "text", ["any code for kettles", "is there a discount on boots", "anything off on tents?", "good deal for that?"]
)
def test_a_coupon_for_a_thing_is_no_search_for_it(text):
    assert said_outright(text) == "coupons_for_me"


@pytest.mark.parametrize(
    "text", ["I have a code for kettles", "a jacket with good deals on it", "does the code for kettles work"]
)
def test_a_code_that_one_has_is_not_asked_for(text):
    assert said_outright(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "I'm vegan",
        "i am not vegetarian anymore",
        "my son is allergic to nuts",
        "what do you know about me?",
        "do you remember my size?",
        "forget that I'm vegan",
        "forget what you know about me",
        "my feet are wide",
    ],
)
def test_what_is_said_of_oneself_needs_no_example(text):
    assert said_outright(text) == "about_me"


@pytest.mark.parametrize(
    "text",
    [
        "I'm vegan, show me snacks",
        "what do you know about tents",
        "forget it",
        "everything is fine now",
        "what do you have for me",
    ],
)
def test_a_wish_beside_it_is_that_wish(text):
    assert said_outright(text) is None


def test_what_is_told_is_no_small_talk():
    assert tells_of_oneself("I love blue")
    assert tells_of_oneself("leather is fine now", names=True)
    assert not tells_of_oneself("everything is fine now")
    assert not tells_of_oneself("I love it")
    assert not tells_of_oneself("I like your shop")


@pytest.mark.parametrize(
    "text",
    [
        "anything",
        "I don't mind",
        "any colour is fine",
        "it doesn't matter to me",
        "no preference",
        "whatever",
        "just show me",
        "please just show me what you have",
        "stop asking me questions",
        "you choose",
    ],
)
def test_what_waves_a_question_away_goes_on_with_the_search(text):
    assert said_outright(text) == "refine_search"


@pytest.mark.parametrize(
    "text", ["anything cheaper?", "do you have anything in blue", "I don't mind wool", "just show me jackets", "any tents"]
)
def test_a_wish_that_begins_so_is_that_wish(text):
    assert said_outright(text) in (None, "about_me")


@pytest.mark.parametrize(
    "text",
    [
        "I'm not interested in the second one",
        "not interested in these",
        "don't show me that again",
        "please stop recommending this",
        "I don't like the second one",
        "hide number 2",
        "remove that from my recommendations",
        "that's not my style",
        "not for me",
        "undo",
        "oops, bring it back",
        "not interested in the first one, show me another one please",
    ],
)
def test_what_is_waved_away_is_no_small_talk(text):
    assert said_outright(text) == "not_interested"


@pytest.mark.parametrize(
    "text",
    [
        "not interested",
        "not interested in leather",
        "don't show me the red ones",
        "don't show me anything with wool",
        "I don't want it anymore",
        "it's not for me, it's for my dad",
        "take it off my order",
        "not interested in the first one, show me lanterns",
        "can I send it back?",
        "how do I undo my order",
        "I don't like it when parcels are late",
    ],
)
def test_what_waves_nothing_shown_away_is_left_alone(text):
    assert said_outright(text) != "not_interested"
