import random

import pytest
from components.example_words import mended
from components.spelling import Near, Spelling

NEAR = Near(["cheaper", "delivery", "refund", "recommend", "dearly"])
SPELLING = Spelling(
    {word: rank for rank, word in enumerate(["anything", "please", "cheaper", "delivery", "deliver", "refund", "dear"], 1)}
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("anything cheper?", "anything cheaper?"),
        ("delivry please", "delivery please"),
        ("my refnd!", "my refund!"),
        ("deliver it", "deliver it"),  # a word is left alone, however near another one is
        ("the dearest", "the dearest"),  # nor is a form of a word
        ("blorp fnord", "blorp fnord"),
    ],
)
def test_a_misspelt_word_is_read_as_the_word_that_the_examples_have(text, read):
    assert mended(text, NEAR, SPELLING) == read


@pytest.mark.parametrize("seed", range(30))
def test_a_text_of_known_words_stays_as_it_is(seed):
    text = " ".join(random.Random(seed).choices(["anything", "cheaper", "12", "refund", "?", "Délivré", "ok"], k=6))
    assert mended(text, NEAR, SPELLING) == text
