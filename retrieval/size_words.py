"""How customers write a size that the shop writes in its own way: "2-person" is "two person", "10 in" is "10 inch"."""

from __future__ import annotations

import re

_NAMES = {
    "xs": ("extra small",), "s": ("small",), "m": ("medium",), "l": ("large",), "xl": ("extra large",),
    "xxl": ("2xl", "xx large"),
    "xxxl": ("3xl",),
}  # fmt: skip
_UNITS = (
    ("in", "inch", "inches"), ("ft", "feet", "foot"), ("l", "liter", "liters", "litre", "litres"),
    ("qt", "quart", "quarts"),
    ("oz", "ounce", "ounces"), ("lb", "lbs", "pound", "pounds"), ("gal", "gallon", "gallons"),
    ("m", "meter", "meters", "metre", "metres"),
    ("cm", "centimeter", "centimeters", "centimetre", "centimetres"), ("mm",), ("ml",),
    ("kg", "kilo", "kilos"), ("g", "gram", "grams"),
    ("person", "persons", "people", "man"), ("piece", "pieces", "pcs"), ("cup", "cups"), ("bulb", "bulbs"),
)  # fmt: skip
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MEASURE = re.compile(r"(?P<number>[\d.,/ x×*-]*\d)[\s-]?(?P<unit>[a-z]+)")


def size_forms(size: str) -> list[str]:
    """The size itself first, folded as it is given; numbers up to twelve also in words in front of what is counted."""
    forms = [size, *_NAMES.get(size, ())]
    match = _MEASURE.fullmatch(size)
    if match:
        number, unit = match.group("number").strip(), match.group("unit")
        others = next((units for units in _UNITS if unit in units), ())
        forms += [f"{number} {other}" for other in others]
        if number.isdigit() and 1 <= int(number) <= len(_NUMBERS) and "person" in others:
            forms += [f"{_NUMBERS[int(number) - 1]} {other}" for other in others]
    return list(dict.fromkeys(forms))
