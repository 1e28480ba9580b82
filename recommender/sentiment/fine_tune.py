"""Fine-tuning: all layers of the encoder under a three-class head, on a processor or a GPU."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from recommender.sentiment.network import TUNED, SentimentNetwork
from recommender.sentiment.training_rows import TWO_CLASSES, Row

Report = Callable[[int, int, float], None]


@dataclass(frozen=True)
class Recipe:
    """``rate`` is AdamW's peak learning rate (linear warm-up over a tenth, then linear to 0), ``batch`` in texts.

    ``smoothing`` is the share of the loss that wants all classes alike (label smoothing).
    """

    rate: float = 5e-5
    epochs: int = 2
    batch: int = 32
    max_tokens: int = 160
    weight_decay: float = 0.01
    smoothing: float = 0.0
    seed: int = 7


def token_ids(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int) -> list[list[int]]:
    """Truncated to ``max_tokens`` with the closing token kept."""
    found = (e.ids for e in tokenizer.encode_batch_fast(list(texts)))
    return [ids if len(ids) <= max_tokens else [*ids[: max_tokens - 1], ids[-1]] for ids in found]


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """(n, longest) ids and mask."""
    width = max(len(ids) for ids in rows)
    ids = torch.zeros((len(rows), width), dtype=torch.long)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for row, given in enumerate(rows):
        ids[row, : len(given)] = torch.tensor(given)
        mask[row, : len(given)] = 1
    return ids, mask


def _batches(lengths: Sequence[int], size: int, rng: np.random.Generator) -> list[npt.NDArray[np.intp]]:
    """Shuffled batches of texts of like length, so that little is spent on padding: shuffled pools, each pool sorted."""
    order = rng.permutation(len(lengths))
    pools = [order[start : start + size * 50] for start in range(0, len(order), size * 50)]
    batches = []
    for pool in pools:
        by_length = pool[np.argsort([lengths[i] for i in pool], kind="stable")]
        batches += [by_length[start : start + size] for start in range(0, len(by_length), size)]
    return [batches[i] for i in rng.permutation(len(batches))]


def loss_of(logits: Tensor, classes: Tensor, two_classes: Tensor, smoothing: float) -> Tensor:
    """Cross-entropy. A row of a set without neutral rows says nothing of the neutral logit: it is left out there."""
    hidden = torch.zeros_like(logits)
    hidden[:, 1] = two_classes.to(logits.dtype) * -1e4
    plain = nn.functional.cross_entropy(logits + hidden, classes, reduction="none")
    if not smoothing:
        return plain.mean()
    told = nn.functional.log_softmax(logits + hidden, dim=-1)
    spread = torch.where(two_classes.bool(), -(told[:, 0] + told[:, 2]) / 2, -told.mean(dim=-1))
    return ((1 - smoothing) * plain + smoothing * spread).mean()


def fine_tune(
    network: SentimentNetwork,
    tokenizer: Tokenizer,
    rows: Sequence[Row],
    recipe: Recipe,
    device: str = "cpu",
    report: Report | None = None,
) -> SentimentNetwork:
    """Train in place and return ``network``. The embeddings are frozen. ``report(step, steps, loss)`` every 100 steps."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    network.to(device).train()
    for name, parameter in network.encoder.named_parameters():
        parameter.requires_grad = TUNED in name
    ids = token_ids(tokenizer, [row[0] for row in rows], recipe.max_tokens)
    lengths = [len(given) for given in ids]
    classes = torch.tensor([row[1] for row in rows])
    two = torch.tensor([row[2] in TWO_CLASSES for row in rows])
    trained = [p for p in network.parameters() if p.requires_grad]
    plain = [p for p in trained if p.ndim < 2]
    groups = [
        {"params": [p for p in trained if p.ndim >= 2], "weight_decay": recipe.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate)
    steps = recipe.epochs * math.ceil(len(rows) / recipe.batch)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    step = 0
    for _ in range(recipe.epochs):
        for chosen in _batches(lengths, recipe.batch, rng):
            given, mask = padded([ids[i] for i in chosen])
            picked = torch.from_numpy(chosen)
            with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu"):
                _, logits = network(given.to(device), mask.to(device))
            loss = loss_of(logits.float(), classes[picked].to(device), two[picked].to(device), recipe.smoothing)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if report is not None and step % 100 == 0:
                report(step, steps, float(loss.detach()))
    return network.eval()
