"""Names of columns and keys, whatever their letter case and separators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def normal(name: str) -> str:
    """``normal("Product ID") == normal("productId") == "product_id"``."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^\w]+", "_", apart.lower()).strip("_")


def renamed(values: Mapping[str, Any], synonyms: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """``values`` under the names of our fields; keys that are none are left out."""
    by_name = {normal(key): value for key, value in values.items()}
    found: dict[str, Any] = {}
    for field, names in synonyms.items():
        name = next((name for name in (field, *names) if name in by_name), None)
        if name is not None:
            found[field] = by_name[name]
    return found
