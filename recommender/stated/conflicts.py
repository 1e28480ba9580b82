"""Which products go against what must hold: a diet, an allergy, a material or a maker that is not wanted.

A product goes against it when its own text says the thing; what denies it ("no wool", "leather-free", "faux leather") does not.
Foods are looked for only where a text tells of contents, so that a butter dish is no butter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from recommender.stated.fact import Stated
from recommender.stated.words import plain

_ANIMAL = (
    "leather suede nubuck wool woollen woolen merino cashmere mohair alpaca angora silk fur sheepskin shearling lambswool"
    " feathers feather horsehair beeswax"
)
_MEAT = "meat beef pork ham bacon chicken turkey lamb veal sausage salami jerky gelatin gelatine lard"
_FISH = "fish salmon tuna anchovy anchovies shrimp prawn prawns crab lobster oyster oysters"
_MILK = "milk dairy butter cream cheese whey casein yogurt yoghurt lactose ghee"
_EGG = "egg eggs mayonnaise"
_GRAIN = "gluten wheat barley rye spelt malt semolina couscous"
_NUTS = "nut nuts almond almonds cashew cashews hazelnut hazelnuts pecan pecans pistachio pistachios macadamia walnuts"
_FOODS: Mapping[str, str] = {
    "vegan": f"{_MEAT} {_FISH} {_MILK} {_EGG} honey",
    "vegetarian": f"{_MEAT} {_FISH}",
    "pescatarian": _MEAT,
    "halal": "pork ham bacon lard gelatin gelatine alcohol wine beer rum",
    "kosher": "pork ham bacon lard shrimp prawn prawns crab lobster shellfish oyster oysters",
    "gluten-free": _GRAIN,
    "dairy-free": _MILK,
    "pork-free": "pork ham bacon lard",
    "beef-free": "beef",
    "nut-free": f"{_NUTS} peanut peanuts",
    "egg-free": _EGG,
    "soy-free": "soy soya tofu",
    "sugar-free": "sugar",
    "alcohol-free": "alcohol wine beer rum",
    "caffeine-free": "caffeine coffee",
}
_ALLERGENS: Mapping[str, str] = {
    "nuts": f"{_NUTS} peanut peanuts",
    "tree nuts": _NUTS,
    "peanuts": "peanut peanuts",
    "shellfish": "shellfish shrimp prawn prawns crab lobster oyster oysters mussels",
    "dairy": _MILK,
    "milk": _MILK,
    "lactose": _MILK,
    "eggs": _EGG,
    "gluten": _GRAIN,
    "wheat": "wheat semolina couscous",
    "soy": "soy soya tofu",
    "fish": _FISH,
    "seafood": f"{_FISH} shellfish",
    "fragrance": "fragrance scented perfume perfumed",
}
#: materials that others are kinds of
_KINDS: Mapping[str, str] = {
    "wool": "wool woollen woolen merino lambswool",
    "leather": "leather suede nubuck",
    "fur": "fur shearling sheepskin",
    "synthetic": "synthetic polyester nylon acrylic polypropylene polyamide spandex elastane pvc vinyl",
    "plastic": "plastic pvc polypropylene acrylic",
    "feathers": "feather feathers",
    "rubber": "rubber latex",
    "metal": "metal steel aluminium aluminum iron brass copper titanium",
    "wood": "wood wooden oak walnut beech pine teak",
}
#: told of as a stuffing only: "fold down" is none
_DOWN = (
    r"(?:goose|duck)[ -]down|\bdown (?:fill\w*|jacket|insulation|insulated|vest|parka|bag|sleeping|duvet|pillow)"
    r"|\d+[ -](?:fill|cuin)|material: down\b"
)
#: so many words before the thing may deny it: "no", "without any", "free of"
_REACH = 3
_DENIES = plain("no not non never without free zero cannot isn't doesn't don't contains-no instead lacks")
#: right before the thing: what only looks like it
_LOOKS = plain("faux fake imitation vegan artificial mock plant-based synthetic like-real")
_CONTENTS = re.compile(
    r"\b(?:contains?|containing|made (?:with|from|of)|ingredients?:?|allergens?:?|filled with|rich in|with real|coated in"
    r"|composition:?|in the pack:?)\s[^.;]*",
    re.IGNORECASE,
)
_TOLD = frozenset(("ingredients", "allergens", "contains", "composition", "flavour", "flavor", "contents"))
_BEHIND = r"(?![- ]?(?:free|less|alternative|substitute|look|like|style|effect|colou?red|dish|knife|pan|board))"


@dataclass(frozen=True)
class Told:
    """What a product's record says: ``names`` (name, brand, type, material, options), its description, and its attributes."""

    names: str
    description: str = ""
    attributes: Mapping[str, str] | None = None

    def text(self) -> str:
        return ". ".join([self.names, self.description, *(f"{k}: {v}" for k, v in (self.attributes or {}).items())]).lower()

    def contents(self) -> str:
        """Where a text tells of what is in the thing."""
        given = [v for k, v in (self.attributes or {}).items() if k.lower() in _TOLD]
        return " . ".join([self.names, *given, *_CONTENTS.findall(self.description)]).lower()


def is_hard(fact: Stated) -> bool:
    """Must it hold, whatever is asked for? A diet, an allergy, a material or a brand that is not wanted."""
    wanted_not = fact.attribute in ("material", "brand") and fact.negated
    return wanted_not or (fact.attribute in ("diet", "allergy") and not fact.negated)


def conflict(facts: Iterable[Stated], product: Told) -> Stated | None:
    """The first of the hard facts that the product goes against; None when it goes against none."""
    text: str | None = None
    for fact in facts:
        if not is_hard(fact):
            continue
        if fact.attribute == "brand":  # what a text compares itself with is not its maker
            if _affirms(re.compile(rf"(?<!\w){re.escape(fact.value)}(?!\w)", re.I), product.names):
                return fact
            continue
        text = product.text() if text is None else text
        anywhere, inside = _patterns(fact.attribute, fact.value)
        if fact.attribute == "diet" and _affirms(re.compile(rf"\b{re.escape(fact.value)}\b"), text):
            continue  # it says that it is vegan
        if (anywhere and _affirms(anywhere, text)) or (inside and _affirms(inside, product.contents())):
            return fact
    return None


@lru_cache(maxsize=512)
def _patterns(attribute: str, value: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What must stand nowhere in the text, and what must not be among the contents."""
    if attribute == "diet":
        animal = value == "vegan"
        return _pattern(_ANIMAL, _DOWN if animal else "") if animal else None, _pattern(_FOODS.get(value, ""))
    if attribute == "allergy" and value in _ALLERGENS:
        foods = _pattern(_ALLERGENS[value])
        return (foods, None) if value == "fragrance" else (None, foods)
    if value == "down":
        return _pattern("", _DOWN), None
    return _pattern(_KINDS.get(value, "") or value.replace(" ", "_")), None


def _pattern(words: str, more: str = "") -> re.Pattern[str] | None:
    listed = [re.escape(w.replace("_", " ")) for w in words.split()]
    forms = "|".join(sorted(listed, key=len, reverse=True))
    parts = [rf"(?<!\w)(?<!-)(?:{forms}){_BEHIND}(?!\w)"] if forms else []
    body = "|".join([*parts, *([more] if more else [])])
    return re.compile(body, re.I) if body else None


def _affirms(pattern: re.Pattern[str], text: str) -> bool:
    """Does the text say it at a place where nothing denies it?"""
    for match in pattern.finditer(text):
        before = re.split(r"[.;:!?]", text[max(0, match.start() - 40) : match.start()])[-1].split()[-_REACH:]
        if not _DENIES.intersection(before) and not (before and before[-1] in _LOOKS):
            return True
    return False
