"""The loss: cross-entropy over the whole catalogue, with its gradient made on the way forward, in slices that stay in cache.

torch's own would write the table of scores (places, items) four times over; on a CPU that takes twice as long as the products.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

_SLICE = 1 << 21  # scores held at a time: 8 MB


class WholeSoftmax(torch.autograd.Function):
    """Mean over places of the cross-entropy between the softmax of the scores and each place's weighted targets."""

    @staticmethod
    def forward(
        ctx: Any, state: Tensor, item: Tensor, bias: Tensor, target: Tensor, weight: Tensor, lift: Tensor | None
    ) -> Tensor:
        """``state`` (n, dim), ``item`` (items, dim), ``bias`` (items,), ``target`` and ``weight`` (n, horizon), each row of
        weights adding up to 1; ``lift`` (items,) is added to every score but a place's targets (a sample's correction)."""
        by_state, by_item, by_bias = torch.empty_like(state), torch.zeros_like(item), torch.zeros_like(bias)
        step = max(1, _SLICE // len(item))
        table = torch.empty(min(step, len(state)), len(item))
        added = bias if lift is None else bias + lift
        loss = 0.0
        for first in range(0, len(state), step):
            own, wanted, share = state[first : first + step], target[first : first + step], weight[first : first + step]
            scores = torch.addmm(added, own, item.T, out=table[: len(own)])
            if lift is not None:
                scores.scatter_(1, wanted, scores.gather(1, wanted) - lift[wanted])
            reached = (scores.gather(1, wanted) * share).sum()
            top = scores.amax(1, keepdim=True)
            total = scores.sub_(top).exp_().sum(1, keepdim=True)
            loss += float((total.log() + top).sum() - reached)
            scores.div_(total).scatter_add_(1, wanted, -share)
            torch.mm(scores, item, out=by_state[first : first + step])
            by_item.addmm_(scores.T, own)
            by_bias += scores.sum(0)
        count = max(len(state), 1)
        ctx.save_for_backward(by_state.div_(count), by_item.div_(count), by_bias.div_(count))
        return state.new_tensor(loss / count)

    @staticmethod
    def backward(ctx: Any, *outward: Tensor) -> tuple[Tensor | None, ...]:
        by_state, by_item, by_bias = ctx.saved_tensors
        return by_state * outward[0], by_item * outward[0], by_bias * outward[0], None, None, None


def whole_softmax(
    state: Tensor, item: Tensor, bias: Tensor, target: Tensor, weight: Tensor, lift: Tensor | None = None
) -> Tensor:
    """A scalar; see ``WholeSoftmax.forward`` for the shapes."""
    found: Tensor = WholeSoftmax.apply(state, item, bias, target, weight, lift)  # type: ignore[no-untyped-call]
    return found
