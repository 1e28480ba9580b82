"""The deep source as a source: saved, opened, asked about anyone, and without torch where customers are answered."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from recommender.candidates.deep import Deep
from recommender.candidates.histories import of_lists

SMALL = {"dim": 8, "layers": 1, "epochs": 2, "rate": 0.01}
WALKS = of_lists([[(user + step) % 9 for step in range(2 + user % 6)] for user in range(60)], 10)


@pytest.fixture(scope="module")
def fitted() -> Deep:
    return Deep.fit(WALKS, SMALL)


def test_saved_and_opened_without_pickle_it_gives_equal_scores(fitted: Deep) -> None:
    file = io.BytesIO()
    np.savez_compressed(file, **fitted.arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as opened:
        again = Deep.of_arrays(dict(opened))
    assert np.array_equal(again.score(WALKS), fitted.score(WALKS))
    assert again.epochs == fitted.epochs == 2


def test_a_history_of_nothing_or_of_unknown_items_scores_nothing(fitted: Deep) -> None:
    found = fitted.score(of_lists([[], [9], [4]], 10))
    assert found.shape == (3, 10)
    assert found.dtype == np.float32
    assert not found[:2].any()
    assert found[2].sum() == pytest.approx(1, abs=1e-5)


def test_unknown_items_in_a_history_are_read_over(fitted: Deep) -> None:
    found = fitted.score(of_lists([[9, 3, 9, 4], [3, 4]], 10))
    assert np.allclose(found[0], found[1], atol=1e-6)


def test_items_that_came_after_training_are_read_over_as_well(fitted: Deep) -> None:
    found = fitted.score(of_lists([[14, 3, 4], [3, 4]], 20))
    assert np.allclose(found[0], found[1], atol=1e-6)


def test_one_more_event_changes_the_answer(fitted: Deep) -> None:
    found = fitted.score(of_lists([[1, 2], [1, 2, 7]], 10))
    assert not np.allclose(found[0], found[1], atol=1e-4)


def test_a_history_is_scored_alike_alone_and_among_others(fitted: Deep) -> None:
    among = fitted.score(WALKS)
    for user in (0, 17, 59):
        assert np.allclose(fitted.score(WALKS.take([user]))[0], among[user], atol=1e-5)


def test_only_the_last_items_of_a_long_history_are_read() -> None:
    short = Deep.fit(WALKS, {**SMALL, "length": 3})
    found = short.score(of_lists([[0, 1, 2, 3, 4, 5], [3, 4, 5]], 10))
    assert np.array_equal(found[0], found[1])


def test_fitted_on_nothing_it_says_nothing() -> None:
    empty = of_lists([[], [3]], 10)
    assert not Deep.fits(empty)
    source = Deep.fit(empty, SMALL)
    assert not Deep.of_arrays(source.arrays()).score(of_lists([[1, 2]], 10)).any()


def test_a_saved_model_is_opened_and_asked_without_torch(fitted: Deep, tmp_path: Path) -> None:
    np.savez(tmp_path / "deep.npz", **fitted.arrays())
    code = (
        "import sys, numpy\n"
        "from recommender.candidates.deep import Deep\n"
        "from recommender.candidates.histories import of_lists\n"
        "Deep.of_arrays(numpy.load(sys.argv[1])).score(of_lists([[1, 2]], 10))\n"
        "sys.exit('torch' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path / "deep.npz")], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_on_more_of_the_same_it_is_fitted_as_long_as_the_longest_fit_before() -> None:
    def of(epochs: int) -> Deep:
        return Deep({"onnx": np.zeros(0, dtype=np.uint8), "items": np.asarray(3), "epochs": np.asarray(epochs)})

    settings = Deep.CHOICES[0]
    assert Deep.again(settings, [of(3), of(25), of(9)]) == {**settings, "epochs": 25.0}
    assert Deep.again(settings, []) == settings
