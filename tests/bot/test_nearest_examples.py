"""Likeness by word pieces, and what becomes of it for the classes."""

import numpy as np
import pytest
from components.nearest_examples import NearestExamples, likeness, log_shares


def pieces(*directions: int, dimension: int = 8) -> np.ndarray:
    """A start mark, one unit vector a piece, an end mark."""
    return np.vstack([np.ones(dimension), np.eye(dimension)[list(directions)], np.ones(dimension)])


def test_equal_pieces_are_wholly_alike_in_any_order():
    message = np.eye(4)[[0, 1]]
    flat = np.vstack([np.eye(4)[[1, 0]], np.eye(4)[[2, 3]]])
    assert likeness(message, flat, np.array([0, 2])) == pytest.approx([1.0, 0.0])


def test_what_only_one_of_two_texts_says_makes_them_less_alike():
    short, long = np.eye(4)[[0]], np.eye(4)[[0, 1]]
    assert likeness(short, long, np.array([0])) == pytest.approx([0.75])


def test_the_class_with_the_nearest_examples_is_the_likeliest():
    examples = [pieces(0, 1), pieces(0, 2), pieces(3, 4), pieces(3, 5)]
    nearest = NearestExamples.fit(examples, np.array([0, 0, 1, 1]), 2, seed=1)
    assert nearest.log_probabilities(nearest.likenesses([pieces(0, 1), pieces(3, 5)])).argmax(axis=1).tolist() == [0, 1]


def test_a_class_with_one_example_can_win():
    nearest = NearestExamples.fit([pieces(0), pieces(0), pieces(5)], np.array([0, 0, 1]), 2, seed=1)
    assert nearest.log_probabilities(nearest.likenesses([pieces(5)])).argmax(axis=1).tolist() == [1]


def test_the_arrays_give_the_same_answers_back():
    examples = [pieces(0, 1), pieces(2), pieces(3, 4)]
    nearest = NearestExamples.fit(examples, np.array([1, 0, 2]), 3, seed=1)
    again = NearestExamples.from_arrays({**nearest.arrays(), "classes": np.array(["a", "b", "c"])})
    asked = [pieces(0, 3), pieces(2)]
    assert np.allclose(nearest.likenesses(asked), again.likenesses(asked), atol=0.01)


def test_many_examples_are_thinned_to_some_of_every_class(monkeypatch):
    monkeypatch.setattr("components.nearest_examples.MOST_PIECES", 20)
    examples = [pieces(i % 8) for i in range(40)]
    nearest = NearestExamples.fit(examples, np.arange(40) % 2, 2, seed=1)
    assert sorted(set(nearest.arrays()["example_owners"].tolist())) == [0, 1]
    assert len(nearest.arrays()["example_owners"]) < 10


def test_shares_are_probabilities():
    rows = log_shares(np.array([[0.9, 0.8, 0.3], [0.1, 0.1, 0.9]]), np.array([0, 0, 1]), 2)
    assert np.exp(rows).sum(axis=1) == pytest.approx([1.0, 1.0])
