"""How upset a customer is, from what they wrote so far: a pure rule over messages whose sentiment a model has read.

Each message has a *heat* (0 calm to 1 furious): how negative it is, and signs that a model of reviews does not know: shouting,
exclamation marks, swearing, saying that it was said before, asking the same again, being answered badly again and again. The
signs are joined as independent reasons are, 1 − Π(1 − sign). ``anger`` is the exponentially weighted mean of the heats, newest
first in weight: a message hotter than the anger so far never lowers it, a calm one lets it fade.

The numbers were set by what they mean (``WHAT_ONE_SIGN_WEIGHS``), not fitted to any set; ``make bench SUITE=sentiment``
measures them beside simpler rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

NEWEST_WEIGHS = 0.6  # of the newest message in the mean
ANNOYED, UPSET = 0.25, 0.5  # anger from which the desk says so; from UPSET on, two hot messages or one that is furious
CALM_VALUE = 0.25  # a sentiment from −0.25 to 0.25 is neutral, as the scorer's own label has it
LOOKED_BACK = 12  # messages in which the same may have been asked before
OFFER_AGAIN_AFTER = 6  # messages of the customer between two offers of a person

WHAT_ONE_SIGN_WEIGHS = {
    "shouting": 0.45,  # alone it annoys, however often: some write in capitals always
    "exclaiming": 0.2,
    "swearing": 0.6,
    "said_before": 0.65,  # two such messages are UPSET, and one that is shouted with "!!!"
    "asked_again": 0.35,
    "failed_again": 0.35,
}

UNMISTAKABLE = frozenset({"shouting", "said_before", "failed_again"})

_SWEARING = re.compile(
    r"\b(?:f+u+c+k\w*|f\*+\w*|wtf|bull\s?shit\w*|shit\w*|damn(?:ed|it)?|crap|bloody|bastards?|assholes?|arseholes?|idiots?"
    r"|idiotic|morons?|stupid|scam(?:mers?)?|pathetic|bollocks|(?:rubbish|garbage)(?! (?:bins?|bags?|cans?|disposals?)))\b",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    r"\b(?:(?:second|third|fourth|fifth|2nd|3rd|4th|5th|\d{1,3}th|tenth|hundredth|umpteenth) time"
    r"|how (?:many|often) (?:more )?(?:times )?(?:do|must|should|have) i|again and again|over and over|as i (?:already )?said"
    r"|i(?:'ve| have)? (?:already|just) (?:said|told|asked|wrote|written|explained|gave|given|sent)"
    r"|(?:said|told|asked) (?:you )?(?:that |this )?(?:before|already|twice|again|\w+ times)"
    r"|still (?:no|nothing|waiting|(?:(?:(?:have|has|do|does|did|is|are|was) )?not|(?:have|has|do|does|did|is|are|was)n't)"
    r"(?! (?:sure|certain|decided|decide|know)\b))"
    r"|wait(?:ed|ing) (?:for )?(?:\w+ )?(?:hours|days|weeks|months)|taking (?:\w+ ){0,2}(?:too long|so long|forever|ages)"
    r"|you (?:don't|do not|never|aren't|are not) (?:even )?(?:listen\w*|understand\w*|read\w*|answer\w*|help\w*)"
    r"|(?:are|do) you even (?:listen\w*|understand\w*|read\w*|care))\b",
    re.IGNORECASE,
)
_EXCLAIMING = re.compile(r"[!?]{3,}|!.*!|\?!|!\?", re.DOTALL)
_END = re.compile(r"[.!?…\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FOUR_LOUD = re.compile(r"\b[A-Z]{2,}(?: (?:[A-Z]{2,}|I)\b){3}")
_NO = re.compile(
    r"\W*(?:no|nope|nah|no (?:thanks|thank you|need)|not (?:now|yet|needed|necessary)|rather not|i(?:'d| would) rather not)"
    r"(?:[ ,]+(?:thanks|thank you|go on|carry on|continue|it'?s (?:fine|ok|okay)))*\W*",
    re.IGNORECASE,
)
_SHORT_WORD = 4  # letters: shorter words do not say what a message asks for
_SAME = 0.6  # share of the telling words


@dataclass(frozen=True)
class Said:
    """One message of a customer. ``sentiment`` −1…1, None where no model has read it; ``failed``: the assistant could not
    make anything of it."""

    text: str
    sentiment: float | None = None
    failed: bool = False


@dataclass(frozen=True)
class Mood:
    """``anger`` 0…1. ``rising``: it is noticeable and grew with the last message. ``hottest``: the place, in what was given,
    of the message that weighs most in it; None while calm."""

    anger: float = 0.0
    rising: bool = False
    hottest: int | None = None

    @property
    def word(self) -> str:
        return word_of(self.anger)


def word_of(anger: float) -> str:
    return "upset" if anger >= UPSET else "annoyed" if anger >= ANNOYED else "calm"


def mood(messages: Sequence[Said]) -> Mood:
    """Of the customer's messages, oldest first."""
    return moods(messages)[-1] if messages else Mood()


def moods(messages: Sequence[Said]) -> list[Mood]:
    """The mood after each of the messages, from those up to it."""
    found: list[Mood] = []
    anger, hottest, most = 0.0, 0, 0.0
    for place in range(len(messages)):
        newest = heat(messages[: place + 1])
        before, anger = anger, follow(anger, newest)
        most *= 1 - NEWEST_WEIGHS
        if newest >= most:
            most, hottest = newest, place
        noticed = anger >= ANNOYED
        found.append(Mood(anger, noticed and anger > before, hottest if noticed else None))
    return found


def follow(anger: float, newest: float) -> float:
    """The anger after one more message of that heat."""
    return (1 - NEWEST_WEIGHS) * anger + NEWEST_WEIGHS * newest


def heat(messages: Sequence[Said]) -> float:
    """0…1, of the last message, in the light of those before it. More negative is never cooler."""
    calm = 1 - negative(messages[-1].sentiment)
    for sign in signs(messages):
        calm *= 1 - WHAT_ONE_SIGN_WEIGHS[sign]
    return 1 - calm


def negative(sentiment: float | None) -> float:
    """0 for what is neutral, positive or unread; 1 for −1."""
    return 0.0 if sentiment is None else min(1.0, max(0.0, (-sentiment - CALM_VALUE) / (1 - CALM_VALUE)))


def signs(messages: Sequence[Said]) -> list[str]:
    """Names of ``WHAT_ONE_SIGN_WEIGHS`` that hold of the last message. In glad words ("damn good!!!") they need one of
    ``UNMISTAKABLE`` among them: a model may take "WHERE is it, third time I ask!" for joy."""
    last, before = messages[-1], messages[-LOOKED_BACK - 1 : -1]
    text = last.text.replace("’", "'")  # as telephones write it
    found = {
        "shouting": shouts(text),
        "exclaiming": bool(_EXCLAIMING.search(text)),
        "swearing": bool(_SWEARING.search(text)),
        "said_before": bool(_SAID_BEFORE.search(text)),
        "asked_again": any(_same(last.text, each.text) for each in before),
        "failed_again": last.failed and bool(before) and before[-1].failed,
    }
    holding = [name for name, holds in found.items() if holds]
    glad = (last.sentiment or 0.0) > CALM_VALUE and UNMISTAKABLE.isdisjoint(holding)
    return [] if glad else holding


def shouts(text: str) -> bool:
    """Four words in capitals one after the other, or a sentence whose words are mostly in capitals: two of at least three
    letters, or all of three words. Not an order number, not "XL"."""
    return bool(_FOUR_LOUD.search(text)) or any(_loud(_WORD.findall(sentence)) for sentence in _END.split(text))


def _loud(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) >= 3]
    loud = [word for word in long if word.isupper()]
    return (len(loud) >= 2 and 2 * len(loud) > len(long)) or (len(words) >= 3 and bool(loud) and " ".join(words).isupper())


def _telling(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text) if len(word) >= _SHORT_WORD)


def _same(text: str, earlier: str) -> bool:
    """Nearly the same words, at least two of them: the customer asks again."""
    ours, theirs = _telling(text), _telling(earlier)
    return len(ours & theirs) >= 2 and len(ours & theirs) >= _SAME * len(ours | theirs)


def declines(text: str) -> bool:
    """A plain no, as said after an offer."""
    return _NO.fullmatch(text.strip()) is not None


def should_offer(anger: float, *, declined: bool, messages_since_offer: int | None) -> bool:
    """Whether to offer a person now. ``messages_since_offer``: of the customer; None where none was made."""
    again = messages_since_offer is None or messages_since_offer >= OFFER_AGAIN_AFTER
    return anger >= UPSET and not declined and again
