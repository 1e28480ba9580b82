from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder import Encoder
from retrieval.encoder.export import export_encoder
from shop.errors import Corrupt, InvalidInput
from shop.manifest import check_manifest

LATER = datetime(2027, 1, 1, tzinfo=UTC)


def test_vectors_have_length_one_and_the_order_of_the_texts(encoder: Encoder) -> None:
    texts = ["a rain jacket", "", "a tent for two people with room for boots", "a rain jacket"]
    vectors = encoder.encode(texts)
    assert vectors.shape == (4, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[3], atol=1e-5)
    assert vectors[0] @ encoder.encode(["waterproof coat"])[0] > vectors[0] @ vectors[2]


def test_a_text_has_the_same_vector_alone_and_in_a_batch(encoder: Encoder) -> None:
    texts = ["tent", "a much longer text about a jacket that keeps the rain out " * 3, "lamp"]
    together = encoder.encode(texts, batch_size=3)
    np.testing.assert_allclose(together, np.vstack([encoder.encode([t]) for t in texts]), atol=1e-4)


def test_no_texts_give_no_rows_and_long_texts_are_cut(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)
    long = "jacket " * 5000
    np.testing.assert_allclose(encoder.encode([long]), encoder.encode(["jacket " * 400]), atol=1e-4)
    assert encoder.encode([long], max_tokens=16).shape == (1, encoder.dimension)


def test_many_threads_get_the_same_vectors(encoder: Encoder) -> None:
    texts = [f"product number {i} in blue" for i in range(12)]
    alone = encoder.encode(texts)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda t: encoder.encode([t])[0], texts * 4))
    np.testing.assert_allclose(np.vstack(found), np.vstack([alone] * 4), atol=1e-4)


def test_int8_agrees_closely_with_fp32(encoder_folder: Path, encoder: Encoder) -> None:
    texts = ["where is my order", "something warm for the winter", "do you ship to Canada"]
    small = Encoder(encoder_folder, int8=True, threads=1).encode(texts)
    assert (small * encoder.encode(texts)).sum(axis=1).min() > 0.9


def test_a_damaged_encoder_is_refused(encoder_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(encoder_folder, folder)
    with (folder / "tokenizer.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(Corrupt):
        Encoder(folder)
    with pytest.raises(Corrupt):
        Encoder(tmp_path / "nowhere")


def test_a_second_export_changes_nothing(encoder_folder: Path) -> None:
    before = check_manifest(encoder_folder)
    assert export_encoder(None, encoder_folder, LATER) == before
    assert before["settings"]["pooling"] == "mean"
    assert before["settings"]["dimension"] == 384
    assert before["metrics"]["agreement_fp32"] > 0.9999


def test_a_folder_that_is_no_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not a sentence-transformers folder"):
        export_encoder(tmp_path, tmp_path / "out", LATER)
