"""Do interests named from searching and looking come true? The first three of each customer beside what they buy later.

``sample_shop``: events before a day are folded, purchases after it judge. The sample shop's customers are made up, with tastes
that do not change, so that its figure says that the machinery works and little of a real shop. ``amazon_beauty``: real people's
sequences of rated products, no looks or searches: all products but the last are taken as looked at, the last one as the later
purchase, and an interest is one of the products' attributes (its categories and brand, by number).
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cli.evaluate.bootstrap import paired_gain
from data.sample import make
from recommender.profiles import Vocabulary, fold
from recommender.profiles.interests import interests
from shop.catalogue import Product
from shop.customers import Consent, Customer
from shop.events import Event

FIRST = 3
LAST_DAYS = 60
LOOKED = ("view", "search", "click", "wishlist", "share", "impression")
USERS = 4000  # of Amazon Beauty, those with the smallest sha256


def sample_shop() -> dict[str, Any]:
    """Share of customers who later bought of one of their first three interests (product types)."""
    shop = make()
    products = {p.product_id: p for p in shop.products}
    cut = max(e.at for e in shop.events) - timedelta(days=LAST_DAYS)
    vocabulary = Vocabulary((f, v) for p in shop.products for f, v in (("type", p.type), ("category", p.category)))
    looked: dict[str, list[Event]] = {}
    later: dict[str, set[str]] = {}
    for seq, event in enumerate(shop.events, start=1):
        if not event.customer_id:
            continue
        if event.at < cut and event.type in LOOKED:
            looked.setdefault(event.customer_id, []).append(Event(**{**vars(event), "seq": seq}))
        elif event.at >= cut and event.type == "purchase" and event.product_id:
            later.setdefault(event.customer_id, set()).add(products[event.product_id].type)
    popular = {
        "looked_at": _first(_type(products, e) for e in shop.events if e.at < cut and e.type == "view"),
        "bought": _first(_type(products, e) for e in shop.events if e.at < cut and e.type == "purchase"),
    }
    common = _shares("type", Counter(_type(products, e) for e in shop.events if e.at < cut and e.type == "view"))
    people = {c.customer_id: c for c in shop.customers if c.consent.profile}
    guessed, wanted = [], []
    for customer_id in sorted(later.keys() & looked.keys() & people.keys()):
        profile = fold(None, people[customer_id], looked[customer_id], [], products, cut, vocabulary=vocabulary)
        guessed.append([one.name for one in interests(profile, cut, facets=("type",), common=common, top_k=FIRST)])
        wanted.append(later[customer_id])
    return {"last_days": LAST_DAYS, **_judged(guessed, wanted, popular)}


def amazon_beauty(folder: Path) -> dict[str, Any]:
    """The same on real sequences: is one of the first three attributes of the history an attribute of the last product?"""
    with gzip.open(folder / "amazon_beauty_attributes.json.gz", "rt", encoding="utf-8") as file:
        attributes = {item: [str(a) for a in found] for item, found in json.load(file).items()}
    products = {item: Product(item, item, tags=tuple(found)) for item, found in attributes.items()}
    with gzip.open(folder / "amazon_beauty_sequences.csv.gz", "rt", encoding="utf-8") as file:
        rows = [(row["user"], row["items"].split()) for row in csv.DictReader(file)]
    rows.sort(key=lambda row: hashlib.sha256(row[0].encode()).hexdigest())
    rows = rows[:USERS]
    counts = Counter(a for _, items in rows for item in items[:-1] for a in attributes.get(item, []))
    popular = {"looked_at": [a for a, _ in counts.most_common(FIRST)]}
    common = _shares("tag", counts, sum(len(items) - 1 for _, items in rows))
    now = datetime(2014, 7, 1, tzinfo=UTC)
    guessed, wanted = [], []
    for user, items in rows:
        days = len(items)
        events = [
            Event(f"{user}-{n}", "view", now - timedelta(days=days - n), user, product_id=item, value=60.0, seq=n + 1)
            for n, item in enumerate(items[:-1])
        ]
        profile = fold(None, Customer(user, consent=Consent(profile=True)), events, [], products, now)
        guessed.append([one.name for one in interests(profile, now, facets=("tag",), common=common, top_k=FIRST)])
        wanted.append(set(attributes.get(items[-1], [])))
    return _judged(guessed, wanted, popular)


def _type(products: dict[str, Product], event: Event) -> str:
    return products[event.product_id].type if event.product_id in products else ""


def _first(names: Any) -> list[str]:
    return [name for name, _ in Counter(name for name in names if name).most_common(FIRST)]


def _shares(facet: str, counts: Counter[str], looks: int = 0) -> dict[tuple[str, str], float]:
    return {(facet, name): n / (looks or counts.total()) for name, n in counts.items() if name}


def _hit(guessed: Collection[str], wanted: Collection[str]) -> float:
    return float(not set(guessed).isdisjoint(wanted))


def _judged(
    guessed: Sequence[Sequence[str]], wanted: Sequence[Collection[str]], popular: dict[str, list[str]]
) -> dict[str, Any]:
    ours = [_hit(g, w) for g, w in zip(guessed, wanted, strict=True)]
    found: dict[str, Any] = {"customers": len(ours), "hit_rate": round(sum(ours) / max(len(ours), 1), 4)}
    for name, names in popular.items():
        theirs = [_hit(names, w) for w in wanted]
        found[f"popular_{name}"] = round(sum(theirs) / max(len(theirs), 1), 4)
        found[f"gain_over_{name}"] = paired_gain(ours, theirs)
    return found
