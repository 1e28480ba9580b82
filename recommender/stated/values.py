"""Is a value that a sentence names stated of someone, and is it wanted or not?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from recommender.stated.cues import AFTER_NEGATIVE, AFTER_POSITIVE, AFTER_TOLD, Cue
from recommender.stated.fact import GIFT, ME, Stated
from recommender.stated.measures import Measure
from recommender.stated.persons import subject_before
from recommender.stated.sentence import OF_PERSON, Sentence
from recommender.stated.uses import use_of
from recommender.stated.vocabulary import Named
from recommender.stated.words import PLAIN_FITS

PAST = re.compile(
    r"\b(?:ordered|bought|received|purchased|returned|returning|return|exchange|sent me|arrived|came|delivered|refund"
    r"|cancel(?:led)?|order (?:number|no|#)|my order|shipped|tracking|broke|ripped|fell apart|last (?:week|month|year|time)"
    r"|yesterday|money back)\b"
)
_JOINED = re.compile(
    r"\s*(?:,|/|&|and|or|nor|plus|,\s*(?:and|or|nor)|as well aseven)\s*(?:any |the |a |an |in |even |no "
    r"|with |anything"
    r" |wearing |also |really |from |by |especially )*"
)
_WIDE_ENDS = re.compile(
    r"\s*(?:$|[,.!?]|and\b|or\b|so\b|please|but\b|as\b|if\b|for\b|fit|feet|foot|width|shoes?|boots?|sandals?|sneakers?"
    r"|trainers?"
    r"|ones?|size|side)"
)
_NOT_WIDTH = re.compile(r"\s*(?:range|selection|variety|choice|brim|open|angle|screen|awake)")
_BESIDE_SIZE = re.compile(r"[\s,]*(?:in |and |with |but |a |or |uk |us |eu )*")
_FIT_ENDS = re.compile(
    r"\s*(?:$|[,.!?]|and\b|or\b|so\b|please|but\b|fit|fitting|clothes|clothing|stuff|things|ones?\b|cut|on me|jeans|shirts?"
    r"|t-shirts?|tops?|pants|trousers|dress|dresses|jackets?|sweaters?|hoodies?|leggings|cloth\w*|styles?|shorts|tees|around"
    r"|through|at|in|leg|sleeves)"
)
_NO_MORE_DIET = re.compile(r"\b(?:no longer|stopped being|used to be)\b")
_SIZED = re.compile(
    r"\b(?:(?:\d+(?:\.5)?|xx?s|xx?l|[sml]|small|medium|large|wide|narrow|fit) (?:in|on|for)(?: my)?|my|his|her|their)\s+$"
)
_OVER = re.compile(r"prefer\w*\b.+\bto\W+(?:\w+ )?$|\bmore\b.+\bthan\W+(?:\w+ )?$")
_THIS_ONE = re.compile(r"\b(?:this|these|those|that|the)\s+(?:[\w-]+\s+)?$")
_VERBS = frozenset(("suit", "dress", "watch", "ring", "fit", "plant", "match", "book", "throw", "cook", "play", "light"))
_VERB_BEFORE = re.compile(r"(?:n't|\b(?:to|will|would|can|could|not|i|we|they|you|should|does|do|did))\s+$")
_POINTS = re.compile(r"\W*(?:the|this|that|these|those|show|do|is|are)\b")
_KINDS_OF_COLOUR = frozenset(("dark", "light", "bright", "warm", "muted", "neutral", "pastel", "neon"))
_ENDS = re.compile(r"\s*(?:$|[,.;!?]|(?:and|or|nor|but|please|stuff|things?|clothes|shades?|tones?|colou?rs?|ones?)\b)")
_NEXT = re.compile(r"[\s-]*")
_SOFT = ("material", "colour", "style", "brand", "type")


@dataclass(frozen=True)
class _Value:
    """A named value with its surroundings; ``cue`` governs it, ``before`` and ``behind`` are values right beside it."""

    seen: Sentence
    name: Named
    cue: Cue | None
    before: Named | None
    behind: Named | None
    ruled_out_behind: bool  # "wool itches"
    approved_behind: bool  # "wool is fine"
    told_behind: bool  # "a wool person"
    theirs_behind: bool  # "purple is her favourite"
    fine_behind: bool  # "leather is fine now"
    sized: bool  # right after a size: "9 wide"
    specified: bool  # one of a list of what is wanted: "black, size M, under 60"

    @property
    def negated(self) -> bool:
        if self.ruled_out_behind or self.cue is None or not self.cue.negative:
            return self.ruled_out_behind
        return not self.approved_behind or self.cue.kind == "rule_out"  # "everything except orange is fine"

    @property
    def of_person(self) -> bool:
        return self.cue is not None and self.cue.kind in OF_PERSON

    @property
    def told(self) -> bool:
        """Is it said of a person, wished for, or ruled out?"""
        if self.of_person or self.behind_counts:
            return True
        if self.cue is None:
            return self.seen.asks_from is None and (self.seen.for_person or self.specified)
        return self.cue.kind == "rule_out" or (self.cue.kind in ("request", "use") and self.seen.is_request(self.cue))

    @property
    def scope(self) -> str:
        if self.theirs_behind:
            return GIFT
        return self.seen.scope(
            self.name.start, Cue("taste", False, 0, 0) if self.behind_counts and self.cue is None else self.cue
        )

    @property
    def behind_counts(self) -> bool:
        return self.ruled_out_behind or self.approved_behind or self.told_behind

    @property
    def allowed(self) -> bool:
        return self.fine_behind or (self.cue is not None and self.cue.kind == "fine")

    @property
    def cue_words(self) -> str:
        return self.seen.text[self.cue.start : self.cue.end] if self.cue is not None else ""

    def stated(self, attribute: str, value: str, negated: bool | None = None) -> Stated:
        scope = self.scope
        lasting = self.of_person or self.behind_counts
        no = self.negated if negated is None else negated
        return Stated(attribute, value, scope, no, lasting, allowed=self.allowed and not no)


def values(seen: Sentence, named: Sequence[Named], measured: Sequence[Measure]) -> Iterator[tuple[int, Stated]]:
    """What the sentence states by values of lists: all attributes but allergies, sizes and budgets. With their places."""
    for place, name in enumerate(named):
        value = _value(seen, named, place, measured)
        if value is None:
            continue
        for fact in _facts(value):
            yield name.start, fact


def _value(seen: Sentence, named: Sequence[Named], place: int, measured: Sequence[Measure]) -> _Value | None:
    """None where it is only asked, or told of an order."""
    text, name = seen.text, named[place]
    end = _list_end(text, named, place)
    ruled_out, approved = AFTER_NEGATIVE.match(text, end), AFTER_POSITIVE.match(text, end)
    if _THIS_ONE.search(text[: name.start]):  # of one product: "these boots are too tight"
        ruled_out = approved = None
    out = ruled_out is not None
    told = next((m.group() for m in (ruled_out, approved) if m), "")
    behind = named[place + 1] if place + 1 < len(named) else None
    of_person = "diet" in name.readings and behind is not None and "recipient" in behind.readings  # "for a vegan friend"
    if seen.asked(name.start) and not of_person and not (out and re.match(r".*\b(?:me|him|her)\b", text[end:])):
        return None
    cue = seen.governing(name.start)
    if PAST.search(text) and not (cue and cue.kind in OF_PERSON):
        return None
    if cue is not None and cue.kind in ("taste", "be") and not cue.negative and _OVER.search(text[cue.start : name.start]):
        cue = replace(cue, negative=True)  # "cotton to polyester"
    before = named[place - 1] if place else None
    return _Value(
        seen,
        name,
        cue,
        before if before is not None and _NEXT.fullmatch(text, before.end, name.start) else None,
        behind if behind is not None and _NEXT.fullmatch(text, name.end, behind.start) else None,
        out,
        approved is not None and not out,
        AFTER_TOLD.match(text, end) is not None,
        re.search(r"\b(?:her|his|him|their)\b", told) is not None,
        approved is not None
        and not out
        and re.search(r"\b(?:fine|ok|okay|alright|all right|acceptable|allowed|no longer)\b", told) is not None,
        any(_BESIDE_SIZE.fullmatch(text, m.end, name.start) for m in measured if m.attribute == "size" and m.end <= name.start),
        bool(measured) and "," in text and cue is None and not _POINTS.match(text),
    )


def _facts(value: _Value) -> Iterator[Stated]:
    readings = value.name.readings
    if "diet" in readings:
        yield from _diet(value, readings["diet"])
    elif "width" in readings:
        yield from _width(value, readings["width"])
    elif "fit" in readings and _is_fit(value):
        yield value.stated("fit", readings["fit"])
    else:
        use = use_of(value.seen, value.name, value.cue, value.behind)
        if use is not None:
            yield use
        else:
            yield from _soft(value)


def _diet(value: _Value, diet: str) -> Iterator[Stated]:
    text, cue = value.seen.text, value.cue
    if value.behind is not None and "recipient" in value.behind.readings:  # "my vegan sister"
        yield Stated("diet", diet, GIFT, lasting=False)
        return
    if cue is not None and cue.kind == "rule_out" and value.cue_words.strip() in ("no", "non"):
        return
    gone = value.negated or bool(_NO_MORE_DIET.search(text[: value.name.start]))
    scope = value.scope
    yield Stated("diet", diet, scope, gone and not (cue is not None and cue.kind == "fine"), scope == ME)


def _width(value: _Value, width: str) -> Iterator[Stated]:
    text, name = value.seen.text, value.name
    several = " " in name.said or "-" in name.said
    if not (several or value.sized or (value.cue is not None and value.told and _WIDE_ENDS.match(text, name.end))):
        return
    if not _NOT_WIDTH.match(text, name.end):
        scope = value.scope
        lasting = scope == ME and (value.of_person or not value.seen.names_type)
        yield Stated("width", width, scope, value.negated and not value.sized, lasting)


def _is_fit(value: _Value) -> bool:
    text, name, cue = value.seen.text, value.name, value.cue
    if name.said in ("petite", "plus size", "plus-size"):
        return cue is None or value.told
    if cue is not None and "feet" in value.cue_words:
        return False
    if text[: name.start].endswith("too ") and not value.negated:
        return False  # "most are too loose"
    if name.said in PLAIN_FITS and not _FIT_ENDS.match(text, name.end):
        return False
    if cue is not None and cue.kind == "be" and subject_before(text, cue.start) is None:
        return False
    return value.told or (name.said not in PLAIN_FITS and " fit" in name.said)


def _soft(value: _Value) -> Iterator[Stated]:
    """Material, colour, style, brand or type: the first that the words can mean."""
    attribute = next((a for a in _SOFT if a in value.name.readings), None)
    text, name = value.seen.text, value.name
    if attribute == "colour" and name.said in _KINDS_OF_COLOUR and not _ENDS.match(text, name.end):
        return  # "dark chocolate"
    if attribute == "colour" and text[: name.start].endswith(("smell of ", "scent of ")):
        return
    if attribute in ("colour", "style") and value.before is not None and attribute in value.before.readings:
        return  # "emerald green" is one colour
    if attribute is None or not value.told or (attribute == "type" and not _is_type(value)):
        return
    if (
        value.cue is not None
        and value.cue.kind in ("be", "have", "body")
        and not value.behind_counts
        and not _worn(value, attribute)
    ):
        return
    said = value.name.readings[attribute]
    if attribute == "type" and value.before is not None and "use" in value.before.readings and value.cue is not None:
        said = f"{value.before.said} {said}" if value.cue.kind == "taste" else said
    yield value.stated(attribute, said)


def _worn(value: _Value, attribute: str) -> bool:
    """ "I'm minimalist", "I wear black" tell of taste; "I have a leather sofa" does not."""
    if attribute == "style":
        return value.behind is None or re.search(r"wear|dress", value.cue_words) is not None
    return attribute in ("material", "colour", "brand") and re.search(r"wear|us(?:e|ing)", value.cue_words) is not None


def _is_type(value: _Value) -> bool:
    """Is the kind of thing itself meant? "I hate leather shoes" hates the leather, "38 in shoes" tells a size."""
    if value.before is not None and "width" in value.before.readings:
        return False
    if value.told_behind:
        return True  # "a sandals kind of girl"
    if value.cue is None:
        return not PAST.search(value.seen.text)
    if value.name.said in _VERBS and _VERB_BEFORE.search(value.seen.text[: value.name.start]):
        return False
    if value.cue.kind in ("be", "have", "body", "use", "allergy") or _SIZED.search(value.seen.text[: value.name.start]):
        return False
    only_use = value.before is not None and set(value.before.readings) == {"use"}
    return value.before is None or not value.negated or only_use


def _list_end(text: str, named: Sequence[Named], place: int) -> int:
    """The end of a list that the value begins: "wool and cashmere" of "wool and cashmere itch". A comma alone begins what is
    told anew: "silver, gold doesn't suit me"."""
    end = whole = named[place].end
    for later in named[place + 1 :]:
        joint = _JOINED.fullmatch(text, end, later.start)
        if not joint:
            break
        end = later.end
        if joint.group().strip(" ,"):
            whole = end
    return whole
