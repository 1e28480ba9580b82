"""The word lists: read again when they change, absent or damaged without harm."""

import json
import os
import time

import pytest
from components.artifacts import sha256_of
from components.catalogue_words import CatalogueWords
from components.spelling import Spelling
from components.tokens import tokens
from conftest import LOOKUPS, write_lookups


def values(words: CatalogueWords, text: str) -> list:
    return [found.value for found in words.find(text)]


def test_without_lists_nothing_is_found_and_nothing_fails(tmp_path):
    assert CatalogueWords(tmp_path / "lookups").find("a blue tent") == []


def test_new_lists_are_taken_without_a_restart(artifacts):
    words = CatalogueWords(artifacts / "lookups", every=0)
    assert values(words, "a kayak or a tent") == ["tent"]
    write_lookups(artifacts, {**LOOKUPS, "types": [{"value": "kayak", "forms": ["kayaks"]}]})
    assert values(words, "two kayaks or a tent") == ["kayak"]


def test_the_manifest_is_not_looked_at_more_often_than_asked(artifacts):
    now = [0.0]
    words = CatalogueWords(artifacts / "lookups", every=5, clock=lambda: now[0])
    assert values(words, "a tent") == ["tent"]
    write_lookups(artifacts, {"types": [{"value": "kayak", "forms": []}]})
    assert values(words, "a tent") == ["tent"]
    now[0] = 6
    assert values(words, "a tent") == []


def test_a_damaged_list_is_refused_and_the_last_good_one_stays(artifacts):
    words = CatalogueWords(artifacts / "lookups", every=0)
    assert values(words, "a tent") == ["tent"]
    (artifacts / "lookups" / "types.json").write_text("[]")
    later = time.time() + 5
    os.utime(artifacts / "lookups" / "manifest.json", (later, later))
    assert values(words, "a tent") == ["tent"]


def test_a_list_of_the_wrong_shape_is_refused(artifacts):
    path = artifacts / "lookups" / "types.json"
    path.write_text('{"tent": 1}')
    manifest = artifacts / "lookups" / "manifest.json"
    content = json.loads(manifest.read_text())
    content["files"]["types.json"] = sha256_of(path)
    manifest.write_text(json.dumps(content))
    assert values(CatalogueWords(artifacts / "lookups"), "a tent") == []


def test_removed_lists_leave_the_last_good_ones(artifacts):
    words = CatalogueWords(artifacts / "lookups", every=0)
    assert values(words, "a tent") == ["tent"]
    (artifacts / "lookups" / "manifest.json").unlink()
    assert values(words, "a tent") == ["tent"]


def test_many_words_are_searched_quickly(artifacts):
    many = [{"value": f"kind {i} thing", "forms": [f"kind {i} things"]} for i in range(20_000)]
    write_lookups(artifacts, {**LOOKUPS, "types": many})
    words = CatalogueWords(artifacts / "lookups")
    words.find("warm up")
    started = time.perf_counter()
    assert values(words, "a kind 7 thing " * 130) == ["kind 7 thing"] * 130
    assert time.perf_counter() - started < 0.5


def test_tokens_keep_decimals_and_drop_a_possessive():
    assert [token.text for token in tokens("Northway's T-Shirt, 10.5")] == ["northway", "t", "shirt", "10.5"]


def test_a_size_in_inches_does_not_swallow_the_word_in(tmp_path):
    write_lookups(
        tmp_path, {"types": [], "sizes": [{"value": "8 in", "forms": []}], "colours": [{"value": "black", "forms": []}]}
    )
    words = CatalogueWords(tmp_path / "lookups")
    assert [f.value for f in words.find("size 8 in black")] == ["black"]
    assert [f.value for f in words.find("a pan of 8 in")] == ["8 in"]


def test_a_size_is_given_without_its_system_and_in_capitals(tmp_path):
    write_lookups(tmp_path, {"types": [], "sizes": [{"value": "us 8", "forms": []}, {"value": "xl", "forms": ["extra large"]}]})
    words = CatalogueWords(tmp_path / "lookups")
    assert [values(words, text) for text in ("in us 8", "extra large")] == [["8"], ["XL"]]


PLAIN = {
    "types": [
        {"value": "light", "forms": ["lights"], "products": 6},
        {"value": "lantern", "forms": ["lanterns"], "products": 300},
    ],
    "brands": [{"value": "Martin", "forms": ["martin"], "products": 4}, {"value": "Ovela", "forms": ["ovela"], "products": 4}],
    "colours": [{"value": "natural", "forms": [], "plain": True, "products": 9}, {"value": "blue", "forms": [], "sure": True}],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("show me lights", ["light"]),
        ("a blue light", ["blue", "light"]),
        ("is it light enough to carry", []),
        ("my name is Martin", []),
        ("martin lanterns", ["Martin", "lantern"]),
        ("something by Martin", ["Martin"]),
        ("ovela?", ["Ovela"]),
        ("that is only natural", []),
        ("a lantern in natural", ["lantern", "natural"]),
    ],
)
def test_a_plain_word_counts_only_where_it_names_a_thing(tmp_path, text, found):
    write_lookups(tmp_path, PLAIN)
    manifest = tmp_path / "lookups" / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "metrics": {"products": 1000}}))
    english = dict.fromkeys(["light", "lights", "martin", "natural"], 500)
    assert values(CatalogueWords(tmp_path / "lookups", spelling=Spelling(english)), text) == found
