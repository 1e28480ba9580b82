"""Open what the action server answers from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from actions.services.parts import Parts
from actions.services.praise import SaidOfProducts
from actions.services.wiring import Services
from actions.words import Words
from recommender.customers.models import CustomerModels
from recommender.customers.train import FOLDER as CUSTOMERS
from recommender.customers.train import read_models
from recommender.recommend import Recommender
from recommender.sentiment.scorer import OWN, SentimentScorer
from recommender.stated import ShopReader
from retrieval.encoder import Encoder
from retrieval.faq import FaqIndex
from retrieval.products import ProductIndex
from retrieval.reload import Reloading
from retrieval.versions import CURRENT
from shop.errors import Corrupt, NotFound
from shop.manifest import NAME
from shop.settings import Settings
from storage import open_storage


def open_services(settings: Settings, encoder: Encoder | None = None) -> Services:
    """Raises Corrupt when there is no sound encoder. Indexes that are missing are taken as soon as they are built.

    ``encoder``: one that is open already (it holds 90 MB), instead of one from ``artifacts``.
    """
    artifacts = settings.artifacts
    encoder = encoder or Encoder(artifacts / "encoder", threads=1)  # customers come side by side; a core each
    storage = open_storage(settings.database_url)
    products = Reloading(ProductIndex.opener(artifacts, encoder), artifacts / "index" / "products")
    faqs = Reloading(lambda: FaqIndex.open(artifacts, encoder), artifacts / "index" / "faq")

    def facts(product_id: str) -> Mapping[str, Any]:
        try:
            return products.get().facts(product_id)
        except NotFound:  # newer than the index
            return {}

    praised = SaidOfProducts(storage)
    recommender = Reloading(
        lambda: Recommender.open(artifacts, storage.products.all, facts, praised.of_all, settings.reranking),
        artifacts / "recommender",
    )
    said = ShopReader(artifacts / "lookups", encoder.is_word)
    sentiment = Reloading(lambda: SentimentScorer.open(artifacts, threads=1), artifacts / OWN, pointer=NAME)
    customers = _customer_models(artifacts)
    parts = Parts(lambda: encoder, products.get, faqs.get, recommender.get, said, sentiment.get, customers)
    return Services(storage, parts, settings.currency, Words.of_file())


def _customer_models(artifacts: Path) -> Callable[[], CustomerModels | None]:
    """None while nothing was learnt of customers; else what was learnt last, read once."""

    def opened() -> CustomerModels:
        models = read_models(artifacts)
        if models is None:
            raise Corrupt("Nothing was learnt of customers yet.")
        return models

    known = Reloading(opened, artifacts / CUSTOMERS)
    return lambda: known.get() if (artifacts / CUSTOMERS / CURRENT).exists() else None
