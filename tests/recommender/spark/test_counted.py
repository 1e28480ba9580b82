from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from recommender.candidates import item_knn, rules, together
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.lifts import Lifts
from recommender.candidates.of_the_moment import OfTheMoment
from recommender.candidates.popular import Popular
from recommender.candidates.rules import Rules
from recommender.candidates.sources import OPENED
from recommender.candidates.together import Together
from recommender.popularity import popularity, seasons
from recommender.ranker.facts import ItemFacts
from recommender.reranking.newness import ages
from tests.recommender.spark.a_busy_shop import NOW
from tests.recommender.spark.conftest import Frames, Single

TINY = 1e-6


def assert_same(ours: dict[str, np.ndarray], wanted: dict[str, np.ndarray]) -> None:
    """The same arrays; a matrix by its cells."""
    assert set(ours) == set(wanted)
    if "matrix_data" in wanted:
        one, other = (
            sparse.csr_matrix((a["matrix_data"], a["matrix_indices"], a["matrix_indptr"]), shape=tuple(a["matrix_shape"]))
            for a in (ours, wanted)
        )
        assert one.shape == other.shape
        for matrix in (one, other):
            matrix.sort_indices()
        assert other.nnz > 0
        assert np.array_equal(one.indptr, other.indptr)
        assert np.array_equal(one.indices, other.indices)
        assert one.dtype == other.dtype
        assert np.allclose(one.data, other.data, rtol=TINY, atol=0)
    for name in wanted:
        if not name.startswith("matrix_"):
            assert ours[name].dtype == wanted[name].dtype
            assert np.allclose(ours[name], wanted[name], rtol=TINY, atol=TINY)


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        (Rules, Rules.CHOICES[0]),
        (Rules, {"decay": 0.9, "row_power": 0.3, "together": 0.0, "backward": 0.5}),
        (ItemKnn, ItemKnn.CHOICES[0]),
        (ItemKnn, {"neighbours": 7, "shrink": 1.0, "decay": 1.0}),
        (Together, Together.CHOICES[0]),
        (Together, Together.CHOICES[1]),
        (Popular, Popular.CHOICES[0]),
        (Popular, {"half_life": 0.0}),
        (OfTheMoment, OfTheMoment.CHOICES[0]),
        (OfTheMoment, {"half_life": 0.5, "pull": 1.0, "hour": 1.0}),
    ],
)
def test_spark_counts_what_one_machine_counts(single: Single, frames: Frames, kind, settings) -> None:
    from recommender.spark.sources import FITS

    ours, wanted = FITS[kind.NAME](frames.past, settings), kind.fit(single.past, settings)
    assert_same(dict(ours.arrays()), dict(wanted.arrays()))
    asked = single.past.take(range(20))
    scores = OPENED[kind.NAME](ours.arrays()).score(asked)
    assert scores.max() > 0
    assert np.allclose(scores, wanted.score(asked), rtol=1e-5, atol=1e-6)


def test_long_histories_and_large_baskets_are_cut_where_one_machine_cuts_them(
    single: Single, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recommender.spark.sources import FITS

    monkeypatch.setattr(rules, "LONGEST", 4)
    monkeypatch.setattr(item_knn, "LONGEST", 5)
    monkeypatch.setattr(together, "LARGEST", 2)
    for kind in (Rules, ItemKnn, Together):
        settings = kind.CHOICES[0]
        assert_same(dict(FITS[kind.NAME](frames.past, settings).arrays()), dict(kind.fit(single.past, settings).arrays()))


def test_popularity_seasons_and_facts_are_the_same(single: Single, frames: Frames) -> None:
    from recommender.spark import features

    now, items = NOW.timestamp(), len(single.ids)
    ours = features.popularity(frames.found, items, now)
    assert np.allclose(ours, popularity(single.found, items, now), atol=TINY)
    assert ours.max() == 1.0
    category_of, count = np.array(frames.sold.category_of), len(frames.sold.categories)
    lift = seasons(single.found, category_of, count)
    assert (lift != 1).any()
    assert np.allclose(features.seasons(frames.found, frames.sold), lift, atol=TINY)
    assert np.allclose(features.age_days(frames.found, items), ages(single.found.item, single.found.at, items), equal_nan=True)
    facts, wanted = features.item_facts(frames.past).arrays(), ItemFacts.of(single.past).arrays()
    for name, values in wanted.items():
        assert facts[name].dtype == values.dtype
        assert np.allclose(facts[name], values, atol=TINY)
    assert wanted["trend"].max() > 0


def test_the_lifts_of_months_hours_and_regions_are_the_same(
    single: Single, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recommender.spark.features import lifts

    monkeypatch.setattr("recommender.candidates.lifts.MOST_REGIONS", 2)
    ours, wanted = lifts(frames.past, 3.0).arrays(), Lifts.of(single.past, 3.0).arrays()
    assert frames.past.regions == single.found.regions == ("Fife", "Kent", "Ulm")
    assert len(wanted["codes"]) == 2
    assert all(np.abs(wanted[kind]).max() > 0.1 for kind in ("month", "hour", "region"))
    for name, values in wanted.items():
        assert ours[name].dtype == values.dtype
        assert np.allclose(ours[name], values, atol=TINY)
