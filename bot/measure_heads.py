"""What each part of the intent classifier is worth on folds of a training file: ``python measure_heads.py ROWS OUT``.

ROWS is a JSON list of [text, intent]; ``out_of_scope`` is out of scope. OUT becomes ``{"rows", "folds", "weights",
"lost_line"}``: accuracy and log loss of each head alone, of mixes with default weights and of the one that training
chooses, all on rows that the fitted heads had not seen; the weights; and what the lost line catches and costs.
"""

import json
import sys
from pathlib import Path
from typing import Any, Dict, List

import numpy as np
from components.artifacts import artifacts_folder
from components.intent_heads import FOLDS, WEIGHTS, HeldOut, Rows, Settings, familiarity_of
from components.sentence_encoder import SentenceEncoder
from scipy.special import log_softmax, softmax

OUT_OF_SCOPE = "out_of_scope"
NAMES = ("sentence vector", "words", "nearest examples")


def folds(held_out: HeldOut) -> Dict[str, Dict[str, float]]:
    """Accuracy and log loss on the rows whose class was known."""
    known = ~held_out.stranger
    said, truth = held_out.said[known], held_out.truth[known]
    mixes = {name: np.eye(len(NAMES))[i] for i, name in enumerate(NAMES)}
    mixes["sentence vector and words"] = np.array([*WEIGHTS[:2], 0.0])
    mixes["all, default weights"] = np.array(WEIGHTS)
    mixes["all, learnt weights"] = held_out.best_weights()
    out = {}
    for name, weights in mixes.items():
        logs = log_softmax(said @ weights, axis=1)
        right = float((logs.argmax(axis=1) == truth).mean())
        out[name] = {"accuracy": round(right, 4), "log_loss": round(float(-logs[np.arange(len(truth)), truth].mean()), 4)}
    return out


def line(held_out: HeldOut) -> Dict[str, float]:
    """What the chosen line catches of strangers, or of out-of-scope rows, and how many right answers it costs."""
    weights = held_out.best_weights()
    probabilities = softmax(held_out.said @ weights, axis=1)
    best = probabilities.argmax(axis=1)
    chosen = held_out.lost_line(weights)
    below = familiarity_of(probabilities, held_out.familiar, held_out.outside) < chosen
    beyond = held_out.stranger | held_out.outside[held_out.truth]
    caught = below | held_out.outside[best]
    right = (best == held_out.truth) & ~beyond
    return {
        "line": round(chosen, 3),
        "caught": round(float(caught[beyond].mean()), 4) if beyond.any() else 0.0,
        "price": round(float(below[right].mean()), 4) if right.any() else 0.0,
    }


def measure(rows: List[List[str]]) -> Dict[str, Any]:
    encoder = SentenceEncoder(artifacts_folder() / "encoder", "fp32", 1)
    texts = [text for text, _ in rows]
    classes, truth = np.unique(np.array([intent for _, intent in rows]), return_inverse=True)
    given = Rows(texts, *encoder.encode_pieces(texts))
    held_out = HeldOut.of(given, truth, classes == OUT_OF_SCOPE, Settings(), FOLDS)
    if held_out is None:
        raise SystemExit("There are too few rows to hold any out.")
    weights = dict(zip(NAMES, held_out.best_weights().round(3).tolist(), strict=True))
    return {"rows": len(rows), "folds": folds(held_out), "weights": weights, "lost_line": line(held_out)}


if __name__ == "__main__":
    source, target = sys.argv[1:3]
    Path(target).write_text(json.dumps(measure(json.loads(Path(source).read_text(encoding="utf-8")))), encoding="utf-8")
