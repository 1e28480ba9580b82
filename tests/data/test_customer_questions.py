"""The questions that coverage is measured on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from data.public.customer_questions import LEFT_OUT, read
from data.sample.faqs import make_faqs
from shop.errors import ShopError
from worker.paths import BOT
from worker.seed_content import read_examples


@pytest.fixture(scope="module")
def questions() -> list[tuple[str, str]]:
    try:
        return read()
    except ShopError:
        pytest.skip("no public data: set SHOPTALK_DATASETS")


def same(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", "", text.lower()).split())


def test_each_text_of_a_set_comes_once_and_the_classes_left_out_are_out(questions: list[tuple[str, str]]) -> None:
    assert len(questions) == 1156
    assert not {name for _, name in questions} & set(LEFT_OUT)
    assert len({name for _, name in questions}) == 17


def test_no_question_is_a_training_example(questions: list[tuple[str, str]]) -> None:
    asked = {same(text) for text, _ in questions}
    trained = [example for examples in read_examples(BOT / "data" / "nlu").values() for example in examples]
    assert [example for example in trained if same(example) in asked] == []


def test_no_question_is_a_phrasing_of_the_sample_shops_faq(questions: list[tuple[str, str]]) -> None:
    asked = {same(text) for text, _ in questions}
    assert [said for faq in make_faqs() for said in faq.alternatives if same(said) in asked] == []


def test_every_class_is_served_by_an_intent(questions: list[tuple[str, str]]) -> None:
    mapping = yaml.safe_load((Path(read.__code__.co_filename).parent / "coverage_mapping.yml").read_text(encoding="utf-8"))
    assert {name for _, name in questions} <= {line["class"] for line in mapping["intents"].values()}
