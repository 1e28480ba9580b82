"""What training learns from deeds."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from recommender.interactions import interactions
from recommender.popularity import popularity, seasons
from recommender.train import train_recommender


def learnt(shop, events, orders=()):
    item_of = {i: n for n, i in enumerate(shop.ids)}
    return interactions(events, orders, item_of, {}, shop.now.timestamp())


def test_old_popularity_fades_and_one_customer_alone_makes_nothing_popular(shop) -> None:
    crowd = [shop.did("cart_add", "p001", seq=n + 1, days=1, who=f"c{n}") for n in range(5)]
    long_ago = [shop.did("cart_add", "p002", seq=n + 50, days=50, who=f"c{n}") for n in range(8)]
    alone = [shop.did("cart_add", "p003", seq=n + 100, days=1, who="one") for n in range(200)]
    found = popularity(learnt(shop, [*crowd, *long_ago, *alone]), 60, shop.now.timestamp())
    assert found[1] == 1
    assert found[3] < found[1]
    assert found[2] < found[1]


def test_a_purchase_event_and_its_order_count_once(shop) -> None:
    both = learnt(shop, [shop.did("purchase", "p001", seq=1, days=2, value=1)], [shop.bought("o1", "p001", days=2)])
    assert both.weight.tolist() == [4.0]


def test_what_is_claimed_to_happen_later_than_now_does_not_count(shop) -> None:
    assert learnt(shop, [shop.did("view", "p001", seq=1, days=-3)]).user.size == 0


def test_a_season_is_seen_only_in_a_year_that_shows_it(shop) -> None:
    category_of = np.array([n % 4 for n in range(60)], dtype=np.int64)
    even = [shop.did("view", f"p{n % 4:03}", seq=n + 1, days=n % 360) for n in range(3_600)]
    winter = [shop.did("view", "p000", seq=9_000 + n, days=150, who=f"c{n}") for n in range(300)]
    assert (seasons(learnt(shop, even), category_of, 4) == 1).all()
    month = (shop.now - timedelta(days=150)).month - 1
    found = seasons(learnt(shop, [*even, *winter]), category_of, 4)
    assert found[month, 0] > 1.3
    assert (seasons(learnt(shop, [*even[:100], *winter]), category_of, 4) == 1).all()


def test_the_last_two_versions_stay_and_the_newest_counts(shop, tmp_path) -> None:
    for day in range(4):
        report = train_recommender([], [], shop.products, shop.vectors, shop.ids, tmp_path, shop.now + timedelta(days=day))
    folder = tmp_path / "recommender"
    assert (folder / "CURRENT").read_text().strip() == report["version"]
    assert len([p for p in folder.iterdir() if p.is_dir()]) == 2


def test_training_twice_at_one_moment_gives_the_same_version(shop, tmp_path) -> None:
    first, second = (
        train_recommender(shop.others(), [], shop.products, shop.vectors, shop.ids, tmp_path, shop.now) for _ in range(2)
    )
    assert first == second
