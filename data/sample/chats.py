"""Support chats of the past: what customers asked, what colleagues answered, and whether it helped."""

from __future__ import annotations

import bisect
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from data.sample.choosing import Choosing
from data.sample.orders import Bought, random_moment
from data.sample.read_words import read_words
from shop.catalogue import Product
from shop.customers import Customer
from shop.past_chats import PastChat

_WORDS: Mapping[str, Any] = read_words("chats")
_TALKS: Sequence[Mapping[str, Any]] = _WORDS["talks"]


def make_chats(
    rng: random.Random, customers: Sequence[Customer], orders: Sequence[Bought], choosing: Choosing, count: int, now: datetime
) -> list[PastChat]:
    """``count`` chats of the last year in the order of time, ids pc-0001…; orders and products named in them exist by then."""
    kept = [o for o in orders if o.order.status != "cancelled"]
    times = [o.order.placed_at for o in kept]
    moments = sorted(random_moment(rng, now - timedelta(days=350), now - timedelta(hours=2)) for _ in range(count))
    chats = []
    for number, at in enumerate(moments, start=1):
        earlier = kept[: max(1, bisect.bisect_left(times, at))]
        chats.append(_chat(rng, f"pc-{number:04d}", at, customers, earlier, choosing))
    return chats


def _chat(
    rng: random.Random, chat_id: str, at: datetime, customers: Sequence[Customer], earlier: Sequence[Bought], choosing: Choosing
) -> PastChat:
    talk = rng.choice(_TALKS)
    bought, product = _order_for(rng, talk, earlier, choosing)
    customer = customers[bought.customer]
    names = {
        "order": bought.order.order_id,
        "product": product.name,
        "type": product.type,
        "brand": product.brand,
        "colour": product.variants[0].options["colour"],
        "care": product.attributes.get("care", "wipe it with a damp cloth and let it dry"),
        "weight": product.attributes.get("weight", "About a pound"),
        "name": customer.name.split()[0],
        "agent": rng.choice(("Ada", "Milo", "Ines", "Rowan", "June")),
        "days": str(rng.choice((2, 3, 4))),
    }
    asked = rng.choice(talk["asked"]).format(**names)
    if rng.random() < 0.4:
        asked = f"{rng.choice(_WORDS['hellos'])} {asked}"
    satisfied = rng.random() < (0.55 if talk["topic"] in ("complaint", "late delivery") else 0.88)
    answer, *rest = rng.choice(talk["answers"])
    greeting = rng.choice(_WORDS["greetings"]) + " " if rng.random() < 0.6 else ""
    messages = [{"author": "customer", "text": asked}, {"author": "agent", "text": (greeting + answer).format(**names)}]
    for place, text in enumerate(rest):
        messages.append({"author": "agent" if place % 2 else "customer", "text": text.format(**names)})
    if rng.random() < 0.8:
        messages.append({"author": "customer", "text": rng.choice(_WORDS["thanks" if satisfied else "byes"])})
    told = satisfied if rng.random() < 0.6 else None
    return PastChat(chat_id, at, customer.customer_id, talk["topic"], tuple(messages), told)


def _order_for(
    rng: random.Random, talk: Mapping[str, Any], earlier: Sequence[Bought], choosing: Choosing
) -> tuple[Bought, Product]:
    """A rather recent order, with a product of the categories that the talk is about."""
    first = len(earlier) - 1 - min(len(earlier) - 1, int(rng.expovariate(1 / 20)))
    for bought in [*reversed(earlier[: first + 1]), *earlier]:
        for place in bought.products:
            product = choosing.made[place].product
            if not talk["categories"] or product.category in talk["categories"]:
                return bought, product
    return earlier[first], choosing.made[earlier[first].products[0]].product
