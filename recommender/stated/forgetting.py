"""Asking what is known of oneself, and having it forgotten: "what do you know about me?", "forget that I'm vegan"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recommender.stated.fact import Stated, canonical
from recommender.stated.reader import Reader
from recommender.stated.tidy import tidy

_ASKS = re.compile(
    r"\b(?:what|which things?|anything|all)\b.{0,30}\b(?:you|u)\b.{0,20}\b(?:know|remember|remembered|noted?|stored?"
    r"|saved?|keep|kept|have"
    r"|learn(?:t|ed)?|written down)\b.{0,20}\b(?:about|on|of) me\b"
    r"|\bwhat (?:have|did) i (?:told|tell|said|say)(?: to)? you\b|\bwhat do you remember\b"
    r"|\bwhat(?:'s| is) (?:in )?my (?:taste )?profile\b|\b(?:show|tell) me (?:my profile|what you (?:know|remember|have))\b"
    r"|\b(?:do|did) you (?:still )?(?:remember|know|have|save|keep|note) (?:my (?:size|diet|allerg\w+|tastes?"
    r"|preferences|style)|(?:that )?i'm|"
    r"what i like)\b"
)
_OF_THE_SHOP = re.compile(r"\b(?:data|information|info|privacy|personal|gdpr|account|order\w*)\b")
_FORGET = re.compile(
    r"\b(?:forget|delete|remove|erase|unlearn|stop remembering|don't remember|don't keep|clear|drop)\s+(?:(?:about"
    r"|please|again) )?"
    r"(?P<rest>.+)$"
)
_EVERYTHING = re.compile(
    r"^(?:(?:what|everything|all|anything|whatever)(?: (?:of|that|the))*\b.{0,30}\b(?:about me|on me|of me|know"
    r"|told you|said|told)\b"
    r"|(?:about )?me\b\W*$|my (?:profile|tastes?|preferences|facts|data about me)\b|all (?:of )?my (?:tastes?"
    r"|preferences|facts)\b)"
)
_SELF = re.compile(
    r"^(?:(?:about )?(?:that|the fact that|how|when i said|i said|i told you)\s+)*(?:that )?(?:i|i'm|i've|my|we"
    r"|it's for|he|she)\b"
)
_NAMED = {
    **{"size": "size", "sizes": "size", "shoe size": "size", "diet": "diet", "allergy": "allergy", "allergies": "allergy"},
    **{"budget": "budget", "style": "style", "width": "width", "fit": "fit", "brand": "brand", "brands": "brand"},
    **{"favourite brand": "brand", "colour": "colour", "colours": "colour", "favourite colour": "colour"},
    **{"material": "material", "materials": "material", "gift": "recipient", "the gift": "recipient"},
}  # fmt: skip
_MY = re.compile(rf"^(?:my |the )?(?P<name>{'|'.join(sorted(_NAMED, key=len, reverse=True))})\b\W*$")


@dataclass(frozen=True)
class Forgetting:
    """What is to be forgotten: ``everything``, all of an ``attribute``, or these ``facts``, of either polarity."""

    everything: bool = False
    attribute: str = ""
    facts: tuple[Stated, ...] = ()

    def covers(self, fact: Stated) -> bool:
        if self.everything or fact.attribute == self.attribute:
            return True
        return any(
            one.attribute == fact.attribute and canonical(one.attribute, one.value) == canonical(fact.attribute, fact.value)
            for one in self.facts
        )


def asks_what_is_known(text: str) -> bool:
    """Not so of "what data do you have about me": that asks for the shop's rules."""
    even = tidy(text)
    return bool(_ASKS.search(even)) and not _OF_THE_SHOP.search(even)


def forgetting(text: str, reader: Reader, held: Sequence[Stated]) -> Forgetting | None:
    """None where nothing of what is known is to be forgotten ("forget the tents, show me boots")."""
    match = _FORGET.search(tidy(text))
    if match is None:
        return None
    rest = match["rest"].strip(" .!?")
    if _EVERYTHING.search(rest):
        return Forgetting(everything=True)
    named = _MY.match(rest)
    if named:
        return Forgetting(attribute=_NAMED[named["name"]])
    if _SELF.match(rest):
        told = tuple(reader.read(re.sub(r"^(?:about )?(?:that|the fact that|how|when i said|i said|i told you)\s+", "", rest)))
        if told:
            return Forgetting(facts=told)
    words = {word.rstrip("s") for word in re.findall(r"[\w'.-]+", rest)}
    meant = tuple(one for one in held if words.intersection(w.rstrip("s") for w in one.value.split()))
    return Forgetting(facts=meant) if meant else None
