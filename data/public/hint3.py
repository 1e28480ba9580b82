"""HINT3 sofmattress (Arora et al. 2020, ODbL): live queries to a mattress shop, each with its class."""

from __future__ import annotations

from data.public.files import public_rows

SPLITS = ("train", "test")  # train_subset repeats a part of train


def read() -> list[tuple[str, str]]:
    """(text, class) of version 2, which has corrected labels, train and test, in file order."""
    rows = public_rows("intents/hint3_sofmattress.csv.gz")
    return [(r["text"].strip(), r["coarse"]) for r in rows if r["version"] == "v2" and r["split"] in SPLITS]
