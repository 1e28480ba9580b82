"""How likely a shopper can answer a question at all. What most of them cannot answer tells nothing apart.

A shop begins with what is judged likely and learns from what its customers answer: every question asked counts, answered or
waved away. Who finds no fitting option waves it away too and could have answered; so a question counts for as much as there was
something for the customer among its options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: Judged, not measured (docs/asking.md shows what it costs when they are wrong): everyone knows what kind of thing they want
#: and for whom, most have a limit and a size, fewer a colour, and many do not care about a maker.
KNOWS: Mapping[str, float] = {
    "category": 0.95,
    "kind": 0.95,
    "whom": 0.9,
    "type": 0.85,
    "price": 0.8,
    "size": 0.8,
    "colour": 0.75,
    "use": 0.75,
    "brand": 0.6,
    "material": 0.6,
}
OTHER = 0.5  # any other attribute that the shop's records have
BEGINS_WITH = 20.0  # questions that what is judged counts for


def knows(name: str) -> float:
    """0…1 for any attribute, before anybody was asked."""
    return KNOWS.get(name, OTHER)


def learnt(counts: Mapping[str, tuple[float, float]]) -> Callable[[str], float]:
    """``counts`` holds how often an attribute was (asked, answered), each asking as the share that was offered an answer; what
    was asked often goes by what happened."""

    def knowing(name: str) -> float:
        asked, answered = counts.get(name, (0, 0))
        return min(1.0, (BEGINS_WITH * knows(name) + answered) / (BEGINS_WITH + asked))

    return knowing
