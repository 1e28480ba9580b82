"""The nearest examples of a message, by the vectors of its word pieces ("late interaction", as in ColBERT).

One vector a sentence loses which word did it: "my card has not arrived" and "my card was declined" lie close. Here every piece
of one text looks for its nearest piece in the other, in both directions, and the mean of what they find is the likeness.
It is measured along the directions in which the examples' pieces vary most: 64 of them tell as much as all 384, in a sixth
of the time.
"""

from typing import Dict, Sequence

import numpy as np
from scipy.special import log_softmax

Arrays = Dict[str, np.ndarray]
SHARPNESS = 33.0  # likenesses lie within a few hundredths of each other
DIRECTIONS = 64
MOST_PIECES = 50_000  # over all examples; above, fewer examples a class are kept: a parse stays under a few milliseconds


def inner(pieces: np.ndarray) -> np.ndarray:
    """Rows of length 1, float32, without the marks for start and end where there is something between them."""
    kept = (pieces[1:-1] if len(pieces) > 2 else pieces).astype(np.float32)
    return unit(kept)


def unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def likeness(message: np.ndarray, pieces: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Of ``message`` (m, dimension) to every example (n,); ``pieces`` (all, dimension) lie one example after the other."""
    products = message @ pieces.T
    lengths = np.diff(np.append(starts, len(pieces)))
    said = np.maximum.reduceat(products, starts, axis=1).mean(axis=0)
    wanted = np.add.reduceat(products.max(axis=0), starts) / lengths
    return np.asarray((said + wanted) / 2)


def log_shares(likenesses: np.ndarray, owners: np.ndarray, classes: int) -> np.ndarray:
    """From likenesses (n, examples) to log probabilities (n, classes): the mean of the two nearest examples of each class.

    ``owners``: class numbers in rising order, each class at least once; of one with a single example, that one counts.
    """
    starts = np.searchsorted(owners, np.arange(classes))
    first = np.maximum.reduceat(likenesses, starts, axis=1)
    others = np.where(likenesses == first[:, owners], -1.0, likenesses)
    second = np.maximum.reduceat(others, starts, axis=1)
    return np.asarray(log_softmax(SHARPNESS * np.where(second > -1.0, (first + second) / 2, first), axis=1))


class NearestExamples:
    """The examples' pieces, flat: (all, directions), where each starts and whose it is; ``axes`` (dimension, directions)."""

    def __init__(self, axes: np.ndarray, pieces: np.ndarray, starts: np.ndarray, owners: np.ndarray, classes: int) -> None:
        self._axes, self._pieces = axes.astype(np.float32), pieces.astype(np.float32)
        self._starts, self.owners, self._classes = starts, owners, classes

    @classmethod
    def fit(cls, pieces: Sequence[np.ndarray], truth: np.ndarray, classes: int, seed: int) -> "NearestExamples":
        """``pieces``: (length, dimension) for each example; ``truth``: class numbers."""
        kept = _few_enough(pieces, truth, seed)
        kept = kept[np.argsort(truth[kept], kind="stable")]
        each = [inner(pieces[i]) for i in kept]
        flat = np.vstack(each)
        axes = np.linalg.eigh(flat.T @ flat)[1][:, -DIRECTIONS:]
        starts = np.cumsum([0, *(len(p) for p in each[:-1])])
        return cls(axes, unit(flat @ axes), starts.astype(np.int64), truth[kept].astype(np.int64), classes)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "NearestExamples":
        pieces, starts = arrays["example_pieces"], arrays["example_starts"]
        return cls(arrays["example_axes"], pieces, starts, arrays["example_owners"], len(arrays["classes"]))

    def arrays(self) -> Arrays:
        pieces = {"example_pieces": self._pieces.astype(np.float16), "example_axes": self._axes}
        return {**pieces, "example_starts": self._starts, "example_owners": self.owners}

    def likenesses(self, pieces: Sequence[np.ndarray]) -> np.ndarray:
        """(n, examples), in the order of ``owners``."""
        return np.stack([likeness(unit(inner(p) @ self._axes), self._pieces, self._starts) for p in pieces])

    def log_probabilities(self, likenesses: np.ndarray) -> np.ndarray:
        return log_shares(likenesses, self.owners, self._classes)


def _few_enough(pieces: Sequence[np.ndarray], truth: np.ndarray, seed: int) -> np.ndarray:
    """Numbers of the examples to keep: all, or the same number of every class chosen by chance."""
    lengths = np.array([len(p) for p in pieces])
    if lengths.sum() <= MOST_PIECES:
        return np.arange(len(pieces))
    order = np.random.default_rng(seed).permutation(len(pieces))
    rank = np.zeros(len(pieces), dtype=np.int64)  # the how-manieth of its class
    seen: Dict[int, int] = {}
    for i in order:
        rank[i] = seen[truth[i]] = seen.get(truth[i], 0) + 1
    by_rank = order[np.argsort(rank[order], kind="stable")]
    enough = int(np.searchsorted(np.cumsum(lengths[by_rank]), MOST_PIECES))
    return np.asarray(by_rank[: max(len(seen), enough)])  # of each class one in any case
