"""Open what the action server answers from."""

from __future__ import annotations

from actions.services.parts import Parts
from actions.services.wiring import Services
from actions.words import Words
from recommender.recommend import Recommender
from retrieval.encoder import Encoder
from retrieval.faq import FaqIndex
from retrieval.products import ProductIndex
from retrieval.reload import Reloading
from shop.settings import Settings
from storage import open_storage


def open_services(settings: Settings) -> Services:
    """Raises Corrupt when there is no sound encoder. Indexes that are missing are taken as soon as they are built."""
    artifacts = settings.artifacts
    encoder = Encoder(artifacts / "encoder")
    storage = open_storage(settings.database_url)
    products = Reloading(lambda: ProductIndex.open(artifacts), artifacts / "index" / "products")
    faqs = Reloading(lambda: FaqIndex.open(artifacts), artifacts / "index" / "faq")
    recommender = Reloading(lambda: Recommender.open(artifacts, lambda: storage.products.all()), artifacts / "recommender")
    parts = Parts(lambda: encoder, products.get, faqs.get, recommender.get)
    return Services(storage, parts, settings.currency, Words.of_file())
