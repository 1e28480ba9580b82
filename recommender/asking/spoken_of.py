"""What a product's own text says it is for, and for whom: attributes that no column of a catalogue has.

The values are words that a search can ask for as they are ("speaks of hiking").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_USES_TEXT = """
running hiking trekking camping backpacking climbing cycling fishing hunting skiing swimming yoga fitness golf tennis
football basketball travel office school wedding party gardening cooking baking gaming photography painting knitting
sewing picnics beach festivals recording practice outdoor indoor winter summer
"""
USES = tuple(_USES_TEXT.split())
#: value to how a text says it
WHOM: Mapping[str, str] = {
    "men": r"men|mens",
    "women": r"women|womens|ladies",
    "kids": r"kids?|children|childrens?",
    "toddlers": r"toddlers?",
    "babies": r"bab(?:y|ies)|infants?",
    "boys": r"boys?",
    "girls": r"girls?",
    "adults": r"adults?",
    "beginners": r"beginners?",
    "professionals": r"professionals",
    "dogs": r"dogs?",
    "cats": r"cats?",
}
_USE = "|".join(USES)
_NAMED_USE = re.compile(rf"\b({_USE})\b", re.IGNORECASE)
#: in a running text only what it is made for: "for trail running and hiking", not "the school run"
_FOR_USE = re.compile(rf"\bfor (?:[\w-]+ ){{0,2}}?({_USE})\b(?:(?:,| and| or) (?:[\w-]+ )?({_USE})\b)?", re.IGNORECASE)
_FORMS = "|".join(f"(?P<{name}>{forms})" for name, forms in WHOM.items())
_NAMED_WHOM = re.compile(rf"\b(?:{_FORMS})\b", re.IGNORECASE)
_FOR_WHOM = re.compile(rf"\bfor (?:[\w-]+ ){{0,2}}?(?:{_FORMS})\b", re.IGNORECASE)
MOST_WORDS = 3  # of a value that stands on a button
_VALUE = re.compile(r"[a-z][a-z .%°/+-]*", re.IGNORECASE)  # who asks for "360 g"?
#: parts of a record that have a question of their own, or that nobody shops by
_NOT_ASKED = frozenset(
    ("colour", "color", "size", "material", "fabric", "care", "in the box", "brand", "category", "type", "price")
)


def uses_of(name: str, text: str = "") -> tuple[str, ...]:
    """What a product is for, each once: by its name (its type belongs to it) any mention counts, by its description
    what it is said to be for."""
    told = [*_NAMED_USE.findall(name), *(use for pair in _FOR_USE.findall(text) for use in pair if use)]
    return tuple(dict.fromkeys(use.lower() for use in told))


def whom_of(name: str, text: str = "") -> tuple[str, ...]:
    """Whom a product is for, read in the same way."""
    told = [*_NAMED_WHOM.finditer(name), *_FOR_WHOM.finditer(text)]
    return tuple(dict.fromkeys(str(match.lastgroup) for match in told))


def features_of(attributes: Mapping[str, str]) -> dict[str, str]:
    """A record's own attributes with values short and plain enough to choose from, lower case."""
    short = ((name.strip().lower(), value.strip().lower()) for name, value in attributes.items())
    return {
        name: value
        for name, value in short
        if name and name not in _NOT_ASKED and value and len(value.split()) <= MOST_WORDS and _VALUE.fullmatch(value)
    }


def common_features(given: Sequence[Mapping[str, str]], share: float = 0.5) -> tuple[str, ...]:
    """Names of the features that at least that share of the records have, the commonest first."""
    counts: dict[str, int] = {}
    for features in given:
        for name in features:
            counts[name] = counts.get(name, 0) + 1
    return tuple(
        sorted((name for name, n in counts.items() if n >= share * len(given)), key=lambda name: (-counts[name], name))
    )
