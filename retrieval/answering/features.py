"""What is looked at to judge whether a sentence of a product's record answers a question: numbers, one row a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.answering.alike import speaks_of
from retrieval.answering.examples import Examples
from retrieval.answering.question import Asked
from retrieval.encoder.encoder import Vectors
from retrieval.encoder.remembered import Encodes
from retrieval.text import Tokeniser

Rows = npt.NDArray[np.float64]
NAMES = (
    "cosine",  # with the question
    "part",  # of the part of the sentence (between commas and joints) that is nearest to the question
    "apart",  # without what both share with the product's name
    "like_name",  # a sentence that says the product's name again is near to every question about it
    "above",  # the record's mean cosine
    "best",  # cosine of the record
    "says",  # speaks of the matter asked about, in whatever words
    "says_not",  # does not, although the matter is known
    "no_number",  # a number is asked for and there is none
    "words",  # the share of the question's words that it has, or has others for
    "many_words",  # their number
    "all_words",
    "rare_words",  # their number, less for those that many sentences of the record have
    "unknown",  # the share of the question's words that the whole record does not have
    "attribute",
    "name",
    "review",
    "first",  # of a description: what it is, not how it is
    "last",  # of a description: mostly a call to buy
    "length",
    "like_answers",  # near to what answered questions like this one elsewhere
    "like_an_answer",
    "like_answers_above",  # the record's mean of it
    "like_answers_best",  # of the record
    "near_question",  # how near the nearest of those questions is
)
#: A clause is judged for itself too, since a long sentence's vector is the mean of all that it says.
_JOINTS = re.compile(r"\s*[,;:]\s+|\s+(?:and|but|which|so|or|with)\s+")
_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all|no|none)\b", re.IGNORECASE)
NOT_ATTRIBUTES = ("description", "name", "reviews")


@dataclass(frozen=True)
class Candidate:
    """``source``: description, name, reviews, or the attribute's name."""

    text: str
    source: str

    @property
    def is_attribute(self) -> bool:
        return self.source not in NOT_ATTRIBUTES

    @property
    def rank(self) -> int:
        """Attributes are asked first, the name last: it says the least about how a thing is."""
        return 0 if self.is_attribute else 2 if self.source == "name" else 1


def features(
    asked: Asked,
    name: str,
    candidates: Sequence[Candidate],
    encoder: Encodes,
    tokeniser: Tokeniser,
    examples: Examples,
) -> Rows:
    """(candidates, NAMES). All of one record, or all of reviews: some numbers compare a sentence with the others."""
    reviews = bool(candidates) and candidates[0].source == "reviews"
    parts = [[c.text] if reviews else clauses(c.text) for c in candidates]
    texts = [asked.text, name, *(c.text for c in candidates), *(p for split in parts if len(split) > 1 for p in split)]
    vectors = encoder.encode(texts, max_tokens=64 if reviews else 128)
    question, called, own = vectors[0], vectors[1], vectors[2 : 2 + len(candidates)]
    cosine = own @ question
    part = _nearest_part(parts, cosine, vectors[2 + len(candidates) :] @ question)
    like_name = own @ called
    apart = _without(own, called) @ _without(question[None], called)[0]
    like, like_one, near = examples.likeness(question, own)
    table = np.zeros((len(candidates), len(NAMES)))
    covered, rarity = _covered(asked, candidates, tokeniser)
    described = [i for i, c in enumerate(candidates) if c.source == "description"]
    ends = (described[0], described[-1]) if len(described) > 2 else (-1, -1)
    best = cosine.max() if len(cosine) else 0.0
    for i, candidate in enumerate(candidates):
        says = _says(asked, candidate)
        table[i] = (
            cosine[i],
            part[i],
            apart[i],
            like_name[i],
            cosine[i] - cosine.mean(),
            cosine[i] if reviews else best,  # of many customers' sentences each is judged by itself
            says is True,
            says is False,
            asked.number and not _NUMBER.search(candidate.text),
            covered[i].mean(),
            covered[i].sum(),
            covered[i].all(),
            covered[i] @ rarity,
            (~covered.any(axis=0)).mean(),
            candidate.is_attribute,
            candidate.source == "name",
            reviews,
            i == ends[0],
            i == ends[1],
            np.log(max(1, len(candidate.text))),
            like[i],
            like_one[i],
            like[i] - like.mean(),
            like[i] if reviews else like.max(),
            near,
        )
    return table


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence that say something each; the sentence alone when it has but one."""
    parts = [p for p in (p.strip() for p in _JOINTS.split(sentence)) if " " in p]
    return parts if len(parts) > 1 else [sentence]


def _nearest_part(parts: Sequence[Sequence[str]], whole: Vectors, each: Vectors) -> list[float]:
    found, at = [], 0
    for split, cosine in zip(parts, whole, strict=True):
        found.append(float(each[at : at + len(split)].max()) if len(split) > 1 else float(cosine))
        at += len(split) if len(split) > 1 else 0
    return found


def _without(vectors: Vectors, direction: Vectors) -> Vectors:
    rest = vectors - np.outer(vectors @ direction, direction)
    scaled: Vectors = rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-3)
    return scaled


def _says(asked: Asked, candidate: Candidate) -> bool | None:
    """None when the question's matter is not one that we know."""
    if asked.concept is None:
        return None
    named = candidate.is_attribute and bool(asked.concept.label.search(candidate.source))
    return named or bool(asked.concept.says.search(candidate.text))


def _covered(
    asked: Asked, candidates: Sequence[Candidate], tokeniser: Tokeniser
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Which candidate (row) has which word of the question (column), and how rare each word is here, from 0 to 1."""
    if not asked.words:
        return np.zeros((len(candidates), 1), dtype=bool), np.zeros(1)
    stems = [set(tokeniser.stems(c.text)) for c in candidates]
    has = np.array([[_has(word, held) for word in asked.words] for held in stems])
    many = len(candidates)
    return has, np.log((many + 1) / (has.sum(axis=0) + 0.5)) / np.log(2 * (many + 1))


def _has(word: str, stems: set[str]) -> bool:
    return speaks_of(word, stems) or any(akin(word, stem) for stem in stems)


def akin(one: str, other: str) -> bool:
    """Two forms of a word, of which the stemmer left different ones: "waterproof" and "waterproofing"."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and long.startswith(short[: max(5, len(short) - 1)])
