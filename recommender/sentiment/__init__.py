"""Text in, sentiment out: encoder features under a small linear head that is tracked beside this code."""

from recommender.sentiment.scorer import Sentiment, SentimentScorer, label_of

__all__ = ["Sentiment", "SentimentScorer", "label_of"]
