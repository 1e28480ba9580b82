"""What things are for: told outright ("for hiking"), or by what someone does or is ("I run", "she's a gardener")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recommender.stated.cues import Cue
from recommender.stated.fact import ME, Stated
from recommender.stated.persons import subject_before
from recommender.stated.sentence import OF_PERSON, Sentence
from recommender.stated.vocabulary import Named
from recommender.stated.words import DEEDS as LISTED_DEEDS
from recommender.stated.words import DOERS

DEEDS = {
    form: use
    for form, use in LISTED_DEEDS.items()
    if form not in ("work", "office", "outdoor", "gym", "reading", "horse riding")
}  # uses, and no deeds

_ADVERBS = (
    r"(?: (?:really|also|just|mostly|mainly|usually|often|always|still|like to|love to|likes to|loves to|go|goes|do"
    r"|does|both|all"
    r"|want to|regularly))*"
)
_DEED = re.compile(
    r"\b(?:i|we|he|she|they|who|dad|mom|mum|wife|husband|son|daughter|brother|sister|friend|boyfriend|girlfriend)"
    rf"{_ADVERBS} (?P<deed>{'|'.join(sorted(DEEDS, key=len, reverse=True))})\b"
    r"(?! (?:into|out|the (?:risk|numbers|shop|store)|back|free|wide|small|large|big|true|away|up|a (?:shop|store|business"
    r"|company|team)|size))"
)
_AND_DEED = re.compile(rf"\s*(?:,|and|,\s*and)\s+(?P<deed>{'|'.join(sorted(DEEDS, key=len, reverse=True))})\b")
_DOER = re.compile(
    r"(?:'m|'s|\bam|\bis|\bare|'re|\bas)(?: (?:a|an|quite|really|such|very|both|also|my|our))*"
    r"(?: (?!(?:looking|for|after|in|the|not|to|and|buying|getting)\b)[\w-]+){0,2}?\s+"
    rf"(?P<doer>{'|'.join(sorted(DOERS, key=len, reverse=True))})s?\b"
)
_LED = re.compile(
    r"\b(?:for|to wear (?:to|at|for)|while|during|when)\s+(?:(?:my|our|his|her|their|the|a|an|some|all|long|daily"
    r"|weekend|winter"
    r"|summer|serious|going|doing|everyday|upcoming|next|first|own|new|this|both|mostly|mainly)\s+){0,3}$"
)
_WEATHER = frozenset(("cold weather", "rain", "winter", "summer"))
_NEAR = re.compile(
    r"\W*(?:(?:to|go|going|doing|a|the|my|some|lots? of|long|really|on|weekend|and|or|all|trail|for|of)\W+"
    r"|[a-z]+,? (?:and|or) ?"
    r"|[a-z]+, ?)*"
)
_DOES = re.compile(r"do|doing|start|took|train|plan|go|trip")


def use_of(seen: Sentence, name: Named, cue: Cue | None, follower: Named | None) -> Stated | None:
    """The use that a value tells, if it tells one. ``follower``: the value right behind it ("hiking" + "boots")."""
    use = name.readings.get("use")
    if use is None:
        return None
    before = seen.text[: name.start]
    led = _LED.search(before)
    if led and not led.group().endswith("for the "):
        return Stated("use", use, seen.scope(name.start, Cue("request", False, 0, 0)), lasting=False)
    scope = seen.scope(name.start, cue)
    if follower is not None:
        if "type" in follower.readings and cue is not None and cue.kind == "request" and seen.is_request(cue):
            return Stated("use", use, scope, lasting=False)
        return None
    if len(name.readings) > 1 or cue is None or cue.kind not in ("use", "have", "taste"):
        return None
    said = seen.text[cue.start : cue.end]
    if cue.negative and use in _WEATHER:
        return None  # "I hate the cold" asks for the contrary
    if not _NEAR.fullmatch(seen.text, cue.end, name.start) or (cue.kind == "have" and not re.search(r"\bdo(?:es)?\b", said)):
        return None
    if subject_before(seen.text, cue.start) is not None or cue.kind == "taste" or _DOES.search(said):
        return Stated("use", use, scope, cue.negative, lasting=cue.kind in OF_PERSON or scope == ME)
    return None


def deeds(seen: Sentence) -> Iterator[tuple[int, Stated]]:
    """ "I run", "he cooks a lot", "she's a hiker"."""
    for match in _DEED.finditer(seen.text):
        if seen.asks_from is None or match.start() < seen.asks_from:
            scope = seen.scope(match.end(), Cue("deed", False, match.start(), match.end()))
            yield match.start("deed"), Stated("use", DEEDS[match["deed"]], scope)
            more = _AND_DEED.match(seen.text, match.end())
            if more:
                yield more.start("deed"), Stated("use", DEEDS[more["deed"]], scope)
    for match in _DOER.finditer(seen.text):
        if seen.asks_from is None or match.start() < seen.asks_from:
            scope = seen.scope(match.end(), Cue("be", False, match.start(), match.end()))
            yield match.start("doer"), Stated("use", DOERS[match["doer"]], scope)
