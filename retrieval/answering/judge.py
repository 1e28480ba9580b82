"""How likely a sentence answers, from its features: a logistic regression that ``retrieval.answering.train`` fitted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.answering.examples import Examples
from retrieval.answering.features import NAMES, Rows
from shop.errors import Corrupt

SHIPPED = Path(__file__).parent / "shipped"
WEIGHTS = "weights.json"
EXAMPLES = "examples.safetensors"


@dataclass(frozen=True)
class Judge:
    """``line``: from this score on a sentence answers. ``examples``: what the features compare with."""

    weights: npt.NDArray[np.float64]
    intercept: float
    line: float
    examples: Examples

    def scores(self, rows: Rows) -> list[float]:
        """Log-odds, one a row."""
        found: list[float] = (rows @ self.weights + self.intercept).tolist()
        return found

    def save(self, folder: Path, **beside: object) -> None:
        named = {name: round(float(w), 5) for name, w in zip(NAMES, self.weights, strict=True)}
        content = {"weights": named, "intercept": round(self.intercept, 5), "line": round(self.line, 4), **beside}
        (folder / WEIGHTS).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        self.examples.save(folder / EXAMPLES)

    @classmethod
    def open(cls, folder: Path) -> Judge:
        """Raises Corrupt when a file cannot be read or was fitted for other features."""
        try:
            content = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
            weights = np.array([float(content["weights"][name]) for name in NAMES])
            return cls(weights, float(content["intercept"]), float(content["line"]), Examples.open(folder / EXAMPLES))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Corrupt("The weights for answers cannot be read.", code="weights_unreadable") from error


@cache
def shipped() -> Judge:
    return Judge.open(SHIPPED)
