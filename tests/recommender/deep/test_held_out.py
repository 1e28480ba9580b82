"""What is kept back is not learnt from, and a network that foresees it is told from one that does not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from recommender.candidates.histories import of_lists
from recommender.deep.held_out import HeldOut, hold_out
from recommender.deep.network import Network, Shape

LISTS = [[(user * 7 + step) % 50 for step in range(3 + user % 4)] for user in range(100)]


@pytest.mark.parametrize("anywhere", [False, True])
def test_one_item_of_one_customer_in_four_is_kept_back(anywhere: bool) -> None:
    whole = of_lists(LISTS, 50)
    learned, held_out = hold_out(whole, np.random.default_rng(2), anywhere=anywhere)
    assert held_out is not None
    assert held_out.histories.users == len(held_out.wanted) == 25
    assert len(learned.item) == len(whole.item) - 25
    fewer = np.flatnonzero(learned.lengths < whole.lengths)
    lasts = [LISTS[user][-1] for user in fewer]
    assert (held_out.wanted.tolist() == lasts) is not anywhere
    for user, wanted in zip(fewer, held_out.wanted.tolist(), strict=True):
        own = learned.take([user]).item.tolist()
        assert own == [item for item in LISTS[user] if item != wanted]


def test_of_few_customers_none_is_kept_back() -> None:
    whole = of_lists(LISTS[:70], 50)
    learned, held_out = hold_out(whole, np.random.default_rng(2))
    assert held_out is None
    assert learned is whole


def test_quality_is_one_over_the_logarithm_of_the_rank_among_what_they_did_not_have() -> None:
    network = Network(Shape(items=6, dim=4, length=5, layers=1, heads=1, dropout=0.0), np.random.default_rng(0)).eval()
    network.item.data.zero_()
    network.bias.data = torch.tensor([5.0, 4.0, 3.0, 2.0, 1.0, 0.0])  # the same ranking for everyone
    held_out = HeldOut(of_lists([[0, 3], [5]], 6), np.array([2, 0]))
    assert held_out.quality(network) == pytest.approx((1 / np.log2(3) + 1) / 2)
