"""What is typed in answer to a question: an option, any value of what was asked for, "I don't mind", or "just show me"."""

from __future__ import annotations

import re
from typing import Any

from actions.pending import Pending
from actions.services.search_state import SearchState
from actions.services.wishes import telling
from actions.turn import Turn

WORDS = 6  # of a typed answer
_ADDRESS = r"^\W*(?:(?:ok|okay|oh|well|hm+|uh|no|nah|please|pls|just|i|i'd|really|honestly)\b\W*)*"
_ANYTHING = re.compile(
    _ADDRESS + r"(?:any(?:thing|\s*of\s*(?:them|those|these)|\s+(?:is|will|would)\s+(?:be\s+)?(?:fine|do|ok)"
    r"|\s+(?:colou?r|brand|size|price|kind|type|material|one))?"
    r"|whatever|whichever|don['’]?t\s+(?:mind|care|know)|do\s+not\s+(?:mind|care|know)|no\s+(?:preference|idea|clue)"
    r"|not\s+sure|(?:it\s+)?(?:doesn['’]?t|does\s+not)\s+matter|(?:all|both)\s+(?:of\s+them|the\s+same|fine|good)"
    r"|idk|dunno|skip|pass|none\s+of\s+(?:these|them|those)|something\s+else|surprise\s+me"
    r"|you\s+(?:choose|decide|pick))"
    r"\W*(?:(?:is|are)\s+(?:fine|ok|okay|good)|really|to\s+me|thanks|please|yet|either|at\s+all)?\W*$",
    re.IGNORECASE,
)
_JUST_SHOW = re.compile(
    r"^\W*(?:(?:ok|okay|please|pls|well|no|can you|could you)\b\W*)*(?:just\s+(?:show|give|list)\s+(?:me|us)?|show\s+(?:me|us)"
    r"|stop\s+asking|no\s+(?:more\s+)?questions?)"
    r"\W*(?:(?:what|everything|all|some(?:thing)?|anything|them|the\s+products?|products?|it|results?)\b.{0,24})?\W*$",
    re.IGNORECASE,
)


def asks_just_show(text: str) -> bool:
    return bool(_JUST_SHOW.search(text))


def does_not_mind(text: str) -> bool:
    return bool(_ANYTHING.search(text))


def typed_answer(turn: Turn, pending: Pending, state: SearchState) -> list[dict[str, Any]] | None:
    """The entities of a typed answer, [] for "anything"; None when it is no answer to the question."""
    text = " ".join(re.findall(r"[\w/.'×-]+", turn.text.lower()))
    for label, means in pending.options:
        values = {label.lower(), *(str(v).lower() for v in means.values() if isinstance(v, str))}
        if text in values or (len(text.split()) <= WORDS and any(text.endswith(f" {value}") for value in values if value)):
            return [{"entity": name, "value": value} for name, value in means.items()]
    if does_not_mind(turn.text) and not turn.entities:
        return []
    wanted = {"kind": {"type"}, "price": {"price_min", "price_max", "price_level"}}.get(pending.attribute, {pending.attribute})
    named = [e for e in turn.entities if e.get("entity") in wanted and e.get("role") != "not"]
    told = {*state.filters.types, *state.filters.categories}
    named = [e for e in named if e.get("value") not in told]  # "I need a jacket" once more says no kind of jacket
    others = [e for e in turn.entities if e not in named and e.get("entity") not in ("number", "count")]
    short = len(turn.text.split()) <= WORDS and not telling(turn.text, turn.entities)
    plain = [e for e in named if e.get("entity") != "price_level"]
    return plain if plain and plain == named and not others and short else None
