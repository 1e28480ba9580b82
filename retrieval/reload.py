"""Keep the present version of something built open; take the next one when it is there and whole."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from retrieval.versions import CURRENT
from shop.errors import Corrupt

log = logging.getLogger(__name__)
T = TypeVar("T")


class Reloading(Generic[T]):
    """``get()`` gives the present one. ``open_fn`` opens what the ``pointer`` in ``folder`` names and raises Corrupt when it
    is not whole.

    A changed pointer is noticed by its modification time and inode at the next ``get``; while one thread opens the new version,
    the others go on with the old one. A corrupt new version is logged once and the last good one stays. ``get`` raises Corrupt
    only when there has never been a good one.
    """

    def __init__(self, open_fn: Callable[[], T], folder: Path, pointer: str = CURRENT):
        self._open = open_fn
        self._pointer = folder / pointer
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._present: T | None = None

    def _mark(self) -> tuple[int, int] | None:
        try:
            found = self._pointer.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def get(self) -> T:
        present, mark = self._present, self._mark()
        if present is not None and mark == self._seen:
            return present
        if not self._lock.acquire(blocking=present is None):
            assert present is not None  # noqa: S101 - without one we wait for the lock
            return present
        try:
            mark = self._mark()
            if self._present is not None and (mark == self._seen or mark is None):
                return self._present
            try:
                self._present = self._open()
            except Corrupt as error:
                if self._present is None:
                    raise
                log.error("a new version was refused and the last good one stays", extra={"code": error.code})
            self._seen = mark
            assert self._present is not None  # noqa: S101
            return self._present
        finally:
            self._lock.release()
