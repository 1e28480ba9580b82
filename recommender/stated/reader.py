"""What a customer says of themselves or of the one a gift is for, read from one message.

The message is made even (tidy), cut into sentences, and each value that a sentence names is judged by the last cue before it
("hate", "I'm", "looking for"), by whom that is said of, and by whether it is asked rather than stated. Rules and closed lists
only: the same message always gives the same facts, and each can be explained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from recommender.stated.fact import GIFT, ME, Stated, canonical
from recommender.stated.health import allergies, not_eaten
from recommender.stated.measures import Measure, budgets, sizes
from recommender.stated.persons import markers, recipients, subject_before
from recommender.stated.sentence import Sentence
from recommender.stated.tidy import tidy
from recommender.stated.uses import deeds
from recommender.stated.values import PAST, values
from recommender.stated.vocabulary import Named, Vocabulary

LONGEST = 2000  # letters that are read
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\bdr\.)\s+|\n+|(?<=[!?])(?=\w)|\s+-\s+|\.{2,}|[;()]")
_FORGETS = re.compile(r"\b(?:forget|delete|remove|erase|scratch that|unlearn|don't remember|stop remembering)\b")
_ALLERGIC_TO_IT = re.compile(r"\ballergic\b(?! to (?!it\b|them\b|that\b|those\b|this\b|both\b))")
_ASKS_PRICE = re.compile(
    r"\W*(?:so |and )?(?:(?:is|are|does|did|was|do) (?:it|this|that|these|those|they|the|shipping|delivery)|why|how)\b"
)
_BRAND = re.compile(
    r"\s*(?:the brand |brand )?([a-z][\w'-]+)(?=\s*(?:$|[,.!]|and\b|or\b|products|stuff|gear|shoes|boots|clothes|because|so\b"
    r"|for\b))"
)


class Reader:
    """``vocabulary`` is the shop's; ``is_word`` says what is English: only what is not is taken for a slip of the finger."""

    def __init__(self, vocabulary: Vocabulary | None = None, is_word: Callable[[str], bool] | None = None):
        self._vocabulary = vocabulary or Vocabulary()
        self._is_word = is_word

    def read(self, text: str, *, gift: bool = False) -> list[Stated]:
        """The facts in order of place, each once. ``gift``: a gift is talked of already, so that "size 9" is its size."""
        even = tidy(text[:LONGEST], self._vocabulary.words, self._is_word)
        sentences = [s for s in _SENTENCE.split(even) if s and s.strip() and not _FORGETS.search(s)]
        people = [recipients(s, self._vocabulary) for s in sentences]
        marked = [m for s in sentences for m in markers(s, self._vocabulary, False)]
        only_theirs = any(m.scope == GIFT for m in marked) and not any(m.scope == ME for m in marked)
        known = gift or any(people) or only_theirs
        person_known = known
        found: list[Stated] = []
        for sentence, own in zip(sentences, people, strict=True):
            found += [Stated("recipient", who, GIFT, lasting=False) for who in own]
            seen = Sentence.of(sentence, self._vocabulary, gift=known, person_known=person_known, for_person=bool(own))
            facts = self._facts(seen, text)
            subject = next((m.who for m in seen.markers if m.scope == GIFT and m.who), "")
            if subject and any(f.scope == GIFT for f in facts) and not any(f.attribute == "recipient" for f in found):
                found.append(Stated("recipient", subject, GIFT, lasting=False))
            person_known = person_known or any(m.scope == GIFT for m in seen.markers)
            found += facts
        ill = {(f.value, f.scope) for f in found if f.attribute == "allergy" and not f.negated}
        found = [f for f in found if not (f.attribute == "material" and f.negated and (f.value, f.scope) in ill)]
        once: dict[tuple[str, str, str, bool], Stated] = {}
        for fact in found:
            if fact.key not in once or (fact.lasting and not once[fact.key].lasting):
                once[fact.key] = fact
        return list(once.values())

    def _facts(self, seen: Sentence, original: str) -> list[Stated]:
        money = list(budgets(seen.text))
        spans = [(m.start, m.end) for m in money]
        measured = [*money, *(m for m in sizes(seen.text) if not _meets(m.start, m.end, spans))]
        out = [(m.start, fact) for m in measured if (fact := _measured(seen, m)) is not None]
        taken: list[tuple[int, int]] = [(m.start, m.end) for m in measured]
        for start, end, fact in (*allergies(seen, self._vocabulary), *not_eaten(seen)):
            if not _meets(start, end, taken):
                out.append((start, fact))
                taken.append((start, end))
        named = [n for n in self._vocabulary.find(seen.text) if not _meets(n.start, n.end, taken)]
        out += values(seen, named, measured)
        if _ALLERGIC_TO_IT.search(seen.text) and not any(fact.attribute == "allergy" for _, fact in out):
            out = [(place, _allergy(fact)) for place, fact in out]  # "no wool, I'm allergic to it"
        out += deeds(seen)
        if not any(fact.attribute == "brand" for _, fact in out):
            out += self._unknown_brands(seen, original, named)
        return [fact for _, fact in sorted(out, key=lambda pair: pair[0])]

    @staticmethod
    def _unknown_brands(seen: Sentence, original: str, named: Sequence[Named]) -> Iterator[tuple[int, Stated]]:
        """ "I only buy Tidewater": what is written like a name, after a word of taste."""
        for cue in seen.cues:
            match = _BRAND.match(seen.text, cue.end)
            if cue.kind != "taste" or match is None or seen.asked(cue.end):
                continue
            word = match[1]
            written = re.search(rf"(?<!^)(?<![.!?] )\b{re.escape(word.capitalize())}\b", original)
            if written and not _meets(*match.span(1), [(n.start, n.end) for n in named]):
                yield match.start(1), Stated("brand", word, seen.scope(cue.end, cue), cue.negative)


def _allergy(fact: Stated) -> Stated:
    if fact.attribute == "material" and fact.negated:
        return Stated("allergy", canonical("allergy", fact.value), fact.scope)
    return fact


def _measured(seen: Sentence, measure: Measure) -> Stated | None:
    """None for what is asked, or told of an order."""
    if measure.attribute == "budget":
        start = seen.asks_from
        if start is not None and measure.start >= start and _ASKS_PRICE.match(seen.text, start):
            return None
        return Stated("budget", measure.value, seen.scope(measure.start, None), lasting=False)
    if seen.asked(measure.start):
        return None
    cue = seen.governing(measure.start)
    of_person = cue is not None and (
        cue.kind == "body" or (cue.kind in ("have", "be") and subject_before(seen.text, cue.start) is not None)
    )
    if PAST.search(seen.text) and not of_person:
        return None
    negated = cue is not None and cue.negative and cue.kind != "taste" and measure.start - cue.end <= 12
    scope = seen.scope(measure.start, cue)
    return Stated("size", measure.value, scope, negated, lasting=scope == ME and (of_person or not seen.names_type))


def _meets(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < b and a < end for a, b in taken)
