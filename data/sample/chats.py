"""Support chats of the past: what customers asked, what colleagues answered, and whether it helped."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from data.sample.chat_words import ANSWERS, ASKED, BYES, GREETINGS, HELLOS, THANKS
from data.sample.choosing import Choosing
from data.sample.orders import Bought, random_moment
from shop.customers import Customer
from shop.past_chats import PastChat

_TOPICS = tuple(ASKED)


def make_chats(
    rng: random.Random, customers: Sequence[Customer], orders: Sequence[Bought], choosing: Choosing, count: int, now: datetime
) -> list[PastChat]:
    """``count`` chats of the last year in the order of time, ids pc-0001…; order numbers and products in them exist."""
    moments = sorted(random_moment(rng, now - timedelta(days=360), now - timedelta(hours=2)) for _ in range(count))
    by_time = [o for o in orders if o.order.status != "cancelled"]
    return [_chat(rng, f"pc-{number:04d}", at, customers, by_time, choosing) for number, at in enumerate(moments, start=1)]


def _chat(
    rng: random.Random,
    chat_id: str,
    at: datetime,
    customers: Sequence[Customer],
    orders: Sequence[Bought],
    choosing: Choosing,
) -> PastChat:
    topic = rng.choice(_TOPICS)
    earlier = [o for o in orders[: max(1, _before(orders, at))]]
    bought = earlier[-1 - min(len(earlier) - 1, int(rng.expovariate(1 / 20)))]
    customer = customers[bought.customer]
    product = choosing.made[bought.products[0]].product
    variant = product.variants[0]
    names = {
        "order": bought.order.order_id,
        "product": product.name,
        "type": product.type,
        "brand": product.brand,
        "colour": variant.options["colour"],
        "name": customer.name.split()[0],
        "agent": rng.choice(("Ada", "Milo", "Ines", "Rowan", "June")),
        "days": str(rng.choice((1, 2, 3, 4))),
        "tracking": bought.order.tracking or "FFT0000000000",
    }
    asked = rng.choice(ASKED[topic]).format(**names)
    if rng.random() < 0.4:
        asked = f"{rng.choice(HELLOS)} {asked}"
    if rng.random() < 0.25:
        asked = asked.lower()
    satisfied = rng.random() < (0.55 if topic in ("complaint", "late delivery") else 0.88)
    messages = [{"author": "customer", "text": asked}]
    answer, *rest = rng.choice(ANSWERS[topic])
    greeting = rng.choice(GREETINGS) if rng.random() < 0.6 else ""
    messages.append({"author": "agent", "text": f"{greeting} {answer}".strip().format(**names)})
    for place, text in enumerate(rest):
        messages.append({"author": "customer" if place % 2 == 0 else "agent", "text": text.format(**names)})
    if messages[-1]["author"] == "agent" and rng.random() < 0.8:
        messages.append({"author": "customer", "text": rng.choice(THANKS if satisfied else BYES)})
    told = satisfied if rng.random() < 0.6 else None
    return PastChat(chat_id, at, customer.customer_id, topic, tuple(messages), told)


def _before(orders: Sequence[Bought], at: datetime) -> int:
    low, high = 0, len(orders)
    while low < high:
        middle = (low + high) // 2
        if orders[middle].order.placed_at < at:
            low = middle + 1
        else:
            high = middle
    return low
