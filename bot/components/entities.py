"""All entities of a text: the catalogue's words, what has a form of its own, and the role "not" for what is ruled out."""

from datetime import date, datetime, timezone
from typing import Any, Dict, List, Optional, Sequence, Text

from components.catalogue_words import CatalogueWords, Found
from components.counts import count_before
from components.known_codes import KnownCodes
from components.negation import unwanted
from components.party import parties
from components.patterns import patterns
from components.plain_words import heads
from components.unknown_unwanted import unwanted_things

#: so near the beginning of a message, in letters, its own subject stands
OPENING = 12
#: where a catalogue word and one of these stand on the same letters, these count
_STRONGER = ("coupon_code", "order_number", "date", "price_level", "price_min", "price_max", "rating_min")


def entities_of(
    text: str, words: CatalogueWords, today: Optional[date] = None, codes: Optional[KnownCodes] = None
) -> List[Dict[Text, Any]]:
    """Entities in order of place, as Rasa keeps them; ``today`` is the day that "tomorrow" is counted from.

    One of the shop's own codes carries ``known``.
    """
    known = codes.find(text, words.is_word) if codes else []
    formed = patterns(text, today or datetime.now(timezone.utc).date(), known, words.is_word)
    listed = [f for f in words.find(text) if not any(_overlap(f, p) for p in formed if p.entity in _STRONGER)]
    formed = [p for p in formed if p.entity in _STRONGER or p.entity == "in_stock" or not any(_overlap(p, f) for f in listed)]
    for word in listed:
        if word.entity == "type":
            formed += [p for p in count_before(text, word.start) if not any(_overlap(p, f) for f in (*formed, *listed))]
    sizes = [Found("size", str(p.value), p.start, p.end) for p in formed if p.entity == "size"]
    sizes += _for_people(text, words, listed)
    formed = [p for p in formed if p.entity != "count" or not any(_overlap(p, s) for s in sizes)]
    found = sorted([*listed, *sizes], key=lambda f: f.start)
    out: List[Dict[Text, Any]] = []
    for word, ruled_out in zip(found, unwanted(text, found), strict=True):
        entity: Dict[Text, Any] = {"entity": word.entity, "value": word.value, "start": word.start, "end": word.end}
        if ruled_out:
            entity["role"] = "not"
        out.append(entity)
    unknown = unwanted_things(text, [(p.start, p.end) for p in (*found, *formed)])
    for p in (*formed, *unknown):
        if p.entity != "size":
            certain = {"known": True} if p in known else {}
            out.append({"entity": p.entity, "value": p.value, "start": p.start, "end": p.end, **certain})
    return sorted(out, key=lambda e: (e["start"], e["end"]))


def _for_people(text: str, words: CatalogueWords, listed: Sequence[Found]) -> List[Found]:
    """ "a tent for a family of six" asks for the size of six people, where tents come in such sizes."""
    things = heads([f.value for f in listed if f.entity == "type"])
    out = []
    for party in parties(text):
        size = words.for_party(int(party.value), things)
        opens = party.start < OPENING and not things  # "for two people, under 350", of the kind that is looked for already
        if size is not None and (things or opens) and not any(_overlap(party, f) for f in listed):
            out.append(Found("size", size, party.start, party.end))
    return out


def _overlap(a: Any, b: Any) -> bool:
    return bool(a.start < b.end and b.start < a.end)
