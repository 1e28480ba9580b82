"""What a product's record, and those who bought it, say to a question; or nothing: what nobody says is not known.

Looked for in this order: attributes, the sentences of the description, the name, sentences of reviews.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.encoder.remembered import Encodes
from retrieval.question_concepts import Concept, concept_of
from retrieval.text import Tokeniser, sentences
from retrieval.words import STOP, listed
from shop.catalogue import Product

#: From this score on a sentence answers: the cosine with the question, and what the words say beside it. Weights and line were
#: tried on 66 questions of our own; among the settings near the best there, this one also did well on the pairs of `make bench
#: SUITE=answers`, so that its figure after the first sight is not blind.
ANSWERS = 0.42
WORDS = 0.2  # for all of the question's own words, so much of it for a part
ABOUT = 0.2  # it speaks of what the question is about, in whatever words
NOT_ABOUT = 0.1  # it does not, although that is known
ATTRIBUTE = 0.05  # attributes come first
NAME = -0.1  # a name is near to every question about its product
NO_NUMBER = 0.1  # a number is asked for and there is none
LONGEST = 400
QUOTES = 2  # of reviews
#: Words that ask and do not say about what.
_ASKING = frozenset(
    listed(
        """
    come comes coming include includes included including have has had having does did do there tell know much many
    make makes made use used using work works good nice really also actually one thing product item kind sort give
    gives need get gets long big heavy available possible able want first second third last fit fits suitable
    supplied ship shipped delivered tall wide old people say says said customers buyers reviews review others think
    anyone anybody everyone about any some very too quite just please hi hello out way well like look looks would could
    should will can safe material called machine okay what which who how when where why type enough feel feels
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
_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all|no|none)\b", re.IGNORECASE)
#: Customers' words are shown as theirs; an address, a price, a code or an order to the reader is not passed on at all.
_CASED = re.compile(r"\b(?:[A-Z]{5,}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,})\b")
_UNSAFE_WORDS = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|net|org|io|shop)\b|@|[$€£]\s?\d|\d\s?(?:dollars|euros?|usd|eur|gbp|percent\b|%)"
    r"|\b(?:code|coupon|voucher|discount|promo\w*|ignore|instructions?|system|prompt|assistant|tell (?:everybody|everyone|them"
    r"|customers|the)|the shop(?:'?s| says| price))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """``text`` is a sentence of the record, or an attribute said as one; ``source`` is description, name, reviews, or the
    attribute's name. Of reviews: ``quotes`` are sentences of customers, ``said_by`` of ``of`` reviews speak of it."""

    text: str
    source: str
    score: float
    quotes: tuple[str, ...] = ()
    said_by: int = 0
    of: int = 0

    @property
    def kind(self) -> str:
        return self.source if self.source in ("description", "name", "reviews") else "attribute"


@dataclass(frozen=True)
class Asked:
    """A question taken apart: what it is about, and its own words beside that."""

    text: str
    concept: Concept | None
    topics: frozenset[str]
    number: bool
    of_people: bool


def best_passage(
    product: Product, question: str, encoder: Encodes, tokeniser: Tokeniser, reviews: Sequence[str] = (), kind: str = ""
) -> Passage | None:
    """``product``: as it is now, not as it was indexed. ``kind``: its type, derived where the import had none.

    None when nothing speaks of what is asked.
    """
    asked = take_apart(question, f"{kind or product.type} {product.name}", tokeniser)
    if asked.concept is None and not asked.topics:
        return None
    if not asked.of_people:
        candidates = [(_said(key, value), key) for key, value in _attributes(product).items()]
        candidates += [(s, "description") for s in sentences(product.description)]
        candidates.append((product.name, "name"))
        best = _best(asked, candidates, encoder, tokeniser)
        if best is not None:
            return best
    return _of_reviews(asked, reviews, encoder, tokeniser)


def take_apart(question: str, called: str, tokeniser: Tokeniser) -> Asked:
    """``called``: the words by which the product itself is called; they are no part of what is asked about it."""
    concept = concept_of(question)
    rest = concept.asks.sub(" ", question) if concept is not None else question
    own = set(tokeniser.stems(called))
    words = [w for w in tokeniser.words(_PEOPLE.sub(" ", rest)) if w not in _ASKING and w not in STOP]
    said = set(tokeniser.stemmed(words))
    topics = {t for t in said if not t.isdigit()}
    others = topics - own
    if concept is None and not others:  # "is the strap long?" of a strap: its own words are all there is
        others = topics
    return Asked(question, concept, frozenset(others), bool(_HOW_MUCH.search(question)), bool(_PEOPLE.search(question)))


def _best(asked: Asked, candidates: Sequence[tuple[str, str]], encoder: Encodes, tokeniser: Tokeniser) -> Passage | None:
    vectors = encoder.encode([asked.text, *(text for text, _ in candidates)], max_tokens=128)
    cosines = (vectors[1:] @ vectors[0]).tolist()
    scored = [
        (_score(asked, text, source, cosine, tokeniser), text, source)
        for (text, source), cosine in zip(candidates, cosines, strict=True)
    ]
    score, text, source = max(scored, key=lambda found: found[0])
    return Passage(_short(text), source, round(score, 4)) if score >= ANSWERS else None


def _score(asked: Asked, text: str, source: str, cosine: float, tokeniser: Tokeniser) -> float:
    """How well the sentence answers."""
    score = cosine + WORDS * (_covered(asked.topics, tokeniser.stems(text)) if asked.topics else 0.0)
    attribute = source not in ("description", "name", "reviews")
    if asked.concept is not None:
        named = attribute and bool(asked.concept.label.search(source))
        score += ABOUT if named or asked.concept.says.search(text) else -NOT_ABOUT
    if asked.number and not _NUMBER.search(text):
        score -= NO_NUMBER
    return score + (ATTRIBUTE if attribute else NAME if source == "name" else 0.0)


def _covered(topics: frozenset[str], stems: Sequence[str]) -> float:
    """The part of the topics that the sentence has, in any form of the word."""
    if not topics:
        return 1.0
    have = set(stems)
    return sum(any(_akin(t, s) for s in have) for t in topics) / len(topics)


def _akin(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and long.startswith(short[: max(5, len(short) - 1)])


def _of_reviews(asked: Asked, reviews: Sequence[str], encoder: Encodes, tokeniser: Tokeniser) -> Passage | None:
    """What customers say: their sentences that speak of it, the nearest ones quoted, and how many of the reviews do."""
    pairs = [(s, number) for number, text in enumerate(reviews) for s in sentences(text) if quotable(s)]
    if not pairs:
        return None
    vectors = encoder.encode([asked.text, *(s for s, _ in pairs)], max_tokens=64)
    ranked = sorted(
        (
            (score, pair)
            for cosine, pair in zip((vectors[1:] @ vectors[0]).tolist(), pairs, strict=True)
            if (score := _score(asked, pair[0], "reviews", cosine, tokeniser)) >= ANSWERS
        ),
        key=lambda found: -found[0],
    )
    if not ranked:
        return None
    quotes: dict[str, str] = {}
    for _, (sentence, _number) in ranked:
        quotes.setdefault(sentence.casefold().rstrip(".! "), _short(sentence, 160))
    said_by = len({number for _, (_sentence, number) in ranked})
    text = next(iter(quotes.values()))
    return Passage(text, "reviews", round(ranked[0][0], 4), tuple(quotes.values())[:QUOTES], said_by, len(reviews))


def quotable(sentence: str) -> bool:
    """May a customer's sentence be shown? Not with an address, an amount of money, a code, or an order to the reader."""
    return not _UNSAFE_WORDS.search(sentence) and not _CASED.search(sentence)


def _attributes(product: Product) -> dict[str, str]:
    """Lower-case names with spaces → values; what the variants' options offer counts as an attribute."""
    found = {str(k).replace("_", " ").lower(): str(v) for k, v in product.attributes.items() if str(v).strip()}
    for key, value in (("brand", product.brand), ("material", product.material)):
        if value:
            found.setdefault(key, value)
    offered: dict[str, dict[str, None]] = {}
    for variant in product.variants:
        for key, value in variant.options.items():
            offered.setdefault(str(key).replace("_", " ").lower(), {})[str(value)] = None
    for key, values in offered.items():
        found.setdefault(key, ", ".join(values))
    return found


def _said(name: str, value: str) -> str:
    return f"{name[:1].upper()}{name[1:]}: {value.rstrip('.')}."


def _short(text: str, longest: int = LONGEST) -> str:
    """At most ``longest`` characters, cut at a word."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"
