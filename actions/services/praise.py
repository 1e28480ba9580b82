"""What reviews praise and blame in products, read from storage: of all of them for recommendations, of a few for a search."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection

from recommender.praise import Said
from storage import Storage

#: What is said of all products is read anew after so long: one review moves little of it, and a large shop has many.
KEPT_SECONDS = 30.0


class SaidOfProducts:
    """Safe to share between threads."""

    def __init__(self, storage: Storage):
        self._storage = storage
        self._lock = threading.Lock()
        self._known: tuple[float, Said] | None = None

    def of(self, product_ids: Collection[str]) -> Said:
        """As it stands at this moment."""
        return self._storage.review_summaries.praise(product_ids)

    def of_all(self) -> Said:
        """At most ``KEPT_SECONDS`` old; the same object while nothing changed. While one thread reads it anew, the others go on
        with what was known."""
        known = self._known
        if known is not None and time.monotonic() - known[0] < KEPT_SECONDS:
            return known[1]
        if not self._lock.acquire(blocking=known is None):
            assert known is not None  # noqa: S101 - without one we wait for the lock
            return known[1]
        try:
            known = self._known
            if known is not None and time.monotonic() - known[0] < KEPT_SECONDS:
                return known[1]
            found: Said = self._storage.review_summaries.praise()
            if known is not None and known[1] == found:
                found = known[1]
            self._known = time.monotonic(), found
            return found
        finally:
            self._lock.release()
