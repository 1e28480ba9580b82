"""What customers say of themselves ("I'm vegan", "size 9 wide", "it's for my dad"), read as facts."""

from recommender.stated.fact import ATTRIBUTES, GIFT, ME, PROTECTED, Stated, canonical
from recommender.stated.reader import Reader
from recommender.stated.shop_words import ShopReader
from recommender.stated.vocabulary import Vocabulary, of_lookups

__all__ = ["ATTRIBUTES", "GIFT", "ME", "PROTECTED", "Reader", "ShopReader", "Stated", "Vocabulary", "canonical", "of_lookups"]
