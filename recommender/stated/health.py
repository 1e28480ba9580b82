"""What makes someone ill, and what they do not eat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recommender.stated.cues import AFTER_NEGATIVE, RASH, Cue
from recommender.stated.fact import Stated, canonical
from recommender.stated.sentence import Sentence
from recommender.stated.vocabulary import WORD, Vocabulary
from recommender.stated.words import ALLERGENS, MATERIALS, NOT_EATEN

Placed = tuple[int, int, Stated]  # start, end, fact

_EATEN = re.compile(
    r"eat|drink|tolerate|digest|consume|have|\bdo\b|do$|avoid|\bno\b|without|stop|given up|gave up|quit|\boff\b|never|nothing"
    r"|anything|intoleran|touch|allow|skip|free"
)
_STOPS = frozenset(
    """i i'm he she they we so but please can could do does is are was which that because since if when as not no it it's this
    these to in at on for with my his her you your and or too also though then what anything something make makes give gives
    nor plus either unfortunately sadly though anymore ever now even like such""".split()  # noqa: SIM905 - a list of words reads best as words
)
_LEAD = re.compile(
    r"^(?:(?:the|a|an|any|some|all|most|certain|kinds? of|types? of|sort of|things? (?:with|made of|containing)|both"
    r"|stuff (?:with|like)|cheap|anything (?:with|containing|made (?:of|from))|products with|lots of|many|strong"
    r"|strongly|heavy|harsh|artificial|raw) )+"
)
_ALLERGIC_OF = re.compile(r"\b([a-z-]+(?: [a-z-]+)?)[ -](?:allerg(?:y|ies|ic)|intoleran(?:t|ce)|sensitivity)\b")
_OF_DIET = ("lactose intolerant", "gluten intolerant", "lactose intolerance", "gluten intolerance")
_GONE = re.compile(r"(?:\bnot|\bused to be|\bno longer|n't|never been|\bnone of us are)\s*(?:\w+ )?$")
_GONE_NOUN = re.compile(
    r"\b(?:no|not have an?|no longer have an?|don't have an?|doesn't have an?|outgrew(?: \w+)?|hasn't got an?)\s*$"
)
_GAP = re.compile(r"\s*(?:,|/|&|\band\b|\bor\b|\bnor\b|\bplus\b|:)*\s*(?:(?:and|or|also|to|any|the)\s+)*")
_MORE = re.compile(
    r"\s*(?:,|/|&|and\b|or\b|nor\b|plus\b)\s*(?!i\b|i'm|he\b|she\b|we\b|they\b|my\b|so\b|but\b|please\b|need|want|look"
    r"|love|hate"
    r"|like|wear|prefer|also (?:hate|love|like|a|have|wear|need))"
)
_FOODS = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, NOT_EATEN), key=len, reverse=True))})\b(?!-)")
_EATS_FISH = re.compile(r"\beats? fish\b|\b(?:except|but|only) (?:for )?fish\b|\bfish is (?:ok|okay|fine)\b")
_OF_SKIN = frozenset(("fragrance", "parabens", "sulfates", "lanolin", "adhesive", "dye", "formaldehyde"))
_ANYTHING = re.compile(
    r"\s*(?:anything|products?|things?|stuff|foods?|something) (?:with|containing|made (?:of|from|with)|that (?:has"
    r"|have|contains?))\b"
)
_MOST_WORDS = 4  # of one thing, with what leads to it
_UNKNOWN_WORDS = 2  # of one that no list knows


def allergies(seen: Sentence, vocabulary: Vocabulary) -> Iterator[Placed]:
    """ "allergic to nuts and latex", "a nut allergy", "latex gives me a rash"; "not allergic" is a fact with ``negated``."""
    text = seen.text
    for cue in seen.cues:
        if cue.kind != "allergy" or seen.asked(cue.end):
            continue
        gone = bool(_GONE.search(text[: cue.start]))
        for start, end, item in _items(text, cue.end):
            pair = NOT_EATEN.get(item)
            if pair and pair[0] == "diet" and re.match(r"intoleran", text[cue.start :]):
                yield start, end, Stated(*pair, seen.scope(cue.end, cue), gone)
            else:
                yield start, end, Stated("allergy", canonical("allergy", item), seen.scope(cue.end, cue), gone)
    for match in _ALLERGIC_OF.finditer(text):
        item = match[1] if match[1] in ALLERGENS else match[1].split()[-1]
        if item not in ALLERGENS or match.group().replace("-", " ").endswith(_OF_DIET) or seen.asked(match.end()):
            continue
        gone = bool(_GONE_NOUN.search(text[: match.start()]))
        scope = seen.scope(match.start(), Cue("allergy", False, match.start(), match.start()))
        yield match.start(), match.end(), Stated("allergy", ALLERGENS[item], scope, gone)
    for name in vocabulary.find(text):
        if RASH.match(text, name.end) and name.said in ALLERGENS:
            scope = seen.scope(len(text), Cue("allergy", False, 0, 0))
            yield name.start, name.end, Stated("allergy", ALLERGENS[name.said], scope)


def not_eaten(seen: Sentence) -> Iterator[Placed]:
    """ "can't eat gluten", "no dairy please": what is not eaten makes a diet."""
    text = seen.text
    for cue in seen.cues:
        if not cue.negative or cue.kind not in ("taste", "rule_out") or not _EATEN.search(text[cue.start : cue.end]):
            continue
        if seen.asked(cue.end):
            continue
        for start, end, item in _items(text, cue.end):
            pair = NOT_EATEN.get(item)
            if pair is None and ALLERGENS.get(item) in _OF_SKIN:
                pair = ("allergy", ALLERGENS[item])  # "no fragrance please"
            if pair is None and item in ALLERGENS and item not in MATERIALS and re.match(r"ca?n't|couldn't", text[cue.start :]):
                pair = ("allergy", ALLERGENS[item])
            if pair == ("diet", "vegetarian") and _EATS_FISH.search(text):
                pair = ("diet", "pescatarian")
            if pair:
                yield start, end, Stated(*pair, seen.scope(cue.end, cue))
    for match in _FOODS.finditer(text):  # "dairy doesn't agree with me"
        if (
            AFTER_NEGATIVE.match(text, match.end())
            and not re.match(r"[- ]free", text[match.end() :])
            and not seen.asked(match.end())
        ):
            scope = seen.scope(len(text), Cue("taste", False, 0, 0))
            yield match.start(), match.end(), Stated(*NOT_EATEN[match.group()], scope)


def _items(text: str, start: int) -> Iterator[tuple[int, int, str]]:
    """The things listed after that place, until something else is said: "nuts, soy and some fruits". The first may be any,
    those that follow are known ones: "wool and loves camping" lists one."""
    lead = _ANYTHING.match(text, start)
    at, first = lead.end() if lead else start, True
    while True:
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        words: list[re.Match[str]] = []
        for match in WORD.finditer(text, at):
            parted = words and re.search(r"[,.;:/!?()-]", text[words[-1].end() : match.start()])
            if match.group() in _STOPS or parted or len(words) > _MOST_WORDS:
                break
            words.append(match)
        found = _known(words) or (_any_thing(words) if first else None)
        if found is None:
            return
        end, item = found
        yield at, end, item
        if not _MORE.match(text, end):
            return
        at, first = end, False


def _known(words: Sequence[re.Match[str]]) -> tuple[int, str] | None:
    """The longest beginning of these words that is a known thing, and where it ends."""
    for length in range(len(words), 0, -1):
        item = _said(words[:length])
        if item in ALLERGENS or item in NOT_EATEN or item in MATERIALS:
            return words[length - 1].end(), item
    return None


def _any_thing(words: Sequence[re.Match[str]]) -> tuple[int, str] | None:
    item = _said(words)
    return (words[-1].end(), item) if item and len(item.split()) <= _UNKNOWN_WORDS else None


def _said(words: Sequence[re.Match[str]]) -> str:
    return _LEAD.sub("", " ".join(m.group() for m in words) + " ").strip()
