"""The vocabulary of the shop as it was built last; it follows a new build without a restart."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from recommender.stated.reader import Reader
from recommender.stated.vocabulary import Vocabulary, of_lookups
from shop.errors import Corrupt
from shop.manifest import check_manifest

LISTS = ("types", "brands", "colours", "materials")


def read_vocabulary(lookups: Path) -> Vocabulary:
    """General words and those of the lists in ``lookups``; without lists general words only. Raises Corrupt for broken ones."""
    if not (lookups / "manifest.json").is_file():
        return Vocabulary()
    check_manifest(lookups)
    return of_lookups({name: json.loads((lookups / f"{name}.json").read_text(encoding="utf-8")) for name in LISTS})


class ShopReader:
    """``get()`` gives a reader with the present word lists; while new ones are not whole, the last good one stays."""

    def __init__(self, lookups: Path, is_word: Callable[[str], bool] | None = None):
        self._lookups = lookups
        self._is_word = is_word
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._reader: Reader | None = None

    def get(self) -> Reader:
        mark = self._mark()
        reader = self._reader
        if reader is not None and mark == self._seen:
            return reader
        with self._lock:
            try:
                self._reader = Reader(read_vocabulary(self._lookups), self._is_word)
                self._seen = mark
            except Corrupt:  # in the middle of a build
                self._reader = self._reader or Reader(Vocabulary(), self._is_word)
            return self._reader

    def _mark(self) -> tuple[int, int] | None:
        try:
            found = (self._lookups / "manifest.json").stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino
