"""The one question that tells the candidates of a vague wish apart best: candidates and their attributes in, a question out."""

from recommender.asking.bands import Band, price_bands
from recommender.asking.knowing import KNOWS, knows, learnt
from recommender.asking.question import Question, best_question, expected_information, options_of
from recommender.asking.tables import Attribute, attribute, softmax

__all__ = [
    "KNOWS",
    "Attribute",
    "Band",
    "Question",
    "attribute",
    "best_question",
    "expected_information",
    "knows",
    "learnt",
    "options_of",
    "price_bands",
    "softmax",
]
