"""One customer's outlook says the same as the models say of all, and nothing of people it does not know."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from recommender.customers.models import CustomerModels, from_json
from recommender.customers.order_lines import OrderLines
from recommender.customers.outlook import outlook
from recommender.customers.train import learn_customers
from tests.recommender.customers.made_up_orders import day, shop


@pytest.fixture(scope="module")
def learnt() -> tuple[OrderLines, CustomerModels]:
    lines = shop(300)
    models, _ = learn_customers(lines, datetime.fromtimestamp(day(lines) * 86400, UTC))
    return lines, models


def test_what_is_kept_as_json_says_the_same(learnt: tuple[OrderLines, CustomerModels]) -> None:
    lines, models = learnt
    kept = from_json(json.loads(json.dumps(models.to_json())))
    for customer in lines.customer_ids[:5]:
        assert outlook(lines, kept, day(lines), customer) == outlook(lines, models, day(lines), customer)


def test_one_customers_figures_are_those_among_all(learnt: tuple[OrderLines, CustomerModels]) -> None:
    lines, models = learnt
    everyone = models.buying[30.0].of(lines, day(lines))
    chances = models.intention[30.0].of(lines, day(lines))
    for place in (0, 17, 150):
        found = outlook(lines, models, day(lines), lines.customer_ids[everyone.customer[place]])
        assert found is not None
        assert found["within_days"]["30"]["buys"] == pytest.approx(everyone.buys[place], abs=1e-3)
        likeliest = next(iter(found["intention_within_days"]["30"]))
        assert likeliest == lines.categories[int(np.argmax(chances.chance[place]))]
        assert models.segments is not None
        assert found["segment"] in models.segments.names


def test_of_strangers_and_of_who_comes_later_nothing_is_said(learnt: tuple[OrderLines, CustomerModels]) -> None:
    lines, models = learnt
    assert outlook(lines, models, day(lines), "nobody") is None
    newest = lines.customer_ids[int(lines.customer[int(np.argmax(lines.day))])]
    first = float(lines.day[lines.customer == lines.customer_ids.index(newest)].min())
    assert outlook(lines, models, first, newest) is None
