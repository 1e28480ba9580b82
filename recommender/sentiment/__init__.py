"""Text in, sentiment out: a small encoder fine-tuned for it, whose changes are tracked beside this code."""

from recommender.sentiment.scorer import Sentiment, SentimentScorer, label_of

__all__ = ["Sentiment", "SentimentScorer", "label_of"]
