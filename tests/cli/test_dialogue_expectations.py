"""Each expectation of a dialogue holds where it should, and fails where it should, by the shop's records."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.dialogues.expectations import check
from cli.dialogues.form import _EXPECT, QUOTES, SHOWS, STATE, Dialogue, Turn
from cli.dialogues.records import Records
from cli.dialogues.reply import Reply
from cli.dialogues.talk import Played, story
from shop import blocks
from shop.catalogue import Faq, Product, Variant
from shop.orders import Order, OrderLine, Review
from shop.promotions import Promotion
from storage import Storage, open_storage

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def product(number: int, name: str, price: int, **facts: Any) -> Product:
    options, stock = facts.pop("options", {"colour": "blue"}), facts.pop("stock", 3)
    return Product(f"p{number}", name, variants=(Variant(f"S{number}", price, options, stock=stock),), **facts)


DOME = product(
    1, "Dome", 19900, type="family tent", brand="Tarn", material="ripstop nylon", category="Tents", rating=4.5, rating_count=2,
    description="Sleeps four. All seams are taped.", attributes={"capacity": "4", "weight": "3.1 kg"},
    options={"colour": "navy", "size": "US 9"},
)  # fmt: skip
HUT = product(2, "Hut", 29900, type="tent", brand="Fell", material="cotton", category="Tents", rating=4.0, stock=0,
              description="Heavy and dry.", options={"colour": "red", "size": "M"})  # fmt: skip
BOOT = product(3, "Boot", 9900, type="hiking boots", brand="Fell", material="full-grain leather", category="Footwear")


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Storage]:
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    shutil.copy(migrated_file, path)
    opened = open_storage(f"sqlite:///{path}")
    opened.products.upsert([DOME, HUT, BOOT])
    opened.faqs.upsert([Faq("faq-back", "Can I return it?", "You have 60 days. Keep the box.")])
    opened.orders.upsert([Order("FF-1", "c1", NOW, (OrderLine("S1", 1, 19900),), "shipped", total=19900)])
    opened.promotions.upsert([Promotion("tents", "Tents", "percent", 20, code="TENT20", categories=("Tents",))])
    opened.reviews.upsert([Review("r1", "p1", "Dry all night", NOW)], score=False)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def records(storage: Storage) -> Records:
    return Records(storage)


def card(item: Product, **changed: Any) -> dict[str, Any]:
    variant = item.variants[0]
    price = {"amount": variant.price, "currency": "USD", "text": f"${variant.price / 100:.2f}"}
    put = blocks.button("Add to cart", do="add_to_cart", value=variant.sku)
    made = {"product_id": item.product_id, "sku": variant.sku, "name": item.name, "price": price, "stock": "in"}
    return {**made, "rating": item.rating, "options": dict(variant.options), "buttons": [put], **changed}


def shows(*items: Product, before: tuple[str, ...] = (), layout: str = "carousel") -> Reply:
    return Reply([blocks.products([card(item) for item in items], layout)] if items else [blocks.text("Nothing.")], before)


def says(text: str, *more: dict[str, Any], before: tuple[str, ...] = ("p1", "p2")) -> Reply:
    return Reply([blocks.text(text), *more], before)


ORDER = {"type": "order", "order_id": "FF-1", "status": "Shipped", "placed_at": "", "lines": [], "fallback": "",
         "total": {"amount": 1, "currency": "USD", "text": "$199.00"}}  # fmt: skip
COUPON = {"type": "coupon", "promotion_id": "tents", "name": "Tents", "code": "TENT20", "benefit": "20% off tents",
          "conditions": [], "fallback": ""}  # fmt: skip
TABLE = {"type": "table", "columns": ["", "Dome", "Hut"], "rows": [["Price", "$199.00", "$299.00"]], "fallback": ""}
OFFER = blocks.quick_replies([blocks.button("Talk to a person", payload="x")])

#: expectation, a reply that meets it, one that does not
CASES: list[tuple[dict[str, Any], Reply, Reply]] = [
    ({"shows": "nothing"}, shows(), shows(DOME)),
    ({"shows": {"type": "tent"}}, shows(DOME, HUT), shows(DOME, BOOT)),
    ({"shows": {"type": ["boot", "family tent"]}}, shows(DOME, BOOT), shows(HUT)),
    ({"shows": {"type": "tent"}}, shows(DOME), shows()),
    ({"shows": {"brand": "fell"}}, shows(HUT), shows(DOME)),
    ({"shows": {"colour": "blue"}}, shows(DOME), shows(HUT)),
    ({"shows": {"colour": "navy"}}, shows(DOME), shows(BOOT)),
    ({"shows": {"size": "9"}}, shows(DOME), shows(HUT)),
    ({"shows": {"material": "leather"}}, shows(BOOT), shows(DOME)),
    ({"shows": {"category": "tents"}}, shows(DOME), shows(BOOT)),
    ({"shows": {"price_min": 150}}, shows(DOME), shows(BOOT)),
    ({"shows": {"price_max": 199}}, shows(DOME), shows(HUT)),
    ({"shows": {"rating_min": 4.5}}, shows(DOME), shows(HUT)),
    ({"shows": {"rating_min": 1}}, shows(DOME), shows(BOOT)),
    ({"shows": {"in_stock": True}}, shows(DOME), shows(HUT)),
    ({"shows": {"not": {"brand": "Fell"}}}, shows(DOME), shows(DOME, HUT)),
    ({"shows": {"not": {"colour": "blue"}}}, shows(HUT), shows(DOME)),
    ({"shows": {"not": {"material": ["wool", "leather"]}}}, shows(HUT), shows(BOOT)),
    ({"shows": {"at_least": 2}}, shows(DOME, HUT), shows(DOME)),
    ({"shows": {"at_most": 1}}, shows(DOME), shows(DOME, HUT)),
    ({"shows": {"order": "price_ascending"}}, shows(BOOT, DOME, HUT), shows(DOME, BOOT)),
    ({"shows": {"order": "price_descending"}}, shows(HUT, DOME), shows(DOME, HUT)),
    ({"shows": {"order": "rating_descending"}}, shows(DOME, HUT, BOOT), shows(HUT, DOME)),
    ({"shows": {"cheaper_than_before": True}}, shows(DOME, before=("p2", "p3")), shows(HUT, before=("p2", "p1"))),
    ({"shows": {"cheaper_than_before": True}}, shows(DOME, before=("p2",)), shows(DOME)),
    ({"shows": {"names": ["hut", "Dome"]}}, shows(DOME, HUT), shows(DOME)),
    ({"shows": {"first": "Hut"}}, shows(HUT, DOME), shows(DOME, HUT)),
    ({"quotes": [{"price": 2}]}, says("It costs $299.00."), says("It costs $199.00.")),
    ({"quotes": [{"price": "Boot"}]}, says("$99.00"), says("$299.00")),
    ({"quotes": [{"price": 3}]}, says("$99.00", before=("p1", "p2", "p3")), says("$99.00")),
    ({"quotes": [{"rating": 1}]}, says("4.5 of 5"), says("14.5 of 5")),
    ({"quotes": [{"rating": 2}]}, says("4 of 5 from 9"), says("from 4 reviews")),
    ({"quotes": [{"name": 1}]}, says("the Dome is"), says("the Hut is")),
    ({"quotes": [{"brand": 1}]}, says("by Tarn"), says("by Fell")),
    ({"quotes": [{"material": 1}]}, says("of ripstop nylon"), says("of nylon")),
    ({"quotes": [{"stock": 1}]}, says("Yes, it is in stock, with only 3 left."), says("in stock, only 4 left")),
    ({"quotes": [{"stock": 2}]}, says("No, it is out of stock."), says("Yes, it is in stock.")),
    ({"quotes": [{"description": 1}]}, says("It says: all seams are taped."), says("All seams are welded.")),
    ({"quotes": [{"description": 1}]}, says("It weighs 3.1 kg"), says("It weighs 13.1 kg")),
    ({"quotes": [{"description": 1}]}, says("capacity: 4"), says("4 customers")),
    ({"quotes": [{"faq": "faq-back"}]}, says("You have 60 days.\nKeep the box."), says("You have 60 days.")),
    ({"quotes": [{"order": "FF-1"}]}, says("FF-1 is on its way"), says("FF-1 is delivered")),
    ({"quotes": [{"order": "FF-1"}]}, says("", ORDER), says("", {**ORDER, "status": "Paid"})),
    ({"quotes": [{"coupon": "TENT20"}]}, says("", COUPON), says("", {**COUPON, "benefit": "25% off tents"})),
    ({"quotes": [{"coupon": "TENT20"}]}, says("TENT20 is valid"), says("TENT2 is valid")),
    ({"says": ["sixty", "DAYS"]}, says("Sixty days"), says("Sixty weeks")),
    ({"says_any": ["sixty", "days"]}, says("60 days"), says("60 weeks")),
    ({"never_says": "leather"}, says("cotton"), says("Leather and cotton")),
    ({"offers": ["a person"]}, says("", OFFER), says("a person")),
    ({"state": {"form": "review"}}, Reply(form=lambda: "review_form"), Reply()),
    ({"state": {"form": "none"}}, Reply(), Reply(form=lambda: "review_form")),
    ({"state": {"owner": "queue"}}, Reply(owner=lambda: "queue"), Reply()),
    ({"state": {"review_stored": True}}, Reply(review=lambda: 1), Reply()),
    ({"state": {"cart": "S1"}}, shows(DOME), shows(BOOT)),
    ({"state": {"cart": "Dome"}}, shows(DOME), shows(DOME, BOOT)),
    ({"state": {"compares": [1, "Hut"]}}, says("", TABLE), says("", {**TABLE, "columns": ["", "Hut", "Dome"]})),
    ({"state": {"compares": ["Dome", "Hut"]}}, says("", TABLE), says("Dome and Hut")),
    ({"one_of": [{"says": "a"}, {"shows": {"type": "tent"}}]}, shows(DOME), shows(BOOT)),
]


@pytest.mark.parametrize(("expect", "right", "wrong"), CASES, ids=lambda v: str(v)[:60] if isinstance(v, dict) else "")
def test_an_expectation_holds_and_can_fail(records: Records, expect: dict[str, Any], right: Reply, wrong: Reply):
    assert check(expect, right, records) == []
    assert check(expect, wrong, records)


def test_every_expectation_that_a_file_may_hold_is_among_these_cases():
    def keys(part: str) -> set[str]:
        found = [case[0].get(part, {}) for case in CASES]
        return {key for one in found for each in (one if isinstance(one, list) else [one]) if each != "nothing" for key in each}

    assert {key for case in CASES for key in case[0]} == {*_EXPECT, "one_of"}
    assert keys("shows") == set(SHOWS)
    assert keys("quotes") == set(QUOTES)
    assert keys("state") == set(STATE)


def test_the_card_of_one_product_leaves_the_list_as_it_was(records: Records):
    looked_at = shows(HUT, before=("p1", "p2"), layout="single")
    assert looked_at.listed == ["p1", "p2"]
    assert shows(HUT, layout="single").listed == ["p2"]
    assert shows(HUT, before=("p1", "p2")).listed == ["p2"]


def test_a_record_that_the_shop_does_not_have_is_a_failure_that_says_so(records: Records):
    (told,) = check({"quotes": [{"faq": "faq-none"}]}, says("60 days"), records)
    assert "faq-none" in told


def test_a_review_counts_when_its_words_were_written_since_the_dialogue_began(records: Records):
    assert records.review_from_chat(["Dry all night "], NOW) is not None
    assert records.review_from_chat(["Dry all night"], NOW + timedelta(seconds=1)) is None
    assert records.review_from_chat(["Wet"], NOW) is None


def test_the_story_of_a_failure_says_what_was_said_what_came_and_what_is_missed(records: Records):
    turns = (Turn(1, "a tent", None, {"shows": {"type": "tent"}}), Turn(2, None, "Details"))
    played = [Played(turns[0], shows(BOOT), check(turns[0].expect, shows(BOOT), records)), Played(turns[1], Reply(), [])]
    told = story(Dialogue("mine.yml", "tents", turns), played, records)
    for part in ("“tents” (mine.yml)", "turn 1, said: a tent", "Boot (hiking boots", "✗", "its record says hiking boots"):
        assert part in told
    assert "turn 2" not in told
    assert story(Dialogue("mine.yml", "tents", turns), played[1:], records) == ""
