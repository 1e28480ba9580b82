"""Sentences and exactly what is found in them."""

from datetime import date

import pytest
from components.catalogue_words import CatalogueWords
from components.entities import entities_of
from components.patterns import patterns

TODAY = date(2026, 11, 25)
TABLE = [
    # the catalogue's words, longest first
    ("I'm looking for an acoustic guitar", [("type", "acoustic guitar")]),
    ("acoustic guitars under $200", [("type", "acoustic guitar"), ("price_max", 200.0)]),
    ("a guitar strap please", [("type", "guitar strap")]),
    ("Guitars", [("type", "guitar")]),
    ("a rucksack in dark green", [("type", "backpack"), ("colour", "dark green")]),
    ("T-Shirts in white cotton", [("type", "t-shirt"), ("colour", "white"), ("material", "cotton")]),
    ("tshirt", [("type", "t-shirt")]),
    ("northway tents", [("brand", "Northway"), ("type", "tent")]),
    ("Northway's jacket", [("brand", "Northway"), ("type", "jacket")]),
    ("anything by Fox and Fern", [("brand", "Fox & Fern")]),
    ("a le feu backpack", [("brand", "Le Feu"), ("type", "backpack")]),
    ("what is the best tent", [("type", "tent")]),
    ("a tent by Best", [("type", "tent"), ("brand", "Best")]),
    ("camping gear for the summer", [("category", "Camping")]),
    ("hiking boots in red or blue", [("type", "boots"), ("colour", "red"), ("colour", "blue")]),
    ("does the first one come with a case?", [("ordinal", 1)]),
    ("I'm happy with it", []),
    ("i will take 42 of them", [("count", 42)]),
    ("a tentative plan", []),
    ("blueberry", []),
    # prices
    ("under $50", [("price_max", 50.0)]),
    ("below 50", [("price_max", 50.0)]),
    ("less than 1,200 dollars", [("price_max", 1200.0)]),
    ("up to 39.99", [("price_max", 39.99)]),
    ("max €80", [("price_max", 80.0)]),
    ("cheaper than 40 bucks", [("price_max", 40.0)]),
    ("no more than $25", [("price_max", 25.0)]),
    ("$30 or less", [("price_max", 30.0)]),
    ("30 dollars max", [("price_max", 30.0)]),
    ("my budget is 150", [("price_max", 150.0)]),
    ("a tent for $90", [("type", "tent"), ("price_max", 90.0)]),
    ("over $100", [("price_min", 100.0)]),
    ("at least 60 euros", [("price_min", 60.0)]),
    ("$100 and up", [("price_min", 100.0)]),
    ("more than 1.5k dollars", [("price_min", 1500.0)]),
    ("between 50 and 80", [("price_min", 50.0), ("price_max", 80.0)]),
    ("50-80 dollars", [("price_min", 50.0), ("price_max", 80.0)]),
    ("$50 to $80", [("price_min", 50.0), ("price_max", 80.0)]),
    ("from 20 to 45 euros", [("price_min", 20.0), ("price_max", 45.0)]),
    ("around €40", [("price_min", 32.0), ("price_max", 48.0)]),
    ("about 100 dollars", [("price_min", 80.0), ("price_max", 120.0)]),
    ("something cheap", [("price_level", "low")]),
    ("under 5 kg", []),
    ("under 12 inches", []),
    ("a tent for 4 people", [("type", "tent")]),
    ("more than 2 years old", []),
    ("over 10 liters", []),
    ("does it weigh under 5 pounds", []),
    ("under 60 pounds", [("price_max", 60.0)]),
    ("I have a $50 gift card", []),
    ("20% off", []),
    # ratings
    ("4 stars and up", [("rating_min", 4.0)]),
    ("only 4+ stars", [("rating_min", 4.0)]),
    ("at least 4.5 stars", [("rating_min", 4.5)]),
    ("four stars or more", [("rating_min", 4.0)]),
    ("rated 4 or higher", [("rating_min", 4.0)]),
    ("4/5 or better", [("rating_min", 4.0)]),
    ("highly rated tents", [("rating_min", 4.0), ("type", "tent")]),
    ("boots under 80 with 4 stars", [("type", "boots"), ("price_max", 80.0), ("rating_min", 4.0)]),
    # places in the list
    ("more like the second", [("ordinal", 2)]),
    ("the last one", [("ordinal", -1)]),
    ("#3", [("ordinal", 3)]),
    ("number two please", [("ordinal", 2)]),
    ("tell me about the 3rd", [("ordinal", 3)]),
    ("is option 2 waterproof", [("ordinal", 2)]),
    ("compare the first and the third", [("ordinal", 1), ("ordinal", 3)]),
    ("2", [("ordinal", 2)]),
    ("3 please", [("ordinal", 3)]),
    ("44", [("size", "44")]),
    ("my first order", []),
    ("it lasted long", []),
    ("where is my last order", []),
    ("how long will it last", []),
    ("wait a second", []),
    ("second hand jackets", [("type", "jacket")]),
    # codes and numbers
    ("is code SAVE10 valid", [("coupon_code", "SAVE10")]),
    ("my coupon code is summer-20", [("coupon_code", "SUMMER-20")]),
    ("can I use the WELCOME coupon", [("coupon_code", "WELCOME")]),
    ("SAVE10", [("coupon_code", "SAVE10")]),
    ("does my code work", []),
    ("I have a coupon for boots", [("type", "boots")]),
    ("where is order 10234", [("order_number", "10234")]),
    ("order #FF-100233", [("order_number", "FF-100233")]),
    ("my order number is 7710263", [("order_number", "7710263")]),
    ("99120345", [("order_number", "99120345")]),
    ("show me 5 tents", [("count", 5), ("type", "tent")]),
    ("three of them", [("count", 3)]),
    # sizes
    ("size M", [("size", "M")]),
    ("in XL", [("size", "XL")]),
    ("boots size 10.5", [("type", "boots"), ("size", "10.5")]),
    ("10.5", [("size", "10.5")]),
    ("EU 42 boots", [("size", "42"), ("type", "boots")]),
    ("jacket in extra large", [("type", "jacket"), ("size", "XL")]),
    ("large?", [("size", "L")]),
    ("do you have it in a medium", [("size", "M")]),
    ("king size", [("size", "King")]),
    # stock
    ("only in stock", [("in_stock", True)]),
    ("jackets available now", [("type", "jacket"), ("in_stock", True)]),
    # ruled out
    ("not leather", [("not material", "leather")]),
    ("anything but red", [("not colour", "red")]),
    ("no plastic or leather", [("not material", "plastic"), ("not material", "leather")]),
    ("boots without leather in black", [("type", "boots"), ("not material", "leather"), ("colour", "black")]),
    ("a jacket that is not made of wool", [("type", "jacket"), ("not material", "wool")]),
    ("nothing from Northway", [("not brand", "Northway")]),
    ("i don't want blue, green is fine", [("not colour", "blue"), ("colour", "green")]),
    ("leather-free boots", [("not material", "leather"), ("type", "boots")]),
    ("not only red", [("colour", "red")]),
    ("not too expensive leather boots", [("price_level", "low"), ("material", "leather"), ("type", "boots")]),
    ("a guitar, not a guitar strap", [("type", "guitar"), ("not type", "guitar strap")]),
]


def short(found: list) -> list:
    return [(("not " if e.get("role") == "not" else "") + e["entity"], e["value"]) for e in found]


@pytest.mark.parametrize(("text", "wanted"), TABLE, ids=[row[0] for row in TABLE])
def test_a_sentence_gives_exactly_these_entities(text, wanted, artifacts):
    assert short(entities_of(text, CatalogueWords(artifacts / "lookups"))) == wanted


def test_an_entity_says_where_it_stands(artifacts):
    text = "do you have blue tents?"
    found = entities_of(text, CatalogueWords(artifacts / "lookups"))
    assert [text[e["start"] : e["end"]] for e in found] == ["blue", "tents"]


def test_a_measure_is_neither_stars_nor_a_size():
    assert [p.entity for p in patterns("a board of 5*6 inches", TODAY)] == []
    assert "size" not in [p.entity for p in patterns("with size 75x70 inch", TODAY)]
