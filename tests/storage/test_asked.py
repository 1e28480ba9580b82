"""What is counted of questions: how often asked, how often answered."""

from __future__ import annotations

import pytest

from storage import Storage


def test_a_question_counts_for_what_it_offered_and_an_answer_whole(storage: Storage) -> None:
    assert storage.asked.counts() == {}
    for answered in (True, True, False):
        storage.asked.add("colour", 0.5, answered=answered)
    storage.asked.add("price", 1.0, answered=False)
    assert storage.asked.counts() == {"colour": (1.5, 2.0), "price": (1.0, 0.0)}


def test_other_counters_are_no_questions(storage: Storage) -> None:
    storage.asked.add("a very long attribute " * 20, 1.0, answered=True)
    ((name, counts),) = storage.asked.counts().items()
    assert name.startswith("a very long attribute")
    assert counts == (1.0, 1.0)
    assert storage.products.catalogue_version() == 0


def test_a_chance_that_is_none_is_refused(storage: Storage) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        storage.asked.add("colour", 1.5, answered=True)
