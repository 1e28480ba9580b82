"""The kinds of things that a catalogue holds, by meaning: which of them is nearest to a thing that it does not name?"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.encoder.encoder import Encoder, Vectors

#: The commonest kinds, so many of them, are compared; beyond lie types that were read from single titles.
MOST = 1500
#: A kind that fewer products have is compared only in a small catalogue, where every product counts.
ENOUGH = 3
SMALL = 1000


@dataclass(frozen=True)
class NearKind:
    """Cosines of a kind with the thing's own name, and with the whole wish where it tells more than the name."""

    kind: str
    by_name: float
    by_wish: float


class KindVectors:
    """Vectors of names of kinds, each computed once for as long as the encoder is open. Safe from several threads."""

    def __init__(self, encoder: Encoder):
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    def of(self, names: Sequence[str]) -> Vectors:
        """(n, dimension), each of length 1."""
        with self._lock:
            new = [name for name in dict.fromkeys(names) if name not in self._known]
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
            return np.asarray([self._known[name] for name in names], dtype=np.float32).reshape(len(names), -1)


def common_kinds(types: Iterable[str], products: int) -> list[str]:
    """The kinds worth comparing with, most used first. ``types``: one a product, "" = unknown."""
    counted = Counter(kind for kind in types if kind)
    least = 1 if products <= SMALL else ENOUGH
    return [kind for kind, n in counted.most_common(MOST) if n >= least]


def nearest_kinds(thing: Vectors, wish: Vectors | None, kinds: Sequence[str], vectors: Vectors, top_k: int) -> list[NearKind]:
    """The kinds nearest to a thing, by its name and the wish together. ``thing`` and ``wish``: (dimension,)."""
    if not kinds:
        return []
    by_name = vectors @ thing
    by_wish = vectors @ wish if wish is not None else np.zeros_like(by_name)
    order = np.argsort(-(by_name + by_wish), kind="stable")[:top_k]
    return [NearKind(kinds[i], float(by_name[i]), float(by_wish[i])) for i in order]
