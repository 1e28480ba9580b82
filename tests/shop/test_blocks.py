"""What the builders build is what the schema describes."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop import blocks
from shop.money import money

VALIDATOR = jsonschema.Draft202012Validator(blocks.schema())
words = st.text(min_size=1, max_size=60)


def valid(*reply: blocks.Block) -> bool:
    return not list(VALIDATOR.iter_errors(list(reply)))


def card(number: int = 1, price: int | None = 4990, **more: Any) -> dict[str, Any]:
    return {
        "product_id": f"p{number}",
        "sku": f"p{number}-blue",
        "name": f"Kettle {number}",
        "price": money(price, "USD") if price else None,
        "stock": "in",
        "buttons": [blocks.button("Add to cart", do="add_to_cart", value=f"p{number}-blue")],
        **more,
    }


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(blocks.schema())


@given(words)
def test_text_says_the_same_as_its_fallback(said: str):
    block = blocks.text(said)
    assert valid(block)
    assert block["text"] == block["fallback"] == said


def test_products_are_numbered_in_words_as_they_are_shown():
    block = blocks.products([card(1), card(2, None)])
    assert valid(block)
    assert block["fallback"] == "1. Kettle 1, $49.90\n2. Kettle 2, price on request"
    assert valid(blocks.products([card()], layout="single"))


@given(st.lists(words, min_size=1, max_size=12))
def test_at_most_seven_quick_replies_are_offered(labels: list[str]):
    block = blocks.quick_replies([blocks.button(label, payload="/greet") for label in labels])
    assert valid(block)
    assert len(block["buttons"]) == min(7, len(labels))
    assert block["fallback"] == " / ".join(labels[:7])


def test_a_button_carries_only_what_it_does():
    assert blocks.button("Hours", payload="/faq") == {"label": "Hours", "payload": "/faq"}
    assert blocks.button("Copy", do="copy", value="SPRING") == {"label": "Copy", "do": "copy", "value": "SPRING"}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " https://shop.example", "JAVASCRIPT:x"])
def test_a_link_that_is_no_link_is_refused(url: str):
    assert not valid(blocks.quick_replies([blocks.button("Look", url=url)]))


@pytest.mark.parametrize(
    "url", ["https://shop.example/a", "http://shop.example", "/pictures/p1.svg", "mailto:a@b.example", "tel:+1555"]
)
def test_links_that_a_shop_needs_pass(url: str):
    assert valid(blocks.quick_replies([blocks.button("Look", url=url)]))


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "text", "text": "no fallback"},
        {"type": "text", "text": "", "fallback": ""},
        {"type": "video", "fallback": "a film"},
        {"type": "products", "layout": "carousel", "cards": [], "fallback": ""},
        {"type": "products", "layout": "carousel", "cards": [{"name": "Kettle"}], "fallback": ""},
        {"type": "text", "text": "a", "fallback": "a", "html": "<b>a</b>"},
        {"type": "quick_replies", "buttons": [], "fallback": ""},
    ],
)
def test_what_is_no_block_is_refused(wrong: dict[str, Any]):
    assert not valid(wrong)


def test_a_price_is_never_a_fraction():
    wrong = card()
    wrong["price"] = {"amount": 49.9, "currency": "USD", "text": "$49.90"}
    assert not valid(blocks.products([wrong]))


def test_a_message_in_plain_text_is_all_its_blocks():
    reply = [blocks.text("Two kettles:"), blocks.products([card(1), card(2)])]
    assert valid(*reply)
    assert blocks.plain(reply) == "Two kettles:\n1. Kettle 1, $49.90\n2. Kettle 2, $49.90"
    assert blocks.plain([]) == ""
