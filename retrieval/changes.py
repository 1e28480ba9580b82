"""What changed in the catalogue since the index was built: a small folder that search reads over the built one.

It is always made anew from the difference between the built folder and the catalogue as it is, so that it can be made at any
time, by any process, again and again. A rebuild takes everything in and starts with none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.columns import write_columns
from retrieval.dense import Dense
from retrieval.encoder.encoder import Encoder, Vectors
from retrieval.learnt import Learnt
from retrieval.lookups import Entry, entries_of
from retrieval.product_build import LEGS, TEXT_TOKENS, digest, encoded, record, texts_of, write_json
from retrieval.spelling import compounds
from retrieval.text import Tokeniser
from retrieval.versions import changes_folder, current_pair, drafted, point, switching, tidy
from shop.catalogue import Product
from shop.errors import Corrupt
from shop.manifest import check_manifest

#: From here on a rebuild serves better: search would compare too many changes one by one, or the encoder takes too long.
MOST = 500
MOST_PART = 0.05
MOST_TEXTS = 400

#: product_id → anything that is another when the product is another; and the products of some ids.
Marks = Mapping[str, str]
Load = Callable[[Sequence[str]], Sequence[Product]]


@dataclass(frozen=True)
class Difference:
    """``marks`` of products that are new or another; ``gone`` are built ones that these replace, or that are no more."""

    marks: dict[str, str]
    gone: list[str]

    @classmethod
    def between(cls, built: Marks, present: Marks) -> Difference:
        """A product without a mark is always another."""
        changed = {i: mark for i, mark in sorted(present.items()) if not mark or built.get(i) != mark}
        return cls(changed, sorted(i for i in built if i not in present or i in changed))

    def __len__(self) -> int:
        return len(self.marks.keys() | set(self.gone))


class TooMany(Exception):
    """So much has changed that the index must be rebuilt."""


def catch_up(folder: Path, marks: Marks, load: Load, encoder: Encoder, now: datetime) -> int:
    """Let search see the catalogue as ``marks`` has it. Returns how many products differ from the built version.

    Raises TooMany when that asks for a rebuild, and Corrupt when there is no index that could be changed.
    """
    with switching(folder):
        version, before = current_pair(folder)
        name = write_changes(folder / version, before, marks, load, encoder, now)
        if name != before:
            point(folder, version, name)
            tidy(changes_folder(folder), keep={n for n in (name, before) if n})
        if name is None:
            return 0
        return len(read_difference(changes_folder(folder) / name))


def write_changes(main: Path, before: str | None, marks: Marks, load: Load, encoder: Encoder, now: datetime) -> str | None:
    """Write what separates ``main`` from ``marks`` and give its name; None when nothing does. ``before``: present changes."""
    home = changes_folder(main.parent)
    manifest = check_manifest(main, ("marks.json", "digests.json", "learnt.json"))
    if manifest["inputs"].get("encoder") != encoder.revision or manifest["settings"].get("text_tokens") != TEXT_TOKENS:
        raise TooMany
    built = _read(main / "marks.json")
    difference = Difference.between(built, marks)
    if before and all(difference.marks.values()) and difference == _intact(home / before):
        return before
    if not len(difference):
        return None
    if len(difference) > max(MOST, int(MOST_PART * len(built))):
        raise TooMany
    products = [p for p in load(list(difference.marks)) if p.active]
    texts = {leg: [texts_of(p)[leg] for p in products] for leg in LEGS}
    digests = {leg: [digest(t) for t in texts[leg]] for leg in LEGS}
    known = {leg: _known_vectors(main, home / before if before else None, leg, digests[leg]) for leg in LEGS}
    if sum(d not in known[leg] for leg in LEGS for d in digests[leg]) > MOST_TEXTS:
        raise TooMany
    facts = Learnt.open(main).facts(products)
    tokeniser = Tokeniser()
    counts: Counter[str] = Counter()
    tokens = {}
    metrics = {"changed": len(products), "gone": len(difference.gone)}
    inputs = {"main": main.name, "encoder": encoder.revision}
    with drafted(home, now=now, inputs=inputs, settings=manifest["settings"], metrics=metrics) as (draft, done):
        for leg in LEGS:
            vectors, _ = encoded(texts[leg], digests[leg], known[leg], encoder, lambda _: None)
            Dense.build(vectors, draft / f"{leg}.faiss")
            words = [tokeniser.words(t) for t in texts[leg]]
            counts.update(w for found in words for w in set(found))
            tokens[leg] = [tokeniser.stemmed(w) for w in words]
        write_columns(products, facts, draft)
        write_json(draft / "tokens.json", tokens)
        known_words = {w: n for w, n in counts.items() if w.isalpha()}
        write_json(draft / "words.json", {"counts": known_words, "compounds": compounds(words)})
        write_json(draft / "digests.json", digests)
        write_json(draft / "products.json", [record(p, f) for p, f in zip(products, facts, strict=True)])
        write_json(draft / "gone.json", difference.gone)
        write_json(draft / "marks.json", difference.marks)
        write_json(draft / "lookups.json", entries_of(products, facts))
        return done()


def present_entries(folder: Path) -> dict[str, list[Entry]]:
    """What the present changes add to the lookups, by list. Empty without changes."""
    changes = current_pair(folder)[1]
    return _read(changes_folder(folder) / changes / "lookups.json") if changes else {}


def read_difference(folder: Path) -> Difference:
    return Difference(_read(folder / "marks.json"), _read(folder / "gone.json"))


def _intact(folder: Path) -> Difference | None:
    try:
        check_manifest(folder)
    except Corrupt:
        return None
    return read_difference(folder)


def _known_vectors(main: Path, before: Path | None, leg: str, wanted: Sequence[str]) -> dict[str, Vectors]:
    """Vectors by digest of their text, from the built folder and the present changes, where they are intact."""
    found: dict[str, Vectors] = {}
    for folder in filter(None, (main, before)):
        rows = {d: row for row, d in enumerate(_read(folder / "digests.json")[leg])} if folder.is_dir() else {}
        there = [d for d in dict.fromkeys(wanted) if d in rows]
        if not there:
            continue
        try:
            check_manifest(folder, tuple(p.name for p in folder.glob(f"{leg}.*") if p.is_file()))
            vectors = Dense.open(folder / f"{leg}.faiss").vectors(np.asarray([rows[d] for d in there], dtype=np.int64))
        except Corrupt:
            continue
        found.update(zip(there, vectors, strict=True))
    return found


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Corrupt(f"{path.name} cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error
