"""One ``shoptalk up`` at a time for each home. The lock is the system's: it goes with the process, however that ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from shop.errors import ShopError


class Alone:
    """``with Alone(path):`` raises ShopError ``already_running``, with the other's process id, when somebody is inside."""

    def __init__(self, path: Path):
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> Alone:
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            other = os.read(self._descriptor, 20).decode("ascii", errors="replace").strip() or "unknown"
            os.close(self._descriptor)
            raise ShopError(
                f"Shoptalk runs here already. Stop it with Ctrl-C where it was started, or with: kill {other}",
                code="already_running",
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, str(os.getpid()).encode())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._descriptor)
