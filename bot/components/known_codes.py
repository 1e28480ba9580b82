"""The codes of the shop's promotions, found in a text however they are written: "tentsummer", "Tent Summer", "TENTSUMER".

They are ``artifacts/codes/codes.json``, a list of codes, and are read again when that changes. A code that is a word besides
("JACKETS", "welcome", a brand) counts only where it is shouted or called a code.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Tuple

from components.artifacts import ArtifactError, checked_file, read_manifest
from components.pattern import Pattern, rx
from components.spelling import Near, slips
from components.watched import Watched

SHORTEST = 3  # letters or digits of a code that is known without being called one
SHORTEST_MISSPELT = 6
SURELY_MISSPELT = 8  # from so many on, what is near to a code and no word is that code, whatever is spoken of
MOST_MISSPELT = 5_000  # codes; among more, that is one for each customer, what is near to one means nothing
_PIECE = re.compile(r"[^\s\"'“”‘’`´?!,;:()\[\]#*]+")
_SIGNS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_TALK = rx(
    r"\b(?:codes?|coupons?|promos?|vouchers?|redeem\w*|discounts?|expired?|valid|invalid|works?|working|appl(?:y|ied|ies)"
    r"|accepted|checkout|sav(?:e|ed|ings?) with)\b"
)
_CALLED = rx(r"\b(?:code|coupon|voucher|promo)\b\s*(?:is|was|called|named|says)?\W*$")
_SAID_OF_IT = rx(
    r"\W*(?:(?:coupon|promo|voucher|discount)?\s*code\b|coupon\b|voucher\b|promo\b|(?:still )?(?:valid|expired)\b)"
)

#: whether a lower-case word is one of the language or of the catalogue
IsWord = Callable[[str], bool]


@dataclass
class Codes:
    """``by_key``: the code as the shop writes it, by its letters and digits alone."""

    by_key: Dict[str, str] = field(default_factory=dict)
    near: Near = field(default_factory=Near)


def key_of(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def read_codes(folder: Path) -> Codes:
    """Raises ArtifactError when the list is unreadable or not as its manifest says."""
    path = checked_file(folder, read_manifest(folder), "codes.json")
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        by_key = {key_of(code): code for code in reversed(listed) if key_of(code)}
    except (ValueError, TypeError) as error:
        raise ArtifactError(f"{path} is no list of codes; run `shoptalk build`.") from error
    spelt = [key for key in by_key if len(key) >= SHORTEST_MISSPELT and not key.isdigit()]
    return Codes(by_key, Near(spelt if len(spelt) <= MOST_MISSPELT else []))


class KnownCodes:
    """Finds nothing as long as no codes are built."""

    def __init__(self, folder: Path, every: float = 1.0) -> None:
        self._watched: Watched[Codes] = Watched(folder, read_codes, Codes(), every)

    def find(self, text: str, is_word: IsWord) -> List[Pattern]:
        """In order of place, none overlapping; the value is upper-case, as a code that the shop does not know is."""
        codes = self._watched.get()
        return list(_found(codes, text, is_word)) if codes.by_key else []


def _found(codes: Codes, text: str, is_word: IsWord) -> Iterator[Pattern]:
    pieces = [_piece(match) for match in _PIECE.finditer(text)]
    loud = text.isupper() and len(pieces) > 1
    about_codes = bool(_TALK.search(text))
    at = 0
    while at < len(pieces):
        for length in (2, 1):
            if at + length > len(pieces):
                continue
            start, end = pieces[at][0], pieces[at + length - 1][1]
            key = key_of(text[start:end])
            shouted = text[start:end].isupper() and not loud
            spoken = about_codes or shouted or key_of(text) == key
            code = codes.by_key.get(key)
            if length == 2:
                code = code if spoken and len(key) >= SHORTEST_MISSPELT - 1 else None
            elif code is None:
                code = _misspelt(codes, key, is_word, spoken)
            elif not _counts(key, text, start, end, shouted, is_word):
                code = None
            if code is not None:
                yield Pattern("coupon_code", code.upper(), start, end)
                at += length - 1
                break
        at += 1


def _piece(match: "re.Match[str]") -> Tuple[int, int]:
    bare = match.group().rstrip(".…-–—/&")
    return match.start(), match.start() + (len(bare) or 1)


def _counts(key: str, text: str, start: int, end: int, shouted: bool, is_word: IsWord) -> bool:
    """Is a code that stands there as it is meant as one?"""
    plain = len(key) < SHORTEST or key.isdigit() or (key.isalpha() and is_word(key))
    return not plain or (shouted and len(key) >= SHORTEST) or _called_so(text, start, end)


def _called_so(text: str, start: int, end: int) -> bool:
    return bool(_CALLED.search(text[:start]) or _SAID_OF_IT.match(text, end))


def _misspelt(codes: Codes, key: str, is_word: IsWord, spoken: bool) -> Optional[str]:
    """A slip among the letters; with another number it is another code. ``spoken``: the sentence is about codes."""
    if len(key) < SHORTEST_MISSPELT - 1 or key.isdigit() or (key.isalpha() and is_word(key)):
        return None
    near = codes.near.to(key)
    if near is not None and not spoken and (len(near) < SURELY_MISSPELT or slips(key, near, 2) > 1):
        return None
    return codes.by_key[near] if near is not None and _DIGITS.findall(near) == _DIGITS.findall(key) else None
