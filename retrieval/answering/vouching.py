"""Questions that ask a shop to vouch: certified, approved, tested, safe for somebody.

A wrong yes may hurt somebody, so only a sentence that speaks of the very thing may answer. That both name a tent, or a child,
is not enough; how near two sentences lie does not show the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.answering.features import Candidate

_STANDARDS = r"\b(?:EN|ISO|DIN|BS|IEC|ASTM|ANSI|NFPA)[ -]?\d+|\b(?:CE|UL|FDA|TÜV|TUV|GS|GOTS|FSC|RDS|OEKO|CPSC)\b"
_CERTIFIED = re.compile(
    r"\bcertifi\w*|\b(?:un)?approv(?:ed|al)\b|\bcomplian\w*|\bcompl(?:y|ies)\b|\bconforms?\b"
    r"|\b(?:is|are|was|were|been) (?:it|they|this|that|these|those)?\s*(?:\w+ )?tested\b(?! on animals)"
    r"|\b(?:safety|official|lab) (?:test\w*|standards?|ratings?|norms?)",
    re.IGNORECASE,
)
_CERTIFIES = re.compile(
    r"certif|approv|\btest(?:s|ed|ing)?\b|standard|complian|\bcompl(?:y|ies)\b|conform|regulation|\bnorms?\b|\ballowed|permitted|\bmeets\b",
    re.IGNORECASE,
)
_NAMES_A_STANDARD = re.compile(_STANDARDS)
#: "Safe in the dishwasher" asks how to treat a thing, and "somewhere safe for my keys" asks for a place.
_SAFE = re.compile(
    r"(?<!somewhere )(?<!place )\b(?:(?:un)?safe|harmful|harmless|dangerous|a danger|a hazard|toxic|poisonous)"
    r"(?: to (?:use|have|be|leave|put|wear|sleep|burn|touch))?(?: on)?"
    r"\s+(?:for|to|around|near|with|if|when|while|during|in pregnan\w+)\b"
    r"|\b(?:non-?toxic|toxic|poisonous|harmful)\b",
    re.IGNORECASE,
)
_TREATED = re.compile(r"dish ?washer|microwave|oven|freezer|washing machine|washer|dryer|iron(?:ing)?\b", re.IGNORECASE)
_SPEAKS_OF_SAFETY = re.compile(
    r"\b(?:un)?safe|danger|hazard|harm|toxic|poison|\bfree (?:of|from)\b|-free\b|\bBPA|phthalat|\bnatural|plant-based"
    r"|food[- ]grade|suitable|suits?\b|recommend|\bnot (?:be |for|to)|\bnever\b|\bonly\b|\bage[sd]?\b|\byears?\b|\bmonths?\b"
    r"|birth|adult|supervis|chok|small parts|swallow|saliva|chew|burn|sharp|rounded|shatter|pinch|guard|\block|stays? cool"
    r"|stops|toe cap|switches (?:itself )?off|hypoallergenic|gentle|dermatolog|child-?proof|protect|comes off|\bup to\b",
    re.IGNORECASE,
)


def may_answer(question: str, candidates: Iterable[Candidate]) -> list[bool]:
    """Which of the candidates speak of what the question asks the shop to vouch for: all, where it asks for nothing so."""
    found = list(candidates)
    certified = bool(_CERTIFIED.search(question) or _NAMES_A_STANDARD.search(question))
    safe = bool(_SAFE.search(question)) and not _TREATED.search(question)
    if not (certified or safe):
        return [True] * len(found)
    return [_certifies(c) or (safe and bool(_SPEAKS_OF_SAFETY.search(_whole(c)))) for c in found]


def _certifies(candidate: Candidate) -> bool:
    return bool(_CERTIFIES.search(_whole(candidate)) or _NAMES_A_STANDARD.search(_whole(candidate)))


def _whole(candidate: Candidate) -> str:
    return f"{candidate.source} {candidate.text}" if candidate.is_attribute else candidate.text
