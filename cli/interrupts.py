"""Ctrl-C, ``kill`` and a closed terminal all end a command the same way: as a KeyboardInterrupt, so that it can clean up."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _raise(*_: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _handled(handler: Any) -> Iterator[None]:
    # What is ignored stays ignored: `nohup` means that a closed terminal ends nothing.
    before = {number: signal.signal(number, handler) for number in ENDING if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextmanager
def interruptible() -> Iterator[None]:
    """Inside, each of the three raises KeyboardInterrupt in the main thread."""
    with _handled(_raise):
        yield


@contextmanager
def uninterruptible() -> Iterator[None]:
    """Inside, none of the three has any effect: cleaning up goes on to its end."""
    with _handled(lambda *_: None):
        yield


@contextmanager
def deferred() -> Iterator[None]:
    """Inside, they wait: what is started here is known to its owner before a KeyboardInterrupt is raised at the end."""
    came: list[int] = []
    with _handled(lambda number, _: came.append(number)):
        yield
    if came:
        raise KeyboardInterrupt
