"""One customer's chances come out as among all, and one category is clear only where it stands out from the others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from recommender.customers.clear_intention import CLEAR, LIKELY, CategoryChances, category_chances
from recommender.customers.models import CustomerModels, from_json
from recommender.customers.order_lines import OrderLines
from recommender.customers.train import learn_customers
from shop.orders import Order, OrderLine
from tests.recommender.customers.made_up_orders import day, shop


@pytest.fixture(scope="module")
def learnt() -> tuple[OrderLines, CustomerModels]:
    lines = shop(300)
    return lines, learn_customers(lines, datetime.fromtimestamp(day(lines) * 86400, UTC))[0]


def orders_of(lines: OrderLines, code: int) -> list[Order]:
    """The customer's orders as the shop has them; products are named as their categories."""
    found = []
    for row in (lines.customer == code).nonzero()[0]:
        kind, cents = lines.categories[lines.category[row]], max(1, round(float(lines.value[row]) * 100))
        line = OrderLine(f"{kind}-1", 1, cents, kind, int(lines.returned[row] > 0))
        at = datetime.fromtimestamp(float(lines.day[row]) * 86400, UTC)
        found.append(Order(lines.order_ids[lines.order[row]], lines.customer_ids[code], at, (line,), "delivered", total=cents))
    return found


def test_one_customers_chances_without_the_others_orders_are_those_among_all(
    learnt: tuple[OrderLines, CustomerModels],
) -> None:
    lines, models = learnt
    kept = from_json(json.loads(json.dumps(models.to_json())))
    among_all = models.intention[30.0].of(lines, day(lines))
    for place in (0, 17, 150, 222):
        found = category_chances(orders_of(lines, int(among_all.customer[place])), kept, str, day(lines))
        assert found is not None
        assert list(found.chances.values()) == pytest.approx(among_all.chance[place].tolist(), abs=1e-9)


def test_without_orders_or_anything_learnt_or_what_is_needed_of_all_nothing_is_said(
    learnt: tuple[OrderLines, CustomerModels],
) -> None:
    lines, models = learnt
    own = orders_of(lines, 3)
    assert category_chances([], models, str, day(lines)) is None
    assert category_chances(own, models, str, 0.0) is None
    assert category_chances(own, replace(models, intention={}), str, day(lines)) is None
    before = models.to_json()
    for intention in before["intention"]:
        del intention["everyone"]  # learnt by an earlier release
    assert category_chances(own, from_json(before), str, day(lines)) is None


def test_a_category_that_was_not_learnt_of_is_left_out(learnt: tuple[OrderLines, CustomerModels]) -> None:
    lines, models = learnt
    own = orders_of(lines, 3)
    unknown = replace(own[0], order_id="new", lines=(OrderLine("kites-1", 1, 500, "kites"),))
    assert category_chances([*own, unknown], models, str, day(lines)) == category_chances(own, models, str, day(lines))
    assert category_chances([unknown], models, str, day(lines)) is None


def test_buying_of_a_category_again_makes_it_clear_and_sending_all_back_does_not(
    learnt: tuple[OrderLines, CustomerModels],
) -> None:
    lines, models = learnt
    now = datetime.fromtimestamp(day(lines) * 86400, UTC)

    def bought(returned: int) -> list[Order]:
        line = OrderLine("tents-1", 1, 5000, "tents", returned)
        return [Order(f"o{n}", "one", now - timedelta(days=2 + 12 * n), (line,), "delivered", total=5000) for n in range(8)]

    kept, sent_back = (category_chances(bought(n), models, str, day(lines)) for n in (0, 1))
    assert kept is not None
    assert sent_back is not None
    clear = kept.clear()
    assert clear is not None
    assert (clear.category, clear.chance) == ("tents", kept.chances["tents"])
    assert sent_back.clear() is None


@pytest.mark.parametrize(
    ("chances", "kept", "wanted"),
    [
        ({"tents": 0.3, "mugs": 0.3 / CLEAR}, {"tents"}, "tents"),
        ({"tents": 0.3, "mugs": 0.31 / CLEAR}, {"tents"}, None),  # too near
        ({"tents": 0.3, "mugs": 0.1}, {"mugs"}, None),  # never kept
        ({"tents": LIKELY - 0.01, "mugs": 0.001}, {"tents"}, None),  # unlikely
        ({"tents": 0.3, "mugs": 0.1, "other": 0.9, "": 0.9}, {"tents", "other"}, "tents"),
        ({"tents": 0.3, "other": 0.1}, {"tents"}, None),  # there are no others to stand out from
        ({}, set(), None),
    ],
)
def test_clear_is_what_stands_out_is_likely_and_was_kept_before(
    chances: dict[str, float], kept: set[str], wanted: str | None
) -> None:
    found = CategoryChances(chances, frozenset(kept)).clear()
    assert (found.category if found else None) == wanted
