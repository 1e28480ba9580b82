"""Numbers in a text, as digits ("1,200", "1.5k") or in words ("twenty five", "a hundred and fifty", "a couple hundred")."""

import re
from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

_ONES = {w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)}
_TEENS = {
    w: i
    for i, w in enumerate(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], 10
    )
}
_TENS = {w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_TENS["fourty"] = 40
_COINS = {"fiver": 5, "tenner": 10}
SMALL: Dict[str, int] = {**_ONES, "ten": 10, "eleven": 11, "twelve": 12}
_DIGITS = re.compile(
    r"(?<![\w.,])(?:(?P<us>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?)|(?P<eu>\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?)|(?P<plain>\d+(?:[.,]\d{1,2})?))"
    r"(?:(?P<k>\s?k)(?![\w]))?(?![.,]?\d)"
)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_GAP = re.compile(r"(?:\s+|\s?-\s?)")


@dataclass(frozen=True)
class Number:
    value: float
    start: int
    end: int
    spelt: bool  # in words


def numbers(text: str) -> List[Number]:
    """All numbers in order of place, none overlapping. A lone "a" or "one" is not one of them unless a number goes on."""
    found = [Number(_value(m), m.start(), m.end(), False) for m in _DIGITS.finditer(text)]
    return sorted([*found, *_in_words(text)], key=lambda n: n.start)


def _value(match: "re.Match[str]") -> float:
    if match.group("us"):
        value = float(match.group("us").replace(",", ""))
    elif match.group("eu"):
        value = float(match.group("eu").replace(".", "").replace(",", "."))
    else:
        value = float(match.group("plain").replace(",", "."))
    return value * 1000 if match.group("k") else value


def _in_words(text: str) -> List[Number]:
    words = [(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    out = []
    i = 0
    while i < len(words):
        read = _read(text, words, i)
        if read is None:
            i += 1
            continue
        value, after = read
        end = words[after - 1][2]
        if words[after - 1][0].endswith("ish") and words[after - 1][0] not in _COINS:
            end -= 3
        out.append(Number(float(value), words[i][1], end, True))
        i = after
    return out


def _read(text: str, words: List[Tuple[str, int, int]], i: int) -> Optional[Tuple[int, int]]:
    """The number that starts at word ``i``, and the word behind it."""
    total, current, last = 0, 0, "start"
    place = i
    while place < len(words):
        word, start, _ = words[place]
        if place > i and not _GAP.fullmatch(text, words[place - 1][2], start):
            break
        word = word[:-3] if word.endswith("ish") and word[:-3] in {**_ONES, **_TEENS, **_TENS, "hundred": 100} else word
        if word == "a" and place == i:
            follows = [w for w, _, _ in words[i + 1 : i + 4]]
            if follows[:1] == ["couple"]:
                rest = follows[1:]
                rest = rest[1:] if rest[:1] == ["of"] else rest
                if rest[:1] in (["hundred"], ["thousand"]):
                    return (200 if rest[0] == "hundred" else 2000), i + 1 + follows.index(rest[0]) + 1
            if follows[:1] and follows[0] in ("hundred", "thousand", "grand", "fiver", "tenner"):
                current, last = 0, "article"
                place += 1
                continue
            return None
        if word in _COINS and last in ("start", "article"):
            return _COINS[word], place + 1
        if word in _ONES and last in ("start", "tens", "hundred", "and"):
            current, last = current + _ONES[word], "ones"
        elif word in _TEENS and last in ("start", "hundred", "and"):
            current, last = current + _TEENS[word], "teens"
        elif word in _TENS and last in ("start", "hundred", "and"):
            current, last = current + _TENS[word], "tens"
        elif word == "hundred" and last in ("article", "ones", "teens", "start"):
            current, last = (current or 1) * 100, "hundred"
        elif word in ("thousand", "grand") and last in ("article", "ones", "teens", "tens", "hundred"):
            total, current, last = total + (current or 1) * 1000, 0, "hundred"
        elif word == "and" and last == "hundred" and place + 1 < len(words) and _small(words[place + 1][0]):
            last = "and"
        else:
            break
        place += 1
    if last in ("start", "article"):
        return None
    return total + current, place


def _small(word: str) -> bool:
    return word in _ONES or word in _TEENS or word in _TENS
