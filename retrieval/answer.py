"""What a product's record, and those who bought it, say to a question; or nothing: what nobody says is not known.

Looked for in this order: attributes, the sentences of the description, the name, sentences of reviews. What a sentence must
look like to answer was learnt from questions of our own (``retrieval/answering``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from retrieval.answering.features import NOT_ATTRIBUTES, Candidate, features
from retrieval.answering.judge import Judge, shipped
from retrieval.answering.question import Asked, take_apart
from retrieval.answering.vouching import may_answer
from retrieval.encoder.remembered import Encodes
from retrieval.text import Tokeniser, sentences
from shop.catalogue import Product

LONGEST = 400
QUOTE = 160
QUOTES = 2  # of reviews
#: So far below the line a review's sentence still counts as speaking of what is asked, when another one passes it. Of our own
#: questions to reviews that something answers, 91 of 97 such sentences are found so and one that is none.
ALSO = 1.5
#: Customers' words are shown as theirs; an address, a price, a code or an order to the reader is not passed on at all.
_CASED = re.compile(r"\b(?:[A-Z]{5,}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,})\b")
_UNSAFE_WORDS = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|net|org|io|shop)\b|@|[$€£]\s?\d|\d\s?(?:dollars|euros?|usd|eur|gbp|percent\b|%)"
    r"|\b(?:code|coupon|voucher|discount|promo\w*|ignore|instructions?|system|prompt|assistant|tell (?:everybody|everyone|them"
    r"|customers|the)|the shop(?:'?s| says| price))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """A sentence of a review that speaks of what is asked; ``review`` is its review's place among those given."""

    text: str
    review: int


@dataclass(frozen=True)
class Passage:
    """``text`` is a sentence of the record, or an attribute said as one; ``source`` is description, name, reviews, or the
    attribute's name. Of reviews: ``mentions`` are all sentences that speak of it, the nearest first, of ``of`` reviews."""

    text: str
    source: str
    score: float
    mentions: tuple[Mention, ...] = ()
    of: int = 0

    @property
    def kind(self) -> str:
        return self.source if self.source in NOT_ATTRIBUTES else "attribute"

    @property
    def quotes(self) -> tuple[str, ...]:
        """The nearest sentences of customers, none twice."""
        said: dict[str, str] = {}
        for mention in self.mentions:
            said.setdefault(mention.text.casefold().rstrip(".! "), shortened(mention.text, QUOTE))
        return tuple(said.values())[:QUOTES]

    @property
    def said_by(self) -> int:
        """How many of the reviews speak of it."""
        return len({mention.review for mention in self.mentions})


def best_passage(
    product: Product,
    question: str,
    encoder: Encodes,
    tokeniser: Tokeniser,
    reviews: Sequence[str] = (),
    kind: str = "",
    judge: Judge | None = None,
) -> Passage | None:
    """``product``: as it is now, not as it was indexed. ``kind``: its type, derived where the import had none.

    None when nothing speaks of what is asked. Without ``judge`` the shipped one judges.
    """
    asked = take_apart(question, f"{kind or product.type} {product.name}", tokeniser)
    if asked.empty:
        return None
    judge = judge or shipped()
    if not asked.of_people:
        candidates = of_record(product)
        scores = _judged(asked, product.name, candidates, encoder, tokeniser, judge)
        chosen = choose(scores, [c.rank for c in candidates], judge.line)
        if chosen is not None:
            return Passage(shortened(candidates[chosen].text), candidates[chosen].source, round(scores[chosen], 4))
    return _of_reviews(asked, product.name, reviews, encoder, tokeniser, judge)


def choose(scores: Sequence[float], ranks: Sequence[int], line: float) -> int | None:
    """The best of those at or above the line that are asked first; None when nothing is."""
    return min((i for i, score in enumerate(scores) if score >= line), key=lambda i: (ranks[i], -scores[i]), default=None)


def _judged(
    asked: Asked, name: str, candidates: Sequence[Candidate], encoder: Encodes, tokeniser: Tokeniser, judge: Judge
) -> list[float]:
    """A score each; below every line where it does not speak of what the question asks to be vouched for."""
    may = may_answer(asked.text, candidates)
    if not any(may):
        return [-inf] * len(candidates)
    scores = judge.scores(features(asked, name, candidates, encoder, tokeniser, judge.examples))
    return [score if one else -inf for score, one in zip(scores, may, strict=True)]


def of_record(product: Product) -> list[Candidate]:
    """What of the record may answer: attributes said as sentences, those of the description, and the name."""
    said = [Candidate(_said(key, value), key) for key, value in _attributes(product).items()]
    described = [Candidate(s, "description") for s in sentences(product.description)]
    return [*said, *described, Candidate(product.name, "name")]


def _of_reviews(
    asked: Asked, name: str, reviews: Sequence[str], encoder: Encodes, tokeniser: Tokeniser, judge: Judge
) -> Passage | None:
    """What customers say: their sentences that speak of it, the nearest ones first."""
    places = [(s, number) for number, text in enumerate(reviews) for s in sentences(text) if quotable(s)]
    if not places:
        return None
    scores = _judged(asked, name, [Candidate(s, "reviews") for s, _ in places], encoder, tokeniser, judge)
    found = sorted(
        ((score, place) for score, place in zip(scores, places, strict=True) if score >= judge.line - ALSO),
        key=lambda pair: -pair[0],
    )
    if not found or found[0][0] < judge.line:
        return None
    mentions = tuple(Mention(text, number) for _, (text, number) in found)
    return Passage(shortened(mentions[0].text, QUOTE), "reviews", round(found[0][0], 4), mentions, len(reviews))


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


def shortened(text: str, longest: int = LONGEST) -> str:
    """At most ``longest`` characters, cut at a word."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"
