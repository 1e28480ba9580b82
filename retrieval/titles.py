"""A product title taken apart: pieces between separators, measures, what stands aside and what may name the thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.text import fold, singular
from retrieval.words import ASIDE, COLOUR_OF, FLUFF, MATERIALS, PARTS, TURN, UNITS

_BREAK = re.compile(
    r"(\s+[-–—/+|~]+\s+|\s*[|;:•®™©]+\s*|\s*[(\[{)\]}]\s*|,\s*(?!\d{3}\b)|\s[-–—](?=\w)|(?<=[a-z]{4})-(?=\d)|(?<=[a-z]{3})\.(?=\d)|[!?]+\s*|\+|\.\s+|\.$)"
)
_WITH = re.compile(r"\bw/\s*|\bwith\b/?", re.IGNORECASE)
_SLASH = re.compile(r"(?<=[A-Za-z]{3})/(?=[A-Za-z]{3})")  # "case/bag", but not "AC/DC"
_WORD = re.compile(r"[^\W_][\w'’.&\"″”/-]*|&")
_COUNTED = re.compile(
    r"\b(?:an?\s+)?(?:set|pack|lot|pair|box|case|bag|bundle|package|roll|bunch)s?\s+of\s+(?:\d+|two|three|four|five|six|ten|twelve)\b"
    r"|\b(?:sets?|packs?|pieces|pcs|pairs?|lots?)\s+of\b|\bpack\s+\d+\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"^(?=.*\d)[\w./\"″”'’-]+$")
_MATERIALS = frozenset(MATERIALS)
_ROMAN = frozenset(["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"])


@dataclass(frozen=True)
class Word:
    """One word of a title. ``stem`` is its singular; ``kind``: word, attribute, fluff, number, measure or joiner."""

    raw: str
    lower: str
    stem: str
    kind: str


@dataclass(frozen=True)
class Piece:
    """The words between two separators. ``aside`` pieces say what the thing is for, comes with, or is made by."""

    words: tuple[Word, ...]
    aside: bool
    start: bool = False  # the title starts here


def kind_of(raw: str, lower: str) -> str:
    if lower in ("&", "and", "or", "n"):
        return "joiner"
    if _CODE.match(lower) or lower in _ROMAN:
        return "number"
    if len(lower) == 1:
        return "fluff"
    if lower in COLOUR_OF or lower in _MATERIALS:
        return "attribute"
    if lower in FLUFF or ("-" in lower and all(part in FLUFF or part in UNITS for part in lower.split("-"))):
        return "fluff"
    return "word"


def pieces(title: str) -> list[Piece]:
    """The pieces of a title in order, empty ones left out. A measure ("38 inch", "3 in 1") is one word of that kind."""
    text = _COUNTED.sub(" ", _WITH.sub(" with ", _SLASH.sub(" ", title.replace("_", " "))))
    out: list[Piece] = []
    aside = False
    chunks = _BREAK.split(text)
    for number in range(0, len(chunks), 2):
        separator = chunks[number - 1] if number else ""
        if separator.strip() != ",":  # "for bass, electric and acoustic guitars": a list goes on
            aside = False
        words: list[Word] = []
        first, by_maker = number == 0, False
        raws = _WORD.findall(chunks[number])
        i = 0
        while i < len(raws):
            raw = raws[i].strip(".'’/-\"”&") or raws[i]
            lower = fold(raw)
            if by_maker and (raw[0].isdigit() or _CODE.match(lower)):  # "Applause by Ovation AE128 Guitar"
                _close(out, words, True, first)
                words, aside, by_maker = [], False, False
            taken = _measure([fold(r).strip(".") for r in raws[i : i + 3]])
            if taken:
                words.append(Word(" ".join(raws[i : i + taken]), "", "", "measure"))
                i += taken
                continue
            if lower in ASIDE or lower in TURN:
                begins = not words and first
                _close(out, words, aside, first)
                words, first = [], False
                # A title that begins with "for …" still names its thing further on.
                aside = (lower in ASIDE or aside) and not begins
                by_maker = lower == "by"
                i += 1
                continue
            words.append(Word(raw, lower, singular(lower), kind_of(raw, lower)))
            i += 1
        _close(out, words, aside, first)
    return out


def _measure(ahead: list[str]) -> int:
    """How many of the next three words are one measure or count; 0 when they are none."""
    if len(ahead) < 2 or not re.fullmatch(r"[\d./-]+", ahead[0]):
        return 0
    if len(ahead) > 2 and ahead[1] == "in" and ahead[2].isdigit():  # "3 in 1"
        return 3
    if ahead[1] in UNITS or ahead[1].startswith(("inch", "feet")):
        return 2
    return 2 if ahead[1] in PARTS and len(ahead) > 2 else 0


def _close(out: list[Piece], words: list[Word], aside: bool, start: bool) -> None:
    if any(w.kind != "measure" for w in words):
        out.append(Piece(tuple(words), aside, start))
