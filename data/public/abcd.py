"""ABCD (Chen et al. 2021, MIT): sentences of customers of a clothing shop, each with its class."""

from __future__ import annotations

from data.public.files import public_rows


def read() -> list[tuple[str, str]]:
    """(text, class), in file order."""
    return [(row["text"].strip(), row["coarse"]) for row in public_rows("dialogues/abcd_utterances.csv.gz")]
