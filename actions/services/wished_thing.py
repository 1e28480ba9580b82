"""The thing that a message wishes for by a name that is none of the catalogue's: "do you sell surfboards?" → "surfboards"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.services.wishes import FACETS, is_telling
from retrieval.text import singular
from retrieval.words import ASIDE, COLOUR_OF, FLUFF, MATERIALS, STOP, listed

#: put so, what follows is something to have: "do you sell …", "I want to buy …", "got any …"
_ASKS_FOR = re.compile(
    r"\b(?:(?:do|does|did|don'?t|dont)\s+(?:you|u|ya|your shop|the shop|this shop)"
    r"(?:\s+(?:guys|all|also|even|still|happen to))*\s+"
    r"(?:have|sell|carry|stock|offer|do)|(?:have|has)\s+(?:you|u)\s+got|(?:you|u)\s+(?:guys\s+)?(?:sell|carry|stock|got)"
    r"|(?:got|have)\s+any|are there any|is there an?|any"
    r"|(?:want|need|like|love|wanna|gonna|looking|trying|here|hoping|going)\s+to\s+(?:buy|order|purchase|get|find)"
    r"|(?:want|wanna|need)\s+(?:an?|some|new)|(?:looking|searching|shopping|hunting)\s+(?:4|for)|i'?m after|in search of"
    r"|(?:buy|order|purchase|sell)\s+(?:an?|some|me)"
    r"|(?:can|could|may)\s+(?:i|we)\s+(?:get|buy|order|purchase|find))\b[\s,]*",
    re.IGNORECASE,
)
#: and so, it is to buy from a shop for certain, whatever the rest is about
_BUYS = re.compile(
    r"\b(?:sell|sells|carry|stock|buy|order|purchase|got any|have any|looking for|shopping for)\b", re.IGNORECASE
)
_WORD = re.compile(r"[a-z][a-z'’-]*|\d[\w.,/]*|[^\w\s]", re.IGNORECASE)
#: what is wished for ends before these: the rest says what for, with what, how dear
_CUT = ASIDE | frozenset(
    listed(
        """
        in under below over above between around about which that who where when because if as is are was has have
        can could would will should you i we they it he she my our your and or but at of off up please pls plz
        thanks thx here there now today then though so cheaper less more than max
        """
    )
)
_NO_THINGS = frozenset(
    listed(
        """
        one ones thing things something anything everything stuff item items product products option options kind
        kinds sort sorts type types choice choices help advice idea ideas question questions problem way time person
        human agent someone somebody anyone people recommendation recommendations suggestion suggestions info
        information detail details more others other another it them those these this that deal deals discount
        discounts coupon coupons code codes sale sales offer offers promotion promotions order orders refund
        shipping delivery return returns account size sizes colour colours color colors brand brands price prices
        gift gifts present presents shop store stores catalogue catalog selection range
        """
    )
)
_HELLO = frozenset(["any", "some", "hi", "hello", "hey", "ok", "okay", "yes", "no"])
LONGEST = 3  # words of the name of a thing


@dataclass(frozen=True)
class Wished:
    """``name`` as it was said, without article and praise. ``noun``: its form or what stands before it shows a thing."""

    name: str
    noun: bool

    @property
    def head(self) -> str:
        return self.name.split()[-1]


def thing_wished(text: str, entities: Sequence[Mapping[str, Any]]) -> Wished | None:
    """None when the message names a kind that the catalogue knows, or is not put as a wish for a thing."""
    if any(e.get("entity") in ("type", "category", "brand", "product") and e.get("role") != "not" for e in entities):
        return None
    asked = _ASKS_FOR.search(text)
    said = _without_conditions(text, entities)[asked.end() if asked else 0 :]
    phrase, cut = _phrase(said)
    named = [word for word in phrase if _may_name(word)]
    if not named or phrase[-1] in _NO_THINGS or not _may_name(phrase[-1]) or len(phrase) > LONGEST + 1:
        return None
    if asked is None and not cut and len(text.split()) > LONGEST + 2:
        return None
    return Wished(" ".join(named[-LONGEST:]), _many(phrase[-1]) or _has_article(text, phrase))


def _has_article(text: str, phrase: Sequence[str]) -> bool:
    before = text.lower().replace("’", "'").partition(phrase[0])[0]
    return bool(re.search(r"\b(?:an?|any|new|some)\s+(?:[a-z]+\s+)?$", before))


def asks_to_buy(text: str) -> bool:
    """ "do you sell …", "I want to buy …": a wish for a ware, whatever it is."""
    return bool(_BUYS.search(text)) and bool(_ASKS_FOR.search(text))


def _without_conditions(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """The same length, so that places stay; colours and the like are blanked."""
    characters = list(text)
    for entity in entities:
        start, end = entity.get("start"), entity.get("end")
        if isinstance(start, int) and isinstance(end, int) and (entity.get("entity") in FACETS or entity.get("role") == "not"):
            characters[start:end] = " " * (end - start)
    return "".join(characters)


def _phrase(rest: str) -> tuple[list[str], bool]:
    """The words up to where the name of the thing ends, and whether something follows."""
    words: list[str] = []
    for match in _WORD.finditer(rest):
        word = match.group().lower().replace("’", "'")
        if word in _CUT or not word[0].isalpha():
            if words:
                return words, word.isalpha()
            continue
        if word in STOP or word in FLUFF or (word not in _NO_THINGS and not is_telling(word)) or word in _HELLO:
            continue
        words.append(word)
    return words, False


def _may_name(word: str) -> bool:
    return word not in COLOUR_OF and word not in MATERIALS and word not in FLUFF and word not in STOP and len(word) > 1


def _many(word: str) -> bool:
    return singular(word) != word or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")))
