"""Words and meaning weigh the same, and a score depends on the product and the query's best, on nothing else."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import fused


def scores(*values: float) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)


def test_words_count_as_a_part_of_the_best_and_cosines_as_they_are() -> None:
    np.testing.assert_allclose(fused([scores(8, 4)], [scores(0.2, 0.6)]), [(1 + 0.2) / 2, (0.5 + 0.6) / 2], atol=1e-6)


def test_where_no_word_fits_meaning_alone_decides() -> None:
    np.testing.assert_allclose(fused([scores(0, 0)], [scores(0.3, -0.2)]), [0.15, 0], atol=1e-6)


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(-1, 1)), min_size=1, max_size=20))
def test_a_score_lies_between_0_and_1_and_is_the_same_when_weaker_ones_are_left_out(pairs: list[tuple[float, float]]) -> None:
    words, meaning = scores(*(p[0] for p in pairs)), scores(*(p[1] for p in pairs))
    whole = fused([words], [meaning])
    assert ((whole >= 0) & (whole <= 1 + 1e-6)).all()
    keep = words >= words.max()
    np.testing.assert_allclose(fused([words[keep]], [meaning[keep]]), whole[keep], atol=1e-6)
