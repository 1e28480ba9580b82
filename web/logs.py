"""What the gateway writes to its log: one JSON object a line, and never a value.

Of an unforeseen error the log gets its class and where it rose, not its text and no variables: these hold what people wrote,
their addresses and tokens.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

FRAMES = 8  # the innermost ones of a stack


def where(error: BaseException) -> str:
    """``ValueError at web/inbox.py:31 accept < web/x.py:7 write``; the innermost frame comes first."""
    stack = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    frames = [f"{'/'.join(f.filename.split('/')[-2:])}:{f.lineno} {f.name}" for f in reversed(stack)]
    return f"{type(error).__name__} at {' < '.join(frames) or 'no frame'}"


def _name_the_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = where(error)
    return event


class _OfLibraries(logging.Formatter):
    """A library's message without its arguments, which may quote a request."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": str(record.msg).partition("\n")[0][:200], "logger": record.name, "level": record.levelname.lower()}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = where(record.exc_info[1])
        return json.dumps(line)


def set_up_logging(level: str, stream: TextIO | None = None) -> None:
    """``level``: debug, info, warning or error. Libraries are heard from warnings on. ``stream`` None: standard error."""
    out = stream or sys.stderr
    logging.raiseExceptions = False  # a line that cannot be written is not worth a stack with its arguments
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _name_the_error,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(out),
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(_OfLibraries())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
