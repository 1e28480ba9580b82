"""What must hold before marketing's changes may go live."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.check_content import check_answer, check_content, placeholders

BASE = {"responses": {"utter_hello": [{"text": "Hello {name}."}]}}


def answer(*texts: str) -> dict:
    return {"label": "Hello", "texts": list(texts)}


def intent(examples: list[str], **more) -> dict:
    return {"label": "Trees", "examples": examples, "answer": "utter_hello", "base": False, **more}


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "a { b", "{name", "name}", "{0}", "{name.__class__}", "{name!r}", "{name:>9999}", "{a b}"]
)
def test_a_stray_brace_is_refused_with_a_sentence(text: str):
    problems = check_answer("utter_hello", answer(text), ["Hello {name}."])
    assert len(problems) == 1
    assert "brace" in problems[0].sentence


def test_a_placeholder_that_the_answer_does_not_know_is_named_with_those_it_knows():
    (problem,) = check_answer("utter_hello", answer("Dear {surname}"), ["Hello {name}."])
    assert "{surname}" in problem.sentence
    assert "{name}" in problem.sentence


def test_known_placeholders_and_plain_words_pass():
    assert check_answer("utter_hello", answer("Hi {name}", "Good day"), ["Hello {name}."]) == []


@given(st.text(max_size=80))
def test_whatever_passes_can_be_rendered_and_prints_no_other_value(text: str):
    if check_answer("utter_x", answer(text), []):
        return
    assert text.format(secret="hidden") == text


@given(st.text(max_size=40))
def test_reading_placeholders_raises_nothing_but_value_error(text: str):
    with contextlib.suppress(ValueError):
        assert all(name.isidentifier() for name in placeholders(text))


def test_an_empty_variation_is_a_problem():
    assert check_answer("utter_hello", answer("Hello", "  "), [])


def test_an_intent_needs_four_different_examples_and_an_answer_that_exists():
    content = {
        "intent": {"trees": intent(["a", "A", "b"], answer="utter_nothing")},
        "answer": {"utter_hello": answer("Hello {name}.")},
    }
    sentences = " ".join(p.sentence for p in check_content(content, BASE))
    assert "at least 4" in sentences
    assert "no answer yet" in sentences


def test_an_example_belongs_to_one_meaning():
    same = ["plant trees", "trees please", "forest", "wood"]
    content = {"intent": {"one": intent(same), "two": intent(same)}, "answer": {"utter_hello": answer("Hello {name}.")}}
    assert any("one place" in p.sentence for p in check_content(content, BASE))


def test_an_answer_of_the_assistant_itself_cannot_be_removed():
    assert any("cannot be removed" in p.sentence for p in check_content({"answer": {}, "intent": {}}, BASE))


def test_sound_content_has_no_problem():
    content = {"intent": {"trees": intent(["a", "b", "c", "d"])}, "answer": {"utter_hello": answer("Hello {name}.")}}
    assert check_content(content, BASE) == []
