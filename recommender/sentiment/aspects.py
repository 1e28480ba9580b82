"""What a text praises or blames, per sentence: the aspects that it names, each with the value of what is said around its name.

An aspect is known by words (``WORDS``, and a shop's own list). Its value is read four times, with the network as it is: the
sentence, the part within which the opinion does not turn ("great fit, but …"), the clause, and the words beside the name; the
mean chance of the four decides. A sentence with a word of contrast is not read whole. Nothing is trained for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from recommender.sentiment.scorer import Floats, SentimentScorer, softmax
from recommender.sentiment.sentences import clause_around, contrasts, sentences, turn_around, words_around

#: Aspect to the words that name it, as they are written.
WORDS: Mapping[str, tuple[str, ...]] = {
    "fit": (
        "fit", "fits", "fitting", "fitted", "size", "sizes", "sizing", "sized", "true to size", "tight", "loose", "too small",
        "too big", "too large", "too short", "too long", "too wide", "too narrow", "runs small", "runs large", "runs big",
        "length", "waist", "sleeves", "shoulders", "comfortable", "uncomfortable", "comfort", "comfy",
    ),
    "quality": (
        "quality", "material", "materials", "fabric", "well made", "well-made", "poorly made", "build", "sturdy", "flimsy",
        "durable", "durability", "broke", "broken", "breaks", "fell apart", "falls apart", "tore", "ripped", "leaks", "leaked",
        "leaking", "zip", "zipper", "seam", "seams", "stitching", "wears out", "worn out", "lasts", "lasted", "defective",
        "faulty", "cracked", "peeled", "faded", "shrank", "shrunk", "cheaply made", "workmanship",
    ),
    "price": (
        "price", "prices", "priced", "pricey", "expensive", "overpriced", "cheap", "cheaper", "value", "value for money",
        "worth", "money", "affordable", "cost", "costs", "bargain", "deal",
    ),
    "delivery": (
        "delivery", "delivered", "shipping", "shipped", "ship", "arrived", "arrive", "arrives", "package", "packaging",
        "packaged", "packed", "courier", "parcel", "late", "on time",
    ),
    "service": (
        "service", "customer service", "support", "staff", "seller", "refund", "refunded", "exchange", "helpful", "rude",
        "replied", "reply", "answered", "warranty", "customer care",
    ),
    "looks": (
        "look", "looks", "looked", "looking", "colour", "colours", "color", "colors", "design", "style", "stylish",
        "beautiful", "pretty", "gorgeous", "ugly", "flattering", "unflattering", "cute", "elegant", "pattern", "print",
        "picture", "pictured", "photo", "photos",
    ),
}  # fmt: skip

LABELS = ("negative", "neutral", "positive")
BESIDE = 8  # words on each side of a name that are read with it

#: Words of aspects that mean something else: "just what I was looking for" says nothing of looks.
_OTHERWISE = re.compile(r"look(?:s|ed|ing)? (?:for|forward|into|after|elsewhere)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Opinion:
    """``value`` −1…1 of what ``sentence`` says of ``aspect``; ``label`` is the likeliest by the mean of the readings.

    The band of values that is neutral elsewhere is for one reading: a mean of four is nearer to the middle by itself.
    """

    aspect: str
    value: float
    label: str
    sentence: str


@dataclass(frozen=True)
class Named:
    """[start, end) of a name in ``text``."""

    text: str
    start: int
    end: int


def named(sentence: str, own: Mapping[str, Sequence[str]] | None = None) -> list[tuple[str, Named]]:
    """(aspect, where) of each aspect that a sentence names, each once, at its first name; ``own`` adds aspects or words."""
    found = []
    for aspect, pattern in _patterns(_key(own)):
        match = next((each for each in pattern.finditer(sentence) if not _OTHERWISE.match(sentence, each.start())), None)
        if match:
            found.append((aspect, Named(sentence, match.start(), match.end())))
    return found


def term_logits(scorer: SentimentScorer, terms: Sequence[Named]) -> Floats:
    """(n, 3) log of the mean chance of what is said of each term, in order.

    Chances are averaged, not logits: one reading that is very sure of a word outside its clause then has one voice of four.
    """
    turns = [turn_around(term.text, term.start, term.end) for term in terms]
    readings = [
        [turn if contrasts(term.text) else term.text for term, turn in zip(terms, turns, strict=True)],
        turns,
        [clause_around(term.text, term.start, term.end) for term in terms],
        [words_around(term.text, term.start, term.end, BESIDE) for term in terms],
    ]
    texts = list(dict.fromkeys(text for reading in readings for text in reading))
    row_of = {text: row for row, text in enumerate(texts)}
    chances = softmax(scorer.logits(texts))
    mean = sum(chances[[row_of[text] for text in reading]] for reading in readings) / len(readings)
    return np.asarray(np.log(np.maximum(mean, 1e-9)), dtype=np.float32).reshape(len(terms), 3)


def opinions(
    scorer: SentimentScorer, texts: Sequence[str], own: Mapping[str, Sequence[str]] | None = None
) -> list[list[Opinion]]:
    """Per text what its sentences say of aspects, in the order of the sentences."""
    places = [
        (row, aspect, name)
        for row, text in enumerate(texts)
        for sentence in _read(text)
        for aspect, name in named(sentence, own)
    ]
    found: list[list[Opinion]] = [[] for _ in texts]
    if not places:
        return found
    values = softmax(term_logits(scorer, [name for _, _, name in places]))
    for (row, aspect, name), (negative, neutral, positive) in zip(places, values.tolist(), strict=True):
        value = max(-1.0, min(1.0, positive - negative))
        label = LABELS[int(np.argmax((negative, neutral, positive)))]
        found[row].append(Opinion(aspect, value, label, name.text))
    return found


def by_aspect(said: Sequence[Opinion]) -> dict[str, float]:
    """Aspect to the mean value of one text's sentences."""
    values: dict[str, list[float]] = {}
    for opinion in said:
        values.setdefault(opinion.aspect, []).append(opinion.value)
    return {aspect: sum(given) / len(given) for aspect, given in sorted(values.items())}


def _read(text: str) -> list[str]:
    """Its sentences; a text of two words is one."""
    return sentences(text) or ([text.strip()] if text.strip() else [])


def _key(own: Mapping[str, Sequence[str]] | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((aspect.strip().lower(), tuple(words)) for aspect, words in (own or {}).items()))


@lru_cache(maxsize=64)
def _patterns(own: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = {aspect: list(known) for aspect, known in WORDS.items()}
    for aspect, more in own:
        words.setdefault(aspect, [aspect]).extend(word.strip().lower() for word in more if word.strip())
    made = []
    for aspect, known in words.items():
        longest_first = sorted({re.escape(word) for word in known}, key=lambda word: (-len(word), word))
        made.append((aspect, re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)))
    return tuple(made)
