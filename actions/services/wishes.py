"""What a message wishes for once its conditions and its small words are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: entity → field of Filters
FACETS = {
    "type": "types",
    "brand": "brands",
    "colour": "colours",
    "size": "sizes",
    "material": "materials",
    "category": "categories",
}
_OPENING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|please|ok|okay|so|and|well|actually)\b\W*)*"
    r"(?:(?:i(?:'m| am)|we(?:'re| are)) (?:looking|searching|shopping) for|(?:i|we)(?:'d| would)? (?:want|need|like)"
    r"(?: to (?:buy|see|find|get))?"
    r"|(?:can|could|would) you (?:please )?(?:show|find|get) (?:me|us)|(?:please )?(?:show|find|get) (?:me|us)"
    r"|search(?: for)?|look for|find|(?:some|any)(?:thing|one)|what (?:is|are)|what's|which (?:is|are)"
    r"|(?:do|have) you (?:have|sell|stock|got|carry)|looking for|(?:got|have) (?:some|any)(?:thing|one)?)\b\W*"
    r"(?:(?:some|any)(?:thing|one)?|stuff)?\s*(?:(?:that is|for|to|in)\b\s*)?",
    re.IGNORECASE,
)
_LED_UP = re.compile(
    r"\b(?:(?:show|find|get|bring) (?:me|us)|help me find|(?:i|we)(?:'d| would)? (?:want|need|like)"
    r"|look(?:ing)? for|search(?:ing)? for"
    r"|(?:do|have) you (?:have|sell|got|carry))\b",
    re.IGNORECASE,
)
_SIZE_WORD = re.compile(r"\b(?:sizes?|sz)\b\W*(?:is\s+|an?\s+|in\s+)*$", re.IGNORECASE)
_TURNS = re.compile(r"\b(?:for|to|in|on|with|without|of|from|that|which|who|when|because|like|as|is|are)\b", re.IGNORECASE)
_ANEW = re.compile(r"^\W*(?:something|anything|show me|find me|i need|i want|i'm looking for|do you have)\b", re.IGNORECASE)
#: words that carry no wish of their own once the conditions are taken out of a message
_FILLER_TEXT = """
a about above all also an and any anything are around as at be below better between but buy by can cheap cheaper could
do does dollars euro euros for from get give good got great have hello hey hi how i i'd i'm in instead is it item
items just less like looking made make maybe me more most much my need no not of okay on one ones only or other ours
out over please pounds price priced product products range rated rating ratings same search see show some something star stars
stock than that the them there these thing things this those to under up us usd want we what which with without would
you your available need buck bucks max maximum min minimum least too kind version colour color size brand material
anyway ok actually then now really cheapest lowest highest expensive pricey priciest dearest affordable others different
hate dislike can't cant cannot stand don't love prefer adore favourite favorite
nothing well too already u ur r n w k pls plz thx ty btw lol hm hmm whats wheres hows gonna wanna gimme im ive id fine sz ppl
doesn't doesnt isn't isnt won't wont needs uses has having requires requiring avoid
except excluding allergic middle mid mid-range
another next page further additional else cost costs prices pair pairs piece pieces sort sorted order first ascending descending
"""
_FILLER = frozenset(_FILLER_TEXT.split())
#: praise and verbs of shopping: no text of a product is expected to say them
_VAGUE_TEXT = """
nice nicer nicest beautiful pretty cool cute lovely fancy stylish quality high-quality new newest latest popular perfect
awesome amazing decent proper simple go going use used using buy buying purchase order find finding stuff thanks thank
recommend recommendation suggestion gift gifts present today currently carry stock sell offer offers sale kinds type
types also buying was were is are be been will shall should must please help choose choosing pick trying
evening morning afternoon wondering wonder whether possibly possible perhaps able kindly grateful appreciate hope hoping
know knowing top worth brand brands something's lot big bigger small smaller
bought ordered purchased sold got gotten wanted needed liked loved wished looked searched found chose chosen picked tried
similar difference differences different differ alike compare compared comparison
best better good well fine finest bad worse worst ideal suitable right favourites superb excellent fantastic brilliant
wonderful lovely reliable trustworthy reasonable adequate appropriate super ok alright
"""
#: Words that join, point, count and tell when and how often: they speak of no thing at all.
_JOINING_TEXT = """
none so because since therefore hence thus while whereas if unless until till although whether than though either neither both
each every few fewer several many lots such same another own enough rather quite fairly pretty little even ever
never always often usually sometimes mostly mainly only still yet again once twice here anywhere somewhere everywhere
nowhere after before during ago soon later early since already almost nearly about across along among behind beside besides
beyond despite near next onto through throughout toward towards upon via within per versus
he she him his her hers himself herself they them their theirs themselves itself myself ourselves yourself yours mine who
whom whose when where why am being did done doing had might may must ought used let lets say says said tell think thought
mean means guess suppose feel seem seems come comes came goes went take takes took bring put keep
zero two three four five six seven eight nine ten eleven twelve first third
someone somebody anybody anyone everybody everyone nobody people person guy guys folks thing way ways
and also plus probably certainly definitely basically honestly literally especially particularly generally
"""
_JOINING = frozenset(_JOINING_TEXT.split())
_VAGUE = frozenset(_VAGUE_TEXT.split()) | _JOINING
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def own_words(text: str, entities: Iterable[Mapping[str, Any]], *, keep_facets: bool) -> str:
    """The text without its opening ("I'm looking for") and without the spans that became numeric conditions or were negated.

    ``keep_facets`` keeps the spans of types, brands and so on, which help a query; without them only new wishes are left.
    """
    characters = list(text)
    for entity in entities:
        start, end = entity.get("start"), entity.get("end")
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
            continue
        kept = entity.get("entity") in FACETS and entity.get("entity") != "size"  # no text of a product speaks of "M"
        if keep_facets and kept and entity.get("role") != "not":
            continue
        if entity.get("entity") == "size" and (word := _SIZE_WORD.search(text, 0, start)):
            start = word.start()
        characters[start:end] = " " * (end - start)
    left = "".join(characters)[_courtesy(text, entities) :]
    return " ".join(_OPENING.sub("", left).split()).strip(" ?!.,;:")


def _courtesy(text: str, entities: Iterable[Mapping[str, Any]]) -> int:
    """Where a wish begins that is led up to: "ok robot, find me a stool" says at "find me" what is wanted."""
    first = min((e["start"] for e in entities if e.get("entity") in FACETS and isinstance(e.get("start"), int)), default=0)
    return max((m.start() for m in _LED_UP.finditer(text, 0, first)), default=0)


def wishes(text: str, entities: Sequence[Mapping[str, Any]]) -> list[str]:
    """Words of a message that are neither a condition nor filler: "something waterproof in blue" → ["waterproof"]."""
    words = (w.group().lower() for w in _WORD.finditer(own_words(text, entities, keep_facets=False)))
    return [w for w in words if w not in _FILLER and not w.isdigit()]


def opens_anew(text: str) -> bool:
    """ "something waterproof", "show me …": put like a new search."""
    return bool(_ANEW.search(text))


def is_phrase(text: str) -> bool:
    """A bare name of a thing ("kitchen storage cabinet"), without a word that turns it ("for", "with")."""
    return not _TURNS.search(text)


def is_telling(word: str) -> bool:
    """Could a product's own text say this word of a wish?"""
    return word not in _FILLER and word not in _VAGUE


def telling(text: str, entities: Sequence[Mapping[str, Any]]) -> list[str]:
    """The wishes that a product's own text could mention: "a nice lamp for the bedroom" → ["bedroom"]."""
    return [w for w in wishes(text, entities) if w not in _VAGUE]
