"""The type of thing that a query names, so that it can lead: "a red guitar strap for my guitar" asks for a strap."""

from __future__ import annotations

import re
from collections.abc import Set

from retrieval.text import fold, singular
from retrieval.titles import kind_of
from retrieval.words import ASIDE, COLLECTIVES, STOP, listed

_WORD = re.compile(r"[a-z][a-z'-]*|[.,;!?]|\d+")
_CUT = ASIDE | frozenset(
    listed(
        """
        in under below over above between less cheaper around about that which who is are costing up max and or please
        because size colour color
        """
    )
)

#: A phrase of these words alone only says that something is wanted; what it is comes next.
_ASKING = STOP | frozenset(
    listed("hi hello hey looking searching search shopping hunting interested after recommend suggest help something new good")
)


def wanted_type(query: str, types: Set[tuple[str, ...]]) -> str:
    """The longest known type that ends the first phrase of the query, or "". ``types``: as ``type_words`` gives them."""
    phrase: list[str] = []
    for word in _WORD.findall(fold(query)):
        if word in _CUT or not word[0].isalnum():
            if any(w.partition("'")[0] not in _ASKING for w in phrase):
                break
            phrase = []
            continue
        phrase.extend(word.split("-"))
    while phrase and (phrase[-1] in COLLECTIVES or (kind_of(phrase[-1], phrase[-1]) != "word" and len(phrase) > 1)):
        phrase.pop()
    if not phrase:
        return ""
    words = (*phrase[:-1], singular(phrase[-1]))
    return next((" ".join(words[i:]) for i in range(max(0, len(words) - 4), len(words)) if words[i:] in types), "")
