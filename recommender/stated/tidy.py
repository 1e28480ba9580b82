"""A message as people type it, made even: straight quotes, contractions with apostrophes, slips of the finger put right."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from recommender.stated.words import plain

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": " - ", "´": "'", "`": "'"})
_APOSTROPHES = {
    **{"im": "i'm", "ive": "i've", "id": "i'd", "ill": "i'll", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't"},
    **{"cant": "can't", "cannot": "can't", "wont": "won't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't"},
    **{"hes": "he's", "shes": "she's", "theyre": "they're", "youre": "you're", "wouldnt": "wouldn't", "couldnt": "couldn't"},
    **{"havent": "haven't", "hasnt": "hasn't", "shouldnt": "shouldn't", "its": "it's", "thats": "that's", "whats": "what's"},
    **{"weve": "we've", "ain't": "am not", "aint": "am not", "u": "you", "ur": "your", "r": "are", "pls": "please"},
    **{
        "plz": "please",
        "wanna": "want to",
        "gonna": "going to",
        "gotta": "got to",
        "luv": "love",
        "h8": "hate",
        "bday": "birthday",
    },
    **{"dnt": "don't", "cuz": "because", "coz": "because", "bc": "because", "w/o": "without", "favorite": "favourite"},
    **{"fav": "favourite", "fave": "favourite", "smth": "something", "sth": "something", "thx": "thanks", "rly": "really"},
    **{
        "favorites": "favourites",
        "color": "colour",
        "colors": "colours",
        "coloured": "colour",
        "iam": "i am",
        "prezzie": "present",
    },
    **{
        "pressie": "present",
        "xmas": "christmas",
        "sz": "size",
        "def": "definitely",
        "tbh": "",
        "btw": "",
        "lol": "",
        "imo": "",
    },
    **{"ik": "i know", "idk": "i don't know", "prob": "probably", "n": "and", "&": "and"},
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_HUNDREDS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_HUNDRED = re.compile(
    rf"\b(?:(?P<hundreds>{'|'.join(_HUNDREDS)}) hundred(?P<half> and fifty)?"
    rf"|(?P<tens>{'|'.join(_TENS)}))\b(?![- ](?:one|two|three|four"
    r"|five|six|seven|eight|nine)\b)"
)
_SHORTEST = 4  # letters of a word that may be a slip
_TOKEN = re.compile(r"w/o\b|&|[^\W_]+(?:'[^\W_]+)*|[^\w\s]|_|\s+")
#: words of statements, which are put right as well
CUES = plain(
    """
    allergic allergy allergies vegan vegetarian hate hates love loves prefer prefers anything something nothing without
    budget birthday present recipient looking shopping medium large small favourite never always usually colour wearing
    except hives rash gifts shirts intolerant sensitive cannot under between dollars euros pounds brand brands really
    please avoid avoiding stand leather
    """
)


def tidy(text: str, known: Collection[str] = (), is_word: Callable[[str], bool] | None = None) -> str:
    """Lower case. ``known`` are the words that a misspelt one may be meant for; ``is_word`` says what is English already."""
    out = []
    for token in _TOKEN.findall(text.translate(_QUOTES).lower()):
        whole = _APOSTROPHES.get(token, token)
        unknown = known and token.isalpha() and len(token) >= _SHORTEST and token not in known and token not in CUES
        if whole == token and unknown and (is_word is None or not _is_form(token, is_word)):
            whole = _nearest(token, known) or token
        out.append(whole)
    return _HUNDRED.sub(_in_digits, re.sub(r"[ \t]+", " ", "".join(out)).strip())


def _in_digits(match: re.Match[str]) -> str:
    """ "a hundred" and "fifty" as digits, so that sums are read in one way."""
    if match["tens"]:
        return str(_TENS[match["tens"]])
    return str(100 * _HUNDREDS[match["hundreds"]] + (50 if match["half"] else 0))


def _is_form(word: str, is_word: Callable[[str], bool]) -> bool:
    """Is it a word, or a form of one: "bakes", "squeaking"?"""
    stems = {word, *(word.removesuffix(end) for end in ("s", "es", "ed", "d", "ing", "er", "ly", "y"))}
    return any(is_word(stem) for stem in stems if len(stem) >= 3) or is_word(word.removesuffix("ing") + "e")


def _nearest(word: str, known: Collection[str]) -> str | None:
    """The one known word of five letters and more that is a slip away: a letter too few, too many, another, or two swapped."""
    slips = {word[:i] + word[i + 1 :] for i in range(len(word))}
    slips |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    letters = "abcdefghijklmnopqrstuvwxyz"
    slips |= {word[:i] + c + word[i + 1 :] for i in range(len(word)) for c in letters}
    slips |= {word[:i] + c + word[i:] for i in range(len(word) + 1) for c in letters}
    found = sorted(s for s in slips if len(s) >= 5 and s.isalpha() and s[0] == word[0] and (s in known or s in CUES))
    return found[0] if found else None
