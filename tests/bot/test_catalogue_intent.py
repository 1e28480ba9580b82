"""What the entities of a message say about its intent, when the classifier is unsure."""

import pytest
from components.catalogue_intent import better_intent, share_of
from components.catalogue_words import CatalogueWords
from components.lookup_entity_extractor import entities_of

LOST = [
    ("acoustic guitar", "search_product"),
    ("northway jacket red under 50", "search_product"),
    ("boots", "search_product"),
    ("blue", "refine_search"),
    ("under $50", "refine_search"),
    ("the second", "product_details"),
    ("SAVE10", "check_coupon"),
    ("99120345", "order_status"),
    ("my grandfather once wrote a long letter about a tent", None),
    ("how are you", None),
]


@pytest.mark.parametrize(("text", "intent"), LOST, ids=[row[0] for row in LOST])
def test_entities_that_cover_a_message_decide_when_the_classifier_is_lost(text, intent, artifacts):
    found = entities_of(text, CatalogueWords(artifacts / "lookups"))
    assert better_intent(text, found, lost=True, between_searches=False) == intent


def test_a_kind_of_thing_makes_a_search_and_a_property_narrows_it(artifacts):
    words = CatalogueWords(artifacts / "lookups")
    for text, intent in (("tents in blue", "search_product"), ("in blue", "refine_search")):
        assert better_intent(text, entities_of(text, words), lost=False, between_searches=True) == intent


def test_a_certain_classifier_is_not_overruled(artifacts):
    found = entities_of("acoustic guitar", CatalogueWords(artifacts / "lookups"))
    assert better_intent("acoustic guitar", found, lost=False, between_searches=False) is None


def test_a_message_of_nothing_but_the_catalogue_is_no_small_talk(artifacts):
    words = CatalogueWords(artifacts / "lookups")
    for text, top, intent in (
        ("boots", "unclear", "search_product"),
        ("acoustic guitar please", "what_can_you_do", "search_product"),
        ("thanks for the boots", "thanks", None),
        ("boots", "leave_review", None),
        ("boots in blue", "faq_sizes", "search_product"),
        ("in blue", "faq_sizes", "refine_search"),
        ("in blue", "thanks", None),
        ("which size do i take in boots from head to toe", "faq_sizes", None),
    ):
        assert better_intent(text, entities_of(text, words), lost=False, between_searches=False, top=top) == intent


def test_the_share_counts_telling_words_only():
    entities = [{"entity": "type", "value": "tent", "start": 14, "end": 18}]
    assert share_of("do you have a tent", entities, ("type",)) == 1.0
    assert share_of("do you have a tent story book", entities, ("type",)) == pytest.approx(1 / 3)
    assert share_of("", [], ("type",)) == 0.0
