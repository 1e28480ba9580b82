"""A kept version, learnt again as of its own day from what is stored now: as if who was forgotten had never been there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from recommender.releases.kept import Version, keep_copy, remove
from recommender.releases.releasing import made
from recommender.releases.verdict import Verdict, own_metrics
from recommender.train import FOLDER, Material
from recommender.versions import Pointer, keep, point_instead, pointer


def count_version_anew(old: Version, material: Material, artifacts: Path) -> str:
    """Put a new version in the place of ``old``, as of its day, and delete ``old``. Returns the new one's name.

    ``material`` holds nothing later than ``old.created_at``, which is its ``now``. The verdict of that day stays; its figures
    are measured again, and those of the comparison are gone with the other version.
    """
    folder = artifacts / FOLDER
    with made(replace(material, now=old.created_at), folder) as new:
        kept = Verdict(not old.refused, "forgotten", len(new.found), new.cut, None, own_metrics(new.measured))
        name = keep(
            folder,
            new.draft,
            now=old.created_at,
            inputs=new.learnt.inputs,
            settings=new.learnt.settings,
            metrics=new.manifest(kept),
        )
        keep_copy(folder, name, new.copy)
        before = pointer(folder)
        while before is not None and before.version == old.name:  # it may have become current, or ceased to be, meanwhile
            if point_instead(folder, Pointer(name, before.held), before):
                break
            before = pointer(folder)
    if name != old.name:
        remove(folder, old.name)
    return name
