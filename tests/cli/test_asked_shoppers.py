"""Simulated shoppers: what they answer, and where what they want stands then."""

from __future__ import annotations

import numpy as np
import pytest

from cli.bench.asked_shoppers import (
    Shopper,
    Wish,
    any_question,
    fixed_order,
    learning_talks,
    no_question,
    shipped,
    talk,
    talks,
)
from recommender.asking import attribute

N = 24


def wish() -> Wish:
    """24 products: four types, five colours, three brands; the first is the most popular."""
    tables = (
        attribute("type", [["abcd"[i % 4]] for i in range(N)]),
        attribute("colour", [["uvwxy"[i // 5]] for i in range(N)]),
        attribute("brand", [["123"[i % 3]] for i in range(N)]),
    )
    return Wish(np.linspace(0.35, 0.0, N), tables, tuple((1000 * (i + 1),) for i in range(N)))


def sure(name: str) -> float:
    return 1.0


def mute(name: str) -> float:
    return 0.0


def shoppers(able: object = sure, **more: float) -> list[Shopper]:
    vague = wish()
    return [Shopper(vague, row, seed=row, able=able, **more) for row in range(N)]  # type: ignore[arg-type]


def test_without_a_question_the_rank_is_that_of_popularity() -> None:
    assert [outcome.rank for outcome in talks(shoppers(), no_question)] == list(range(1, N + 1))


def test_two_true_answers_never_worsen_the_rank_and_help_the_last() -> None:
    outcomes = talks(shoppers(), shipped(sure))
    assert all(outcome.rank <= row + 1 for row, outcome in enumerate(outcomes))
    assert outcomes[-1].rank <= 5
    assert all(len(outcome.asked) <= 2 for outcome in outcomes)


def test_who_cannot_answer_keeps_the_rank_of_popularity() -> None:
    for policy in (shipped(sure), fixed_order, any_question):
        assert [outcome.rank for outcome in talks(shoppers(mute), policy)] == list(range(1, N + 1))


def test_a_fixed_order_asks_the_type_first_and_then_the_brand() -> None:
    outcome = talk(shoppers()[N - 1], fixed_order)
    assert [question.attribute for question, _ in outcome.asked] == ["type", "brand"]


def test_a_wrong_answer_can_cost_the_wanted_product_its_place() -> None:
    wrong = talks(shoppers(slips=1.0), shipped(sure))
    right = talks(shoppers(), shipped(sure))
    assert np.mean([o.rank for o in wrong]) > np.mean([o.rank for o in right])


def test_learning_leaves_what_nobody_can_answer() -> None:
    many = shoppers(lambda name: float(name != "type")) * 6
    asked = [outcome.asked[0][0].attribute for outcome in learning_talks(many, every=12)]
    assert asked[0] == "type"
    assert "type" not in asked[-12:]


def test_the_same_shopper_answers_the_same_again() -> None:
    vague = wish()
    one = Shopper(vague, 7, seed=3, able=lambda name: 0.5, slips=0.1)
    assert talk(one, any_question) == talk(one, any_question)


@pytest.mark.parametrize("row", [0, 11, 23])
def test_prices_are_asked_in_bands_that_hold_the_wanted_one(row: int) -> None:
    vague = Wish(np.linspace(0.35, 0.0, N), (), tuple((1000 * (i + 1),) for i in range(N)))
    outcome = talk(Shopper(vague, row, seed=1, able=sure), shipped(sure))
    assert outcome.asked[0][0].attribute == "price"
    assert outcome.asked[0][1]
    assert outcome.rank <= row + 1
