"""One thing that a customer said of themselves, or of the one whom a gift is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from recommender.stated.words import ALLERGENS, BRANDS, COLOURS, DIETS, FITS, MATERIALS, RECIPIENTS, STYLES, TYPES, USES, WIDTHS

ATTRIBUTES = (
    *("diet", "allergy", "size", "width", "fit", "material", "colour", "brand", "type", "style", "use", "budget", "recipient"),
)
ME, GIFT = "me", "gift"
#: special care by law: what is eaten and what makes ill tells of health and belief
PROTECTED = frozenset(("diet", "allergy"))
_LISTS = {
    **{"diet": DIETS, "allergy": ALLERGENS, "material": MATERIALS, "colour": COLOURS, "brand": BRANDS, "type": TYPES},
    **{"style": STYLES, "fit": FITS, "width": WIDTHS, "use": USES, "recipient": RECIPIENTS},
}
_SIZES = {
    **{"extra small": "xs", "x-small": "xs", "small": "s", "medium": "m", "med": "m", "large": "l", "extra large": "xl"},
    **{"x-large": "xl", "extra-large": "xl", "xx-large": "xxl", "double xl": "xxl", "2xl": "xxl", "3xl": "xxxl"},
    **{"extra-small": "xs", "xsmall": "xs", "xlarge": "xl"},
}  # fmt: skip
_MONEY = re.compile(r"[$€£]|\b(?:dollars?|bucks?|euros?|eur|usd|gbp|pounds?|quid)\b")
_SYSTEM = re.compile(r"^(uk|us|eu)\s*(?=\d)")
_PAIR = re.compile(r"\d+ ?[x/] ?\d+$")
_RANGE = re.compile(r"^(?:between |from )?(\d+(?:\.\d+)?)\s*(?:-|to|and)\s*(\d+(?:\.\d+)?)$")
_ABOUT = re.compile(r"^(?:about|roughly|approx(?:imately)?|~|circa)\s*(?=\d)")
_AT_LEAST = re.compile(r"^(?:above|more than|at least|minimum|>=?)\s*(?=\d)")
_AT_MOST = re.compile(r"^(\d+(?:\.\d+)?)\s*(?:max(?:imum)?|or less|or under|tops|at most)$")
_CHEAP = frozenset(
    ("affordable", "inexpensive", "low", "tight", "budget", "budget-friendly", "low-cost", "low budget", "not expensive")
)
_BOUND = re.compile(r"^(?:up to|below|less than|max(?:imum)?|at most|no more than|not over|<=?|budget of)\s*(?=\d)")


@dataclass(frozen=True)
class Stated:
    """``scope`` is ``me`` or ``gift``. ``lasting`` says that it is told of a person, and not only wished of this search;
    ``allowed`` that it takes back a no and likes nothing ("leather is fine now")."""

    attribute: str
    value: str
    scope: str = ME
    negated: bool = False
    lasting: bool = True
    allowed: bool = False

    @property
    def key(self) -> tuple[str, str, str, bool]:
        return self.attribute, canonical(self.attribute, self.value), self.scope, self.negated


def canonical(attribute: str, value: str) -> str:
    """One spelling of a value: lower case, the word that is kept for several, money without its sign, "medium" as "m"."""
    said = " ".join(value.lower().replace("’", "'").split())
    known = _LISTS.get(attribute, {})
    if attribute == "size":
        return _size(said)
    if attribute == "budget":
        return _budget(said)
    if attribute == "allergy":
        return known.get(said) or known.get(singular(said)) or said
    if attribute == "type":
        return known.get(said) or singular(said)
    return known.get(said) or known.get(said.replace("-", " ")) or known.get(said.replace(" ", "-")) or said


def _size(said: str) -> str:
    bare = _SYSTEM.sub(r"\1 ", said.removeprefix("size ")).replace(" x ", "x").replace("x", "/" if _PAIR.match(said) else "x")
    return _SIZES.get(bare, bare)


def _budget(said: str) -> str:
    bare = " ".join(_MONEY.sub(" ", said).split())
    bare = _RANGE.sub(r"\1-\2", bare)
    bare = _AT_MOST.sub(r"under \1", _BOUND.sub("under ", _ABOUT.sub("around ", _AT_LEAST.sub("over ", bare))))
    if bare in _CHEAP:
        return "cheap"
    return f"under {bare}" if re.fullmatch(r"\d+(?:\.\d+)?", bare) else bare


def singular(words: str) -> str:
    """ "hiking boots" → "hiking boot"; what has no singular (jeans, glasses) is in the lists of words."""
    head, _, last = words.rpartition(" ")
    if last in TYPES:
        one = TYPES[last]
    elif last.endswith("ies") and len(last) > 4:
        one = last[:-3] + "y"
    elif last.endswith(("ches", "shes", "xes", "sses")):
        one = last[:-2]
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")) and len(last) > 3:
        one = last[:-1]
    else:
        one = last
    return f"{head} {one}".strip()
