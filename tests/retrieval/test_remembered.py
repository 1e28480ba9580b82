"""Remembered vectors are the encoder's own, encoded once, and no more of them than agreed."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.encoder import Encoder
from retrieval.encoder.encoder import Vectors
from retrieval.encoder.remembered import Remembered


class Counting:
    """Stands for an encoder; its vectors say what they were made of."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, max_tokens: int | None = None) -> Vectors:
        self.asked += texts
        rows = [[len(text), sum(map(ord, text)) % 997, max_tokens or 0] for text in texts]
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), 3)


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=9), max_size=9), st.integers(1, 6), st.sampled_from([None, 8]))
def test_vectors_are_the_encoders_in_the_order_asked(questions: list[list[str]], most: int, max_tokens: int | None) -> None:
    plain, remembered = Counting(), Remembered(Counting(), most)
    for texts in questions:
        wanted = plain.encode(texts, max_tokens=max_tokens)
        assert np.array_equal(remembered.encode(texts, max_tokens=max_tokens), wanted)
        assert len(remembered._kept) <= most


def test_a_text_is_encoded_once_for_each_length() -> None:
    encoder = Counting()
    remembered = Remembered(encoder)
    for _ in range(3):
        remembered.encode(["a", "b", "a"])
        remembered.encode(["a"], max_tokens=8)
    assert encoder.asked == ["a", "b", "a"]


def test_what_was_asked_lately_stays() -> None:
    encoder = Counting()
    remembered = Remembered(encoder, most=2)
    for text in ("a", "b", "a", "c", "a"):
        remembered.encode([text])
    assert encoder.asked == ["a", "b", "c"]


def test_threads_side_by_side_get_what_they_asked() -> None:
    remembered, wrong = Remembered(Counting(), most=5), []

    def ask(start: int) -> None:
        for i in range(200):
            texts = [f"{(start + i + j) % 13}" for j in range(4)]
            if not np.array_equal(remembered.encode(texts), Counting().encode(texts)):
                wrong.append(texts)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_company_in_a_batch_changes_a_vector_by_rounding_alone(encoder: Encoder) -> None:
    texts = ["A warm jacket for cold days.", "Is it waterproof?", "Machine wash cold; do not tumble dry, do not bleach."]
    remembered = Remembered(encoder)
    for text in texts:
        remembered.encode([text])
    assert remembered.encode(texts) == pytest.approx(encoder.encode(texts), abs=1e-5)
