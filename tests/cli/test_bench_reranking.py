"""The table of what each stage of re-ranking adds and costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cli.bench.quality import RERANKING
from cli.bench.reranking import OFF, STAGES, STRONGER, measured
from cli.bench.reranking_aims import AIMS
from cli.bench.reranking_sets import Shop, held_back
from data.sample import make
from recommender.train import Told
from shop.reranking import LARGEST, SHIPPED
from shop.reranking import STAGES as ALL


@pytest.fixture(scope="module")
def shop() -> Shop:
    made = make(seed=3, scale=0.1)
    events = tuple(replace(event, seq=seq) for seq, event in enumerate(made.events, start=1))
    vectors = np.random.default_rng(5).normal(size=(len(made.products), 16)).astype(np.float32)
    return held_back(Told(events, made.orders), made.products, vectors, max(event.at for event in events))


def test_every_stage_is_measured_with_and_without_it(shop: Shop) -> None:
    found = measured(shop, tuple(STAGES))
    assert found["people"] == len(shop.asked) > 10
    assert set(found["stages"]) == set(ALL)
    for stage, told in (*found["stages"].items(), *found["stronger"].items()):
        assert told["strength"] > 0
        for figure in ("ndcg_at_10", *STAGES[stage]):
            one = told[figure]
            assert one["with"] - one["without"] == pytest.approx(one["gain"]["gain"], abs=2e-4)


def test_each_stage_serves_its_own_aim(shop: Shop) -> None:
    found = measured(shop, tuple(STAGES))["stages"]
    lower = {"distance_from_interests", "outside_price_band", "ill_rated", "owned_places", "sold_out_places"}
    for stage, aims in STAGES.items():
        gain = found[stage][aims[0]]["gain"]["gain"]
        assert gain <= 0 if aims[0] in lower else gain >= 0, stage
    assert found["diversity"]["distance_within"]["gain"]["gain"] > 0
    assert found["stock"]["sold_out_places"]["with"] == 0
    assert found["owned"]["owned_places"]["with"] == 0 < found["owned"]["owned_places"]["without"]


def test_off_is_off_and_stronger_is_stronger_and_can_be_set() -> None:
    assert all(getattr(OFF, stage) == 0 for stage in ALL)
    assert all(getattr(SHIPPED, stage) < more[stage] <= LARGEST[stage] for stage, more in STRONGER.items())


def test_the_page_of_figures_names_stages_and_aims_that_there_are() -> None:
    for figure in RERANKING:
        _, _, stage, aim, _ = figure.path.split("/")
        assert stage in STAGES
        assert aim == "ndcg_at_10" or aim in AIMS
