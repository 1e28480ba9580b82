"""The shop's words (types, brands, colours, sizes, materials, categories), found in a text: longest match first.

A word list is ``artifacts/lookups/<name>.json``: ``[{"value": canonical, "forms": [lower-case forms, plurals too]}]``. The
lists are read again when their manifest changes, so a new catalogue is understood without training; a damaged set is not taken.
"""

import json
import logging
import re
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Set, Tuple

from components.artifacts import ArtifactError, checked_file, read_manifest
from components.pattern import word_set
from components.spelling import Spelling

logger = logging.getLogger(__name__)

# in the order that decides when one form stands in several lists
KINDS = {
    "types": "type",
    "colours": "colour",
    "materials": "material",
    "sizes": "size",
    "brands": "brand",
    "categories": "category",
}
_SYSTEMS = ("us", "eu", "uk")
TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|\d+\w+", re.UNICODE)
# everyday words that are a brand, a size or a type only when the customer writes them with a capital letter
EVERYDAY = word_set(
    "a all and any are as ask at be best better big both but buy by can case cheap code custom deal do fast find "
    "first for free from get gift "
    "go good great have help hello her here hi him home hot how i ii in is it its item just l large last less life "
    "like list long look low m "
    "make many me medium men more most my name need new next nice no not now of off on one only open or order other "
    "our out pack part people "
    "person plus price product pro quality real right s sale second see set shop show size small so some stock store "
    "sure than thank thanks "
    "that the their them there these they thing this time to today top two type under up us use value very want was "
    "way we well what when "
    "where which who why will with women work world would xl xs yes you your"
)


@dataclass(frozen=True)
class Found:
    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Token:
    text: str  # lower-case
    start: int
    end: int
    capital: bool


def tokens(text: str) -> List[Token]:
    """Words and numbers with their places; a possessive 's is dropped."""
    out = []
    for match in TOKEN.finditer(text):
        word = match.group()
        if word in ("s", "S") and match.start() > 0 and text[match.start() - 1] in "'’":
            continue
        out.append(Token(word.lower(), match.start(), match.end(), word[:1].isupper()))
    return out


Words = Dict[Tuple[str, ...], Tuple[str, str]]  # form → (entity, canonical value)


def read_words(folder: Path) -> Words:
    """All lists of the folder in one dictionary. Raises ArtifactError when a file is unreadable or not as its manifest says."""
    manifest = read_manifest(folder)
    words: Words = {}
    for name, entity in KINDS.items():
        if f"{name}.json" not in manifest["files"]:
            continue
        path = checked_file(folder, manifest, f"{name}.json")
        try:
            entries: List[Dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
            for entry in entries:
                value = str(entry["value"])
                for form in [value, *entry.get("forms", ())]:
                    key = tuple(token.text for token in tokens(str(form)))
                    if key:
                        words.setdefault(key, (entity, value))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArtifactError(f"{path} is not a word list; run `shoptalk build`.") from error
    return words


class CatalogueWords:
    """Finds the lists' words; finds nothing without lists. Looks at the manifest at most once in ``every`` seconds."""

    def __init__(
        self,
        folder: Path,
        every: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        spelling: Optional[Spelling] = None,
    ) -> None:
        self._folder, self._every, self._clock = folder, every, clock
        self._spelling = spelling or Spelling()
        self._single: Set[str] = set()
        self._words: Words = {}
        self._longest = 0
        self._seen: Optional[Tuple[int, int, int]] = None
        self._looked_at = float("-inf")
        self._lock = threading.Lock()

    def _refresh(self) -> None:
        with self._lock:
            if self._clock() - self._looked_at < self._every:
                return
            self._looked_at = self._clock()
            try:
                stat = (self._folder / "manifest.json").stat()
            except OSError:
                return  # nothing built yet, or being replaced: keep what there is
            seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if seen == self._seen:
                return
            try:
                words = read_words(self._folder)
            except ArtifactError as error:
                logger.warning("word lists not taken: %s", error)
                return
            self._words, self._longest, self._seen = words, max(map(len, words), default=0), seen
            self._single = {word for form, (entity, _) in words.items() if entity != "size" for word in form}

    def find(self, text: str) -> List[Found]:
        """Entities in order of place, none overlapping."""
        self._refresh()
        words, longest = self._words, self._longest
        given = [self._corrected(token) for token in tokens(text)]
        out: List[Found] = []
        i = 0
        while i < len(given):
            for length in range(min(longest, len(given) - i), 0, -1):
                entry = words.get(tuple(token.text for token in given[i : i + length]))
                if entry is not None and self._fits(given, i, length):
                    out.append(Found(entry[0], entry[1], given[i].start, given[i + length - 1].end))
                    i += length
                    break
            else:
                i += 1
        return out

    def size(self, written: str) -> str:
        """The catalogue's own size for a number or letters: "8" is "US 8" where the shop writes it so."""
        self._refresh()
        key = tuple(token.text for token in tokens(written))
        for form in (key, *((system, *key) for system in _SYSTEMS)):
            entity, value = self._words.get(form, ("", ""))
            if entity == "size":
                return value
        return written

    def _corrected(self, token: Token) -> Token:
        meant = self._spelling.meant(token.text, self._single)
        return token if meant is None else replace(token, text=meant)

    @staticmethod
    def _fits(given: List[Token], i: int, length: int) -> bool:
        """An everyday word or a bare number alone is no catalogue word; with a capital inside a sentence it may be."""
        if length > 1 and given[i + length - 1].text == "in" and i + length < len(given):
            return False  # "size 8 in black" is no "8 in"; at the end of a message it may be inches
        if length > 1:
            return True
        token = given[i]
        if token.text.isdigit() or token.text.replace(".", "").isdigit():
            return False
        return token.text not in EVERYDAY or (token.capital and i > 0 and token.text != "i")
