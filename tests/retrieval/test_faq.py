from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.faq import FaqIndex

KNOWN = [
    ("how do I send something back", "returns"), ("can I return a jacket I don't like", "returns"),
    ("when will my parcel arrive", "delivery"), ("how long is shipping", "delivery"),
    ("how much is postage", "cost"), ("what do I pay for shipping", "cost"), ("do you ship to Germany", "abroad"),
    ("can I pay with paypal", "pay"), ("do you accept credit cards", "pay"), ("what size should I order", "size"),
    ("is there a guarantee", "warranty"), ("the zip broke, can you mend it", "repair"), ("can I buy a voucher", "gift"),
    ("i want to cancel my order", "cancel"), ("where is your store", "store"), ("what are your opening hours", "store"),
    ("i can't remember my password", "password"), ("do you do repairs", "repair"),
]  # fmt: skip
FOREIGN = [
    "what is the capital of France", "tell me a joke", "will it rain tomorrow", "who won the election", "I need a blue tent",
    "what's your favourite film", "are your workers paid fairly", "do you have any jobs", "how tall is Everest", "asdf qwer",
    "can you write my homework", "which jacket is warmest",
]  # fmt: skip


@pytest.mark.parametrize(("question", "faq_id"), KNOWN)
def test_a_question_in_other_words_finds_its_entry(faq_index: FaqIndex, question: str, faq_id: str) -> None:
    assert faq_index.search(question, 3)[0].faq_id == faq_id


def test_most_known_questions_are_sure_and_no_foreign_one_is(faq_index: FaqIndex) -> None:
    assert [q for q in FOREIGN if faq_index.search(q, 1)[0].sure] == []
    assert sum(faq_index.search(q, 1)[0].sure for q, _ in KNOWN) >= len(KNOWN) * 0.6


def test_hits_are_ordered_and_only_the_first_may_be_sure(faq_index: FaqIndex) -> None:
    hits = faq_index.search("Can I return an item?", 5)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert [h.sure for h in hits] == [True, False, False, False, False]
    assert faq_index.search("  ", 5) == []


def test_a_shop_without_entries_answers_nothing(tmp_path: Path, build, encoder) -> None:
    build(tmp_path, products=(), faqs=())
    assert FaqIndex.open(tmp_path, encoder).search("can I return it?", 3) == []
