"""The lost line: strangers are caught where that is cheap, and nothing is given away where it is not."""

import numpy as np
from components.lost_line import CAUGHT, NO_LINE, PRICE, from_examples, from_left_out


def test_strangers_that_look_different_are_caught():
    familiarity = np.r_[np.linspace(0.8, 1, 50), np.linspace(0.1, 0.5, 20)]
    stranger = np.arange(70) >= 50
    line = from_left_out(familiarity, ~stranger, stranger)
    assert (familiarity[stranger] < line).mean() >= CAUGHT - 0.05
    assert (familiarity[~stranger] < line).sum() == 0


def test_there_is_no_line_where_strangers_look_like_the_others():
    familiarity = np.r_[np.linspace(0.2, 1, 50), np.linspace(0.2, 1, 20)]
    stranger = np.arange(70) >= 50
    assert from_left_out(familiarity, ~stranger, stranger) == NO_LINE


def test_a_line_never_costs_more_than_its_price():
    for seed in range(200):
        rng = np.random.default_rng(seed)
        familiarity = np.round(rng.random(30) ** rng.uniform(0.2, 3), rng.integers(1, 4))
        stranger = rng.random(30) < rng.random()
        right = (rng.random(30) < 0.8) & ~stranger
        line = from_left_out(familiarity, right, stranger)
        assert not right.any() or (familiarity[right] < line).mean() <= PRICE


def test_examples_of_what_is_out_of_scope_move_the_line_between_the_two():
    familiarity = np.r_[np.full(60, 0.9), np.full(20, 0.6)]
    outside = np.arange(80) >= 60
    line = from_examples(familiarity, ~outside, outside)
    assert 0.6 < line <= 0.9


def test_no_line_is_drawn_without_examples_of_both_kinds():
    assert from_examples(np.array([0.4, 0.9]), np.array([True, True]), np.array([False, False])) == NO_LINE
    assert from_left_out(np.array([0.4, 0.9]), np.array([True, True]), np.array([False, False])) == NO_LINE
