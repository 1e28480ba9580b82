"""A fitted ranking as files, and back: an npz per source, and what is said of all of them in ``ranking.json``.

Nothing is pickled. Whoever fitted a source (one machine or many), its file is the same.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np

from recommender.candidates.lifts import Lifts
from recommender.candidates.source import Arrays, Fitted
from recommender.candidates.sources import OPENED
from recommender.ranker.configuration import Ranking
from recommender.ranker.facts import ItemFacts
from recommender.ranker.lambdarank import LambdaRank
from shop.errors import Corrupt

_TOLD = "ranking.json"
_FACTS = "item_facts.npz"
_LIFTS = "lifts.npz"
_TREES = "ranker.txt"


def source_file(name: str) -> str:
    return f"source_{name}.npz"


def write_source(into: Path, name: str, arrays: Arrays) -> None:
    _write(into / source_file(name), arrays)


def write_ranking(into: Path, ranking: Ranking) -> None:
    for name, source in ranking.sources.items():
        write_source(into, name, source.arrays())
    _write(into / _FACTS, ranking.facts.arrays())
    _write(into / _LIFTS, ranking.lifts.arrays())
    if ranking.ranker is not None:
        (into / _TREES).write_text(ranking.ranker.text(), encoding="utf-8")
    told = {
        "sources": list(ranking.sources),
        "weights": {name: float(value) for name, value in ranking.weights.items()},
        "ranked_by": "lambdarank" if ranking.ranker is not None else "blend",
        "regions": list(ranking.regions),
    }
    (into / _TOLD).write_text(json.dumps(told, indent=1), encoding="utf-8")


def read_ranking(folder: Path) -> Ranking:
    """Raises Corrupt when a file is missing or cannot be read."""
    try:
        told = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
        sources: dict[str, Fitted] = {name: OPENED[name](_arrays(folder / source_file(name))) for name in told["sources"]}
        facts, lifts = ItemFacts(**_arrays(folder / _FACTS)), Lifts.of_arrays(_arrays(folder / _LIFTS))
        regions = tuple(told["regions"])
        trees = told["ranked_by"] == "lambdarank"
        ranker = LambdaRank.of_text((folder / _TREES).read_text(encoding="utf-8")) if trees else None
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise Corrupt("The recommender's files cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error
    return Ranking(sources, told["weights"], facts, ranker, lifts, regions)


def _write(path: Path, arrays: Arrays) -> None:
    with path.open("wb") as file:
        np.savez(file, **{name: np.asarray(values) for name, values in arrays.items()})  # type: ignore[arg-type]


def _arrays(path: Path) -> Arrays:
    with np.load(path, allow_pickle=False) as file:
        return dict(file)
