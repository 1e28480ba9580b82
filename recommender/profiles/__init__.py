"""What a customer's behaviour tells of their taste: a fold of events and orders, and how well products meet it."""

from recommender.profiles.facts import said
from recommender.profiles.fold import HALF_LIFE_DAYS, fold
from recommender.profiles.taste import FACETS, FacetTable, facet_scores, scores

__all__ = ["FACETS", "HALF_LIFE_DAYS", "FacetTable", "facet_scores", "fold", "said", "scores"]
