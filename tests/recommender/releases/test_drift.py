"""What counts as drift: a distribution that moved by more than chance moves it, and a quality of which a quarter is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.releases.drift import SHIFTED, WINDOW, Look, causes_of, drift_parts, look, stability_index
from recommender.train import Told

shares = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 1), min_size=1).map(
    lambda found: {name: value / sum(found.values()) for name, value in found.items()}
)


@given(shares, shares, st.integers(50, 5000), st.integers(50, 5000))
def test_the_index_is_never_negative_symmetric_and_nothing_for_the_same(one, other, people, more) -> None:
    index, threshold = stability_index(one, other, people, more)
    assert index >= 0
    assert np.isclose(index, stability_index(other, one, more, people)[0])
    assert threshold >= SHIFTED
    assert stability_index(one, one, people, people)[0] == 0


def test_what_chance_alone_does_is_no_drift_however_few_the_people() -> None:
    rng = np.random.default_rng(1)
    true = dict.fromkeys("abcdefghijklmnopqrst", 1 / 20)
    beyond = 0
    for _ in range(500):
        a, b = (dict(zip(true, rng.multinomial(60, list(true.values())) / 60, strict=True)) for _ in range(2))
        index, threshold = stability_index(a, b, 60, 60)
        beyond += index > threshold
    assert beyond <= 5


def test_a_distribution_that_really_moved_is_drift() -> None:
    then, now = {"boots": 0.7, "tents": 0.3}, {"boots": 0.3, "tents": 0.7}
    index, threshold = stability_index(then, now, 400, 400)
    assert index > threshold == SHIFTED


def looked(**changes) -> Look:
    even = {"event_types": {"view": 1.0}, "categories": {"a": 0.5, "b": 0.5}, "price_bands": {"low": 1.0}}
    return replace(Look(200, {**even, "people": {"new": 0.1, "known": 0.9}}, 0.02, [0.3] * 100 + [0.1] * 100), **changes)


def parts_of(now: Look, foreseen=(0.2,) * 80) -> dict:
    return drift_parts(looked(), now, {"new": 0.2, "error": 0.01}, {"ndcg_at_10": list(foreseen)})


def test_where_nothing_moved_there_is_no_cause() -> None:
    parts = parts_of(looked())
    assert causes_of(parts) == ()
    assert all(part["value"] is not None for part in parts.values())


def test_each_figure_that_moved_is_a_cause_in_words() -> None:
    moved = replace(looked(), shares={**looked().shares, "categories": {"b": 0.05, "c": 0.95}})
    assert [c.split(" (")[0] for c in causes_of(parts_of(moved))] == ["People turn to other categories"]
    assert [c.split(" (")[0] for c in causes_of(parts_of(looked(unknown=0.3)))] == [
        "People turn to products that it does not know"
    ]
    assert [c.split(" (")[0] for c in causes_of(parts_of(looked(answered=[0.1] * 200)))] == [
        "Less of what is shown is clicked or bought"
    ]
    lost = causes_of(parts_of(looked(), foreseen=(0.1,) * 80))
    assert lost == ("It foresees less well what people turn to next (0.1, below 0.15).",)


def test_too_few_people_tell_nothing() -> None:
    parts = parts_of(looked(people=49, unknown=0.9, answered=[0.0] * 49), foreseen=(0.0,) * 49)
    assert causes_of(parts) == ()
    assert all(part["value"] is None for part in parts.values())


def test_a_version_made_before_versions_were_judged_has_no_quality_to_lose() -> None:
    assert drift_parts(looked(), looked(), {}, {"ndcg_at_10": [0.0] * 80})["foreseen"]["value"] is None


def test_a_window_counts_people_and_what_was_shown_and_answered_within_a_day(shop) -> None:
    events = [
        shop.did("view", "p000", seq=1, days=40, who="old", value=5),
        shop.did("view", "p001", seq=2, days=5, who="old", value=5),
        *(shop.did("view", "p002", seq=10 + n, days=4, who="fan", value=5) for n in range(98)),
        shop.did("impression", "p003", seq=3, days=3, who="new"),
        shop.did("impression", "p004", seq=4, days=3, who="new"),
        shop.did("click", "p003", seq=5, days=2.5, who="new"),
        shop.did("click", "p004", seq=6, days=1.5, who="new"),
        shop.did("impression", "p005", seq=7, days=0.5, who="old"),
    ]
    found = look(Told(events), shop.products, frozenset(shop.ids) - {"p002"}, shop.now - WINDOW, shop.now)
    assert found.people == 3
    assert found.shares["people"] == {"new": 2 / 3, "known": 1 - 2 / 3}
    assert np.isclose(found.unknown, 1 / 3), "ninety-eight looks of one person are one person's"
    assert found.answered == [0.5]
    assert look(Told(), shop.products, frozenset(), shop.now - timedelta(1), shop.now).people == 0
