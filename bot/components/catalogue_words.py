"""The shop's words (types, brands, colours, sizes, materials, categories), found in a text: longest match first.

A word list is ``artifacts/lookups/<name>.json``: ``[{"value": canonical, "forms": [lower-case forms, plurals too],
"products": how many have it}]``, a size also ``"types"``: the heads of the types that come in it, a type also ``"also"``: other
names of it, which count where nothing else is called so. The lists are read again when their manifest changes, so a new
catalogue is understood without training; a damaged set is not taken.
"""

import json
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable, Dict, FrozenSet, List, Optional, Set, Tuple

from components.artifacts import ArtifactError, checked_file, read_manifest
from components.plain_words import EVERYDAY, heads, is_meant, is_own
from components.sizes import normal
from components.spelling import Near, Spelling
from components.tokens import Token, tokens
from components.watched import Watched

# in the order that decides when one form stands in several lists
KINDS = {
    "types": "type",
    "colours": "colour",
    "materials": "material",
    "sizes": "size",
    "brands": "brand",
    "categories": "category",
}
SHORTEST_JOINED = 5  # letters of a form that may be written as one word


@dataclass(frozen=True)
class Found:
    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    entity: str
    value: str
    own: bool  # the catalogue's own word, whatever stands around it
    fits: FrozenSet[str] = frozenset()  # of a size: heads of the types that come in it


Key = Tuple[str, ...]


@dataclass
class Words:
    """All lists in one dictionary. ``joined``: forms of several words, written as one."""

    entries: Dict[Key, Entry] = field(default_factory=dict)
    joined: Dict[str, Key] = field(default_factory=dict)
    near: Near = field(default_factory=Near)
    longest: int = 0
    parties: Dict[int, Entry] = field(default_factory=dict)  # sizes by the number of people they are for


def read_words(folder: Path, spelling: Spelling) -> Words:
    """All lists of the folder. Raises ArtifactError when a file is unreadable or not as its manifest says."""
    manifest = read_manifest(folder)
    words = Words()
    total = manifest.get("metrics", {}).get("products")
    renamed: List[Dict[str, Any]] = []
    for name, entity in KINDS.items():
        if f"{name}.json" not in manifest["files"]:
            continue
        path = checked_file(folder, manifest, f"{name}.json")
        try:
            for given in json.loads(path.read_text(encoding="utf-8")):
                _add(words, entity, given, total, spelling)
                if entity == "type" and given.get("also"):
                    renamed.append({**given, "forms": given["also"]})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArtifactError(f"{path} is not a word list; run `shoptalk build`.") from error
    for given in renamed:
        _add(words, "type", given, total, spelling)
    for key, entry in words.entries.items():
        if entry.entity == "size" and len(key) == 2 and key[0].isdigit() and key[1] == "person":
            words.parties[int(key[0])] = entry
    parts: Dict[str, None] = {}
    for key, entry in words.entries.items():
        if entry.entity != "size" and (len(key) > 1 or entry.own):
            parts.update(dict.fromkeys(word for word in key if len(word) > 1))
    words.near = Near(list(parts))
    words.longest = max(map(len, words.entries), default=0)
    return words


def _add(words: Words, entity: str, given: Dict[str, Any], total: Any, spelling: Spelling) -> None:
    value, products = str(given["value"]), given.get("products")
    share = products / total if isinstance(products, int) and isinstance(total, int) and total > 0 else None
    shown = normal(value) if entity == "size" else value
    for form in [value, *given.get("forms", ())]:
        key = tuple(token.text for token in tokens(str(form)))
        if not key or key in words.entries:
            continue
        english = spelling.share(key[0]) if len(key) == 1 else 0.0
        own = bool(given.get("sure")) or (not given.get("plain") and is_own(entity, key, share, english))
        words.entries[key] = Entry(entity, shown, own, frozenset(given.get("types", ())))
        whole = "".join(key)
        if 1 < len(key) <= 3 and len(whole) >= SHORTEST_JOINED and whole.isalpha() and not spelling.is_word(whole):
            words.joined.setdefault(whole, key)


class CatalogueWords:
    """Finds the lists' words; finds nothing without lists. Looks at the manifest at most once in ``every`` seconds."""

    def __init__(
        self,
        folder: Path,
        every: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        spelling: Optional[Spelling] = None,
    ) -> None:
        self._spelling = spelling or Spelling()
        self._watched = Watched(folder, lambda at: read_words(at, self._spelling), Words(), every, clock)

    def is_word(self, word: str) -> bool:
        """Is the lower-case word one of the language or of the catalogue?"""
        return (word,) in self._watched.get().entries or self._spelling.is_word(word)

    def find(self, text: str) -> List[Found]:
        """Entities in order of place, none overlapping."""
        words = self._watched.get()
        if not words.entries:
            return []
        given = [part for token in tokens(text) for part in self._read(words, token)]
        given = _joined(words, given, text)
        matches = self._matches(words, given)
        known: List[Optional[str]] = [None] * len(given)
        plain: Set[int] = set()
        for place, (i, j, entry) in enumerate(matches):
            if entry.own or (j - i > 1 and not all(t.text in EVERYDAY for t in given[i:j])):
                known[i:j] = [entry.entity] * (j - i)
            else:
                plain.add(place)
        # a plain word beside a plain word that is meant is meant too: "boss pedal", "oak table"
        for _ in range(2):
            for place in sorted(plain, reverse=True):
                i, j, entry = matches[place]
                if is_meant(entry.entity, given, i, j, known, text, set(entry.fits)):
                    known[i:j] = [entry.entity] * (j - i)
                    plain.discard(place)
        things = heads(
            [entry.value for place, (_, _, entry) in enumerate(matches) if place not in plain and entry.entity == "type"]
        )
        return [
            Found(entry.entity, entry.value, given[i].start, given[j - 1].end)
            for place, (i, j, entry) in enumerate(matches)
            if place not in plain and not (things and entry in words.parties.values() and not things & entry.fits)
        ]  # "mugs for four people" come in no size of people

    def for_party(self, people: int, things: Set[str]) -> Optional[str]:
        """The smallest size for so many people in which one of the things comes (heads of types, in the singular; none named:
        any), or None."""
        parties = self._watched.get().parties
        least = min((n for n, entry in parties.items() if n >= people and (not things or things & entry.fits)), default=None)
        return None if least is None else parties[least].value

    @staticmethod
    def _matches(words: Words, given: List[Token]) -> List[Tuple[int, int, Entry]]:
        out = []
        i = 0
        while i < len(given):
            for length in range(min(words.longest, len(given) - i), 0, -1):
                entry = words.entries.get(tuple(token.text for token in given[i : i + length]))
                if entry is not None and _fits(given, i, length):
                    out.append((i, i + length, entry))
                    i += length
                    break
            else:
                i += 1
        return out

    def _read(self, words: Words, token: Token) -> List[Token]:
        """The token as the catalogue writes it: spelt right, or as the words that it joins ("tshirt")."""
        if (token.text,) in words.entries:
            return [token]
        key = words.joined.get(token.text)
        if key is None and token.text.endswith("s"):
            key = words.joined.get(token.text[:-1])
        if key is not None:
            return [Token(word, token.start, token.end, token.capital) for word in key]
        meant = self._spelling.meant(token.text, words.near)
        return [token if meant is None else replace(token, text=meant)]


def _joined(words: Words, given: List[Token], text: str) -> List[Token]:
    """Two words that the catalogue writes as one ("head lamp", "back-pack") made one."""
    out: List[Token] = []
    for token in given:
        last = out[-1] if out else None
        if (
            last is not None
            and last.start < token.start
            and len(last.text) > 2
            and len(token.text) > 2
            and text[last.end : token.start] in (" ", "-")
            and (last.text + token.text).isalpha()
            and (last.text, token.text) not in words.entries
        ):
            entry = words.entries.get((last.text + token.text,))
            if entry is not None and entry.own:
                out[-1] = Token(last.text + token.text, last.start, token.end, last.capital)
                continue
        out.append(token)
    return out


def _fits(given: List[Token], i: int, length: int) -> bool:
    """A bare number alone is no catalogue word."""
    last = given[i + length - 1]
    apart = length > 1 and given[i + length - 2].end < last.start
    if apart and last.text == "in" and i + length < len(given):
        return False  # "size 8 in black" is no "8 in"; at the end of a message it may be inches
    return length > 1 or not given[i].text.replace(".", "").isdigit()
