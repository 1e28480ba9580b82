"""Questions that were answered elsewhere: what answers a question like this one looks like what answered that one.

"Can it go in the washer?" lies near to a question that "machine wash at 30 °C" answered, and so its answer lies near to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from retrieval.encoder.encoder import Vectors
from shop.errors import Corrupt

NEAREST = 12
SHARPNESS = 15.0  # of the weight that a nearer example has
STEPS = 127  # vectors are kept as whole numbers of this


@dataclass(frozen=True)
class Examples:
    """``questions`` and ``answers`` are vectors of length 1, one row each; ``records`` numbers whose they are."""

    questions: Vectors
    answers: Vectors
    records: npt.NDArray[np.int32]

    def without(self, record: int) -> Examples:
        """Those of other records: nothing is fitted or measured on its own answer."""
        keep = self.records != record
        return Examples(self.questions[keep], self.answers[keep], self.records[keep])

    def likeness(self, question: Vectors, candidates: Vectors) -> tuple[Vectors, Vectors, float]:
        """How like the answers of the nearest questions each candidate is: their weighted mean, the most of any one times that
        question's cosine, and the cosine of the nearest question."""
        near = self.questions @ question
        order = np.argsort(-near)[:NEAREST]
        if not len(order):
            return np.zeros(len(candidates), np.float32), np.zeros(len(candidates), np.float32), 0.0
        weights = np.exp(SHARPNESS * (near[order] - near[order[0]]))
        like = candidates @ self.answers[order].T
        return like @ (weights / weights.sum()), (like * near[order]).max(axis=1), float(near[order[0]])

    def save(self, path: Path) -> None:
        save_file({"questions": _whole(self.questions), "answers": _whole(self.answers), "records": self.records}, path)

    @classmethod
    def open(cls, path: Path) -> Examples:
        """Raises Corrupt when the file cannot be read."""
        try:
            kept = load_file(path)
            return cls(_vectors(kept["questions"]), _vectors(kept["answers"]), kept["records"])
        except (OSError, SafetensorError, KeyError) as error:
            raise Corrupt("The examples for answers cannot be read.", code="weights_unreadable") from error


def _whole(vectors: Vectors) -> npt.NDArray[np.int8]:
    scale = STEPS / np.abs(vectors).max(axis=1, keepdims=True)
    whole: npt.NDArray[np.int8] = np.rint(vectors * scale).astype(np.int8)
    return whole


def _vectors(whole: npt.NDArray[np.int8]) -> Vectors:
    found = whole.astype(np.float32)
    scaled: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return scaled
