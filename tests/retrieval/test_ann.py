"""The inverted file finds nearly what exact search finds, under filters too, and scores it exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval import ann, dense
from retrieval.ann import moved, nearest_exactly
from retrieval.dense import Dense
from retrieval.encoder.encoder import Vectors
from shop.errors import Corrupt

N = 6_000


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Things of 300 kinds, unlike one another within a kind."""
    rng = np.random.default_rng(3)
    kinds = rng.standard_normal((300, 48), dtype=np.float32)
    kinds /= np.linalg.norm(kinds, axis=1, keepdims=True)
    return moved(kinds[rng.integers(0, 300, N)], rng.uniform(0.6, 0.9, N), rng)


@pytest.fixture(scope="module")
def queries(vectors: Vectors) -> Vectors:
    rng = np.random.default_rng(4)
    return moved(vectors[rng.integers(0, N, 60)], rng.uniform(0.3, 0.8, 60), rng)


@pytest.fixture(scope="module")
def leg(vectors: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Dense:
    path = tmp_path_factory.mktemp("leg") / "leg.faiss"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "EXACT", N - 1)
        chosen = Dense.build(vectors, path)
    assert chosen["nlist"] == ann.lists_for(N)
    assert chosen["recall_at_10"] >= ann.WANTED_RECALL
    assert path.stat().st_size < vectors.nbytes / 2, "codes of one byte a number"
    return Dense.open(path)


def recall(leg: Dense, vectors: Vectors, queries: Vectors, rows: np.ndarray) -> float:
    truth = rows[nearest_exactly(vectors[rows], queries, 10)]
    return float(np.mean([np.isin(right, leg.top(q, rows, 10)).mean() for q, right in zip(queries, truth, strict=True)]))


@pytest.mark.parametrize("part", [1, 2, 7, 40, 600])
def test_most_of_the_nearest_are_found_however_many_rows_a_filter_leaves(
    leg: Dense, vectors: Vectors, queries: Vectors, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ann, "FEW", 100)
    assert recall(leg, vectors, queries, np.arange(0, N, part)) >= 0.95


def test_a_row_that_the_filter_leaves_out_is_never_found(leg: Dense, queries: Vectors) -> None:
    rows = np.arange(0, N, 5)
    assert all(set(leg.top(query, rows, 30)) <= set(rows) for query in queries)


def test_scores_are_those_of_the_vectors_themselves_and_fall(leg: Dense, vectors: Vectors, queries: Vectors) -> None:
    found, cosines = leg.nearest(queries[0], np.arange(N), 20)
    np.testing.assert_allclose(cosines, vectors[found] @ queries[0], atol=2e-3)
    assert np.all(np.diff(cosines) <= 0)
    np.testing.assert_allclose(leg.vectors(found), vectors[found], atol=1e-3)


def test_asked_for_more_than_there_is_it_gives_what_there_is(leg: Dense, queries: Vectors) -> None:
    assert sorted(leg.top(queries[0], np.asarray([3, 5]), 10)) == [3, 5]
    assert len(leg.top(queries[0], np.asarray([], dtype=np.int64), 10)) == 0


def test_the_same_vectors_build_the_same_file(vectors: Vectors, tmp_path: Path) -> None:
    built = [ann.build(vectors, tmp_path / f"{i}.faiss", tmp_path / f"{i}.npy") for i in range(2)]
    assert built[0] == built[1]
    assert (tmp_path / "0.faiss").read_bytes() == (tmp_path / "1.faiss").read_bytes()


def test_a_missing_file_of_vectors_is_refused(vectors: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "EXACT", 100)
    Dense.build(vectors, tmp_path / "leg.faiss")
    (tmp_path / "leg.exact.npy").unlink()
    with pytest.raises(Corrupt):
        Dense.open(tmp_path / "leg.faiss")


def test_a_small_catalogue_is_searched_exactly(vectors: Vectors, queries: Vectors, tmp_path: Path) -> None:
    assert Dense.build(vectors, tmp_path / "leg.faiss") == {}
    leg = Dense.open(tmp_path / "leg.faiss")
    assert recall(leg, vectors, queries, np.arange(N)) == 1
    assert recall(leg, vectors, queries, np.arange(0, N, 9)) == 1


def test_a_vector_is_moved_to_the_cosine_that_was_asked_for(vectors: Vectors) -> None:
    wanted = np.linspace(0.1, 0.95, 100)
    turned = moved(vectors[:100], wanted, np.random.default_rng(0))
    np.testing.assert_allclose(np.sum(turned * vectors[:100], axis=1), wanted, atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(turned, axis=1), 1, atol=1e-3)
