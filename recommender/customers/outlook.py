"""One customer as the models see them: groups, what they are likely to do, and of what they are likely to buy."""

from __future__ import annotations

from typing import Any

import numpy as np

from recommender.customers.features import NAMES, features
from recommender.customers.models import CustomerModels
from recommender.customers.order_lines import OrderLines
from recommender.customers.rfm import rfm


def outlook(lines: OrderLines, models: CustomerModels, at: float, customer_id: str) -> dict[str, Any] | None:
    """In JSON values; money in the orders' unit. ``lines`` are those of all customers, as shares and fifths are among them.

    None for a customer without an order before ``at``. The categories are those of the lines; a model that was learnt from
    others says nothing of them.
    """
    found = features(lines, at)
    if customer_id not in lines.customer_ids:
        return None
    code = lines.customer_ids.index(customer_id)
    place = int(np.searchsorted(found.customer, code))
    if place >= found.customer.size or found.customer[place] != code:
        return None
    scores, values = rfm(found), found.values[place]
    row = int(models.segments.of(values[None])[0]) if models.segments else None
    ahead = {}
    for days, model in models.buying.items():
        seen, money = model.of(lines, at), models.worth[days].of(lines, at, model)
        ahead[f"{days:.0f}"] = {
            "orders": round(float(seen.expected[place]), 3),
            "buys": round(float(seen.buys[place]), 3),
            "way": model.way,
            "worth": round(float(money.value[place])),
            "worth_way": models.worth[days].way,
            "still_a_customer": round(float(seen.alive[place]), 3),
        }
    intention = {}
    if models.categories == lines.categories:
        for days, wish in models.intention.items():
            chances = wish.of(lines, at).chance[place]
            intention[f"{days:.0f}"] = {lines.categories[k]: round(float(chances[k]), 4) for k in np.argsort(-chances)}
    return {
        "features": {name: round(float(value), 3) for name, value in zip(NAMES, values, strict=True)},
        "segment": models.segments.names[row] if models.segments and row is not None else None,
        "rfm": {
            "recency": int(scores.recency[place]),
            "frequency": int(scores.frequency[place]),
            "money": int(scores.money[place]),
            "group": scores.group[place],
        },
        "within_days": ahead,
        "intention_within_days": intention,
    }
