"""What is read from a folder of built things, and read again when its manifest changes."""

import logging
import threading
import time
from pathlib import Path
from typing import Callable, Generic, Optional, Tuple, TypeVar

from components.artifacts import ArtifactError

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Watched(Generic[T]):
    """``read`` gives the content of ``folder`` and raises ArtifactError when it is damaged: then the last good content stays.

    The manifest is looked at, at most, once in ``every`` seconds. ``empty`` is the content as long as nothing is built.
    """

    def __init__(
        self,
        folder: Path,
        read: Callable[[Path], T],
        empty: T,
        every: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._read, self._every, self._clock = folder, read, every, clock
        self._content = empty
        self._seen: Optional[Tuple[int, int, int]] = None
        self._looked_at = float("-inf")
        self._lock = threading.Lock()

    def get(self) -> T:
        with self._lock:
            if self._clock() - self._looked_at >= self._every:
                self._looked_at = self._clock()
                self._look()
            return self._content

    def _look(self) -> None:
        try:
            stat = (self._folder / "manifest.json").stat()
        except OSError:
            return  # nothing built yet, or being replaced: keep what there is
        seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if seen == self._seen:
            return
        try:
            self._content = self._read(self._folder)
        except ArtifactError as error:
            logger.warning("%s not taken: %s", self._folder.name, error)
            return
        self._seen = seen
