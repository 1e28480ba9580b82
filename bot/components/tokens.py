"""A text as words and numbers with their places."""

import re
import unicodedata
from dataclasses import dataclass
from typing import List

TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|\d+\w+", re.UNICODE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.\w+)*|https?://\S+|www\.\S+")


@dataclass(frozen=True)
class Token:
    text: str  # lower-case, without accents
    start: int
    end: int
    capital: bool


def tokens(text: str) -> List[Token]:
    """Words and numbers in order; a possessive 's is dropped, the x of "5 x 8", and what is an address."""
    out: List[Token] = []
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    for match in TOKEN.finditer(text):
        word = match.group()
        if any(start <= match.start() < end for start, end in addresses):
            continue
        if word in ("s", "S") and match.start() > 0 and text[match.start() - 1] in "'’":
            continue
        out.append(Token(folded(word), match.start(), match.end(), word[:1].isupper()))
    return [
        token
        for i, token in enumerate(out)
        if not (
            token.text in ("x", "by") and 0 < i < len(out) - 1 and out[i - 1].text[0].isdigit() and out[i + 1].text[0].isdigit()
        )
    ]


def folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in plain if not unicodedata.combining(c)) or word.lower()
