"""A newly learnt version, judged beside the present one and, where it is not worse, put in its place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from recommender.recommend import Recommender
from recommender.releases.cases import Before, Case, cases, cut_of
from recommender.releases.kept import copy_of, keep_copy, list_versions, take_back, tidy
from recommender.releases.verdict import LEAST_KNOWN, LEAST_LEFT, LEAST_PEOPLE, Measured, Verdict, decide, measure, own_metrics
from recommender.train import FOLDER, Learnt, Material, learn, products_known
from recommender.versions import Pointer, current, keep, point_instead, pointer
from shop.errors import Corrupt
from shop.manifest import write_manifest


@dataclass(frozen=True)
class Release:
    """``report`` is what training told: ``{"products", "interactions", "users", "ranking"}``."""

    version: str
    verdict: Verdict
    report: dict[str, Any]


@dataclass(frozen=True)
class Made:
    """A version that has no name yet, its copy fitted without what came from ``cut`` on, and how well the copy foresaw that."""

    draft: Path
    copy: Path
    learnt: Learnt
    cut: datetime
    found: Sequence[Case]
    measured: Measured

    def manifest(self, verdict: Verdict) -> dict[str, Any]:
        """``metrics`` of the manifest."""
        return {**self.learnt.report, "held_out": verdict.as_dict(), "cut_at": self.cut.isoformat()}


@contextmanager
def made(material: Material, folder: Path) -> Iterator[Made]:
    """Learn both inside ``folder``; what was not kept by the end is deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".draft-", dir=folder) as scratch:
        draft, copy = Path(scratch) / "whole", Path(scratch) / "copy"
        draft.mkdir()
        copy.mkdir()
        cut = cut_of(material.deeds, material.now) or material.now
        earlier = replace(material, deeds=Before(material.deeds, cut), now=cut, data=None)
        copied = learn(earlier, copy)
        learnt = learn(material, draft, copied.chosen)  # chosen without what it is judged by
        write_manifest(copy, now=cut, inputs=copied.inputs, settings=copied.settings, metrics=copied.report)
        found = cases(material.deeds, material.products, cut, material.now)
        yield Made(draft, copy, learnt, cut, found, measure(Recommender.of(copy, material.products), found))


def release(material: Material, artifacts: Path) -> Release:
    """Learn a version, keep it, and make it current unless it is worse than the present one. Raises InvalidInput as ``learn``.

    When somebody switches versions meanwhile, it is judged again beside the one that is current then.
    """
    folder = artifacts / FOLDER
    with made(material, folder) as new:
        while True:
            before = pointer(folder)
            verdict = _judge(new, folder, before, material)
            version = keep(
                folder,
                new.draft,
                now=material.now,
                inputs=new.learnt.inputs,
                settings=new.learnt.settings,
                metrics=new.manifest(verdict),
            )
            keep_copy(folder, version, new.copy)
            if not verdict.promoted or point_instead(folder, Pointer(version), before):
                break
            take_back(folder, version, new.draft, new.copy)
    tidy(folder)
    return Release(version, verdict, dict(new.learnt.report))


def _judge(new: Made, folder: Path, before: Pointer | None, material: Material) -> Verdict:
    alone = Verdict(True, "first", len(new.found), new.cut, None, own_metrics(new.measured))
    if before is None:
        return alone
    alone = replace(alone, against=before.version)
    try:
        current(folder)
        products = [product.product_id for product in material.products if product.active]
        known = products_known(folder / before.version)
        Recommender.of(folder / before.version, ())
    except Corrupt:
        return replace(alone, code="unreadable")
    if products and len(known.intersection(products)) < LEAST_KNOWN * len(products):
        return replace(alone, code="catalogue")
    version = next((v for v in list_versions(folder) if v.name == before.version), None)
    copy = copy_of(folder, before.version)
    if version is None or version.cut_at is None or copy is None:
        return replace(alone, code="held" if before.held else "no_copy", promoted=not before.held)
    found, measured, cut = new.found, new.measured, new.cut
    if version.cut_at > cut:  # its copy has seen what came until then
        cut = version.cut_at
        found = cases(material.deeds, material.products, cut, material.now)
        measured = measure(Recommender.of(new.copy, material.products), found)
    shrunk = new.learnt.report["users"] < LEAST_LEFT * version.manifest["metrics"].get("users", 0)
    if len(found) < LEAST_PEOPLE:
        code = "held" if before.held else "shrunk" if shrunk else "too_few"
        return replace(alone, code=code, promoted=code == "too_few", people=len(found), since=cut)
    try:
        present = measure(Recommender.of(copy, material.products), found)
    except Corrupt:
        return replace(alone, code="held" if before.held else "no_copy", promoted=not before.held)
    code, figures = decide(measured, present, held=before.held)
    code = "shrunk" if shrunk and code == "not_worse" else code
    return Verdict(code in ("better", "not_worse"), code, len(found), cut, before.version, figures)
