"""What a customer's behaviour tells of their taste: a fold of events and orders, and how well products meet it."""

from recommender.profiles.affinities import effect_of
from recommender.profiles.facts import said
from recommender.profiles.fold import HALF_LIFE_DAYS, MOST_ORDERS, fold
from recommender.profiles.moves import moves_of
from recommender.profiles.taste import FACETS, FacetTable, facet_scores, scores
from recommender.profiles.vocabulary import Vocabulary

__all__ = [
    "FACETS",
    "HALF_LIFE_DAYS",
    "MOST_ORDERS",
    "FacetTable",
    "Vocabulary",
    "effect_of",
    "facet_scores",
    "fold",
    "moves_of",
    "said",
    "scores",
]
