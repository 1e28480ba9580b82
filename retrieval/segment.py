"""What search reads of one built folder, and of a folder of changes laid over it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.columns import Columns, Mask
from retrieval.dense import Dense
from retrieval.encoder.encoder import Encoder
from retrieval.joined import JoinedLexical, joined_dense
from retrieval.lexical import Lexical
from retrieval.product_build import K1B, LEGS, RARE
from retrieval.versions import at_rest, changes_folder
from shop.errors import Corrupt
from shop.manifest import check_manifest


@dataclass(frozen=True)
class Segment:
    """Rows are products, in the order of ``records``; those of which ``living`` is False are found no more."""

    records: Sequence[Mapping[str, Any]]
    living: Mask
    columns: Columns
    dense: Mapping[str, Dense]
    lexical: Mapping[str, Lexical]
    words: Mapping[str, int]
    compounds: Mapping[str, int]
    mean_tokens: Mapping[str, float]

    @classmethod
    def open(cls, folder: Path) -> Segment:
        """``folder`` must have been checked against its manifest. Raises OSError, ValueError, KeyError or Corrupt."""
        records = _json(folder / "products.json")
        words = _json(folder / "words.json")
        return cls(
            records=records,
            living=np.ones(len(records), dtype=bool),
            columns=Columns.open(folder, [r["id"] for r in records]),
            dense={leg: Dense.open(folder / f"{leg}.faiss") for leg in LEGS},
            lexical={leg: Lexical.open(folder / f"{leg}.bm25", len(records)) for leg in LEGS},
            words=words["counts"],
            compounds=words["compounds"],
            mean_tokens=_json(folder / "mean_tokens.json"),
        )

    def changed_by(self, folder: Path) -> Segment:
        """With the products of a folder of changes behind these, and those that it replaces or removes no longer living."""
        late = _json(folder / "products.json")
        gone_ids = set(_json(folder / "gone.json"))
        gone = [row for row, record in enumerate(self.records) if record["id"] in gone_ids]
        tokens = _json(folder / "tokens.json")
        words, new = dict(self.words), _json(folder / "words.json")
        for word, n in new["counts"].items():
            if words.get(word, 0) + n >= RARE:
                words[word] = words.get(word, 0) + n
        living = np.ones(len(self.records) + len(late), dtype=bool)
        living[gone] = False
        lexical = {
            leg: JoinedLexical(
                self.lexical[leg], tokens[leg], gone, k1=K1B[leg][0], b=K1B[leg][1], mean_tokens=self.mean_tokens[leg]
            )
            for leg in LEGS
        }
        return Segment(
            records=[*self.records, *late],
            living=living,
            columns=self.columns.joined(Columns.open(folder, [r["id"] for r in late]), gone),
            dense={leg: joined_dense(self.dense[leg], Dense.open(folder / f"{leg}.faiss")) for leg in LEGS},
            lexical=lexical,
            words=words,
            compounds={**new["compounds"], **self.compounds},
            mean_tokens=self.mean_tokens,
        )


class Segments:
    """Opens what counts at the moment. The built folder stays open while only the changes to it are others."""

    def __init__(self, folder: Path, encoder: Encoder):
        self._folder = folder
        self.encoder = encoder
        self.version = ""
        self._main: tuple[str, Segment] | None = None

    def present(self) -> Segment:
        """Raises Corrupt when there is none, a file differs from its sha256, or the encoder changed."""
        return at_rest(self._folder, self._open)

    def _open(self, version: str, changes: str | None) -> Segment:
        try:
            if self._main is None or self._main[0] != version:
                self._main = None
                self._main = (version, Segment.open(self._checked(self._folder / version)))
            segment = self._main[1]
            if changes is not None:
                segment = segment.changed_by(self._checked(changes_folder(self._folder) / changes))
        except (OSError, ValueError, KeyError) as error:
            raise Corrupt("The products index cannot be read; run `shoptalk build`.", code="artifact_corrupt") from error
        self.version = version if changes is None else f"{version}+{changes}"
        return segment

    def _checked(self, folder: Path) -> Path:
        if check_manifest(folder)["inputs"].get("encoder") != self.encoder.revision:
            raise Corrupt("The index was built with another encoder; run `shoptalk build`.", code="encoder_changed")
        return folder


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
