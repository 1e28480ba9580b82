"""What a customer said of themselves, as it is kept in ``Profile.facts`` and in a conversation: small string maps.

Keys: ``facet`` (the attribute), ``value``, ``polarity`` (like, dislike: what is not wanted), ``scope`` (me, gift), ``source``,
``text`` (words to show: "no leather"), ``at`` (ISO time) and ``id``, the same for the same thing however often it is said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from string import capwords

from recommender.stated import GIFT, ME, Stated

Fact = Mapping[str, str]

_WEIGHT = 8.0  # said outright: more than any one deed
#: diets of which one holds at a time
_WAYS_OF_EATING = frozenset(("vegan", "vegetarian", "pescatarian", "flexitarian"))
_WORDS = {
    "allergy": "allergic to {value}",
    "size": "size {value}",
    "width": "{value} width",
    "fit": "{value} fit",
    "use": "for {value}",
    "budget": "{value}",
    "recipient": "for your {value}",
}


def said(
    facet: str, value: str, *, liked: bool, text: str, at: datetime, scope: str = ME, source: str = "chat"
) -> dict[str, str]:
    """The form in which a statement is kept."""
    polarity = "like" if liked else "dislike"
    mark = hashlib.sha256(f"{scope}|{facet}|{value.lower()}|{polarity}".encode()).hexdigest()[:12]
    return {
        **{"facet": facet, "value": value.lower(), "polarity": polarity, "scope": scope, "source": source, "text": text},
        **{"at": at.isoformat(), "id": mark},
    }


def stored(fact: Stated, at: datetime, source: str = "chat") -> dict[str, str]:
    return said(fact.attribute, fact.value, liked=not fact.negated, text=words_of(fact), at=at, scope=fact.scope, source=source)


def read_fact(fact: Fact) -> Stated | None:
    """None for what is words only, without a facet."""
    if not fact.get("facet") or not fact.get("value"):
        return None
    scope = GIFT if fact.get("scope") == GIFT else ME
    return Stated(fact["facet"], fact["value"].lower(), scope, fact.get("polarity") == "dislike")


def text_of(fact: Fact) -> str:
    """Words to show, as they are said now; those it was kept with where there is no facet."""
    one = read_fact(fact)
    return words_of(one) if one is not None else str(fact.get("text") or "")


def words_of(fact: Stated) -> str:
    """ "no leather", "size 9", "allergic to nuts"."""
    value = fact.value.upper() if _is_letters(fact) else capwords(fact.value) if fact.attribute == "brand" else fact.value
    words = _WORDS.get(fact.attribute, "{value}").format(value=value)
    return f"{'not' if fact.attribute in ('diet', 'allergy', 'size') else 'no'} {words}" if fact.negated else words


def _is_letters(fact: Stated) -> bool:
    return fact.attribute == "size" and fact.value.isalpha()


def in_force(facts: Iterable[Fact]) -> list[Fact]:
    """Of statements about one thing the latest, in the order of their times; what was taken back ("not vegan anymore") is gone.

    A later size replaces an earlier one of its kind (letters, numbers), a later way of eating an earlier one.
    """
    latest: dict[tuple[str, ...], Fact] = {}
    for number, fact in enumerate(sorted(facts, key=lambda f: f.get("at", ""))):
        one = read_fact(fact)
        thing = about(one) if one is not None else ("words", str(number))
        if (
            one is not None
            and one.attribute in ("size", "use")
            and (old := latest.get(thing))
            and old.get("at") == fact.get("at")
        ):
            thing = (*thing, one.value)  # "9 or 9.5", said at once
        latest.pop(thing, None)
        latest[thing] = fact
    return [f for f in latest.values() if not _taken_back(read_fact(f))]


def about(fact: Stated) -> tuple[str, ...]:
    """What a later statement about the same thing has in common with it."""
    attribute, value = fact.attribute, fact.value
    if attribute == "size":
        return fact.scope, attribute, "letters" if value.isalpha() else "numbers"
    if attribute == "diet" and value in _WAYS_OF_EATING:
        return fact.scope, attribute, "" if not fact.negated else value
    if attribute in ("width", "budget", "recipient"):
        return fact.scope, attribute
    return fact.scope, attribute, value


def _taken_back(fact: Stated | None) -> bool:
    """ "not vegan", "not allergic": nothing is left to keep."""
    return fact is not None and fact.negated and fact.attribute in ("diet", "allergy", "size", "width", "use", "recipient")


def cancels(new: Stated, old: Stated) -> bool:
    """Does a statement end an earlier one: another about the same thing, or one that takes it back?"""
    if new.scope != old.scope or new.attribute != old.attribute:
        return False
    return new.value == old.value or about(new) == about(old)


def stated_weights(facts: Iterable[Fact]) -> dict[tuple[str, str], float]:
    """(facet, value) to weight; of two statements about one value the later counts. Facts without a facet are words only, and
    what was said of a gift is no taste of the customer."""
    weights: dict[tuple[str, str], float] = {}
    for fact in sorted(facts, key=lambda f: f.get("at", "")):
        if fact.get("facet") and fact.get("value") and fact.get("scope") != GIFT:
            weights[fact["facet"], fact["value"].lower()] = -_WEIGHT if fact.get("polarity") == "dislike" else _WEIGHT
    return weights


def stated_of(facts: Sequence[Fact]) -> list[Stated]:
    return [one for fact in facts if (one := read_fact(fact)) is not None]
