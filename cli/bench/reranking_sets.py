"""Three shops to measure re-ranking on, each with people whose last deeds are held back.

The sample shop (made up: brands, costs, ratings, stock), Online Retail II (real orders and prices; categories are head nouns of
descriptions), MovieLens-100K (real ratings; a category is the first genre named, and films are alike by all their genres).
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.public import movielens, online_retail_articles
from data.sample import make
from recommender.contributions import contributions
from recommender.profiles import fold
from recommender.recommend import POOL
from recommender.releases.cases import Before, Case, cases, cut_of
from recommender.shelf import Shelf, read_shelf
from recommender.train import Deeds, Material, Told, learn
from retrieval.encoder import Encoder
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine
from shop.reranking import Reranking

LIKED = 4.0  # stars from which on a film is what somebody wants
TOLD = 0.8  # of each person's ratings are known, the earliest
ASKED_FOR = 60  # ranked at once, as the assistant asks; of these the first ten are judged
Pool = tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]
_STOCK = 10


@dataclass(frozen=True)
class Shop:
    """``asked`` at ``now``: people with what was known of them by then and what they turned to next."""

    shelf: Shelf
    asked: Sequence[Case]
    now: datetime
    known: dict[tuple[object, ...], list[Pool]] = field(default_factory=dict)

    def pools(self, strengths: Reranking, hidden: bool) -> list[Pool]:
        """For each person the rows that are ordered anew, best first, and their scores, as the recommender hands them over.
        Asked again with strengths that change no score, it is what it was. ``hidden``: without what they dealt with before."""
        key = (strengths.price_band, strengths.sentiment, strengths.owned > 0, strengths.stock > 0, hidden)
        if key not in self.known:
            self.known[key] = [self._pool(case, strengths, hidden) for case in self.asked]
        return self.known[key]

    def _pool(self, case: Case, strengths: Reranking, hidden: bool) -> Pool:
        total = contributions(case.profile, case.recent, self.shelf, self.now, reranking=strengths).total
        gone = {*(case.seen if hidden else ()), *(case.profile.owned if case.profile and strengths.owned else ())}
        rows = np.argsort(-total, kind="stable")
        shown = [row for row in rows if self._shown(self.shelf.products[row], gone, strengths)][: POOL * ASKED_FOR]
        return np.array(shown, dtype=np.intp), total[shown]

    @staticmethod
    def _shown(product: Product, gone: set[str], strengths: Reranking) -> bool:
        sold_out = bool(product.variants) and not any(variant.buyable for variant in product.variants)
        return product.product_id not in gone and not (sold_out and strengths.stock)


def sample_shop(encoder: Encoder, seed: int = 7) -> Shop:
    shop = make(seed=seed)
    events = tuple(replace(event, seq=seq) for seq, event in enumerate(shop.events, start=1))
    vectors = encoder.encode([f"{p.name}. {p.description}"[:400] for p in shop.products])
    return held_back(Told(events, shop.orders), shop.products, vectors, max(event.at for event in events))


def online_retail(encoder: Encoder, until: datetime | None = None) -> Shop:
    """An article's price is the commonest one paid for it. ``until``: nothing later is known."""
    lines = [line for line in online_retail_articles.taken() if until is None or _at(line.placed_at) <= until]
    prices: dict[str, Counter[int]] = defaultdict(Counter)
    orders: dict[tuple[str, str, str], list[OrderLine]] = defaultdict(list)
    for line in lines:
        price = round(100 * line.unit_price)
        prices[line.article][price] += 1
        of = orders[line.order_id, line.customer_id, line.placed_at]
        of.append(OrderLine(line.article, line.kept, price, line.article))
    products = [
        Product(article, text, category=category, variants=(Variant(article, _commonest(prices[article]), stock=_STOCK),))
        for article, text, category in sorted(online_retail_articles.items(lines))
    ]
    told = Told((), [Order(invoice, who, _at(at), tuple(of)) for (invoice, who, at), of in orders.items()])
    vectors = encoder.encode([product.name for product in products])
    return held_back(told, products, vectors, max(order.placed_at for order in told.told_orders))


def films(people: slice = slice(None)) -> Shop:
    """Who rated 4 stars or more took the film, else looked at it. ``people``: by the order of their ids as text."""
    described = {item: (title, named.split(" ")) for item, title, _, named in movielens.items()}
    genres = sorted({genre for _, named in described.values() for genre in named})
    products = [Product(item, title, category=named[0]) for item, (title, named) in sorted(described.items())]
    vectors = np.array([[genre in described[p.product_id][1] for genre in genres] for p in products], dtype=np.float32)
    rated: dict[str, list[tuple[datetime, str, float]]] = defaultdict(list)
    for user, item, at, stars in movielens.interactions():
        rated[user].append((datetime.fromtimestamp(int(at), UTC), item, float(stars)))
    by_id = {product.product_id: product for product in products}
    before: list[Event] = []
    asked = []
    for user in sorted(rated):
        rows = sorted(rated[user])
        known, later = rows[: int(TOLD * len(rows))], rows[int(TOLD * len(rows)) :]
        events = [
            Event(f"{user}-{item}", "purchase" if stars >= LIKED else "view", at, user, product_id=item, value=30.0, seq=seq)
            for seq, (at, item, stars) in enumerate(known, start=len(before) + 1)
        ]
        before += events
        wanted = tuple(item for _, item, stars in later if stars >= LIKED)
        if wanted:
            profile = fold(None, Customer(user, consent=Consent(profile=True)), events, [], by_id, known[-1][0])
            recent = tuple(dict.fromkeys(item for _, item, _ in reversed(known)))[:20]
            asked.append(Case(profile, recent, frozenset(item for _, item, _ in known), wanted, later[0][0]))
    now = max(event.at for event in before)
    return Shop(_learnt(Told(before), products, vectors, now), asked[people], now)


def held_back(deeds: Deeds, products: Sequence[Product], vectors: npt.NDArray[Any], newest: datetime) -> Shop:
    cut = cut_of(deeds, newest) or newest
    return Shop(_learnt(Before(deeds, cut), products, vectors, cut), cases(deeds, products, cut, newest), cut)


def _learnt(deeds: Deeds, products: Sequence[Product], vectors: npt.NDArray[Any], now: datetime) -> Shelf:
    with tempfile.TemporaryDirectory(prefix="shoptalk-bench-") as name:
        learn(Material(deeds, tuple(products), vectors, [p.product_id for p in products], now), Path(name))
        return read_shelf(Path(name), products, None)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _commonest(counts: Counter[int]) -> int:
    return max(counts.items(), key=lambda one: (one[1], one[0]))[0]
