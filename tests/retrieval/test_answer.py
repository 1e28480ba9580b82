"""Questions about one product: its own words, or honestly not known."""

from __future__ import annotations

import pytest

from retrieval.products import ProductIndex


@pytest.mark.parametrize(
    ("product_id", "question", "part"),
    [
        ("jacket", "what is it made of?", "recycled polyester"),
        ("jacket", "how heavy is it?", "310 g"),
        ("jacket", "which colours does it come in?", "navy blue"),
        ("jacket", "does the hood fit over a helmet?", "helmet"),
        ("jacket", "can I tumble dry it?", "tumble dry"),
        ("jacket", "how should I wash it?", "30 degrees"),
        ("tent", "does it come with pegs?", "pegs"),
        ("tent", "is there a repair kit?", "repair kit"),
        ("tent", "how many people does it sleep?", "2 people"),
        ("lamp", "is the bulb included?", "bulb is not included"),
        ("pan", "does it work on induction?", "induction"),
    ],
)
def test_the_products_own_words_answer(index: ProductIndex, product_id: str, question: str, part: str) -> None:
    passage = index.answer(product_id, question)
    assert passage is not None
    assert part in passage.text


@pytest.mark.parametrize(
    ("product_id", "question"),
    [
        ("jacket", "does it come with a case?"),
        ("jacket", "is there a matching pair of trousers?"),
        ("tent", "is it fire retardant?"),
        ("tent", "does it have a window?"),
        ("lamp", "how long is the cable?"),
        ("pan", "is it dishwasher safe?"),
        ("pan", "does it come with a lid?"),
        ("pegs", "do they glow in the dark?"),
        ("pan", "?"),
        ("pan", "does it?"),
    ],
)
def test_what_the_record_does_not_say_is_not_known(index: ProductIndex, product_id: str, question: str) -> None:
    assert index.answer(product_id, question) is None
