"""Training on the CPU: softmax over the whole catalogue (over a sample where it is large), Adam, a running mean of the weights,
and an end: when held-out customers are served no better, after the epochs asked for, or when the seconds are used up.

Nothing depends on the clock unless the seconds run out.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from recommender.candidates.histories import Histories
from recommender.deep.export import onnx_bytes
from recommender.deep.held_out import HeldOut, hold_out
from recommender.deep.network import Network, Shape
from recommender.deep.pieces import Batch, batches
from recommender.deep.plan import Plan, length_for
from recommender.deep.sampling import Sample
from recommender.deep.softmax import whole_softmax
from recommender.deep.start import start_vectors

Ints = npt.NDArray[np.int64]

_WARM_UP = 50  # steps until the learning rate is reached
_MEAN = 0.995  # of the running mean of the weights, a step
_STEPS_BETWEEN = 20  # two looks at the held-out customers, at least
_LEAST_STEPS = 1500  # that ``most_epochs`` stand for at least: a small shop's epoch is a few steps


@dataclass(frozen=True)
class Trained:
    """``known`` (k,): the items that the model's columns stand for, rising; ``epochs``: after how many the weights kept were
    taken; ``seconds_per_epoch`` is without the looks at held-out customers; ``ended``: ``held_out``, ``epochs`` or ``seconds``.
    """

    onnx: bytes
    known: Ints
    length: int
    epochs: int
    seconds_per_epoch: float
    ended: str


def train(histories: Histories, plan: Plan) -> Trained | None:
    """None when no history has two items: there is nothing to learn from."""
    deadline = time.monotonic() + plan.seconds if plan.seconds > 0 else float("inf")
    if not (histories.lengths > 1).any():
        return None
    rng = np.random.default_rng(plan.seed)
    known, column = np.unique(histories.item, return_inverse=True)
    learned = Histories(histories.start, column.astype(np.int64), histories.at, len(known))
    length = plan.length or length_for(learned)
    held_out = None
    if not plan.epochs:
        learned, held_out = hold_out(learned, rng, anywhere=plan.shuffled)
    network = Network(Shape(len(known), plan.dim, length, plan.layers, plan.heads, plan.dropout), rng)
    network.item.data = torch.from_numpy(start_vectors(learned, plan.dim, rng))
    run = _Run(network, learned, plan, rng)
    ended = run.until(held_out, deadline)
    return Trained(onnx_bytes(run.with_weights(run.kept)), known, length, run.kept_epoch, run.seconds / run.epochs, ended)


class _Run:
    """One training: the network, the mean of its weights over the last steps, and the best mean so far."""

    def __init__(self, network: Network, learned: Histories, plan: Plan, rng: np.random.Generator) -> None:
        self.network, self.learned, self.plan, self.rng = network, learned, plan, rng
        length = network.shape.length
        read = int(np.minimum(np.maximum(learned.lengths - 1, 0), length).sum())
        self.places = min(plan.places, max(128, read // 32))
        self.steps_per_epoch = max(1, read // self.places)
        self.weights: list[Tensor] = list(network.parameters())
        self.mean = [weight.detach().clone() for weight in self.weights]
        self.kept, self.kept_epoch = self.mean, 0
        self.adam = torch.optim.Adam(self.weights, lr=plan.rate, fused=True)
        self.causal = torch.ones(length, length, dtype=torch.bool).tril()
        self.sample: Sample | None = None
        if learned.items > plan.sampled_above:
            self.sample = Sample(np.bincount(learned.item, minlength=learned.items), plan.draws, rng)
        self.steps, self.epochs, self.seconds = 0, 0.0, 0.0

    def until(self, held_out: HeldOut | None, deadline: float) -> str:
        """Train to an end, which is named."""
        most = self.plan.epochs or max(self.plan.most_epochs, _LEAST_STEPS // self.steps_per_epoch)
        every = max(1, -(-_STEPS_BETWEEN // self.steps_per_epoch))
        best, since = -1.0, 0
        for epoch in range(1, most + 1):
            in_time = self._epoch(deadline)
            if in_time and epoch % every and epoch < most:
                continue
            quality = held_out.quality(self.with_weights(self.mean)) if held_out else float(epoch)
            since += 1
            if quality > best:
                best, since = quality, 0
                self.kept, self.kept_epoch = [weight.clone() for weight in self.mean], epoch
            if not in_time:
                return "seconds"
            if since >= self.plan.patience:
                return "held_out"
        return "epochs"

    def with_weights(self, weights: list[Tensor]) -> Network:
        found = Network(self.network.shape, np.random.default_rng(0)).eval()
        for own, weight in zip(found.parameters(), weights, strict=True):
            own.data = weight
        return found

    def _epoch(self, deadline: float) -> bool:
        """One pass over everyone; False when it was cut short, after one step at least."""
        self.network.train()
        began, before, plan = time.monotonic(), self.steps, self.plan
        in_time = True
        for batch in batches(
            self.learned, len(self.causal), self.places, plan.horizon, plan.fade, self.rng, shuffled=plan.shuffled
        ):
            self._step(batch)
            in_time = time.monotonic() < deadline
            if not in_time:
                break
        self.epochs += 1.0 if in_time else min(1.0, (self.steps - before) / self.steps_per_epoch)
        self.seconds += time.monotonic() - began
        return in_time

    def _step(self, batch: Batch) -> None:
        piece = torch.from_numpy(batch.piece)
        seen = ((piece[:, :, None] == piece[:, None, :]) & self.causal)[:, None]
        state = self.network(torch.from_numpy(batch.item), torch.from_numpy(batch.place), seen)
        state = state.flatten(0, 1)[torch.from_numpy(batch.at)]
        item: Tensor = self.network.item
        bias: Tensor = self.network.bias
        lift, target = None, batch.target
        if self.sample is not None:
            chosen, raised, target = self.sample(batch.target)
            among = torch.from_numpy(chosen)
            item, bias, lift = item[among], bias[among], torch.from_numpy(raised)
        loss = whole_softmax(state, item, bias, torch.from_numpy(target), torch.from_numpy(batch.weight), lift)
        self.adam.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        for group in self.adam.param_groups:
            group["lr"] = self.plan.rate * min(1.0, (self.steps + 1) / _WARM_UP)
        self.adam.step()
        self.steps += 1
        with torch.no_grad():
            torch._foreach_lerp_(self.mean, self.weights, 1 - min(_MEAN, (self.steps + 1) / (self.steps + 10)))
