"""What every recommender is compared with on the same split, with its defaults: popularity, item-kNN and ALS."""

from __future__ import annotations

from recommender.candidates.als import Als
from recommender.candidates.histories import Histories
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.popular import Popular
from recommender.candidates.source import Fitted


def baselines(histories: Histories) -> dict[str, Fitted]:
    return {kind.NAME: kind.fit(histories, kind.CHOICES[0]) for kind in (Popular, ItemKnn, Als) if kind.fits(histories)}
