"""The sample shop 'Fern & Fjord': every record is made by a seeded generator, ours in every word."""

from data.sample.make import REFERENCE, make
from data.sample.pictures import write_pictures
from data.sample.sample_shop import SampleShop

__all__ = ["REFERENCE", "SampleShop", "make", "write_pictures"]
