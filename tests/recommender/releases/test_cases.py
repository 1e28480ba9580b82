"""Whom a version is judged by."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.releases import cases as module
from recommender.releases.cases import HELD_OUT, Before, cases, cut_of
from recommender.train import Told


def test_the_last_fourteen_days_before_the_newest_deed_are_held_back(shop) -> None:
    told = Told([shop.did("view", "p001", seq=1, days=40)], [shop.bought("o1", "p002", days=5)])
    assert cut_of(told, shop.now) == shop.now - timedelta(days=5) - HELD_OUT
    assert cut_of(Told(), shop.now) is None


def test_what_is_wanted_is_what_is_turned_to_next_for_the_first_time(shop) -> None:
    cut = shop.now - timedelta(days=14)
    events = [
        shop.did("view", "p001", seq=1, days=30, value=9),
        shop.did("view", "p002", seq=2, days=20, value=9),
        shop.did("view", "p001", seq=3, days=9, value=9),
        shop.did("impression", "p003", seq=4, days=8),
        shop.did("view", "p004", seq=5, days=7, value=9),
        shop.did("cart_add", "p005", seq=6, days=6),
        shop.did("view", "p006", seq=7, days=5, value=9),
        shop.did("view", "p007", seq=8, days=4, value=9),
        shop.did("view", "gone", seq=9, days=10, value=9),
    ]
    who = str(events[0].customer_id)
    (case,) = cases(Told(events, (), {who: "Kent"}), shop.products, cut, shop.now)
    assert (case.at, case.region) == (shop.now - timedelta(days=7), "Kent")
    assert case.wanted == ("p004", "p005", "p006")
    assert case.seen == {"p001", "p002"}
    assert case.recent == ("p002", "p001")
    assert case.profile is not None
    assert set(case.profile.product_weights) == {"p001", "p002"}


def test_who_is_new_or_does_nothing_new_is_no_case(shop) -> None:
    cut = shop.now - timedelta(days=14)
    new = [shop.did("view", "p001", seq=1, days=3, who="new"), shop.did("view", "p002", seq=2, days=2, who="new")]
    same = [shop.did("view", "p001", seq=3, days=30, who="same"), shop.did("view", "p001", seq=4, days=3, who="same")]
    gone = [shop.did("view", "p001", seq=5, days=30, who="gone")]
    assert cases(Told(new + same + gone), shop.products, cut, shop.now) == []


def test_of_many_people_the_same_are_taken_each_time(material, deeds, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_PEOPLE", 10)
    told, known = deeds(), material()
    cut = known.now - timedelta(days=14)
    first = cases(Told(told), known.products, cut, known.now)
    again = cases(Told(list(reversed(told))), known.products, cut, known.now)
    assert len(first) == 10
    assert first == again


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.integers(0, 59),
            st.floats(0, 60),
            st.sampled_from(["view", "click", "impression", "cart_add", "cart_remove", "purchase"]),
        ),
        max_size=40,
    ),
    st.floats(0, 60),
)
@settings(deadline=None)
def test_nothing_of_the_held_back_part_is_in_what_a_person_is_known_by(shop, rows, cut_days) -> None:
    events = [
        shop.did(kind, f"p{n:03}", seq=k + 1, days=days, value=30, who=who) for k, (who, n, days, kind) in enumerate(rows)
    ]
    cut = shop.now - timedelta(days=cut_days)
    told = Told(events)
    with_later = cases(told, shop.products, cut, shop.now)
    for case in with_later:
        assert case.wanted
        assert not case.seen.intersection(case.wanted)
        assert set(case.recent) <= case.seen
        before = {e.product_id for e in events if e.at < cut}
        assert case.seen <= before
        if case.profile:
            assert set(case.profile.product_weights) <= before
            assert case.profile.watermark_at is None or case.profile.watermark_at <= cut
    assert all(event.at < cut for event in Before(told, cut).events())
