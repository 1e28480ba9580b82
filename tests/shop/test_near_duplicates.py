"""One text with small changes is found again; texts that merely speak of the same thing are not taken for one."""

from __future__ import annotations

import random

from hypothesis import assume, given
from hypothesis import strategies as st

from shop.near_duplicates import LEAST_WORDS, near_duplicates, words

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
TEXTS = st.lists(WORDS, min_size=LEAST_WORDS, max_size=60).map(" ".join)
MARKS = st.sampled_from(["", ",", "!", " - ", "...", " (", ")"])


@given(TEXTS, st.lists(MARKS, min_size=60, max_size=60), st.sampled_from([str.upper, str.title, str.lower, str.swapcase]))
def test_a_text_is_itself_in_another_case_and_with_other_marks(text: str, marks: list[str], case: object) -> None:
    said = text.split()
    changed = " ".join(word + mark for word, mark in zip(said, marks, strict=False))
    assert callable(case)
    assert near_duplicates(text, case(changed))


@given(st.sets(WORDS, min_size=40, max_size=40), st.integers(0, 19))
def test_one_word_changed_in_twenty_is_still_the_same_text(drawn: set[str], place: int) -> None:
    said = sorted(drawn)[:20]
    other = [*said]
    other[place] = sorted(drawn)[30]
    assert near_duplicates(" ".join(said), " ".join(other))


@given(TEXTS, TEXTS)
def test_texts_without_common_words_are_two(one: str, other: str) -> None:
    assume(not set(words(one)) & set(words(other)))
    assert not near_duplicates(one, other)


@given(TEXTS, TEXTS)
def test_it_does_not_matter_which_is_first(one: str, other: str) -> None:
    assert near_duplicates(one, other) == near_duplicates(other, one)


@given(st.lists(WORDS, min_size=1, max_size=LEAST_WORDS - 1).map(" ".join))
def test_a_short_text_may_be_written_by_many(text: str) -> None:
    assert not near_duplicates(text, text)


def test_the_same_words_in_another_order_are_another_text() -> None:
    said = ["the", "zip", "broke", "after", "a", "week", "and", "the", "colour", "faded", "in", "the", "first", "wash"]
    mixed = [*said]
    assert len(said) >= LEAST_WORDS
    random.Random(1).shuffle(mixed)
    assert not near_duplicates(" ".join(said), " ".join(mixed))


def test_apostrophes_of_any_form_change_nothing() -> None:
    text = "I don't think it's worth the money that they ask for it"
    assert near_duplicates(text, text.replace("'", "’"))
    assert near_duplicates(text, text.replace("'", ""))
