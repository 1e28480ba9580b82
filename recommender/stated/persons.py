"""Of whom a sentence speaks: the customer, or the one whom a gift is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from recommender.stated.fact import GIFT, ME
from recommender.stated.vocabulary import Named, Vocabulary
from recommender.stated.words import NOT_SUBJECTS, RECIPIENTS

_PEOPLE = "|".join(sorted((re.escape(p) for p in RECIPIENTS), key=len, reverse=True))
_OWN = re.compile(
    r"\b(?:i|we|myself|mine)\b|\bmy (?:\w+ ){0,2}?(?:size|feet|foot|style|favou?rites?|diet|skin|taste|colou?rs?|fit|shoe"
    r"|waist|wardrobe|home|house|flat|allerg\w+|go-to|look|aesthetic|thing|brand|material)\b"
)
_FOR_ME = re.compile(r"\b(?:for|not for) (?:me|myself|us|ourselves)\b|\b(?:it's|they're) mine\b|\bmine\b")
_THEIRS = re.compile(r"\b(?:he|she|him|her|his|hers|(?<!as )someone|(?<!as )somebody)\b")
_THEY = re.compile(r"\b(?:they|them|their|theirs)\b")
_LED = re.compile(
    r"\b(?:my|our|his|her|their|the|a|an|some|this|for|two|three|both|dear|own|little|older|younger|big|new|whole"
    r"|mother's|father's)\s+(?:(?:\w+|\d+)[\s-]+){0,2}$"
)
_FOR = re.compile(
    r"\bfor (?:(?:my|our|his|her|the|a|an|this|some|two|three|both|both of|one of|dear|own|me and"
    r"|my own)\s+)+(?:(?!for\b|and\b|who\b|that\b|'s\b)[\w'-]+\s+){0,3}?$"
)
_AND = re.compile(r"\bfor (?:my|our|his|her|the|a|an) [\w'-]+(?:,| and| &)+ (?:(?:my|our|his|her|the|a|an) )?$")
_FOR_BARE = re.compile(r"\bfor $")
_GIFT_WORDS = re.compile(
    r"\b(?:gifts?|presents?|birthday|christmas|anniversary|mother's day|father's day|valentine'?s?|surprise|graduation"
    r"|secret santa|baby shower|shopping for|buying for|buying (?:this|it|them|something)|treat|turn(?:s|ing) \d+)\b"
)
_BOUGHT_BY = re.compile(
    r"\b(?:buying|getting|shopping for|surprising|surprise|treating|treat|get|buy|give|giving|spoil"
    r"|gift)\s+(?:something (?:nice )?(?:for )?|this (?:for )?|it (?:for )?|them (?:for )?|a (?:\w+ )?(?:gift"
    r"|present) (?:for )?|for )?(?:my|our|his|her|the|a|an)\s+(?:(?!for\b|who\b)[\w'-]+\s+){0,2}?$"
)
_BELONGS = re.compile(
    r"'s?\s+(?:\w+\s+){0,2}?(?:birthday|christmas|anniversary|graduation|baby shower|bday|gift|present|stocking"
    r"|retirement|name day|\d+th|\d+st|next birthday)\b"
)
_GETS_THEM = re.compile(r"\b(?:get|buy|give|find|surprise|treat|spoil)\w* (?:him|her|them)\b")
_ONCE = re.compile(r"\b(?:was|were|as|like) (?:a |an )?(?:\w+ )?$")  # "since he was a kid"
_AM = re.compile(r"\b(?:i'm|i am|we're|we are|as|i was) (?:a |an |the )?(?:\w+ ){0,2}$")
_OPENS = re.compile(r"(?:^|[,;:]|\b(?:and|but|because|since|so|also))\s*$")
_DOES = re.compile(
    r"(?:'s)? (?:(?:really|also|just|only|always) )*(?:is|has|hates?|loves?|likes?|wears?|needs?|wants?|can't|doesn't"
    r"|don't|prefers?"
    r"|takes?|eats?|are|have|enjoys?)\b"
)
_MY = re.compile(r"\b(?:my|our) (?:[\w'-]+ ){0,2}?$")
_IT_IS_FOR = re.compile(r"\b(?:it's|it is|this is|these are|they're|that's) for\b")


@dataclass(frozen=True)
class Marker:
    """From ``start`` on a sentence speaks of ``scope``; ``who`` names the person; ``final``: said in so many words."""

    start: int
    scope: str
    who: str = ""
    final: bool = False


def markers(text: str, vocabulary: Vocabulary, known: bool) -> tuple[Marker, ...]:
    """In order of place. ``known``: a person is talked of, so that "they" may be that one."""
    found = [Marker(m.start(), ME) for m in _OWN.finditer(text)]
    found += [Marker(m.start(), ME, final=True) for m in _FOR_ME.finditer(text)]
    found += [Marker(m.start(), GIFT) for m in _THEIRS.finditer(text)]
    people = [p for p in people_in(text, vocabulary) if _is_subject(text, p)]
    for person in people:
        who = person.readings["recipient"]
        found.append(Marker(person.start, GIFT, "" if who in NOT_SUBJECTS else who))
    if known or people:
        found += [Marker(m.start(), GIFT) for m in _THEY.finditer(text)]
    return tuple(sorted(found, key=lambda m: m.start))


def _is_subject(text: str, person: Named) -> bool:
    """ "my dad", "a friend", "wife is allergic"; not the customer ("I'm a big guy")."""
    before = text[: person.start]
    if _AM.search(before):
        return False
    return bool(_LED.search(before) or (_OPENS.search(before) and _DOES.match(text, person.end)))


def people_in(text: str, vocabulary: Vocabulary) -> list[Named]:
    """Those who are named; of "my girlfriend's mother" the mother."""
    found = [n for n in vocabulary.find(text) if "recipient" in n.readings and not _ONCE.search(text[: n.start])]
    led = {one.start for one, later in pairwise(found) if _leads_to(text, one, later)}
    return [one for one in found if one.start not in led]


def _leads_to(text: str, one: Named, later: Named) -> bool:
    """ "8 year old daughter", "my girlfriend's mother": the later one is meant."""
    between = text[one.end : later.start]
    possessive = "'s" in text[one.start : one.end + 2] and re.fullmatch(r"(?:'s)?\s+(?:\w+\s+)?", between) is not None
    return between == " " or possessive


def recipients(text: str, vocabulary: Vocabulary) -> list[str]:
    """Whom something is for, by the words that are kept for them ("dad")."""
    gift = _GIFT_WORDS.search(text) is not None
    out = []
    for person in people_in(text, vocabulary):
        before, behind = text[: person.start], text[person.end :]
        possessed = text[person.start : person.end].endswith("'s") or behind.startswith(("'s", "' "))
        tail = text[person.start :]
        if possessed and not re.match(rf"[\w' -]*?{_BELONGS.pattern}", tail):
            continue
        if re.match(r"-(?:friendly|sized?|proof|safe)", behind):
            continue
        if (
            _FOR.search(before)
            or _AND.search(before)
            or _BOUGHT_BY.search(before)
            or (possessed and (_LED.search(before) or not before.strip()))
            or (
                _FOR_BARE.search(before)
                and (gift or _IT_IS_FOR.search(text) or person.said in ("dad", "mom", "mum", "grandma", "grandpa", "granny"))
            )
        ):
            out.append(person.readings["recipient"])
    if not out and (gift or _GETS_THEM.search(text)):  # "my niece turns five and I need a present"
        out += [
            p.readings["recipient"]
            for p in people_in(text, vocabulary)
            if _MY.search(text[: p.start]) and not text[p.end :].startswith("'s")
        ]
    return list(dict.fromkeys(out))


_SUBJECT = re.compile(
    rf"(?:\b(?P<who>i|we|he|she|they|who|that|someone|somebody|everyone|us|both|{_PEOPLE}|feet|foot|diet"
    rf"|family)(?:'s)?(?:,? (?:and|&) (?:i|my \w+|me))?"
    r"(?:,? (?:both|all|also|really|actually|now|just|usually|always|normally|only|mostly|generally|still|typically"
    r"|personally|strictly|definitely|honestly|never|do|does|tend to|to|have|has|had|'ve|might|may|would|will|can|must"
    r"|mainly|currently|too|myself|himself|herself|at home|in general))*"
    r"|\b(?P<as>as|someone|being|because|since)(?: (?:a|an))?)\s?$"
)


def subject_before(text: str, place: int) -> int | None:
    """Where the person stands of whom a verb at that place is said; None when it is said of a thing or of nobody."""
    match = _SUBJECT.search(text[:place])
    return match.start() if match else None
