from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.faq import FaqIndex, build_faq
from retrieval.faq_line import draw_line, standing
from retrieval.faq_passages import passages
from shop.catalogue import Faq
from tests.retrieval.conftest import NOW

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


def test_an_entry_is_found_by_another_way_to_ask_it(tmp_path: Path, build, encoder) -> None:
    plain = Faq("brexit", "Customs", "Paid on arrival.")
    build(tmp_path, products=(), faqs=(plain, Faq("care", "How do I wash wool?", "By hand.")))
    question = "will I be charged import duty"
    before = FaqIndex.open(tmp_path, encoder).search(question, 1)[0]
    said = replace(plain, alternatives=("Do I have to pay import duty?",))
    build(tmp_path, products=(), faqs=(said, Faq("care", "How do I wash wool?", "By hand.")))
    after = FaqIndex.open(tmp_path, encoder).search(question, 1)[0]
    assert after.faq_id == "brexit"
    assert after.score > before.score + 0.2
    assert after.sure


def test_an_entry_left_out_is_not_found_and_nothing_else_answers_for_it(faq_index: FaqIndex) -> None:
    hits = faq_index.search("can I return a jacket I don't like", 20, without="returns")
    assert len(hits) == len(faq_index) - 1
    assert "returns" not in {h.faq_id for h in hits}
    assert sum(faq_index.search(q, 1, without=i)[0].sure for q, i in KNOWN) <= len(KNOWN) * 0.12


def test_what_is_sure_is_also_possible_and_entries_close_together_ask_for_more() -> None:
    near = draw_line([np.array([0.9, 0.2])] * 50)
    far = draw_line([np.array([0.2, 0.1])] * 50)
    assert near.sure > far.sure
    assert far.possible <= far.sure
    assert near.possible <= near.sure
    assert near.likely <= near.sure
    assert draw_line([]) == draw_line([np.zeros(0)])


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=20))
def test_a_lead_over_the_second_only_adds(scores: list[float]) -> None:
    assert standing(np.array(scores)) >= max(scores) - 1e-9 or len(scores) == 1


@given(st.text(max_size=2000))
def test_passages_keep_the_words_in_order(answer: str) -> None:
    found = passages(answer)
    assert all(found)
    assert " ".join(found).split() == answer.split()[: sum(len(p.split()) for p in found)]


@given(st.lists(st.sampled_from(["one", "two", "three"]), min_size=1, max_size=400), st.sampled_from(["\n\n", "\n", "  "]))
def test_passages_are_the_same_however_an_answer_is_broken_into_lines(words: list[str], between: str) -> None:
    assert passages(between.join(words)) == passages(" ".join(words))
    assert all(len(p.split()) == 80 for p in passages(" ".join(words))[:-1])


def test_a_build_after_one_change_encodes_that_entry_alone_and_gives_what_a_new_build_gives(
    tmp_path: Path, build, encoder
) -> None:
    faqs = [Faq(str(n), f"Question {n} about {word}?", f"{word} it is.") for n, word in enumerate(("wool", "tents", "mugs"))]
    build(tmp_path / "a", products=(), faqs=faqs)
    changed = [faqs[0], replace(faqs[2], answer="Mugs are out."), Faq("new", "Do you sell sledges?", "In winter.")]
    seen: list[str] = []

    class Watched:
        def __getattr__(self, name: str) -> object:
            return getattr(encoder, name)

        def encode(self, texts: list[str]) -> np.ndarray:
            seen.extend(texts)
            return encoder.encode(texts)

    build_faq(changed, Watched(), tmp_path / "a" / "index" / "faq", NOW)
    build(tmp_path / "b", products=(), faqs=changed)
    again, anew = (FaqIndex.open(tmp_path / name, encoder) for name in ("a", "b"))
    assert not any("wool" in text or "tents" in text for text in seen)
    assert again.line == anew.line
    for question in ("are mugs sold out", "sledges?", "anything of wool"):
        assert again.search(question, 3) == anew.search(question, 3)


def test_only_the_first_hit_may_be_likely_and_what_is_sure_is_likely(faq_index: FaqIndex) -> None:
    for question in [*(q for q, _ in KNOWN), *FOREIGN]:
        first, *others = faq_index.search(question, 5)
        assert first.likely >= first.sure
        assert not any(h.likely for h in others)
    assert sum(faq_index.search(q, 1)[0].likely for q, _ in KNOWN) >= len(KNOWN) * 0.8
