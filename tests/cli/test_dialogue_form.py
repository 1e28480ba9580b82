"""What a dialogue file may hold: everything else is refused with the file, the dialogue and the turn."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cli.dialogues.form import SHOWS, read_dialogues, read_folder
from shop.errors import InvalidInput

GOOD = """
- name: tents by price
  customer: c00012
  turns:
    - say: "a tent"
      expect: {shows: {type: [tent], price_max: 200.5, not: {colour: red}, order: price_ascending, at_least: 1}}
    - press: Details
      expect:
        quotes: [{price: 2, faq: faq-x}, {name: "Dome Tent"}]
        one_of:
          - {says: [dome, tent]}
          - {shows: nothing, state: {owner: bot}}
    - say: bye
"""


def refusal(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_dialogues(path)
    return caught.value.message


def one_turn(expect: str) -> str:
    return f"- name: mine\n  turns:\n    - say: hello\n    - say: again\n      expect: {expect}\n"


def test_a_good_file_is_read_as_it_stands(tmp_path: Path):
    (tmp_path / "good.yml").write_text(GOOD, encoding="utf-8")
    (dialogue,) = read_dialogues(tmp_path / "good.yml")
    assert (dialogue.name, dialogue.customer, dialogue.known_gap) == ("tents by price", "c00012", None)
    assert [turn.said for turn in dialogue.turns] == ["a tent", "[Details]", "bye"]
    assert dialogue.turns[0].expect["shows"]["price_max"] == 200.5
    assert dialogue.turns[2].expect == {}


@pytest.mark.parametrize(
    ("expect", "complaint"),
    [
        ("{show: {type: tent}}", "“show”"),
        ("{shows: {kind: tent}}", "“kind”"),
        ("{shows: {type: 3}}", "type must be text"),
        ("{shows: {type: []}}", "type must be text"),
        ("{shows: {price_max: cheap}}", "price_max must be a number"),
        ("{shows: {at_least: 1.5}}", "at_least must be a whole number"),
        ("{shows: {in_stock: false}}", "in_stock can only be true"),
        ("{shows: {order: cheapest}}", "order must be one of"),
        ("{shows: {not: {price_max: 3}}}", "“price_max”"),
        ("{shows: everything}", "shows must have keys"),
        ("{quotes: {price: 1}}", "quotes must be a list"),
        ("{quotes: [{price: 0}]}", "price must be a place"),
        ("{quotes: [{colour: 1}]}", "“colour”"),
        ("{says: yes}", "put quotes around it"),
        ("{says: [no, tents]}", "put quotes around it"),
        ("{offers: []}", "offers must be text"),
        ("{state: {form: order}}", "form must be one of"),
        ("{state: {owner: nobody}}", "owner must be one of"),
        ("{state: {compares: 2}}", "compares must be a list"),
        ("{one_of: [{says: a}]}", "two or more"),
        ("{one_of: [{says: a}, {one_of: [{says: b}, {says: c}]}]}", "“one_of”"),
        ("{says: a, says: b}", "twice"),
        ("sometimes", "expect must have keys"),
    ],
)
def test_an_expectation_that_is_not_known_is_refused_with_its_place(tmp_path: Path, expect: str, complaint: str):
    told = refusal(tmp_path, one_turn(expect))
    assert complaint in told
    assert "mine.yml" in told
    if "twice" not in complaint:  # YAML knows the line of that, not the turn
        assert "dialogue “mine”, turn 2" in told


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "must be a list of dialogues"),
        ("name: a", "must be a list of dialogues"),
        ("- name: [", "line"),
        ("- turns: [{say: hi}]", "dialogue 1: name must be text"),
        ("- name: a", "dialogue “a”: turns must be a list"),
        ("- {name: a, turn: [{say: hi}]}", "knows no “turn”"),
        ("- {name: a, turns: [{say: hi, press: it}]}", "either “say” or “press”"),
        ("- {name: a, turns: [{expect: {}}]}", "either “say” or “press”"),
        ("- {name: a, turns: [{say: no}]}", "put quotes around it"),
        ("- {name: a, turns: [{say: hi, expects: {}}]}", "knows no “expects”"),
        ("- {name: a, turns: [{say: hi}]}\n- {name: a, turns: [{say: hi}]}", "is taken already"),
        ("- {name: a, customer: 12, turns: [{say: hi}]}", "customer must be text"),
        ("- {1: a}", "no word"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, complaint: str):
    assert complaint in refusal(tmp_path, text)


def test_a_name_may_occur_once_in_all_files(tmp_path: Path):
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("- {name: same, turns: [{say: hi}]}", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"b\.yml: the name “same” is taken already \(in a\.yml\)"):
        read_folder([tmp_path / "a.yml", tmp_path / "b.yml"])


def test_a_missing_file_and_one_of_bytes_are_refused(tmp_path: Path):
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_dialogues(tmp_path / "none.yml")
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_dialogues(tmp_path / "bytes.yml")


PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
KEYS = st.sampled_from(["shows", "quotes", "says", "state", "one_of", *SHOWS]) | st.text(max_size=5)


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)))
def test_whatever_stands_in_expect_is_taken_or_refused_by_a_sentence(tmp_path_factory: pytest.TempPathFactory, expect: object):
    path = tmp_path_factory.mktemp("any") / "any.yml"
    path.write_text(yaml.safe_dump([{"name": "any", "turns": [{"say": "hi", "expect": expect}]}]), encoding="utf-8")
    with contextlib.suppress(InvalidInput):  # any other exception fails
        read_dialogues(path)
