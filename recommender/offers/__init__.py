"""Which of the promotions that a customer may use comes first, and why."""

from recommender.offers.rank import RankedOffer, rank_offers

__all__ = ["RankedOffer", "rank_offers"]
