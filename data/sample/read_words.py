"""Reads the shop's prose, which lies as JSON in ``words/``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("words")


def read_words(name: str) -> Any:
    """The content of ``words/<name>.json``; its shape is the caller's business."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
