"""What a customer looks for: query and filters, begun by one message and changed by the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from actions.services.taken_back import no_longer_matters, without_it
from actions.services.wishes import FACETS, opens_anew, own_words, telling, wishes
from retrieval.filters import Filters
from shop.errors import InvalidInput
from shop.money import minor_digits

NUMBERS = ("price_min", "price_max", "rating_min")
#: the cheapest first, the best rated first, the most expensive first
SORTS = {
    "price": re.compile(
        r"\b(?:cheapest|lowest[\s-]pric\w+|least expensive|most affordable"
        r"|(?:sort|order)\w* by price|low to high)\b",
        re.IGNORECASE,
    ),
    "rating": re.compile(
        r"\b(?:(?:best|highest|top|better|higher)[\s-](?:rated|ratings?|reviewed|reviews)"
        r"|(?:sort|order)\w* by (?:rating|stars|reviews))\b",
        re.I,
    ),
    "price_down": re.compile(r"\b(?:most expensive|priciest|dearest|highest[\s-]pric\w+|high to low)\b", re.IGNORECASE),
}
#: every order of results but that of relevance
ORDERS = (*SORTS, "price_middle")
_OTHER = re.compile(r"\b(?:an)?other\s+(brand|colou?r|material|size)s?\b|\bdifferent\s+(brand|colou?r|material|size)s?\b", re.I)
_SAME_KIND = re.compile(r"\b(?:ones?|those|these|them)\b", re.IGNORECASE)
#: a message that only says with what, or for what: a piece of a sentence, which the one before it completes
_PIECE = re.compile(
    r"^\W*(?:(?:and|or|but|ok|okay|also|maybe|ideally|preferably|just|only|then|now|something|ones?)\b\W*)*"
    r"(?:with|without|having|made (?:of|from|for)|that (?:has|have|is|are|can|fits?|works?)|which (?:has|have)"
    r"|suitable for|good for)\s+\w",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:more|next|others?|another|else|additional|further|different)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SearchState:
    """What is looked for, by which words, conditions and order."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: str = "relevance"  # or one of ORDERS

    def to_slot(self) -> dict[str, Any]:
        return {"query": self.query, "filters": self.filters.to_dict(), "sort": self.sort}

    @classmethod
    def from_slot(cls, slot: object) -> SearchState | None:
        """None when nothing (readable) has been searched for yet."""
        given = slot.get("filters") if isinstance(slot, Mapping) else None
        if not isinstance(slot, Mapping) or not isinstance(given, Mapping):
            return None
        try:
            filters = Filters.from_dict(given)
        except InvalidInput:
            return None
        sort = str(slot.get("sort")) if slot.get("sort") in ORDERS else "relevance"
        return cls(str(slot.get("query") or ""), filters, sort)


def minor(value: object, currency: str) -> int | None:
    """Major units as the bot gives them (``49.9``, ``"49.90"``) in minor units; None for what is no price above 0."""
    number = _number(value)
    return round(number * 10 ** minor_digits(currency)) if number is not None and 0 < number < 1e9 else None


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str):
        try:
            return float(re.sub(r"[^\d.\-]", "", value))
        except ValueError:
            return None
    return None


def _values(value: object) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [v.strip() for v in given if isinstance(v, str) and v.strip()]


def _truth(value: object) -> bool:
    return value is True or str(value).lower() in ("true", "yes", "1", "in stock", "in_stock", "available")


def read_conditions(entities: Iterable[Mapping[str, Any]], currency: str) -> Filters:
    """The filters that one message names. An entity with the role "not" excludes its value, a ``without`` what speaks of it."""
    includes: dict[str, list[str]] = {}
    excludes: dict[str, list[str]] = {}
    numbers: dict[str, Any] = {}
    without: dict[str, None] = {}
    speaks_of: dict[str, None] = {}
    for entity in entities:
        name, value = entity.get("entity"), entity.get("value")
        if name in FACETS:
            into = (excludes if entity.get("role") == "not" else includes).setdefault(FACETS[name], [])
            into.extend(v for v in _values(value) if v not in into)
        elif name in ("price_min", "price_max"):
            price = minor(value, currency)
            if price is not None:
                numbers[name] = price
        elif name == "rating_min":
            stars = _number(value)
            if stars is not None and 0 < stars <= 5:
                numbers[name] = stars
        elif name == "in_stock" and _truth(value):
            numbers["in_stock"] = True
        elif name == "without":
            without.update(dict.fromkeys(_values(value)))
        elif name == "speaks_of":
            speaks_of.update(dict.fromkeys(_values(value)))
    low, high = numbers.get("price_min"), numbers.get("price_max")
    if low is not None and high is not None and low > high:
        numbers["price_min"], numbers["price_max"] = high, low
    for facet, values in excludes.items():  # "a jacket, not leather": what is excluded is not asked for as well
        includes[facet] = [v for v in includes.get(facet, []) if v not in values]
    named: dict[str, Any] = {facet: tuple(values) for facet, values in includes.items()}
    return Filters(
        **named,
        **numbers,
        exclude={facet: tuple(values) for facet, values in excludes.items()},
        exclude_words=tuple(without),
        speaks_of=tuple(speaks_of),
    )


def read_sort(text: str, entities: Iterable[Mapping[str, Any]] = ()) -> str:
    """One of ORDERS, or "relevance" when the message names no order; "cheap" and "premium" ask for one too."""
    named = next((name for name in ("price_down", "price", "rating") if SORTS[name].search(text)), None)
    if named is not None:
        return named
    levels = [e.get("value") for e in entities if e.get("entity") == "price_level"]
    return {"low": "price", "mid": "price_middle", "high": "price_down"}.get(str(levels[-1]) if levels else "", "relevance")


def _sort(text: str, entities: Sequence[Mapping[str, Any]], filters: Filters) -> str:
    """ "cheap" orders what is all of the kind wanted; where the kind is unknown the cheapest would be anything."""
    known = filters.types or filters.categories
    return read_sort(text, entities if known else ())


def other_than(text: str) -> str | None:
    """The facet of "other brands", "a different colour": what is to be left behind. None when the text says no such thing."""
    match = _OTHER.search(text)
    if match is None:
        return None
    word = (match.group(1) or match.group(2)).lower()
    return FACETS["colour" if word.startswith("colo") else word]


def asks_for_more(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Is it "show me more" and nothing else?"""
    named = [e for e in entities if e.get("entity") not in ("count", "language")]
    return bool(_MORE.search(text)) and not named and not wishes(text, entities) and read_sort(text) == "relevance"


def begin(text: str, entities: Sequence[Mapping[str, Any]], currency: str) -> SearchState:
    """A search of its own."""
    filters = read_conditions(entities, currency)
    told = own_words(text, entities, keep_facets=True)
    return SearchState(
        query=told if wishes(text, entities) or (_named(filters) and wishes(told, ())) else "",
        filters=filters,
        sort=_sort(text, entities, filters),
    )


def _named(filters: Filters) -> bool:
    return any(getattr(filters, facet) for facet in FACETS.values())


def starts_afresh(text: str, entities: Sequence[Mapping[str, Any]], state: SearchState | None) -> bool:
    """A message that names a type, a department or any new wish starts a search; bare conditions change the present one."""
    if state is None:
        return True
    if other_than(text) or no_longer_matters(text):
        return False
    if any(e.get("entity") in ("type", "category") and e.get("role") != "not" for e in entities):
        return True
    return bool(telling(text, entities)) and not only_rules_out(entities)


def only_rules_out(entities: Sequence[Mapping[str, Any]]) -> bool:
    """ "no wool please, it itches": what stands beside a thing ruled out is the reason, and no wish."""
    named = [e for e in entities if e.get("entity") in FACETS or e.get("entity") == "without"]
    return bool(named) and all(e.get("role") == "not" or e.get("entity") == "without" for e in named)


def same_kind(text: str) -> bool:
    """ "one that works on induction", "those in wool", "with a laptop sleeve"."""
    return bool(_SAME_KIND.search(text)) or is_piece(text)


def is_piece(text: str) -> bool:
    """ "with a laptop sleeve", "made of cork": no wish by itself."""
    return bool(_PIECE.search(text))


def may_go_on(text: str, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Names no kind of thing, and is not put like a search of its own."""
    things = any(e.get("entity") in ("type", "category", "brand") and e.get("role") != "not" for e in entities)
    return not things and (same_kind(text) or not opens_anew(text))


def change(state: SearchState, text: str, entities: Sequence[Mapping[str, Any]], currency: str) -> SearchState:
    """The present search with the message's conditions put in: a facet named again replaces, "not" excludes."""
    new = read_conditions(entities, currency)
    for name in no_longer_matters(text):
        state = replace(state, filters=free(state.filters, name))
    old = state.filters
    changed: dict[str, Any] = {}
    exclude = {facet: tuple(values) for facet, values in old.exclude.items()}
    for facet in FACETS.values():
        values = getattr(new, facet)
        if values:
            changed[facet] = values
            exclude[facet] = tuple(v for v in exclude.get(facet, ()) if v not in values)
    for facet, values in new.exclude.items():
        exclude[facet] = tuple(dict.fromkeys((*exclude.get(facet, ()), *values)))
        kept = changed.get(facet, getattr(old, facet, ()))
        changed[facet] = tuple(v for v in kept if v not in values)
    for name in (*NUMBERS, "in_stock"):
        if getattr(new, name) is not None:
            changed[name] = getattr(new, name)
    said = set(text.lower().split()) - {w for thing in new.exclude_words for w in thing.split()}
    kept_out = [thing for thing in old.exclude_words if not said.intersection(thing.split())]  # "one with a hood after all"
    changed["exclude_words"] = tuple(dict.fromkeys((*kept_out, *new.exclude_words)))
    changed["speaks_of"] = tuple(dict.fromkeys((*old.speaks_of, *new.speaks_of)))
    filters = replace(old, **changed, exclude={facet: values for facet, values in exclude.items() if values})
    low, high = filters.price_min, filters.price_max
    if low is not None and high is not None and low > high:  # the newer bound counts
        filters = replace(filters, price_max=None) if new.price_min is not None else replace(filters, price_min=None)
    left = other_than(text)
    if left is not None:
        gone = tuple(dict.fromkeys((*exclude.get(left, ()), *getattr(filters, left))))
        none_of_it: dict[str, Any] = {left: ()}
        filters = replace(filters, **none_of_it, exclude={**filters.exclude, **({left: gone} if gone else {})})
    sort = _sort(text, entities, filters)
    query = state.query
    if new.types and new.types != old.types:
        query = own_words(text, entities, keep_facets=True)
    elif left is None and not only_rules_out(entities):
        free_text = without_it(text)
        added = [w for w in wishes(free_text, entities if free_text == text else ()) if w not in query.lower().split()]
        query = " ".join([query, *added]).strip()[:500]
    for entity in entities:
        if entity.get("entity") == "drop":
            filters = drop(filters, str(entity.get("value")))
    return replace(state, query=query, filters=filters, sort=state.sort if sort == "relevance" else sort)


def free(filters: Filters, name: str) -> Filters:
    """Without any condition on that field, ruled out values included."""
    unset: dict[str, Any] = {name: () if name in FACETS.values() else None}
    return replace(filters, **unset, exclude={facet: values for facet, values in filters.exclude.items() if facet != name})


def drop(filters: Filters, condition: str) -> Filters:
    """Without that one condition, or those parted by commas; an unknown name changes nothing."""
    for name in condition.split(","):
        filters = filters.without(name) if name in filters.set_names() else filters
    return filters
