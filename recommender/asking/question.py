"""Which question to ask: the one whose answer is expected to narrow the field most.

The shopper wants one candidate, each with the chance of its weight. Asked about an attribute, they name one of its options that
the wanted one has (of several any, equally likely), or say that they do not mind: when they cannot answer, when the wanted one
has no such value, and when its value is not among the options. An option keeps the candidates that have it and so tells
−log2 of their chance; "anything" keeps all and tells nothing. That is the information which a search can use: what the silence
tells besides leaves no candidate out. It is nothing for a question that nobody can answer, or that all answer alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.asking.knowing import knows
from recommender.asking.tables import Attribute, Weights

OPTIONS = 5  # answers to choose from
ENOUGH = 5  # candidates that can be shown at once: then nothing is asked
LEAST_BITS = 0.5  # what an answer must be expected to tell, to be worth a customer's turn


@dataclass(frozen=True)
class Question:
    """``options`` are values of the attribute, the likeliest answer first; ``bits``: by how much it narrows; ``offered``: the
    chance that the wanted one has one of the options at all."""

    attribute: str
    options: tuple[str, ...]
    bits: float
    offered: float = 1.0


def best_question(
    weights: Weights | Sequence[float],
    attributes: Sequence[Attribute],
    *,
    known: Collection[str] = (),
    knowing: Callable[[str], float] = knows,
    options: int = OPTIONS,
    enough: int = ENOUGH,
    least: float = LEAST_BITS,
) -> Question | None:
    """The question that tells most, or None where showing is better: few candidates, or no question worth asking.

    ``weights`` (n,) are 0 or more, one per candidate; each attribute has as many candidates. ``known``: attributes that
    are settled, which are never asked. Of equals the earlier attribute. Raises ValueError where sizes differ.
    """
    chances = _chances(weights)
    if any(each.size != chances.size for each in attributes):
        raise ValueError("Each attribute has one row per weight.")
    if chances.size <= enough:
        return None
    best: Question | None = None
    for each in attributes:
        if each.name in known:
            continue
        codes = options_of(each, chances, options)
        if len(codes) < 2:
            continue
        bits = expected_information(each, chances, codes, knowing(each.name))
        if bits >= least and (best is None or bits > best.bits + 1e-12):
            best = Question(each.name, tuple(each.values[code] for code in codes), bits, _offered(each, chances, codes))
    return best


def options_of(table: Attribute, chances: Weights, most: int = OPTIONS) -> list[int]:
    """Codes of the values that are wanted most, at most ``most``; of equals the earlier value."""
    if not table.values:
        return []
    shares = np.bincount(table.rows, minlength=table.size)[table.rows]
    heavy = np.bincount(table.codes, chances[table.rows] / shares, minlength=len(table.values))
    order = np.argsort(-heavy, kind="stable")[:most]
    return [int(code) for code in order if heavy[code] > 0]


def expected_information(table: Attribute, chances: Weights, codes: Sequence[int], knowing: float) -> float:
    """Bits, 0 or more, by which the field is expected to narrow; ``chances`` (n,) add up to 1, ``knowing`` is 0…1."""
    place = np.full(len(table.values), -1, dtype=np.intp)
    place[list(codes)] = np.arange(len(codes))
    offered = place[table.codes] >= 0
    rows, answers = table.rows[offered], place[table.codes[offered]]
    many = np.bincount(rows, minlength=table.size)  # options that a candidate has
    kept = np.bincount(answers, chances[rows], minlength=len(codes))
    named = np.bincount(answers, chances[rows] / many[rows], minlength=len(codes))
    some = kept > 0
    return max(0.0, float(-knowing * (named[some] * np.log2(np.minimum(kept[some], 1.0))).sum()))


def _offered(table: Attribute, chances: Weights, codes: Sequence[int]) -> float:
    having = np.zeros(table.size, dtype=bool)
    having[table.rows[np.isin(table.codes, list(codes))]] = True
    return min(1.0, float(chances[having].sum()))


def _chances(weights: Weights | Sequence[float]) -> Weights:
    given = np.asarray(weights, dtype=np.float64)
    if given.ndim != 1 or not np.isfinite(given).all() or (given < 0).any():
        raise ValueError("Weights are a list of numbers, 0 or more.")
    total = given.sum()
    if given.size and total <= 0:
        return np.full(given.size, 1.0 / given.size)
    return np.asarray(given / total if given.size else given, dtype=np.float64)
