"""A real catalogue, imported, built and talked to over HTTP: its words are understood without training.

Guitars and everything around them from a public catalogue, about 1,500 products; all 24,576 in the nightly run.
"""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Chat, Stack, cards, words

pytestmark = pytest.mark.e2e
FILE = "search/vespa_shop_products.csv.gz"
MAP = ("id=product_id", "title=name", "quantity=stock", "average_rating=rating")
NOT_GUITARS = (
    "strap",
    "case",
    "bag",
    "stand",
    "string",
    "tuner",
    "pick",
    "capo",
    "clamp",
    "pedal",
    "cable",
    "bridge",
    "humidifier",
)


@pytest.fixture(scope="module")
def guitar_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    datasets = os.environ.get("SHOPTALK_DATASETS")
    if not datasets or not (Path(datasets) / FILE).is_file():
        pytest.skip(f"no public data: SHOPTALK_DATASETS names no folder with {FILE}")
    source = Path(datasets) / FILE
    home = tmp_path_factory.mktemp("guitars")
    if not os.environ.get("SHOPTALK_NIGHTLY"):
        with gzip.open(source, "rt", encoding="utf-8", newline="") as whole:
            rows = list(csv.reader(whole))
        part = [row for row in rows[1:] if "guitar" in row[1].lower() or "ukulele" in row[1].lower()][:1500]
        source = home / "guitars.csv"
        with source.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([rows[0], *part])
    stack = Stack(home, arguments=("--no-sample",))
    stack.checked(
        "import", "products", str(source), "--unit", "price=cents", "--rejects", str(home / "rejects.csv"),
        *[part for pair in MAP for part in ("--map", pair)],
    )  # fmt: skip
    stack.checked("build")
    stack.start(seconds=600)
    yield stack
    stack.stop()


def test_a_guitar_is_a_guitar_under_the_price_and_cheaper_means_cheaper_guitars(guitar_shop: Stack):
    chat = Chat(guitar_shop)
    found = cards(chat.say("I'm looking for an acoustic guitar under $200"))
    assert len(found) >= 3
    for card in found:
        assert 0 < card["price"]["amount"] <= 20_000
        assert "guitar" in card["product_type"]
        assert not any(card["product_type"].endswith(word) for word in NOT_GUITARS), card["name"]
    lowest = min(card["price"]["amount"] for card in found)
    cheaper = cards(chat.say("anything cheaper?"))
    assert cheaper
    for card in cheaper:
        assert 0 < card["price"]["amount"] < lowest
        assert "guitar" in card["product_type"]


def test_a_question_about_the_first_one_is_answered_from_its_text_or_honestly_not_known(guitar_shop: Stack):
    chat = Chat(guitar_shop)
    first = cards(chat.say("I'm looking for an acoustic guitar under $200"))[0]
    told = words(chat.say("does the first one come with a case?"))
    assert first["name"][:30] in told or "do not know" in told or "not say" in told or "does not" in told, told


def test_a_new_catalogues_types_are_understood_without_training(guitar_shop: Stack):
    chat = Chat(guitar_shop)
    assert "ukulele" in words(chat.say("ukulele")).lower()  # asked back about, there are many
    found = cards(chat.say("just show me"))
    assert found
    assert all("ukulele" in (card["product_type"] + card["name"]).lower() for card in found)
