"""How many the customer wants to see or to have: "show me 3", "two of those", "x4"."""

from typing import Iterator, List, Tuple

from components.pattern import Pattern, rx
from components.said_numbers import SMALL

_WORDS = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_N = rf"(?P<n>\d{{1,3}}|{_WORDS})"
_MEASURE = (
    r"(?![\w]|\s?(?:[$€£%\"]|stars?\b|inch|in\b|cm\b|mm\b|ft\b|feet\b|foot\b|people\b|person|man\b|men\b|dollars|bucks"
    r"|euros?|quid|pounds?|or (?:less|more|under|over)"
    r"|k\b|-|/|\.\d|day|week|hour|year|month|min(?:ute)?s?\b|l\b|lit(?:er|re)s?\b|ml\b|kg\b|lbs?\b|oz\b|qt\b|quarts?\b"
    r"|g\b|m\b|times?\b|x\b|×|different\b"
    r"|kids\b|children\b|friends\b|strings?\b|seasons?\b|to \d|ply\b|colou?rs?\b|things\b|questions?\b|percent\b|am\b"
    r"|pm\b|o'?clock))"
)
_COUNT = [
    rx(
        r"\b(?:show(?: me| us)?|give me|list|top|see|need|want|wanna|buy|get(?: me)?|add|order(?: of)?|take|have"
        r"|make (?:it|that)|only|just|send(?: me)?|put|grab"
        rf"|looking for|qty|quantity|another)\s*[:=]?\s*(?:the (?:best|top|first) |me |like |around |up to |about "
        rf"|maybe |at least )?{_N}{_MEASURE}"
    ),
    rx(
        rf"(?<![\w.,$€£-]){_N}\s+(?:more\s+|other\s+|best\s+|cheapest\s+)?(?:of (?:them|these|those|the|it|your|that|each)"
        r"|pieces|pcs|items|options|results|products|ideas|pairs|units|suggestions|examples|recommendations|copies|more)\b"
    ),
    rx(rf"(?<![\w.])[x×]\s?{_N}(?![\w.]|\s?(?:ft|cm|m\b|in))"),
    rx(rf"(?<![\w.,$€£]){_N}\s?[x×](?=\s+[a-z]{{3,}}|\s*$)"),
    rx(r"\b(?P<n>one) of (?:them|these|those|each)\b"),
]
_ONE = {"one": 1}


def counts(text: str) -> Iterator[Pattern]:
    """Whole numbers from 1 on. A number right in front of a thing of the catalogue is found where both are known."""
    taken: List[Tuple[int, int]] = []
    for pattern in _COUNT:
        for match in pattern.finditer(text):
            span = match.span("n")
            said = match.group("n").lower()
            value = SMALL.get(said) or _ONE.get(said) or int(said)
            if value and all(span[1] <= a or span[0] >= b for a, b in taken):
                taken.append(span)
                yield Pattern("count", value, *span)


_BEFORE_THING = rx(rf"(?<![\w.,$€£#-]){_N}\s+(?:new |nice |good |different |cheap |more |pairs? of |sets? of )?$")
_A_PLACE = rx(r"\b(?:number|no\.?|nr\.?|option|size|sizes|order|item|under|over|than|code|max|for|least)\s*$")


def count_before(text: str, start: int) -> List[Pattern]:
    """ "4 enamel mugs": the number right in front of what starts at ``start``, as a list of one or none."""
    match = _BEFORE_THING.search(text[:start])
    if match is None or _A_PLACE.search(text[: match.start()]):
        return []
    said = match.group("n").lower()
    value = SMALL.get(said) or int(said)
    return [Pattern("count", value, *match.span("n"))] if 0 < value < 100 else []
