"""A search in words: "acoustic guitars up to $200"."""

from __future__ import annotations

from dataclasses import replace

from actions.services.search_state import NUMBERS, SearchState
from actions.services.wishes import wishes
from actions.words import Words
from retrieval.filters import Filters
from shop.money import money_text

#: every condition that a customer can drop by a button, in the order in which they are said
CONDITIONS = ("types", "brands", "colours", "sizes", "materials", "categories", *NUMBERS, "in_stock", "exclude")


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
            values = [str(v) for v in value]
    return words.text(f"utter_condition_{condition}", value=", ".join(values)) if values else ""


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
