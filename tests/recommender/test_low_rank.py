"""Fine-tuning's changes as factors of small rank."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.sentiment.low_rank import DOWN, UP, compress, merged


@given(rows=st.integers(1, 12), columns=st.integers(1, 12), seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_at_full_rank_nothing_is_lost_but_half_precision(rows: int, columns: int, seed: int) -> None:
    torch.manual_seed(seed)
    before = {"a.weight": torch.randn(rows, columns), "a.bias": torch.randn(columns)}
    after = {name: value + 0.1 * torch.randn_like(value) for name, value in before.items()}
    again = merged(before, compress(before, after, rank=min(rows, columns)))
    assert set(again) == set(after)
    for name, value in after.items():
        assert torch.allclose(again[name], value, atol=2e-3)


def test_a_larger_rank_is_never_further_away() -> None:
    torch.manual_seed(1)
    before, after = {"w": torch.zeros(20, 30)}, {"w": torch.randn(20, 30)}
    away = [float((merged(before, compress(before, after, rank))["w"] - after["w"]).norm()) for rank in (1, 5, 10, 20)]
    assert away == sorted(away, reverse=True)


def test_a_rank_is_what_is_kept() -> None:
    kept = compress({"w": torch.zeros(8, 9)}, {"w": torch.randn(8, 9)}, rank=3)
    assert kept["w" + UP].shape == (8, 3)
    assert kept["w" + DOWN].shape == (3, 9)
    assert {value.dtype for value in kept.values()} == {torch.float16}


def test_a_factor_alone_or_without_its_base_is_refused() -> None:
    kept = compress({"w": torch.zeros(4, 4)}, {"w": torch.ones(4, 4)}, rank=2)
    with pytest.raises(KeyError):
        merged({"w": torch.zeros(4, 4)}, {"w" + DOWN: kept["w" + DOWN]})
    with pytest.raises(KeyError):
        merged({}, kept)
