"""One sentence as it is judged: its cues, of whom it speaks, and where in it a question begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recommender.stated.cues import Cue, cues
from recommender.stated.fact import GIFT, ME
from recommender.stated.persons import Marker, markers, subject_before
from recommender.stated.vocabulary import Vocabulary

#: cues by which something is told of a person
OF_PERSON = frozenset(("taste", "be", "have", "deed", "allergy", "fine", "body"))
_ASKS = re.compile(
    r"(?:^|[,:]\s*|\b(?:so|and|but|then|ok|okay|hi|hey|hello|also|well|please)\b,?\s*)"
    r"((?:do|does|did|is|are|was|can|could|would|will|have|has) (?:you|it|they|these|those|this|that|there|the|any"
    r"|your|one|i|we"
    r"|she|he|someone|all|both|either|its|it's)\b"
    r"|(?:is|are|any|got|anything|something) (?!.*\bplease\b)|what|which|where|who's|whose|how|why|when (?:will|does|is|do|can)"
    r"|who\b)"
)
_ASKS_ALWAYS = re.compile(
    r"^(?:so |and |but |ok |hi |hey |hello |please |also )*(?:(?:do|does|can|could|would|will) (?:you|it|they|these"
    r"|those|this|the"
    r"|any|your|one|all)\b|(?:is|are) (?:it|they|these|those|this|that|there|the|any|your|all)\b|have you (?:got )?"
    r"|what(?:'s| is| are| about| do| does| size| colou?rs?)\b|which (?:of|one|is|are)\b|where\b"
    r"|how (?:much|many|do|does|long|is|are)\b|tell me (?:about|if|more)|show me (?!something|anything)"
    r"|i (?:wonder|was wondering|want to know|need to know|'d like to know)|wondering|why\b|who (?:makes|sells)|let me know)"
)
_ASKS_BEHIND = re.compile(
    r",\s*(?=(?:do|can|could|would) you\b|what\b|which (?:ones?|of)\b|is there\b|are there\b|any (?:recommend|suggest|ideas))"
)
_NAMES_SELF = re.compile(r"\b(?:i'm|i am|i|my|for my)\b")
_NEUTRAL_QUESTION = re.compile(r"\b(?:should|can|could|would|do|does|will|may|must) (?:i|we)\b")
_WEAK = re.compile(
    r"^(?:something|anything|with|in|made of|made from|only|just|please|after|buying|getting|going|go|on my|on a"
    r"|lots? of|a lot of"
    r"|trip|start|started|be|being|as|have|has|wears?|wearing|uses?|using|do|does|for)(?: a| an| the)?\s*$"
)
_NEW_WISH = re.compile(r"\b(?:i|he|she|they|we|my|need|want|looking|so|because|it|please)\b")
_ORDERS = re.compile(r"\b(?:show|find|give|send|tell|recommend|suggest) me\b(?! something| anything)")
_REQUESTS = re.compile(
    r"\b(?:i|we|he|she|they|my|our)\b|^(?:looking|need|want|searching|shopping|after|hoping|something|anything|only|just"
    r"|please|must|has"
    r"|should|preferably|ideally|trying|in the market|hi|hello|hey|made|it|gift|present|a|birthday|christmas|with|in"
    r"|no|not|nothing)\b"
)


@dataclass(frozen=True)
class Sentence:
    text: str
    cues: tuple[Cue, ...]
    markers: tuple[Marker, ...]
    asks_from: int | None  # where a question begins
    neutral: str  # the scope of what is told of nobody
    for_person: bool  # names whom something is for
    names_type: bool  # names a kind of thing, so that a size beside it may be the thing's

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary, *, gift: bool, person_known: bool, for_person: bool) -> Sentence:
        return cls(
            text,
            tuple(_valid(text)),
            markers(text, vocabulary, person_known),
            _question(text),
            GIFT if gift else ME,
            for_person,
            any("type" in named.readings for named in vocabulary.find(text)),
        )

    def asked(self, place: int) -> bool:
        """Is what stands there part of a question, and not told in it all the same ("what should I get if I'm a 9")?"""
        if self.asks_from is None or place < self.asks_from:
            return False
        for cue in self.cues:
            if not (self.asks_from < cue.start and cue.end <= place and cue.kind in OF_PERSON):
                continue
            subject = subject_before(self.text, cue.start)
            if subject is None or subject < self.asks_from:
                continue
            if not _NEUTRAL_QUESTION.search(self.text[max(self.asks_from, subject - 8) : subject + 2]):
                return False
        return True

    def governing(self, place: int) -> Cue | None:
        """The cue that a value at that place stands under: the last before it; "hate … anything in" is still the hating."""
        before = [c for c in self.cues if c.end <= place]
        for i in range(len(before) - 1, -1, -1):
            cue = before[i]
            if cue.kind == "reset":
                return None
            said = self.text[cue.start : cue.end]
            if cue.kind in ("request", "use", "have", "be") and not cue.negative and _WEAK.match(said.strip()) and i:
                last = before[i - 1]
                if last.negative and re.match(r"only|just", said):
                    return cue  # "no gold, only silver"
                weak = last.kind == "request" and _WEAK.match(self.text[last.start : last.end].strip())
                strong = last.kind in ("taste", "rule_out", "allergy", "fine", "have")
                if (strong or weak) and not _NEW_WISH.search(self.text[last.end : cue.start]):
                    continue
            return cue
        return None

    def scope(self, place: int, cue: Cue | None) -> str:
        """Whose a value at that place is."""
        if cue is not None and cue.kind in OF_PERSON:
            own = next((m for m in reversed(self.markers) if m.start < max(cue.end, 1)), None) if cue.end else self._last(place)
            return own.scope if own is not None else self.neutral
        last = self._last(place)
        if last is not None and (last.scope == GIFT or last.final):
            return last.scope
        return self.neutral

    def _last(self, place: int) -> Marker | None:
        return next((m for m in reversed(self.markers) if m.start < place), None)

    def is_request(self, cue: Cue) -> bool:
        """Said by someone who wants it ("I need …", "looking for …"), and no order to the shop ("show me …")."""
        return not _ORDERS.search(self.text[: cue.start]) and bool(_REQUESTS.search(self.text[: cue.end]))


def _valid(text: str) -> Iterator[Cue]:
    """Without "is" and "has" of things: only of people they tell a fact."""
    for cue in cues(text):
        if (
            cue.kind in ("be", "have")
            and subject_before(text, cue.start) is None
            and not (cue.start == 0 and cue.kind == "have")
        ):
            continue
        yield cue


def _question(text: str) -> int | None:
    """Where a question begins in it; None when all of it is stated."""
    if _ASKS_ALWAYS.match(text):
        return 0
    if not text.rstrip().endswith("?"):
        inner = _ASKS_BEHIND.search(text)
        return inner.end() if inner else None
    start = _ASKS.search(text)
    if start:
        return start.start(1)
    return None if _NAMES_SELF.search(text) else 0
