"""Which products are described alike."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.alike import CLOSE_FROM, NEIGHBOURS, alike


@given(st.integers(0, 160), st.integers(0, 2**16))
def test_it_holds_the_nearest_of_each_and_never_itself(size: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(size, 4)).astype(np.float16)
    found = alike(vectors).toarray()
    unit = vectors.astype(np.float32) / np.linalg.norm(vectors.astype(np.float32), axis=1, keepdims=True).clip(1e-9)
    close = np.clip((unit @ unit.T - CLOSE_FROM) / (1 - CLOSE_FROM), 0, 1)
    np.fill_diagonal(close, 0)
    assert found.shape == (size, size)
    for row in range(size):
        kept = found[row] > 0
        assert kept.sum() == min(NEIGHBOURS, (close[row] > 0).sum())
        np.testing.assert_allclose(found[row][kept], close[row][kept], atol=1e-3)
        left_out = close[row][~kept]
        assert not kept.any() or left_out.max(initial=0) <= found[row][kept].min() + 1e-3


def test_a_product_without_a_vector_is_like_none() -> None:
    assert alike(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.1]])).toarray()[0].sum() == 0
