"""The judge of answers: what it was fitted on, that it holds its level on records held out, and bad input."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.evaluate.answers import read_pairs
from retrieval.answer import best_passage, choose
from retrieval.answering.alike import speaks_of
from retrieval.answering.examples import Examples
from retrieval.answering.features import Candidate, clauses
from retrieval.answering.judge import SHIPPED, Judge, shipped
from retrieval.answering.question import take_apart
from retrieval.answering.train import answer_of, candidates, cases, measure
from retrieval.answering.vouching import may_answer
from retrieval.answering.written import Question, asked_and_answered, records
from retrieval.encoder import Encoder
from retrieval.text import Tokeniser
from shop.catalogue import Product
from shop.errors import Corrupt, InvalidInput

HELD_OUT = [record for record in records() if record.held_out]


def test_every_written_answer_stands_in_its_record() -> None:
    for record in records():
        every = [c for part in candidates(record) for c in part]
        for question in record.questions:
            for part in question.answers:
                assert any(Question("", (part,)).answered_by(c) for c in every), (record.name, question.text, part)


def test_no_question_of_the_benchmark_was_trained_on() -> None:
    measured = {_plain(question) for question in _asked_by_the_benchmark()}
    written = {_plain(question.text) for record in records() for question in record.questions}
    assert not measured & (written | {_plain(question) for question, _ in asked_and_answered()})


def _plain(question: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", question.lower()))


def _asked_by_the_benchmark() -> list[str]:
    return [pair.question for pair in read_pairs(Path(__file__).parents[2] / "cli" / "bench" / "product_questions.jsonl")]


def test_the_level_holds_on_records_that_trained_nothing(encoder: Encoder) -> None:
    of = cases(HELD_OUT, encoder, shipped().examples)
    found = measure(shipped(), of)
    assert found["questions"] >= 150
    assert found["exact_support"] >= 0.64
    assert found["false_answers"] <= 0.10


def test_measuring_and_answering_take_the_same_way(encoder: Encoder) -> None:
    record = HELD_OUT[0]
    for case in cases([record], encoder, shipped().examples):
        product = Product("p", record.name, record.description, type=record.type, attributes=record.attributes)
        passage = best_passage(product, case.question.text, encoder, Tokeniser())
        record_alone = replace(case, pools=tuple(p for p in case.pools if not p.of_reviews))
        assert (passage is None) == (answer_of(shipped(), record_alone) is None)


def test_weights_that_cannot_be_read_are_corrupt(tmp_path: Path) -> None:
    with pytest.raises(Corrupt):
        Judge.open(tmp_path)
    (tmp_path / "weights.json").write_text('{"weights": {}, "intercept": 0, "line": 0}', encoding="utf-8")
    with pytest.raises(Corrupt):
        Judge.open(tmp_path)
    (tmp_path / "weights.json").write_bytes((SHIPPED / "weights.json").read_bytes())
    (tmp_path / "examples.safetensors").write_bytes(b"nothing")
    with pytest.raises(Corrupt):
        Judge.open(tmp_path)


def test_weights_are_read_back_as_they_were_saved(tmp_path: Path) -> None:
    shipped().save(tmp_path)
    again = Judge.open(tmp_path)
    assert np.allclose(again.weights, shipped().weights)
    assert np.allclose(again.examples.questions, shipped().examples.questions, atol=0.02)


def test_without_examples_nothing_is_like_an_answer() -> None:
    none = Examples(np.zeros((0, 4), np.float32), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))
    mean, most, near = none.likeness(np.ones(4, np.float32), np.ones((3, 4), np.float32))
    assert (mean.tolist(), most.tolist(), near) == ([0, 0, 0], [0, 0, 0], 0.0)


def test_a_file_that_begins_with_no_record_says_where(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some words.\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="line 1"):
        records(tmp_path)
    (tmp_path / "a.txt").write_text("== Cup | cup\n? no equals sign\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="line 2"):
        records(tmp_path)


def test_attributes_come_before_the_description_and_the_name_comes_last() -> None:
    assert choose([2.0, 1.0, 3.0], [1, 0, 2], 0.5) == 1
    assert choose([2.0, 1.0, 3.0], [1, 0, 2], 1.5) == 0
    assert choose([0.1, 0.2, 0.3], [1, 0, 2], 1.5) is None


@given(st.text(max_size=200))
def test_the_clauses_of_a_sentence_are_parts_of_it(text: str) -> None:
    parts = clauses(text)
    assert parts
    assert all(part in text for part in parts)


def test_words_that_point_at_a_product_ask_nothing() -> None:
    plain = take_apart("what is it made of?", "slippers", Tokeniser())
    assert take_apart("what is the first one made of?", "slippers", Tokeniser()) == plain
    assert take_apart("what is that one made of?", "slippers", Tokeniser()) == plain


def test_words_used_for_one_another_speak_of_the_same() -> None:
    stem = Tokeniser().stems
    assert speaks_of(stem("cable")[0], stem("a cord of two metres"))
    assert speaks_of(stem("colour")[0], stem("in navy"))
    assert not speaks_of(stem("cable")[0], stem("solid oak"))


@pytest.mark.parametrize(
    ("question", "sentence", "may"),
    [
        ("is it certified for children's bedrooms?", "A warm lamp for the bedroom of children.", False),
        ("is it certified for children's bedrooms?", "Certified to EN 71.", True),
        ("has it been approved for boats", "Fits the galley of small boats.", False),
        ("has it been approved for boats", "Meets ISO 9094.", True),
        ("was it crash tested?", "It survives a crash.", False),
        ("was it crash tested?", "Crash tested at 50 km/h.", True),
        ("is it safe for my cat", "Cats love it.", False),
        ("is it safe for my cat", "Contains nothing that harms pets.", True),
        ("is it safe around toddlers", "Rounded corners.", True),
        ("is it safe in the dishwasher", "Top rack of the machine.", True),
        ("somewhere safe for my keys?", "An inner pocket with a zip.", True),
        ("does it fit a cat", "Cats love it.", True),
    ],
)
def test_only_a_sentence_that_speaks_of_it_vouches(question: str, sentence: str, may: bool) -> None:
    assert may_answer(question, [Candidate(sentence, "description")]) == [may]


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_each_sentence_is_judged_alone(question: str, sentences: list[str]) -> None:
    of = [Candidate(sentence, "description") for sentence in sentences]
    assert may_answer(question, of) == [may_answer(question, [one])[0] for one in of]
