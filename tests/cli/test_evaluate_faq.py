from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cli.evaluate.faq import Asked, evaluate, read_asked, read_faqs
from cli.steps import Steps
from data.public import stackfaq
from retrieval.encoder import Encoder
from shop.catalogue import Faq
from shop.errors import InvalidInput
from shop.settings import load_settings


def test_rows_of_one_id_are_one_entry_with_paragraphs_and_other_ways_to_ask(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("faq_id,question,answer,alternatives\n1,Q?,First.,A?|B?\n2,R?,Else.,\n1,S?,Second.,B?\n", encoding="utf-8")
    assert read_faqs(file) == [
        Faq("1", "Q?", "First.\n\nSecond.", alternatives=("A?", "B?", "S?")),
        Faq("2", "R?", "Else."),
    ]


def test_an_entry_without_an_answer_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("faq_id,question,answer\n1,Q?,\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="row 2"):
        read_faqs(file)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    folder = load_settings().artifacts / "encoder"
    if not folder.is_dir():
        pytest.skip("the encoder is not exported yet")
    return Encoder(folder)


def test_everything_promised_is_reported(encoder: Encoder) -> None:
    faqs = [Faq("a", "Can I return it?", "Within 30 days."), Faq("b", "Where are you?", "At 12 Harbour Street.")]
    asked = [Asked("how do I send it back", "a"), Asked("where is your shop", "b")]
    found = evaluate(faqs, asked, encoder, Steps())
    assert {"p_at_1", "mrr", "answered_without", "answered_right", "sure_from", "gain"} <= set(found)
    assert found["p_at_1"] == found["mrr"] == 1.0
    assert set(found["baselines"]) == {"bm25", "encoder"}


def test_the_floor_on_a_fixed_part_of_a_public_set(encoder: Encoder, tmp_path: Path) -> None:
    if load_settings().datasets is None:
        pytest.skip("needs public data: SHOPTALK_DATASETS is not set")
    stackfaq.write(tmp_path)
    faqs = [Faq(f.faq_id, f.question, f.answer[:600]) for f in read_faqs(tmp_path / "answers.csv")]
    asked = sorted(read_asked(tmp_path / "queries.csv"), key=lambda a: hashlib.sha256(a.text.encode()).hexdigest())[:120]
    found = evaluate(faqs, asked, encoder, Steps())
    assert found["p_at_1"] >= 0.90
    assert found["p_at_1"] > found["baselines"]["bm25"]["p_at_1"]
    assert found["answered_without"] <= 0.15
    assert found["answered_right"] >= 0.70
