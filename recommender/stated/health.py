"""What makes someone ill, and what they do not eat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recommender.stated.cues import AFTER_NEGATIVE, RASH, Cue
from recommender.stated.fact import Stated, canonical
from recommender.stated.sentence import Sentence
from recommender.stated.vocabulary import WORD, Vocabulary
from recommender.stated.words import ALLERGENS, NOT_EATEN

Placed = tuple[int, int, Stated]  # start, end, fact

_EATEN = re.compile(
    r"eat|drink|tolerate|digest|consume|have|\bdo\b|do$|avoid|\bno\b|without|stop|given up|gave up|quit|\boff\b|never|nothing"
    r"|anything|intoleran|touch|allow|skip|free"
)
_STOPS = frozenset(
    """i i'm he she they we so but please can could do does is are was which that because since if when as not no it it's this
    these to in at on for with my his her you your and or too also though then what anything something make makes give gives
    nor plus""".split()  # noqa: SIM905 - a list of words reads best as words
)
_LEAD = re.compile(
    r"^(?:(?:the|a|an|any|some|all|most|certain|kinds? of|types? of|sort of|things? (?:with|made of|containing)|both"
    r"|stuff (?:with|like)|cheap|anything (?:with|containing|made (?:of|from))|products with|lots of|many) )+"
)
_ALLERGIC_OF = re.compile(r"\b([a-z-]+(?: [a-z-]+)?)[ -](?:allerg(?:y|ies|ic)|intoleran(?:t|ce)|sensitivity)\b")
_OF_DIET = ("lactose intolerant", "gluten intolerant", "lactose intolerance", "gluten intolerance")
_GONE = re.compile(r"(?:\bnot|\bused to be|\bno longer|n't|never been|\bnone of us are)\s*(?:\w+ )?$")
_GONE_NOUN = re.compile(
    r"\b(?:no|not have an?|no longer have an?|don't have an?|doesn't have an?|outgrew \w+|hasn't got an?)\s*$"
)
_GAP = re.compile(r"\s*(?:,|/|&|\band\b|\bor\b|\bnor\b|\bplus\b|:)*\s*(?:(?:and|or|also|to|any|the)\s+)*")
_MORE = re.compile(
    r"\s*(?:,|/|&|and\b|or\b|nor\b|plus\b)\s*(?!i\b|i'm|he\b|she\b|we\b|they\b|my\b|so\b|but\b|please\b|need|want|look"
    r"|love|hate"
    r"|like|wear|prefer|also (?:hate|love|like|a|have|wear|need))"
)
_FOODS = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, NOT_EATEN), key=len, reverse=True))})\b(?!-)")
_MOST_WORDS = 3  # of one thing


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
            if pair:
                yield start, end, Stated(*pair, seen.scope(cue.end, cue), lasting=cue.kind == "taste")
    for match in _FOODS.finditer(text):  # "dairy doesn't agree with me"
        if AFTER_NEGATIVE.match(text, match.end()) and not text[match.end() :].startswith("-") and not seen.asked(match.end()):
            scope = seen.scope(len(text), Cue("taste", False, 0, 0))
            yield match.start(), match.end(), Stated(*NOT_EATEN[match.group()], scope)


def _items(text: str, start: int) -> Iterator[tuple[int, int, str]]:
    """The things listed after that place, until something else is said: "nuts, soy and some fruits"."""
    at = start
    while True:
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        words: list[str] = []
        end = at
        for match in WORD.finditer(text, at):
            if match.group() in _STOPS or re.search(r"[,.;:/!?()-]", text[end : match.start()]) or len(words) > _MOST_WORDS:
                break
            words.append(match.group())
            end = match.end()
        item = _LEAD.sub("", " ".join(words) + " ").strip()
        if not item or len(item.split()) > _MOST_WORDS:
            return
        yield at, end, item
        if not _MORE.match(text, end):
            return
        at = end
