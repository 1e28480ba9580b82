"""Plain labels of intents, for the buttons that ask what was meant."""

from __future__ import annotations

from collections.abc import Sequence

from actions.words import Words
from storage import Storage


def label_intents(storage: Storage, intents: Sequence[str], words: Words) -> dict[str, str]:
    """The label that marketing gave, else the domain's words, else the name made readable."""
    labels: dict[str, str] = {}
    for intent in intents:
        item = storage.content.get("intent", intent)
        given = (item.live or {}).get("label") if item is not None else None
        if words.has(f"utter_label_intent_{intent}"):
            labels[intent] = words.label(f"utter_label_intent_{intent}")
        elif isinstance(given, str) and given.strip():
            labels[intent] = given.strip()[:80]
        else:
            labels[intent] = intent.replace("_", " ").capitalize()[:80]
    return labels
