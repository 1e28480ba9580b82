"""The loss made in slices equals torch's own, and its gradient too."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from recommender.deep import softmax
from recommender.deep.softmax import whole_softmax


@pytest.mark.parametrize("horizon", [1, 3])
@pytest.mark.parametrize("lifted", [False, True])
def test_loss_and_gradient_are_those_of_torch(horizon: int, lifted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(softmax, "_SLICE", 70)  # ten places a slice, the last one short
    torch.manual_seed(4)
    given = [torch.randn(23, 5), torch.randn(7, 5), torch.randn(7)]
    target, weight = torch.randint(0, 7, (23, horizon)), torch.rand(23, horizon)
    weight /= weight.sum(1, keepdim=True)
    lift = torch.rand(7) if lifted else None

    def plain(state: torch.Tensor, item: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        scores = state @ item.T + bias
        if lift is not None:
            raised = lift.expand(len(state), -1).scatter(1, target, 0.0)
            scores = scores + raised
        return -(functional.log_softmax(scores, 1).gather(1, target) * weight).sum(1).mean()

    ours = [tensor.clone().requires_grad_() for tensor in given]
    theirs = [tensor.clone().requires_grad_() for tensor in given]
    loss, wanted = whole_softmax(ours[0], ours[1], ours[2], target, weight, lift), plain(*theirs)
    (2 * loss).backward()
    (2 * wanted).backward()
    assert torch.allclose(loss, wanted, atol=1e-5)
    for own, other in zip(ours, theirs, strict=True):
        assert own.grad is not None
        assert other.grad is not None
        assert torch.allclose(own.grad, other.grad, atol=1e-5)
