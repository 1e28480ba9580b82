"""What counts as right in ``shoptalk evaluate coverage``; the measurement itself is ``make bench SUITE=coverage``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.services.answers import ShopAnswer
from cli.evaluate.coverage import ANSWER, MAPPING, judge, read_mapping, summary
from cli.evaluate.parsing import Parse
from data.sample.faqs import make_faqs
from shop.catalogue import Faq
from shop.errors import InvalidInput
from worker.paths import BOT

SERVED = """
intents:
  order_status: {class: order_status, why: x}
  faq: {class: answer, why: x}
  faq_returns: {class: returns_refund, faq: true, why: x}
  unclear: {class: null, why: x}
faqs:
  send-back: {class: returns_refund, why: x}
  cost: {class: shipping_delivery, why: x}
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Any:
    path = tmp_path / "mapping.yml"
    path.write_text(SERVED, encoding="utf-8")
    return read_mapping(path)


def found(*faq_ids: str, sure: bool = False) -> ShopAnswer:
    return ShopAnswer(tuple(Faq(faq_id, "?", "!") for faq_id in faq_ids), sure)


@pytest.mark.parametrize(
    ("wanted", "intent", "answer", "right", "answered", "with_choice"),
    [
        ("order_status", "order_status", found(), True, True, True),
        ("order_status", "unclear", found("cost", sure=True), False, False, False),
        ("shipping_delivery", "faq", found("cost", sure=True), True, True, True),
        ("shipping_delivery", "faq", found("cost", "send-back"), False, False, True),
        ("shipping_delivery", "faq", found("send-back", "cost"), False, False, False),
        ("shipping_delivery", "faq", found(), False, False, False),
        ("returns_refund", "faq_returns", found("send-back"), True, False, True),
        ("returns_refund", "faq_returns", found("cost", sure=True), False, False, False),
        ("shipping_delivery", "faq_returns", found("cost", sure=True), True, True, True),
        ("shipping_delivery", "faq_returns", found("send-back", "cost"), False, False, False),
    ],
)
def test_a_sure_answer_decides_and_asking_back_counts_only_where_the_topic_was_right(
    mapping: Any, wanted: str, intent: str, answer: ShopAnswer, right: bool, answered: bool, with_choice: bool
) -> None:
    verdict = judge(wanted, Parse("?", intent, []), mapping, lambda _: answer)
    assert (verdict.right, verdict.answered == wanted, verdict.right_with_choice) == (right, answered, with_choice)


def test_the_summary_names_large_classes_below_one_half_and_what_was_taken_for_what(mapping: Any) -> None:
    def say(wanted: str, intent: str, times: int) -> list[Any]:
        parse = Parse("?", intent, [])
        return [judge(wanted, parse, mapping, lambda _: found())] * times

    result = summary(
        [*say("order_status", "order_status", 30), *say("returns_refund", "unclear", 10), *say("greeting", "unclear", 9)]
    )
    assert (result["sentences"], result["right"]) == (49, 0.6122)
    assert result["classes_below_half"] == ["returns_refund"]
    assert result["confusions"] == {"returns_refund → unclear": 10, "greeting → unclear": 9}
    assert result["right_interval"]["low"] < result["right"] < result["right_interval"]["high"]


def test_the_mapping_speaks_of_every_intent_and_of_every_entry_of_the_sample_shop_with_a_reason() -> None:
    loaded = yaml.safe_load(MAPPING.read_text(encoding="utf-8"))
    domain = yaml.safe_load((BOT / "domain.yml").read_text(encoding="utf-8"))
    assert set(loaded["intents"]) == set(domain["intents"])
    assert set(loaded["faqs"]) == {faq.faq_id for faq in make_faqs()}
    assert all(line["why"].strip() for kind in loaded.values() for line in kind.values())


def test_every_topic_that_an_intent_names_has_entries_in_the_sample_shop() -> None:
    loaded = yaml.safe_load(MAPPING.read_text(encoding="utf-8"))["intents"]
    assert {name for name, line in loaded.items() if line["class"] == ANSWER} == {"faq"}
    named = {name.removeprefix("faq_") for name, line in loaded.items() if line.get("faq")}
    assert named <= {faq.topic for faq in make_faqs()}


@pytest.mark.parametrize("content", ["", "intents: []", "intents: {a: {why: x}}\nfaqs: {}", "{", "- 1"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput):
        read_mapping(path)
    with pytest.raises(InvalidInput):
        read_mapping(tmp_path / "none.yml")
