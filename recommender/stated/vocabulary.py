"""The values that a sentence may name: general words, and those of the shop's own catalogue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from recommender.stated import words
from recommender.stated.fact import canonical, singular

WORD = re.compile(r"[^\W_]+(?:[.'&-][^\W_]+)*(?:'(?=\s|$))?")
_LONGEST = 5  # words of a value
#: of readings of the same words the first counts, where the sentence does not tell otherwise
_ORDER = ("diet", "recipient", "width", "fit", "material", "colour", "style", "brand", "type", "use", "allergy")


@dataclass(frozen=True)
class Named:
    """``readings`` maps attributes to values; ``start`` and ``end`` are places in the text."""

    readings: Mapping[str, str]
    start: int
    end: int
    said: str


class Vocabulary:
    """Forms (lower case) to what they may mean. ``shop`` adds attribute → {form: value}."""

    def __init__(self, shop: Mapping[str, Mapping[str, str]] | None = None):
        self._forms: defaultdict[str, dict[str, str]] = defaultdict(dict)
        general: Mapping[str, Mapping[str, str]] = {
            **{"diet": words.DIETS, "recipient": words.RECIPIENTS, "width": words.WIDTHS, "fit": words.FITS},
            **{"material": words.MATERIALS, "colour": words.COLOURS, "style": words.STYLES, "brand": words.BRANDS},
            **{"type": words.TYPES, "use": words.USES, "allergy": words.ALLERGENS},
        }
        for attribute in _ORDER:
            for form, value in general.get(attribute, {}).items():
                self._forms[form].setdefault(attribute, value)
        for attribute, forms in (shop or {}).items():
            for form, value in forms.items():
                named = value.lower()
                kept = singular(named) if attribute == "type" else canonical(attribute, named)
                self._forms[form.lower()].setdefault(attribute, kept)
        also = (*words.DEEDS, *words.DOERS, *words.NOT_EATEN)
        self.words = frozenset(w for form in (*self._forms, *also) for w in form.split())

    def readings(self, form: str) -> Mapping[str, str]:
        return self._forms.get(form, {})

    def find(self, text: str) -> list[Named]:
        """The longest forms from left to right, none overlapping; ``text`` is tidied (see tidy)."""
        places = [m.span() for m in WORD.finditer(text)]
        found: list[Named] = []
        at = 0
        while at < len(places):
            for length in range(min(_LONGEST, len(places) - at), 0, -1):
                start, end = places[at][0], places[at + length - 1][1]
                said = text[start:end].rstrip("'")
                readings = self._forms.get(said)
                if readings is None and said.endswith("'s"):
                    said, end = said.removesuffix("'s"), end - 2
                    readings = self._forms.get(said)
                if readings is None and said.endswith("-free"):  # "leather-free"
                    said, end = said.removesuffix("-free"), end - len("-free")
                    readings = self._forms.get(said)
                if readings:
                    found.append(Named(readings, start, end, said))
                    at += length
                    break
            else:
                at += 1
        return found


def of_lookups(lists: Mapping[str, Iterable[Mapping[str, object]]]) -> Vocabulary:
    """The vocabulary of a shop by its word lists (types, brands, colours, materials: ``{value, forms, plain}``). Words that are
    everyday words too ("plain") are left out: nobody states a taste by them alone."""
    shop: dict[str, dict[str, str]] = {}
    for name, attribute in (("types", "type"), ("brands", "brand"), ("colours", "colour"), ("materials", "material")):
        shop[attribute] = {
            str(form): str(entry["value"])
            for entry in lists.get(name, ())
            if not entry.get("plain")
            for form in entry.get("forms", ())  # type: ignore[attr-defined]
            if len(str(form)) > 2
        }
    return Vocabulary(shop)
