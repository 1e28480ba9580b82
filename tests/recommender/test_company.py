"""What goes with a product is what its own people turn to, not what everybody likes."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from recommender.company import Company
from recommender.reason import Reason
from recommender.recommend import Recommended

NOW = datetime(2026, 3, 1, tzinfo=UTC)
#: log chances of a best-seller, a candle and a lamp after each
AFTER = {
    "best": {"best": 0.0, "candle": -2.0, "lamp": -2.0},
    "candle": {"best": 1.0, "candle": 0.0, "lamp": 0.9},
    "lamp": {"best": 1.0, "candle": 0.9, "lamp": 0.0},
    "stove": {"best": 1.0, "candle": -2.0, "lamp": -2.0, "stove": 0.0},
}


class Ranked:
    """Plays a recommender whose best-seller stands first after anything."""

    product_ids = sorted(AFTER)

    def __init__(self, caused: bool = True):
        self.caused = caused
        self.asked = 0

    def scores(self, profile, product_ids, *, now, recent):
        self.asked += 1
        return np.array([AFTER[recent[0]].get(one, -3.0) for one in product_ids], dtype=np.float32)

    def recommend(self, profile, *, top_k, now, filters, exclude, recent):
        told = AFTER[recent[0]]
        order = sorted(told, key=lambda one: -told[one])
        reason = Reason("because_viewed", product_id=recent[0]) if self.caused else Reason("popular")
        return [Recommended(one, told[one], reason) for one in order if one not in exclude][:top_k]


@pytest.mark.parametrize(("product", "first"), [("lamp", "candle"), ("candle", "lamp"), ("stove", "best")])
def test_a_best_seller_stands_behind_what_this_product_brings(product, first) -> None:
    found = Company(Ranked()).of(product, now=NOW, exclude={product})
    assert found[0].product_id == first


def test_what_is_left_out_is_no_company_and_the_usual_standing_is_worked_out_once() -> None:
    ranked = Ranked()
    company = Company(ranked)
    assert [one.product_id for one in company.of("lamp", now=NOW, exclude={"lamp", "candle"})] == ["best"]
    asked = ranked.asked
    company.of("candle", now=NOW, exclude={"candle"})
    assert ranked.asked == asked + 1


def test_where_the_product_causes_nothing_it_has_no_company() -> None:
    assert Company(Ranked(caused=False)).of("lamp", now=NOW, exclude={"lamp"}) == []


def test_of_a_learnt_shop_a_products_company_is_what_it_is_the_reason_of(shop, recommender) -> None:
    found = Company(recommender).of("p002", now=shop.now, exclude={"p002"})
    assert found
    assert {one.reason.product_id for one in found} == {"p002"}
