"""What a product is, read from its title: "acoustic guitar" of "Bailando 38 Inch Acoustic Guitar Cutaway Mahogany".

In English the thing named stands last in its phrase: a "guitar strap" is a strap. Which words name things is learnt from the
catalogue: a word that often ends the first phrase of a title names one; a word that often stands alone behind a comma
("Natural") or in the middle ("cutaway") does not. In a small catalogue the last plain word of the first phrase is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from retrieval.text import fold, singular
from retrieval.titles import Piece, Word, pieces
from retrieval.words import COLLECTIVES

#: A word names a thing when it ends a phrase in at least this part of the places where it stands …
END_SHARE = 0.22
#: … and at least this often; below that the catalogue knows too little of the word to judge it.
KNOWN = 4
#: From here on a word is a thing by itself and rarely part of another's name: "and" behind it starts a second thing.
SURE_SHARE = 0.5
#: A word before the head belongs to the type when the two stand together at least this often, under this many brands.
PAIR = 4
PAIR_BRANDS = 3
MAX_WORDS = 3


class TypeReader:
    """Learns from all titles, then reads each. ``brands`` are the titles' brands ("" = unknown), no part of a type."""

    def __init__(self, titles: Sequence[str], brands: Sequence[str]):
        self._end: Counter[str] = Counter()
        self._mid: Counter[str] = Counter()
        self._tail: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._before_end: Counter[tuple[str, str]] = Counter()
        pair_brands: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for title, brand in zip(titles, brands, strict=True):
            for a, b in self._learn(title, frozenset(fold(brand).split())):
                self._pairs[(a, b)] += 1
                pair_brands[(a, b)].add(fold(brand) or title[:12])
        self._brands_of = {pair: len(found) for pair, found in pair_brands.items()}

    def state(self) -> dict[str, Any]:
        """What reading needs, as JSON. Neighbours too rare to belong to a type are left out."""
        pairs = {pair: n for pair, n in self._pairs.items() if n >= PAIR}
        return {
            "end": dict(self._end),
            "mid": dict(self._mid),
            "tail": dict(self._tail),
            "pairs": [[*pair, n, self._brands_of.get(pair, 0)] for pair, n in pairs.items()],
            "before_end": [[*pair, n] for pair, n in self._before_end.items()],
        }

    @classmethod
    def of_state(cls, state: dict[str, Any]) -> TypeReader:
        reader = cls([], [])
        for name in ("end", "mid", "tail"):
            getattr(reader, f"_{name}").update(state[name])
        for a, b, n, brands in state["pairs"]:
            reader._pairs[(a, b)] = n
            reader._brands_of[(a, b)] = brands
        reader._before_end.update({(a, b): n for a, b, n in state["before_end"]})
        return reader

    def _learn(self, title: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Count one title's words by where they stand; gives its pairs of neighbours (word, singular of the next)."""
        first = True
        for piece in pieces(title):
            words = _behind_brand(piece, own)
            plain = [w for w in words if w.kind in ("word", "attribute", "fluff")]
            named = [w for w in plain if w.kind == "word"]
            if not named:
                continue
            if piece.aside or not first:
                if len(plain) <= 2:
                    self._tail.update(w.stem for w in named)
                continue
            first = len(plain) == 1  # a single word is likely a brand or a series
            last = named[-1].stem
            self._end[last] += 1
            self._mid.update({w.stem for w in named} - {last})
            self._before_end.update({(w.stem, last) for w in named[:-1]})
            yield from ((a.lower, b.stem) for a, b in pairwise(plain))

    def strength(self, stem: str) -> float | None:
        """How surely a word names a thing, 0 to 1; None when the catalogue has too little of it."""
        seen = self._seen(stem)
        return self._end[stem] / seen if seen >= KNOWN else None

    def names(self, stem: str) -> bool:
        return (self.strength(stem) or 0.0) >= END_SHARE

    def read(self, title: str, brand: str = "") -> str:
        """The type, singular and lower-case, or "" when the title does not tell."""
        own = frozenset(fold(brand).split())
        phrases = [part for piece in pieces(title) if not piece.aside for part in self._parts(self._clean(piece, own))]
        best = ""
        for number, words in enumerate(phrases):
            place = self._head(words)
            if place is None and number == 0:
                place = next((i for i in range(len(words) - 1, -1, -1) if self._may_name(words[i])), None)
            if place is None:
                continue
            phrase = self._phrase(words, place)
            if not best:
                best = phrase
            elif type_words(phrase)[-1:] == type_words(best)[-1:] and len(phrase) > len(best):
                best = phrase  # "Blueridge Guitars 6 String Acoustic Guitar": the same thing, said more exactly
            else:
                break
        if best:
            return best
        for words in phrases:
            place = next((i for i in range(len(words) - 1, -1, -1) if words[i].kind == "word"), None)
            if place is not None and self.strength(words[place].stem) is None and _plausible(words[place]):
                return self._phrase(words, place)
        return ""

    def _head(self, words: list[Word]) -> int | None:
        """The last word that names a thing. A plural or a "set" at the end does, unless the catalogue knows better."""
        place = next((i for i in range(len(words) - 1, -1, -1) if self._is_head(words[i])), None)
        last = next((i for i in range(len(words) - 1, -1, -1) if words[i].kind == "word"), None)
        if last is None or last == place or not words[last].lower.isalpha():
            return place
        end = words[last]
        many = last == len(words) - 1 and (_many(end) or end.lower in COLLECTIVES)
        if many and self._end[end.stem] >= 1 and self._tail[end.stem] <= 3 * self._end[end.stem]:
            return last
        return last if place is not None and self._ends_for(end.stem, words[place].stem) else place

    def _ends_for(self, end: str, thing: str) -> bool:
        """Does ``end`` end phrases that hold ``thing`` ("guitar polish"), and not rather stand before it ("cutaway guitar")?"""
        behind, before = self._before_end[(thing, end)], self._before_end[(end, thing)]
        return behind >= 2 and behind > 4 * before and self._tail[end] <= 2 * self._end[end]

    def _is_head(self, word: Word) -> bool:
        if word.kind != "word":
            return False
        compound = "-" in word.stem and self._seen(word.stem) < KNOWN  # "gig-bag", where others write "gig bag"
        return self.names(word.stem.rpartition("-")[2] if compound else word.stem)

    def _may_name(self, word: Word) -> bool:
        """For the first phrase only: a shop may have far more of a thing's accessories than of the thing."""
        ends, tails, middles = self._end[word.stem], self._tail[word.stem], self._mid[word.stem]
        return word.kind == "word" and ends >= KNOWN - 1 and ends > tails and ends * 10 >= middles

    def _clean(self, piece: Piece, own: frozenset[str]) -> list[Word]:
        """Without the brand, and without the maker's plural behind it ("Ortega Guitars A-Style Mandolin")."""
        words = _behind_brand(piece, own)
        if piece.start and len(words) < len(piece.words) and len(words) > 1:
            maker = words[0]
            if maker.stem != maker.lower and self._is_head(maker) and any(self._is_head(w) for w in words[1:]):
                return words[1:]
        for i, word in enumerate(words):
            left, hyphen, _ = word.lower.partition("-")
            if hyphen and word.kind == "word" and self._seen(word.stem) < KNOWN and self.names(singular(left)):
                return [*words[:i], Word(left, left, singular(left), "word")]  # "Strap-Vintage Woven"
        return words

    def _seen(self, stem: str) -> int:
        return self._end[stem] + self._mid[stem] + self._tail[stem]

    def _parts(self, words: list[Word]) -> Iterator[list[Word]]:
        """Cut behind what surely is a thing where a measure ("bag 0.35 inch thick padding") or an "and" follows."""
        start = 0
        for i, word in enumerate(words):
            before = words[i - 1] if i else None
            if before is None or before.kind != "word":
                continue
            if word.kind in ("measure", "joiner") and (self.strength(before.stem) or 0.0) >= SURE_SHARE:
                yield words[start:i]
                start = i + 1
        yield words[start:]

    def _phrase(self, words: list[Word], place: int) -> str:
        """The head with the words before it that belong to it; praise, colours and measures between them are passed over."""
        head = words[place]
        phrase = [head.stem]
        before = place - 1
        of_what = words[before] if before >= 0 else None
        if head.lower in COLLECTIVES and of_what and of_what.kind == "word" and self.strength(of_what.stem) not in (0.0,):
            phrase.insert(0, of_what.stem)
            before -= 1
        limit = MAX_WORDS + (head.lower in COLLECTIVES)
        for i in range(before, -1, -1):
            word = words[i]
            if word.kind in ("fluff", "attribute", "measure", "number") or word.stem == head.stem:
                continue
            pair = (word.lower, singular(phrase[0]))
            if word.kind != "word" or len(phrase) == limit or word.lower in phrase:
                break
            if self._pairs[pair] < PAIR or self._brands_of.get(pair, 0) < PAIR_BRANDS:
                break
            phrase.insert(0, word.lower)
        return " ".join(phrase)


def _behind_brand(piece: Piece, own: frozenset[str]) -> list[Word]:
    """The piece without the brand that a title starts with."""
    words = list(piece.words)
    while piece.start and words and words[0].lower in own:
        words.pop(0)
    return words


def _many(word: Word) -> bool:
    return word.stem != word.lower


def _plausible(word: Word) -> bool:
    return word.lower.isalpha() and len(word.lower) > 2 and not word.raw.isupper()


@lru_cache(maxsize=65536)
def type_words(value: str) -> tuple[str, ...]:
    """A type's words for comparison: folded, hyphens opened, the last one singular, a trailing "set" or "kit" left out."""
    words = fold(value).replace("-", " ").split()
    while len(words) > 1 and words[-1] in COLLECTIVES:
        words.pop()
    return (*words[:-1], singular(words[-1])) if words else ()


def matches(wanted: str, have: str) -> bool:
    """Is a ``have`` a ``wanted``? The same head, and all that was asked of it: "acoustic electric guitar" is acoustic."""
    a, b = type_words(wanted), type_words(have)
    return bool(a) and bool(b) and a[-1] == b[-1] and set(a) <= set(b)
