"""What a customer takes back of a search: a condition that no longer matters, or all of it."""

from __future__ import annotations

import re

from actions.services.wishes import FACETS

_NAMES = r"(?P<{0}>colou?r|size|brand|make|material|fabric|price|budget|rating|stars|category|department)s?"
_ANY = re.compile(
    r"\b(?:(?:in )?(?:any|whatever|whichever|no particular)\s+"
    + _NAMES.format("any")
    + r"(?:\s+(?:is|will do|would do|works|goes)\b"
    r"(?:\s+(?:fine|ok|okay|good))?)?"
    r"|(?:the\s+)?"
    + _NAMES.format("plain")
    + r"\s+(?:(?:does|do|is)\s*(?:n[o']?t|not)|doesnt|dont|isnt)\s+(?:matter|important)\w*"
    r"|(?:i\s+)?(?:do\s*n[o']?t|dont)\s+(?:care|mind)\s+(?:about\s+)?(?:the\s+|what\s+|which\s+)?" + _NAMES.format("care") + r""
    r"|(?:no|without(?: a| any)?)\s+" + _NAMES.format("no") + r"\s+(?:limit|preference|range)s?)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"^\W*(?:(?:ok|okay|please|let'?s|can we|i want to|i'd like to|now)\W+)*"
    r"(?:(?:start|begin)\s+(?:over|again|afresh|anew|from scratch)|restart|reset|(?:a\s+)?(?:new|fresh) (?:search|start)"
    r"|clear (?:all|everything|the search|my search|filters?|the filters?))(?:\s+please)?\W*$",
    re.IGNORECASE,
)
_FIELDS: dict[str, tuple[str, ...]] = {
    "color": (FACETS["colour"],),
    "make": (FACETS["brand"],),
    "fabric": (FACETS["material"],),
    "price": ("price_min", "price_max"),
    "budget": ("price_min", "price_max"),
    "rating": ("rating_min",),
    "stars": ("rating_min",),
    "star": ("rating_min",),
    "department": (FACETS["category"],),
}


def no_longer_matters(text: str) -> tuple[str, ...]:
    """Fields of Filters that the text sets free ("any colour", "price doesn't matter"); () when it sets none free."""
    found: list[str] = []
    for match in _ANY.finditer(text):
        name = next(value for value in match.groupdict().values() if value).lower()
        found += _FIELDS.get(name) or (FACETS.get(name) or FACETS["colour"],)
    return tuple(dict.fromkeys(found))


def without_it(text: str) -> str:
    """The text without the words that set something free."""
    return _ANY.sub(" ", text).strip(" ,.;!?") if _ANY.search(text) else text


def starts_over(text: str) -> bool:
    return bool(_OVER.match(text))
