"""Learn what goes together from the shop's cleaned deeds, and which products are shown less because they got worse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from recommender.train import train_recommender
from retrieval.products import ProductIndex
from shop.catalogue import Product
from storage.insights import flags
from worker.services import Services
from worker.training_rows import training_rows


def worsening_products(services: Services) -> list[str]:
    """Their ids, sorted."""
    return sorted({flag.product_id for flag in flags(services.storage.database, services.clock())})


def train_recommendations(services: Services, products: Iterable[Product]) -> dict[str, Any]:
    """Write a new version of the recommender and make it current. Its vectors are the search index's: Corrupt without one."""
    listed = list(products)
    index = ProductIndex.open(services.settings.artifacts, services.encoder)
    ids = [product.product_id for product in listed if product.product_id in index]
    learnt_from = training_rows(services)
    return train_recommender(
        learnt_from.events(),
        learnt_from.orders(),
        listed,
        index.vectors(ids),
        ids,
        services.settings.artifacts,
        services.clock(),
        data=learnt_from.report,
        worsening=worsening_products(services),
    )
