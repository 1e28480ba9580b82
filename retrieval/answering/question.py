"""A question about a product taken apart: the matter it is about, its own words, and whether it wants a number or people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.question_concepts import Concept, concept_of
from retrieval.text import Tokeniser
from retrieval.words import listed

#: Words that no sentence answers by holding them. Of the others even "long" and "included" count as said.
_EMPTY = frozenset(
    listed(
        """
    what which who how when where why is are was were be am do does did can could would should will shall may must i it
    its the a an my your of to for in on at with and or if this that these those they them you we me us there here any
    some have has had got get gets come comes s t whats im ive hows so just please
    """
    )
)
_PEOPLE = re.compile(
    r"\b(?:reviews?|reviewers?|(?:people|customers|others|buyers|anyone|owners|they) (?:say|said|think|report|complain"
    r"|like|find|mention)|complain\w*|opinions?)\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"\bhow (?:many|much|long|tall|wide|big|large|heavy|high|deep|thick|old|far|warm|cold)\b"
    r"|\bwhat(?:'s| is) (?:the|its) (?:capacity|weight|height|width|length|wattage|voltage|diameter|depth)\b",
    re.IGNORECASE,
)
#: Which product is meant is known by now: "what is the second one made of?" asks "what is it made of?".
_POINTING = re.compile(r"\b(?:the|this|that) (?:(?:first|second|third|fourth|fifth|last|other) )?one\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+(?:[-/.][a-z0-9]+)*")


@dataclass(frozen=True)
class Asked:
    """``words``: its words that an answer may hold (stems), the product's own left out where there are others."""

    text: str
    concept: Concept | None
    words: tuple[str, ...]
    number: bool
    of_people: bool

    @property
    def empty(self) -> bool:
        """Does it ask about nothing at all?"""
        return self.concept is None and not self.words


def take_apart(question: str, called: str, tokeniser: Tokeniser) -> Asked:
    """``called``: the words by which the product itself is called; they are no part of what is asked about it."""
    question = _POINTING.sub("it", question)
    concept = concept_of(question)
    own = set(tokeniser.stems(called))
    bare = _PEOPLE.sub(" ", question).lower().replace("'", "").replace("’", "")
    said = dict.fromkeys(stem for w in _WORD.findall(bare) if w not in _EMPTY for stem in tokeniser.stems(w))
    # "is the strap long?" of a strap: its own words are all there is
    kept = tuple(stem for stem in said if stem not in own) or tuple(said)
    return Asked(question, concept, kept, bool(_HOW_MUCH.search(question)), bool(_PEOPLE.search(question)))
