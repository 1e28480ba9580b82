"""Errors of the machine as sentences that say what to do: a full disk, a folder that cannot be written, a database away."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from shop.errors import ShopError
from shop.settings import load_settings

LITTLE_BYTES = 50_000_000
_MEANINGS = {
    errno.ENOSPC: "The disk is full{where}. Make room, then run the same command again.",
    errno.EDQUOT: "The disk quota is used up{where}. Make room, then run the same command again.",
    errno.EACCES: "No permission{where}. Give this user the right to it, or set SHOPTALK_HOME to another folder.",
    errno.EPERM: "No permission{where}. Give this user the right to it, or set SHOPTALK_HOME to another folder.",
    errno.EROFS: "The file system is read-only{where}. Set SHOPTALK_HOME to a folder that can be written.",
    errno.ENOENT: "There is no such file or folder{where}.",
    errno.EISDIR: "A file is wanted where there is a folder{where}.",
    errno.ENOTDIR: "A folder is wanted where there is a file{where}.",
}


def machine_trouble(error: OSError) -> str:
    """One sentence, with the path where the system names one. A full disk is said before anything else."""
    where = f": {error.filename}" if error.filename else ""
    known = _MEANINGS.get(error.errno or 0)
    return (
        known.format(where=where) if known else f"The system refused{where} ({errno.errorcode.get(error.errno or 0, 'error')})."
    )


def what_to_do(error: ShopError) -> str:
    """A second sentence for errors whose cause lies on this machine; "" when the error says all there is."""
    if error.code != "database_unavailable":
        return ""
    try:
        settings = load_settings()
    except (ShopError, OSError):
        return ""
    if not settings.embedded:
        return "DATABASE_URL names it: is the server up, and do host, port, user and password fit?"
    folder = Path(settings.database_url.removeprefix("sqlite:///")).parent
    if not os.access(folder, os.W_OK):
        return f"{folder} cannot be written by this user."
    if shutil.disk_usage(folder).free < LITTLE_BYTES:
        return f"The disk that holds {folder} is full; make room, then run the same command again."
    return "Another process may hold it; wait a moment and run the same command again."
