"""Words out of text: units made one, plurals undone, tokens for BM25, sentences for answers, spelling mended."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Mapping
from string import ascii_lowercase

import Stemmer

from retrieval.words import STOP, listed

#: Fractions and decimals are one token: 3/4 and 1.5 are sizes of their own.
_TOKEN = re.compile(r"\d+/\d+|[a-z0-9]+(?:\.[0-9]+)?")
#: Spellings of a unit behind a number (a space or hyphen may stand between) and how we write it.
_UNITS = (
    (r"\"|”|″|''|inches\b|inch\b|in\.", "inch"),
    (r"['’′](?![a-z])|feet\b|foot\b|ft\b\.?", "foot"),
    (r"ounces?\b|oz\b\.?", "ounce"),
    (r"pounds?\b|lbs?\b\.?", "pound"),
    (r"gallons?\b|gals?\b\.?", "gallon"),
    (r"quarts?\b|qts?\b\.?", "quart"),
    (r"yards?\b|yds?\b\.?", "yard"),
    (r"amperes?\b|amps?\b\.?", "amp"),
    (r"millimet(?:er|re)s?\b|mm\b", "mm"),
    (r"centimet(?:er|re)s?\b|cm\b", "cm"),
    (r"met(?:er|re)s?\b", "m"),
    (r"lit(?:er|re)s?\b|l\b", "litre"),
    (r"watts?\b|w\b", "watt"),
    (r"volts?\b|v\b", "volt"),
    (r"pieces?\b|pcs?\b\.?", "piece"),
    (r"packs?\b|pk\b\.?", "pack"),
)
_SAME_THING = (
    *((re.compile(rf"(\d)\s*-?\s*(?:{spellings})"), rf"\1 {unit} ") for spellings, unit in _UNITS),
    (re.compile(r"(\d)in\b"), r"\1 inch "),
    (re.compile(r"\bsq(?:uare)?\b\.?\s*(?:feet|foot|ft)\b\.?"), "sqft"),
    (re.compile(r"\bcu(?:bic)?\b\.?\s*(?:feet|foot|ft)\b\.?"), "cuft"),
    (re.compile(r"(\d)\s*(?:[x×*]|by)\s*(?=\d)"), r"\1 x "),
    (re.compile(r"\bgray\b"), "grey"),
    (re.compile(r"\bcolor"), "colour"),
    (re.compile(r"\baluminum\b"), "aluminium"),
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])|\s*[\r\n•●▪✔★]+\s*|\s+[-–]\s+(?=[A-Z])|\s*;\s+")

#: Words that end in s and are no plural, or whose singular nobody uses.
_SAME = frozenset(
    listed(
        """
    jeans pants shorts trousers leggings tights scissors pliers tweezers glasses sunglasses goggles binoculars
    headphones earphones earbuds pyjamas pajamas overalls series species bass brass glass class cross press canvas
    christmas chess dress mattress harness lens gas bus plus virus cactus campus atlas tennis basis analysis compass
    this is was has his us yes always news maracas bongos claves clothes kids swiss wireless stainless access process
    fitness business wellness mess less boss loss moss sms gps dvds os thermos rhinoceros dungarees chinos joggers
    gaiters bellows hers ours yours its as lotus focus bonus jess darts dominoes gymnastics mathematics electronics
    physics athletics graphics basics textiles
    """
    )
)
_IRREGULAR: dict[str, str] = {
    pair.split("/")[0]: pair.split("/")[1]
    for pair in listed(
        """
    knives/knife shelves/shelf scarves/scarf wolves/wolf leaves/leaf loaves/loaf halves/half men/man women/woman
    children/child feet/foot teeth/tooth mice/mouse geese/goose dice/dice people/person movies/movie
    cookies/cookie zombies/zombie hoodies/hoodie beanies/beanie ties/tie pies/pie brownies/brownie onesies/onesie
    shoes/shoe toes/toe canoes/canoe axes/axe caches/cache potatoes/potato tomatoes/tomato heroes/hero buses/bus
    lenses/lens gases/gas cases/case vases/vase bases/base houses/house horses/horse purses/purse nurses/nurse
    hoses/hose noses/nose roses/rose blouses/blouse
    """
    )
}


def fold(text: str) -> str:
    """Lower case, accents off, one space between words: how values of facets are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def singular(word: str) -> str:
    """The singular of one lower-case English word; a word that is none comes back as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word in _SAME or word.endswith(("ss", "us", "is", "'s")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def plural(phrase: str) -> str:
    """The plural of a singular phrase: its last word takes the ending ("rain jacket" → "rain jackets")."""
    head, _, last = phrase.rpartition(" ")
    back = next((many for many, one in _IRREGULAR.items() if one == last), None)
    if back is not None:
        many = back
    elif last in _SAME and last.endswith("s") and not last.endswith("ss"):
        many = last
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        many = last + "es"
    elif last.endswith("y") and last[-2:-1] not in tuple("aeiou"):
        many = last[:-1] + "ies"
    else:
        many = last + "s"
    return f"{head} {many}".strip()


def normalise(text: str) -> str:
    text = fold(text)
    for pattern, by in _SAME_THING:
        text = pattern.sub(by, text)
    return text


class Tokeniser:
    """Stemmed tokens for BM25. One stemmer a thread, because PyStemmer's must not be shared."""

    def __init__(self) -> None:
        self._local = threading.local()

    def words(self, text: str) -> list[str]:
        """Lower-case words and numbers, unstemmed, stop words left out (unless nothing else is there)."""
        found = _TOKEN.findall(normalise(text).replace("'", ""))
        return [w for w in found if w not in STOP] or found

    def stems(self, text: str) -> list[str]:
        return self.stemmed(self.words(text))

    def stemmed(self, words: list[str]) -> list[str]:
        stemmer = getattr(self._local, "stemmer", None)
        if stemmer is None:
            stemmer = self._local.stemmer = Stemmer.Stemmer("english")
        result: list[str] = stemmer.stemWords(words)
        return result


def correct(word: str, counts: Mapping[str, int]) -> str:
    """A word that the catalogue never uses becomes the one it uses most at one edit's distance, first letter kept.

    Short words, numbers and words without a near neighbour used at least three times stay: a wrong correction costs more.
    """
    if len(word) < 5 or word in counts or not word.isalpha() or singular(word) in counts:
        return word
    best, most = word, 2
    for i in range(1, len(word) + 1):
        head, tail = word[:i], word[i:]
        nearby = [head + c + tail for c in ascii_lowercase]
        if tail:
            nearby.append(head + tail[1:])
            nearby.extend(head + c + tail[1:] for c in ascii_lowercase)
        if len(tail) > 1:
            nearby.append(head + tail[1] + tail[0] + tail[2:])
        for candidate in nearby:
            if counts.get(candidate, 0) > most:
                best, most = candidate, counts[candidate]
    return best


def sentences(text: str) -> list[str]:
    """Sentences and list entries of a description, in order, trimmed."""
    return [s for part in _SENTENCE.split(text) if (s := part.strip(" \t•-–*")) and len(s) > 1]
