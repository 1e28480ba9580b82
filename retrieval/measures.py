"""What of a product can be measured and compared: "something lighter", "the warmest", "which one holds more?".

A measure is read from the product's own record: an attribute of that name, else a sentence of the description.
Values of one kind of unit are comparable (2.6 lb and 900 g); what is counted in another (litres and people) is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.text import sentences
from shop.catalogue import Product


@dataclass(frozen=True)
class Measure:
    """``label`` is found in the names of attributes, ``says`` in sentences; ``units`` are the kinds of unit it is told in.

    ``more`` and ``less`` are the comparatives and superlatives that ask for a high and for a low value.
    """

    name: str
    label: re.Pattern[str]
    says: re.Pattern[str]
    units: frozenset[str]
    more: re.Pattern[str]
    less: re.Pattern[str]


@dataclass(frozen=True)
class Reading:
    """``value`` in the base of ``unit`` (g, cm, l, s, °C, W, lm, people, pieces); ``said`` as the record says it."""

    value: float
    unit: str
    said: str


@dataclass(frozen=True)
class Wanted:
    """``measures``: the first that the products tell counts. ``most``: of all there is; else more than what was shown."""

    measures: tuple[Measure, ...]
    high: bool
    most: bool


def _measure(name: str, units: str, label: str, says: str, more: str, less: str) -> Measure:
    patterns = (re.compile(rf"\b(?:{p})" if p else r"(?!)", re.IGNORECASE) for p in (label, says, more, less))
    return Measure(name, next(patterns), next(patterns), frozenset(units.split()), next(patterns), next(patterns))


_BIG = r"(?:bigg|larg|roomi)e(?:r|st)\b"
_SMALL = r"(?:small)e(?:r|st)\b|(?:more|most) compact\b"
#: In the order in which a word that several share ("bigger") looks for one that the products tell.
MEASURES: tuple[Measure, ...] = (
    _measure(
        "weight",
        "g",
        r"weight$|weighs?\b",
        r"weigh(?:s|t|ing)\b",
        r"heavi(?:er|est)\b|(?:more|most) heavy\b|(?:higher|highest) weight\b",
        r"light(?:er|est)(?:[- ]?weight)?\b|(?:less|least) heavy\b|(?:lower|lowest|less|least) weight\b"
        r"|(?:more|most) lightweight\b",
    ),
    _measure(
        "temperature",
        "°C",
        r"warmth|temperature|comfort|rated to|season",
        r"rated (?:to|for|down to)|down to|comfort",
        r"cool(?:er|est)\b|(?:less|least) warm\b",
        r"warm(?:er|est)\b|(?:for|in) (?:much )?cold(?:er|est) (?:weather|nights?|days?)\b",
    ),
    _measure(
        "capacity",
        "l people pieces",
        r"capacity|volume|sleeps|holds",
        r"holds?\b|capacity|sleeps|room for|\d-person",
        _BIG + r"|(?:holds?|fits?|carries|sleeps) (?:the )?(?:more|most)\b|(?:more|most) (?:room|space|capacity|spacious)\b",
        _SMALL + r"|(?:less|least) capacity\b",
    ),
    _measure(
        "power",
        "W",
        r"power|wattage|output",
        r"\d\s?W\b|watts?\b",
        r"(?:more|most) powerful\b|strong(?:er|est) (?:motor|stove|burner)\b|(?:more|most) (?:power|watts?)\b",
        r"(?:less|least) powerful\b",
    ),
    _measure(
        "brightness",
        "lm",
        r"brightness|lumens?|light output|light$",
        r"lumens?\b|\d\s?lm\b",
        r"bright(?:er|est)\b",
        r"dimm(?:er|est)\b",
    ),
    _measure(
        "run time",
        "s",
        r"(?:run|burn|battery) ?(?:time|life)|battery|runtime|keeps (?:hot|cold|warm)|retention",
        r"(?:lasts|runs?|burns?|keeps?)\b.*\b(?:hours?|minutes|days)|battery",
        r"long(?:er|est)[- ](?:last\w+|battery|run\w*|burn\w*)|lasts (?:the )?long(?:er|est)\b|(?:better|best) battery\b"
        r"|(?:keeps|stays) (?:\w+ )?(?:warm|hot|cold|cool) (?:the )?long(?:er|est)\b",
        "",
    ),
    _measure(
        "maximum load",
        "g",
        r"maximum load|load|weight (?:limit|capacity)",
        r"carr(?:y|ies) up to|holds up to|supports?\b",
        r"(?:carries|supports|takes) (?:the )?(?:more|most)\b|(?:sturdi|strong)(?:er|est)\b",
        "",
    ),
    _measure(
        "size",
        "cm",
        r"size|dimensions?|length|width|height|diameter",
        r"\d\s?(?:cm|mm|in|inch\w*|feet|ft)\b",
        _BIG,
        _SMALL,
    ),
    _measure("length", "cm", r"length|size|dimensions?", r"long\b", r"long(?:er|est)\b", r"short(?:er|est)\b"),
    _measure("width", "cm", r"width|size|dimensions?", r"wide\b", r"wid(?:er|est)\b", r"narrow(?:er|est)\b"),
    _measure(
        "height",
        "cm",
        r"height|dimensions?",
        r"(?:high|tall)\b",
        r"(?:tall|high)(?:er|est)\b(?! rat)",
        r"low(?:er|est)\b(?! pric)",
    ),
    _measure("thickness", "cm", r"thickness|pile", r"thick\b", r"thick(?:er|est)\b", r"thinn(?:er|est)\b"),
)
#: unit as written → kind of unit, and what one of it is in the kind's base
_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("mg",), ("g", 0.001)),
    **dict.fromkeys(("g", "gram", "grams", "gr"), ("g", 1.0)),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogram", "kilograms"), ("g", 1000.0)),
    **dict.fromkeys(("oz", "ounce", "ounces"), ("g", 28.3495)),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), ("g", 453.592)),
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeter", "millimeters"), ("cm", 0.1)),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeter", "centimeters"), ("cm", 1.0)),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), ("cm", 100.0)),
    **dict.fromkeys(("in", "inch", "inches", '"', "”"), ("cm", 2.54)),
    **dict.fromkeys(("ft", "foot", "feet", "'"), ("cm", 30.48)),
    **dict.fromkeys(("ml", "millilitre", "millilitres", "milliliter", "milliliters"), ("l", 0.001)),
    **dict.fromkeys(("l", "litre", "litres", "liter", "liters"), ("l", 1.0)),
    **dict.fromkeys(("fl oz", "fluid ounces"), ("l", 0.0295735)),
    **dict.fromkeys(("cup", "cups"), ("l", 0.24)),
    **dict.fromkeys(("quart", "quarts", "qt"), ("l", 0.946353)),
    **dict.fromkeys(("gallon", "gallons", "gal"), ("l", 3.78541)),
    **dict.fromkeys(("person", "persons", "people", "man"), ("people", 1.0)),
    **dict.fromkeys(("piece", "pieces", "pcs"), ("pieces", 1.0)),
    **dict.fromkeys(("second", "seconds"), ("s", 1.0)),
    **dict.fromkeys(("minute", "minutes", "min"), ("s", 60.0)),
    **dict.fromkeys(("hour", "hours", "h", "hrs"), ("s", 3600.0)),
    **dict.fromkeys(("day", "days"), ("s", 86_400.0)),
    **dict.fromkeys(("w", "watt", "watts"), ("W", 1.0)),
    "kw": ("W", 1000.0),
    **dict.fromkeys(("lm", "lumen", "lumens"), ("lm", 1.0)),
}
_LETTERS = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<number>[-−]?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|[-−]?\d+(?:[.]\d+)?)[\s-]?(?:(?P<degree>°\s?[CF])|(?P<unit>{_LETTERS})(?![a-z/²³]))",
    re.IGNORECASE,
)
_MOST = re.compile(r"\b(?:most|least|[a-z]{2,}est)\b", re.IGNORECASE)
_NOT_MEASURING = frozenset(
    {"best", "rest", "test", "interest", "west", "guest", "request", "suggest", "honest", "latest", "vest"}
)


#: what is too much of it → what is asked for instead
_RATHER = {
    **dict.fromkeys(("heavy",), "lighter"),
    **dict.fromkeys(("light", "lightweight", "flimsy"), "heavier"),
    **dict.fromkeys(("big", "large", "bulky", "huge"), "smaller"),
    **dict.fromkeys(("small", "tiny", "little"), "bigger"),
    **dict.fromkeys(("cold",), "warmer"),
    **dict.fromkeys(("warm", "hot"), "cooler"),
    **dict.fromkeys(("dim", "dark"), "brighter"),
    **dict.fromkeys(("bright",), "dimmer"),
    **dict.fromkeys(("weak",), "more powerful"),
}
_TOO = re.compile(rf"\b(?:way |much |far |a bit )?too (?P<word>{'|'.join(_RATHER)})\b(?!\s+(?:for|to)\b)", re.IGNORECASE)


def wanted(text: str) -> Wanted | None:
    """What a comparative or superlative in ``text`` asks for; None where it has none. "Too heavy" asks for a lighter one."""
    text = _TOO.sub(lambda match: _RATHER[match.group("word").lower()], text)
    for high in (True, False):
        found = tuple(m for m in MEASURES if (m.more if high else m.less).search(text))
        if found:
            most = any(match.group().lower() not in _NOT_MEASURING for match in _MOST.finditer(text))
            return Wanted(found, high, most)
    return None


def reading(product: Product, measure: Measure) -> Reading | None:
    """The first quantity of the measure that the record tells; of several ("4 to 6 people", "60 × 45 cm") the largest."""
    for text in _told(product, measure):
        found = [(float(number) * factor, kind) for number, kind, factor in _quantities(text) if kind in measure.units]
        if found:
            value, kind = max(found)
            return Reading(value, kind, text)
    return None


def _told(product: Product, measure: Measure) -> Iterator[str]:
    for key, value in product.attributes.items():
        if measure.label.search(str(key).replace("_", " ")):
            yield str(value)
    for sentence in sentences(product.description):
        if measure.says.search(sentence):
            yield sentence


def _quantities(text: str) -> Iterator[tuple[str, str, float]]:
    """(number, kind of unit, factor), degrees already in °C with the factor 1."""
    for match in _QUANTITY.finditer(text):
        number = match["number"].replace("−", "-").replace(",", "")
        if match["degree"]:
            degrees = float(number)
            yield str((degrees - 32) / 1.8 if match["degree"].upper().endswith("F") else degrees), "°C", 1.0
        else:
            yield number.lstrip("-"), *_UNITS[match["unit"].lower()]
