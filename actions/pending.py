"""The question that a customer has before them, and until when it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions.turn import Turn

SLOT = "asking"


@dataclass(frozen=True)
class Pending:
    """The question that the customer has before them: ``asked`` are the attributes asked in a row, this one last; ``options``
    each label with the entities that it stands for; ``offered``: the chance that one of them is right for the customer."""

    asked: tuple[str, ...]
    options: tuple[tuple[str, Mapping[str, Any]], ...]
    offered: float = 1.0

    @property
    def attribute(self) -> str:
        return self.asked[-1]

    def to_slot(self) -> dict[str, Any]:
        return {
            "asked": list(self.asked),
            "options": [[label, dict(means)] for label, means in self.options],
            "offered": self.offered,
        }

    @classmethod
    def from_slot(cls, slot: object) -> Pending | None:
        if not isinstance(slot, Mapping) or not isinstance(slot.get("asked"), list) or not slot["asked"]:
            return None
        pairs = [pair for pair in slot.get("options") or () if isinstance(pair, list) and len(pair) == 2]
        offered = slot.get("offered")
        options = tuple((str(label), dict(means)) for label, means in pairs)
        sure = float(offered) if isinstance(offered, (int, float)) and 0 <= offered <= 1 else 1.0
        return cls(tuple(map(str, slot["asked"])), options, sure)


def close_question(turn: Turn, before: object) -> None:
    """A question stands until the next message is answered; ``before`` is what the slot held when the turn began."""
    if before is not None and not any(e.get("name") == SLOT for e in turn.events):
        turn.remember(SLOT, None)
