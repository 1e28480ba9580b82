"""When a version may take the present one's place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.releases.cases import Case
from recommender.releases.verdict import TOLERATED, Verdict, decide, measure


def measured(values) -> dict[str, list[float]]:
    found = list(values)
    return {"ndcg_at_10": found, "recall_at_10": found}


values = st.lists(st.floats(0, 1, width=16), min_size=1, max_size=60)


@given(values)
def test_a_version_that_foresees_the_same_is_not_worse_and_passes(found) -> None:
    code, figures = decide(measured(found), measured(found), held=False)
    assert code == "not_worse"
    assert figures["ndcg_at_10"]["gain"] == figures["ndcg_at_10"]["low"] == figures["ndcg_at_10"]["high"] == 0


@given(values, st.floats(0.05, 0.9))
def test_a_version_that_is_worse_for_everybody_is_refused_and_the_other_way_round_it_passes(found, less) -> None:
    best = [0.1 + 0.9 * value for value in found]
    worse = [value * (1 - less) for value in best]
    assert decide(measured(worse), measured(best), held=False)[0] == "worse"
    assert decide(measured(best), measured(worse), held=False)[0] == "better"


@given(st.lists(st.tuples(st.floats(0, 1, width=16), st.floats(0, 1, width=16)), min_size=2, max_size=40))
def test_who_passes_has_lost_at_most_a_tenth_and_while_a_roll_back_holds_only_the_surely_better_passes(pairs) -> None:
    new, present = measured(a for a, _ in pairs), measured(b for _, b in pairs)
    code, figures = decide(new, present, held=False)
    lost = [f["gain"] < -TOLERATED * np.mean(present[name]) or f["high"] < 0 for name, f in figures.items()]
    assert (code == "worse") == any(lost)
    while_held, _ = decide(new, present, held=True)
    assert while_held == {"not_worse": "held"}.get(code, code)


def test_a_loss_on_recall_alone_refuses_too() -> None:
    new = {"ndcg_at_10": [0.5] * 60, "recall_at_10": [0.2] * 60}
    present = {"ndcg_at_10": [0.5] * 60, "recall_at_10": [0.4] * 60}
    assert decide(new, present, held=False)[0] == "worse"


@pytest.mark.parametrize(
    "code", ["first", "unreadable", "no_copy", "catalogue", "shrunk", "too_few", "better", "not_worse", "worse", "held"]
)
def test_every_reason_has_a_sentence(code) -> None:
    assert Verdict(True, code).as_dict()["sentence"].endswith(".")


@dataclass(frozen=True)
class Named:
    product_id: str


def test_whatever_ranks_products_can_be_judged_and_sees_of_a_person_only_what_was_before_the_cut() -> None:
    asked = []

    class ByName:
        def recommend(self, profile, *, top_k, now, filters, exclude=(), recent=(), region=""):
            asked.append((profile, top_k, now, recent, region))
            return [Named(name) for name in "abcdefghijklmnop" if name not in exclude and filters(name)][:top_k]

    cut, later = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 3, tzinfo=UTC)
    people = [Case(None, ("a",), frozenset("a"), ("b",), cut, "Kent"), Case(None, (), frozenset(), ("p", "a"), later)]
    found = measure(ByName(), people)
    assert found["recall_at_10"] == [1.0, 0.5]
    assert found["ndcg_at_10"][0] == 1.0
    assert 0 < found["ndcg_at_10"][1] < 1
    assert asked == [(None, 10, cut, ("a",), "Kent"), (None, 10, later, (), "")]
