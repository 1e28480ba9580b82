"""The sources that Spark fits. Each gives the very class that serves it."""

from __future__ import annotations

from collections.abc import Callable

from recommender.candidates.als import Als
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.of_the_moment import OfTheMoment
from recommender.candidates.popular import Popular
from recommender.candidates.rules import Rules
from recommender.candidates.source import Fitted, Settings
from recommender.candidates.together import Together
from recommender.spark.als import fit_als
from recommender.spark.counted import fit_item_knn, fit_of_the_moment, fit_popular, fit_rules, fit_together
from recommender.spark.histories import Histories

FITS: dict[str, Callable[[Histories, Settings], Fitted]] = {
    Rules.NAME: fit_rules,
    ItemKnn.NAME: fit_item_knn,
    Together.NAME: fit_together,
    Popular.NAME: fit_popular,
    OfTheMoment.NAME: fit_of_the_moment,
    Als.NAME: fit_als,
}
