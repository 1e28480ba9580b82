"""Every response that an action names has words in the bot's domain, and they take the values that the action gives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from actions.words import Words
from tests.actions.conftest import REPOSITORY

NAME = re.compile(r'"(utter_[a-z0-9_]+)"')
FAMILY = re.compile(r'f"(utter_[a-z_]+_)\{')
MEMBERS = {
    "utter_reason_": "because_viewed because_bought category brand type colour popular popular_in_category review_liked",
    "utter_condition_": "types brands colours sizes materials categories price_max price_min rating_min in_stock exclude",
    "utter_status_": "placed paid packed shipped delivered returned cancelled",
    "utter_stock_": "in low out",
    "utter_fact_label_": "brand material rating stock",
}


def named() -> set[str]:
    source = "\n".join(p.read_text(encoding="utf-8") for p in sorted((REPOSITORY / "actions").rglob("*.py")))
    families = {family + member for family, members in MEMBERS.items() for member in members.split()}
    assert set(FAMILY.findall(source)) >= set(MEMBERS)
    return set(NAME.findall(source)) | families


def test_every_response_an_action_names_has_words(domain: dict[str, Any]) -> None:
    words = Words.of_domain(domain)
    assert sorted(n for n in named() if not words.has(n)) == []


def test_words_of_the_call_win_over_the_shipped_ones() -> None:
    shipped = Words({"utter_a": [{"text": "shipped"}], "utter_b": [{"text": "also {value}"}]})
    words = Words.of_domain({"responses": {"utter_a": [{"text": "published"}]}}, shipped)
    assert (words.text("utter_a"), words.text("utter_b", value=3)) == ("published", "also 3")


@pytest.mark.parametrize("template", ["{", "{}", "{unknown}", "a } b", "{0}"])
def test_words_that_cannot_be_filled_in_are_shown_as_they_are(template: str) -> None:
    assert Words({"utter_a": [{"text": template}]}).text("utter_a", value=1) == template


@pytest.mark.parametrize(
    "domain", [None, {}, {"responses": None}, {"responses": {"utter_a": None}}, {"responses": {"utter_a": [{}]}}]
)
def test_a_domain_without_words_leaves_the_name_readable(domain: dict[str, Any] | None) -> None:
    assert Words.of_domain(domain).text("utter_a_thing") == "A thing"


def test_a_missing_file_has_no_words(tmp_path: Path) -> None:
    assert not Words.of_file(tmp_path / "domain.yml").has("utter_greet")
