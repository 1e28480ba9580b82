"""The models and indexes that answers rest on, each reopened when a newer one is built; the last good one stays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from recommender.customers.models import CustomerModels
from recommender.recommend import Recommender
from recommender.sentiment import SentimentScorer
from recommender.stated import ShopReader
from retrieval.encoder import Encoder
from retrieval.faq import FaqIndex
from retrieval.products import ProductIndex
from shop.errors import Corrupt


@dataclass(frozen=True)
class Parts:
    """Each call gives the present one. Raises Corrupt while there is none."""

    encoder: Callable[[], Encoder]
    products: Callable[[], ProductIndex]
    faqs: Callable[[], FaqIndex]
    recommender: Callable[[], Recommender]
    said: ShopReader  # what customers say of themselves; it follows the shop's word lists
    sentiment: Callable[[], SentimentScorer]
    customers: Callable[[], CustomerModels | None]  # None while nothing was learnt of customers

    def read_ahead(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Open what there is, so that no customer waits for it; what is not built yet is opened when it is. Ends after the part
        at hand when ``stopped``."""
        for part in (self.products, self.faqs, self.recommender, self.sentiment, self.customers):
            if stopped():
                return
            with suppress(Corrupt):
                part()
