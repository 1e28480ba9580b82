"""Figures of an intent classifier: accuracies, out of scope, and whether its confidence means what it says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

BINS = 10
OOS = "oos"


def scores(wanted: Sequence[str], got: Sequence[str]) -> dict[str, float | None]:
    """All rows, ``oos`` a label like any other. None where it is not defined: no in-scope row, no ``oos`` row, none said.

    ``macro_f1`` is the mean over the labels that the wanted rows have.
    """
    w, g = np.asarray(wanted, dtype=object), np.asarray(got, dtype=object)
    within, out, said = w != OOS, w == OOS, g == OOS
    right = w == g
    f1 = []
    for label in sorted(set(wanted)):
        hit = float(np.sum((w == label) & (g == label)))
        f1.append(2 * hit / float(np.sum(w == label) + np.sum(g == label)))
    return {
        "accuracy": float(right.mean()),
        "in_scope_accuracy": float(right[within].mean()) if within.any() else None,
        "macro_f1": float(np.mean(f1)),
        "oos_recall": float(right[out].mean()) if out.any() else None,
        "oos_precision": float(right[said].mean()) if said.any() and out.any() else None,
    }


def reliability(confidence: Sequence[float], right: Sequence[bool]) -> dict[str, object]:
    """Ten bins of confidence, each with its rows, mean confidence and accuracy, and the expected calibration error."""
    c, r = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    place = np.minimum((c * BINS).astype(int), BINS - 1)
    bins: dict[str, dict[str, float]] = {}
    error = 0.0
    for number in range(BINS):
        inside = place == number
        if inside.any():
            low, high = number / BINS, (number + 1) / BINS
            bins[f"{low:.1f}-{high:.1f}"] = {
                "rows": int(inside.sum()),
                "confidence": round(float(c[inside].mean()), 4),
                "accuracy": round(float(r[inside].mean()), 4),
            }
            error += float(inside.mean()) * abs(float(r[inside].mean() - c[inside].mean()))
    return {"expected_calibration_error": round(error, 4), "bins": bins}
