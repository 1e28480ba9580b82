"""The recommender beside plain popularity: the last product of each customer is hidden, the whole catalogue is ranked."""

from __future__ import annotations

import numpy as np

from recommender.metrics import ndcg_at, recall_at
from recommender.profiles import fold
from recommender.recommend import Recommender
from recommender.train import train_recommender
from shop.customers import Consent, Customer


def test_a_profile_beats_popularity_on_what_customers_turn_to_last(shop, tmp_path, anything) -> None:
    everything = shop.others()
    history: dict[str, list] = {}
    for event in everything:
        if event.product_id != "p000":
            history.setdefault(event.customer_id, []).append(event)
    hidden = {customer: events[-1] for customer, events in history.items()}
    last = {event.event_id for event in hidden.values()}
    train_recommender(
        [e for e in everything if e.event_id not in last], [], shop.products, shop.vectors, shop.ids, tmp_path, shop.now
    )
    recommender = Recommender.open(tmp_path, lambda: shop.products)
    ours, popular, found = [], [], []
    for customer_id, events in history.items():
        customer = Customer(customer_id, consent=Consent(profile=True))
        profile = fold(None, customer, events[:-1], [], shop.by_id, shop.now)
        seen = {e.product_id for e in events[:-1]} | {"p000"}
        recent = [e.product_id for e in reversed(events[:-1])]
        wanted = {hidden[customer_id].product_id}
        personal, general = (
            [r.product_id for r in recommender.recommend(p, top_k=10, now=shop.now, filters=anything, exclude=seen, recent=r)]
            for p, r in ((profile, recent), (None, []))
        )
        ours.append(ndcg_at(personal, wanted, 10))
        popular.append(ndcg_at(general, wanted, 10))
        found.append(recall_at(personal, wanted, 10))
    assert np.mean(ours) > 2 * np.mean(popular)
    assert np.mean(found) > 0.5
