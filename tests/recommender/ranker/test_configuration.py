"""The configuration that is chosen finds the plan in the data, and leaves out what only adds noise."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.candidates.als import Als
from recommender.candidates.histories import of_lists
from recommender.candidates.popular import Popular
from recommender.candidates.rules import Rules
from recommender.candidates.sources import Kind
from recommender.ranker.configuration import Configuration, Ranking, configure
from recommender.ranker.fits import Fits
from recommender.ranker.holdout import gains
from recommender.ranker.lambdarank import LambdaRank
from recommender.ranker.splits import Plan, plan
from tests.recommender.candidates.made_up_histories import ITEMS, walks

FEW = [Kind(kind.NAME, kind.CHOICES[:3], kind.fits, kind.fit, kind.of_arrays) for kind in (Rules, Als, Popular)]


@pytest.fixture(scope="module")
def made() -> Plan:
    return plan(walks(600, 9), "leave-last-out")


@pytest.fixture(scope="module")
def chosen(made: Plan) -> Configuration:
    return configure(FEW, made, Fits(FEW))


def test_the_source_that_knows_what_comes_next_leads(chosen: Configuration) -> None:
    assert max(chosen.weights, key=lambda name: chosen.weights[name]) == "rules"
    assert chosen.stages["rules"] > 2 * chosen.stages["popular"]


def test_what_each_stage_reached_is_written_down(chosen: Configuration) -> None:
    assert {"rules", "als", "popular", "blend", "blend without rules"} <= set(chosen.stages)
    assert chosen.stages["blend"] >= chosen.stages["rules"]


def test_the_fitted_ranking_answers_what_was_held_out(made: Plan, chosen: Configuration) -> None:
    test = made.test
    ranking = Ranking.fit(Fits(FEW), chosen, test.fitted_on)
    order = ranking.order(test.holdout.asked, 10)
    # nine steps in ten go to the next item, one in ten skips one: the first place is right most times
    assert gains(order, test.holdout.wanted).mean() > 0.75
    asked = test.holdout.asked
    assert not any(set(asked.take([user]).item.tolist()) & set(row) for user, row in enumerate(order.tolist()))


def test_a_new_deed_changes_the_next_answer_without_a_fit(made: Plan, chosen: Configuration) -> None:
    ranking = Ranking.fit(Fits(FEW), chosen, made.test.fitted_on)
    before, after = ranking.order(of_lists([[1, 2], [1, 2, 10]], ITEMS), 3).tolist()
    assert before[0] == 3
    assert 11 in after


def test_one_of_whom_nothing_is_known_gets_what_is_popular() -> None:
    past = walks(300, 8)
    everything = Configuration({kind.name: kind.choices[0] for kind in FEW}, {"rules": 1.0, "popular": 0.1}, None)
    found = Ranking.fit(Fits(FEW), everything, past).order(of_lists([[]], ITEMS), 5)[0]
    popular = Popular.fit(past, FEW[2].choices[0]).score(of_lists([[]], ITEMS))[0]
    assert found.tolist() == np.argsort(-popular, kind="stable")[:5].tolist()


def test_a_ranker_read_back_from_its_text_scores_the_same(made: Plan) -> None:
    from recommender.candidates.lifts import Lifts
    from recommender.ranker.blend import blended
    from recommender.ranker.context import PULL
    from recommender.ranker.facts import ItemFacts, columns
    from recommender.ranker.pool import pool

    past, holdout = made.learn.fitted_on, made.learn.holdout
    found = pool({kind.name: kind.fit(past, kind.choices[0]) for kind in FEW}, holdout.asked)
    blend = blended(found, np.array([1.0, 0.5, 0.1]))
    table, names = columns(found, holdout.asked, ItemFacts.of(past), Lifts.of(past, PULL), blend)
    ranker = LambdaRank.fit(found, table, names, blend, holdout.wanted)
    assert ranker is not None
    again = LambdaRank.of_text(ranker.text())
    np.testing.assert_allclose(again.score(found, table, names, blend), ranker.score(found, table, names, blend), rtol=1e-5)
    assert sum(ranker.weights().values()) == pytest.approx(1.0)


def test_too_few_who_took_a_candidate_train_no_trees() -> None:
    from recommender.ranker.pool import Pool

    nothing = Pool(np.array([0, 1]), np.array([0]), np.ones((1, 1), dtype=np.float32), ("one",))
    one = np.ones((1, 3), dtype=np.float32)
    assert LambdaRank.fit(nothing, one, ["a", "b", "c"], one[:, 0], of_lists([[0]], 2)) is None
