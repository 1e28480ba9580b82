"""Entities on a real catalogue without types and brands: its own words are found, everyday sentences carry next to none."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.evaluate.bot_entities import Extractor
from cli.evaluate.entities import Sentence, measure, read_sentences
from shop.catalogue import Product, Variant
from tests.cli.entity_fixtures import reading

DATASETS = os.environ.get("SHOPTALK_DATASETS", "")
pytestmark = pytest.mark.skipif(not DATASETS, reason="SHOPTALK_DATASETS is unset: no public data to read")
WRITTEN = Path(__file__).with_name("instruments.jsonl")
FACETS = ("type", "brand", "colour", "material", "size", "category")
FORMS = (
    ("do you have {type}", ("type",)),
    ("i'm looking for a {colour} {type} under $80", ("colour", "type", "price_max")),
    ("{brand} {type} please", ("brand", "type")),
    ("show me {type} but not {material}", ("type", "not material")),
    ("any {type} by {brand}?", ("type", "brand")),
)


def rows(name: str) -> Iterator[dict[str, str]]:
    path = Path(DATASETS) / name
    if not path.is_file():
        pytest.skip(f"{name} is not in SHOPTALK_DATASETS: no public data to read")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.fixture(scope="module")
def lookups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real") / "lookups"


@pytest.fixture(scope="module")
def bot(lookups: Path) -> Iterator[Extractor]:
    products = [
        Product(r["id"], r["title"], r["description"], category=r["category"], variants=(Variant(r["id"], int(r["price"])),))
        for r in rows("search/vespa_shop_products.csv.gz")
    ]
    with reading(products, lookups) as opened:
        yield opened


def test_sentences_made_of_its_own_words_are_read(bot: Extractor, lookups: Path) -> None:
    """Two words of a shop can be one of its things ("cherry" + "sunburst guitar"); such sentences are not made."""
    rng = random.Random(7)
    lists = {
        name: json.loads((lookups / f"{name}s.json").read_text("utf-8")) for name in ("type", "brand", "colour", "material")
    }
    values = {name: [str(e["value"]) for e in entries if "plain" not in e] for name, entries in lists.items()}
    types = set(values["type"])
    sentences = []
    while len(sentences) < 100:
        form, names = FORMS[len(sentences) % len(FORMS)]
        said = {name: rng.choice(words[:400]) for name, words in values.items()}
        if any(f"{said[name]} {said['type']}".lower() in types for name in ("brand", "colour")):
            continue
        wanted = [{"entity": n, "value": 80 if n == "price_max" else said[n]} for n in names if not n.startswith("not ")]
        wanted += [{"entity": n[4:], "value": said[n[4:]], "role": "not"} for n in names if n.startswith("not ")]
        sentences.append(Sentence(form.format(**said), wanted))
    result, misses = measure(sentences, bot)
    assert result["f1"] >= 0.9, misses


def test_sentences_of_customers_who_look_for_instruments_and_toys_are_read(bot: Extractor) -> None:
    result, misses = measure(read_sentences(WRITTEN), bot)
    assert result["f1"] >= 0.9, misses


def test_everyday_sentences_carry_next_to_no_words_of_the_catalogue(bot: Extractor) -> None:
    texts = []
    for name, column in (
        ("dialogues/abcd_utterances.csv.gz", "text"),
        ("faq/bitext_service_utterances.csv.gz", "utterance"),
        ("dialogues/multidogo_airline.csv.gz", "text"),
        ("dialogues/multidogo_fastfood.csv.gz", "text"),
    ):
        found = sorted({row[column] for row in rows(name)})
        texts += random.Random(7).sample(found, 125)
    read = [(text, [e for e in bot.read(text)[0] if e["entity"] in FACETS]) for text in texts]
    told = [(text, [(e["entity"], e["value"]) for e in found]) for text, found in read if found]
    assert len(told) <= 0.06 * len(texts), told
