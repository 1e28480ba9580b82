"""A search in words: "acoustic guitars up to $200"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.services.search_state import NUMBERS, SearchState
from actions.services.wishes import wishes
from actions.words import Words
from retrieval.filters import Filters
from shop.money import money_text

_SIZE_LETTERS = re.compile(r"(?:x{0,3}|\d)?[sml]|x{2,3}[sl]|\d?xl", re.IGNORECASE)

#: every condition that a customer can drop by a button, in the order in which they are said
CONDITIONS = (
    "types",
    "brands",
    "colours",
    "sizes",
    "materials",
    "categories",
    *NUMBERS,
    "in_stock",
    "exclude",
    "exclude_words",
    "speaks_of",
)


def say_condition(filters: Filters, condition: str, words: Words, currency: str) -> str:
    """One condition in words ("up to $200"); "" when it is not set."""
    if condition == "exclude":
        values = [v for each in filters.exclude.values() for v in each]
    else:
        value = getattr(filters, condition, None)
        if condition == "in_stock":
            return words.text("utter_condition_in_stock") if value else ""
        if not value:
            return ""
        if condition in ("price_min", "price_max"):
            values = [money_text(int(value), currency)]
        elif condition == "rating_min":
            values = [f"{float(value):g}"]
        else:
            values = [size_text(str(v)) if condition == "sizes" else str(v) for v in value]
    between = words.text("utter_condition_or" if condition.startswith("exclude") else "utter_condition_and")
    return words.text(f"utter_condition_{condition}", value=listed(values, between)) if values else ""


def say_conditions(filters: Filters, conditions: Sequence[str], words: Words, currency: str) -> str:
    """Several in words ("in blue and up to $200"); "" when there are none, or one of them cannot be said."""
    said = [say_condition(filters, condition, words, currency) for condition in conditions]
    return listed(said, words.text("utter_condition_and")) if said and all(said) else ""


def listed(values: list[str], between: str) -> str:
    """ "tents, stoves and mugs"."""
    return " ".join([", ".join(values[:-1]), between, values[-1]]) if len(values) > 1 else values[0]


def size_text(size: str) -> str:
    """Letters of sizes stand in capitals: "xl" is "XL"."""
    return size.upper() if _SIZE_LETTERS.fullmatch(size) else size


def plural(kind: str) -> str:
    """The plural of a type's last word: "rain jackets", "brushes", "batteries"; what ends in s is one already."""
    if kind.endswith("s"):
        return kind
    if kind.endswith(("sh", "ch", "x", "z")):
        return kind + "es"
    if kind.endswith("y") and kind[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return kind[:-1] + "ies"
    return kind + "s" if kind else kind


def say_what(state: SearchState, words: Words, currency: str) -> str:
    """What is looked for, in words and in the plural: "acoustic guitars up to $200"."""
    filters = replace(state.filters, types=tuple(plural(kind) for kind in state.filters.types))
    said = [s for c in CONDITIONS if (s := say_condition(filters, c, words, currency))]
    if not filters.types:
        named = state.query and wishes(state.query, ())
        said.insert(0, words.text("utter_what_like", query=state.query) if named else words.text("utter_what_products"))
    return " ".join(said)
