"""Where built things lie, and how the bot reads them: a folder with a manifest that carries every file's sha256."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Dict

from rasa.shared.exceptions import RasaException


class ArtifactError(RasaException):
    """A built thing is missing or differs from its manifest."""


def artifacts_folder() -> Path:
    """The folder named by SHOPTALK_ARTIFACTS; unset, ``artifacts`` beside the project."""
    return Path(os.environ.get("SHOPTALK_ARTIFACTS") or Path.cwd().parent / "artifacts")


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def read_manifest(folder: Path) -> Dict[str, Any]:
    """The manifest of ``folder``. Raises ArtifactError when it cannot be read."""
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        content["files"].items()
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ArtifactError(f"{folder} has no readable manifest; run `shoptalk build`.") from error
    return dict(content)


def checked_file(folder: Path, manifest: Dict[str, Any], name: str) -> Path:
    """The path of ``name`` when its content is what the manifest says. Raises ArtifactError otherwise."""
    path = folder / name
    wanted = manifest["files"].get(name)
    if wanted is None or not path.is_file() or sha256_of(path) != wanted:
        raise ArtifactError(f"{path} does not match its manifest; run `shoptalk build`.")
    return path
