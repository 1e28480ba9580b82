"""A ranking that was fitted elsewhere, put into use with the vectors of the version that is in use here."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from recommender.recommend import Recommender
from recommender.releases.kept import keep_as, tidy
from recommender.train import FOLDER
from recommender.versions import Pointer, current, point
from shop.errors import Corrupt, InvalidInput
from shop.manifest import NAME, check_manifest

#: What is learnt from deeds; the rest of a version comes of the catalogue.
_LEARNT = ("source_*.npz", "ranking.json", "ranker.txt", "item_facts.npz", "popularity.npz", "products.json")


def take(fitted: Path, artifacts: Path) -> str:
    """Make it the current version, unjudged and held: only a surely better one takes its place. Returns the version's name.

    Raises Corrupt where a file differs from its manifest or there is no version yet, InvalidInput where it knows other
    products than the version in use.
    """
    folder, manifest = artifacts / FOLDER, check_manifest(fitted)
    present = current(folder)
    if _ids(fitted) != _ids(present):
        told = "It was fitted on another catalogue than the one in use: run `shoptalk build`, and fit from new snapshots."
        raise InvalidInput(told, code="other_catalogue")
    with tempfile.TemporaryDirectory(prefix=".draft-", dir=folder) as scratch:
        draft = Path(scratch) / "taken"
        shutil.copytree(present, draft, ignore=shutil.ignore_patterns(NAME, *_LEARNT))
        for pattern in _LEARNT:
            for path in fitted.glob(pattern):
                shutil.copyfile(path, draft / path.name)
        Recommender.of(draft, ())  # it can be opened, or nothing is switched
        version = keep_as(folder, draft, manifest)
    point(folder, Pointer(version, held=True))
    tidy(folder)
    return version


def _ids(folder: Path) -> list[str]:
    try:
        return list(json.loads((folder / "products.json").read_text(encoding="utf-8"))["product_ids"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Corrupt(f"{folder.name} has no readable products.json; fit again.", code="artifact_corrupt") from error
