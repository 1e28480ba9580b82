"""What a pattern found (an entity, its value, where it stands), and short ways to write patterns and word sets."""

import re
from dataclasses import dataclass
from typing import Any, FrozenSet


@dataclass(frozen=True)
class Pattern:
    entity: str
    value: Any
    start: int
    end: int


def rx(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


def word_set(text: str) -> FrozenSet[str]:
    """The words of ``text``, which are parted by spaces."""
    return frozenset(text.split())
