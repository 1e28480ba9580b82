"""A newly learnt version takes the present one's place only where it is not worse; the place can be given back."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from recommender.recommend import Recommender
from recommender.releases import count_version_anew, list_versions, release, releasing, version_before
from recommender.releases.kept import copy_of, renew
from recommender.train import FOLDER, Told, train_recommender
from recommender.versions import Pointer, current, point, pointer
from recommender.worsening import read_worsening, write_worsening
from shop.manifest import check_manifest


@pytest.fixture
def folder(tmp_path):
    return tmp_path / FOLDER


def test_the_first_version_is_taken_and_says_how_well_it_foresees(material, tmp_path, folder) -> None:
    found = release(material(), tmp_path)
    assert found.verdict.code == "first"
    assert found.verdict.promoted
    manifest = check_manifest(current(folder))
    told = manifest["metrics"]["held_out"]
    assert told["people"] == found.verdict.people > 50
    assert told["metrics"]["ndcg_at_10"]["new"] > 0.1
    assert manifest["metrics"]["interactions"] == 80 * 12


def test_a_version_as_good_is_promoted_and_a_worse_one_is_kept_aside_with_its_reason(
    material, misled, tmp_path, folder
) -> None:
    first = release(material(back=7), tmp_path)
    second = release(material(back=1), tmp_path)
    assert second.verdict.promoted
    assert second.verdict.against == first.version
    assert current(folder).name == second.version
    bad = release(misled(), tmp_path)
    assert bad.verdict.code == "worse"
    assert bad.verdict.metrics["ndcg_at_10"]["high"] < 0
    assert current(folder).name == second.version
    listed = {version.name: version for version in list_versions(folder)}
    assert listed[bad.version].refused
    assert listed[bad.version].verdict["sentence"].startswith("It foresaw what people turned to next worse")
    assert [v.name for v in listed.values() if v.current] == [second.version]
    again = release(material(), tmp_path)
    assert again.verdict.promoted
    assert again.verdict.against == second.version


def test_the_held_out_part_is_not_in_the_copies_and_is_in_the_version(material, tmp_path, folder) -> None:
    found = release(material(), tmp_path)
    whole = check_manifest(folder / found.version)["metrics"]
    copy = copy_of(folder, found.version)
    assert copy is not None
    assert check_manifest(copy)["metrics"]["interactions"] < whole["interactions"] == 960


def test_with_too_few_people_it_is_promoted_and_that_is_said(material, deeds, tmp_path) -> None:
    few = deeds(people=20)
    release(material(few, back=1), tmp_path)
    found = release(material(few), tmp_path)
    assert found.verdict.promoted
    assert found.verdict.code == "too_few"


def test_a_version_that_lost_most_of_its_people_is_kept_aside_even_where_too_few_are_left_to_judge_by(
    material, deeds, tmp_path, folder
) -> None:
    whole = release(material(back=1), tmp_path).version
    lost = [event for event in deeds() if event.customer_id < "c030"]
    found = release(material(lost), tmp_path)
    assert (found.verdict.code, found.verdict.promoted) == ("shrunk", False)
    assert current(folder).name == whole
    point(folder, Pointer(found.version))  # somebody knows better
    assert release(material(lost), tmp_path).verdict.promoted


def test_a_catalogue_that_the_present_version_hardly_knows_promotes_the_new_one(material, misled, tmp_path) -> None:
    known = material()
    ids, vectors = known.product_ids[:20], known.vectors[:20]
    release(material(product_ids=ids, vectors=vectors, back=1), tmp_path)
    assert release(misled(), tmp_path).verdict.code == "catalogue"


def test_a_present_version_that_cannot_be_read_is_replaced(material, tmp_path, folder) -> None:
    first = release(material(back=1), tmp_path)
    (folder / first.version / "vectors.npy").write_bytes(b"damaged")
    found = release(material(), tmp_path)
    assert (found.verdict.code, found.verdict.promoted) == ("unreadable", True)
    assert current(folder).name == found.version


def test_a_version_made_before_versions_were_judged_is_replaced_unjudged(material, tmp_path) -> None:
    old = material(back=1)
    train_recommender([], [], old.products, old.vectors, old.product_ids, tmp_path, old.now)
    assert release(material(), tmp_path).verdict.code == "no_copy"


def test_back_and_forward_and_what_is_learnt_next_is_judged_beside_the_one_gone_back_to(material, tmp_path, folder) -> None:
    old = release(material(back=3), tmp_path).version
    new = release(material(back=2), tmp_path).version
    before = version_before(list_versions(folder))
    assert before is not None
    assert before.name == old
    point(folder, Pointer(old, held=True))
    assert Recommender.open(tmp_path, lambda: material().products).popular(3)
    assert version_before(list_versions(folder)) is None
    third = release(material(back=1), tmp_path)
    assert (third.verdict.code, third.verdict.against, third.verdict.promoted) == ("held", old, False)
    assert pointer(folder) == Pointer(old, held=True)
    point(folder, Pointer(new))
    assert current(folder).name == new
    assert release(material(), tmp_path).verdict.promoted


def test_a_better_version_ends_a_roll_back(material, misled, tmp_path, folder) -> None:
    bad = release(misled(back=1), tmp_path).version
    point(folder, Pointer(bad, held=True))
    found = release(material(), tmp_path)
    assert (found.verdict.code, found.verdict.promoted) == ("better", True)
    assert pointer(folder) == Pointer(found.version)


def test_who_goes_back_while_a_version_is_being_judged_is_not_overruled(material, tmp_path, folder, monkeypatch) -> None:
    old = release(material(back=3), tmp_path).version
    release(material(back=2), tmp_path)
    judged_against = []
    judge = releasing._judge

    def and_somebody_goes_back(new, where, before, stuff):
        found = judge(new, where, before, stuff)
        judged_against.append(before.version)
        point(where, Pointer(old, held=True))
        return found

    monkeypatch.setattr(releasing, "_judge", and_somebody_goes_back)
    found = release(material(), tmp_path)
    assert judged_against[-1] == old
    assert len(judged_against) == 2
    assert found.verdict.code == "held"
    assert current(folder).name == old


def test_two_steps_back_and_two_refused_versions_stay(material, misled, tmp_path, folder) -> None:
    promoted = [release(material(back=9 - n), tmp_path).version for n in range(5)]
    refused = [release(misled(back=3 - n), tmp_path).version for n in range(3)]
    listed = list_versions(folder)
    assert [v.name for v in listed if v.refused] == list(reversed(refused[1:]))
    assert [v.name for v in listed if not v.refused] == list(reversed(promoted[2:]))
    assert sorted(p.name for p in (folder / ".judged").iterdir()) == sorted(v.name for v in listed)


def test_products_shown_less_are_renewed_in_place(material, tmp_path, folder) -> None:
    release(material(back=1), tmp_path)
    before = current(folder).name
    name = renew(folder, lambda path: write_worsening(path, ["p003"]))
    assert name == current(folder).name != before
    assert read_worsening(current(folder)) == ["p003"]
    assert copy_of(folder, current(folder).name) is not None
    assert [v.name for v in list_versions(folder)] == [name]
    assert release(material(), tmp_path).verdict.code == "not_worse"


def test_a_version_counted_anew_equals_one_that_never_saw_who_was_forgotten(material, deeds, tmp_path) -> None:
    told = deeds()
    left = [event for event in told if event.customer_id != "c007"]
    release(material(told, back=1), tmp_path / "with")
    release(material(left, back=1), tmp_path / "without")
    (old,) = list_versions(tmp_path / "with" / FOLDER)
    name = count_version_anew(old, material(left, back=1), tmp_path / "with")
    ours, theirs = current(tmp_path / "with" / FOLDER), current(tmp_path / "without" / FOLDER)
    assert ours.name == name != old.name
    for file in ("source_rules.npz", "source_item_knn.npz", "item_facts.npz", "ranking.json", "popularity.npz"):
        assert (ours / file).read_bytes() == (theirs / file).read_bytes()
        copies = [copy_of(where.parent, where.name) for where in (ours, theirs)]
        assert (copies[0] / file).read_bytes() == (copies[1] / file).read_bytes()
    (kept,) = list_versions(tmp_path / "with" / FOLDER)
    assert kept.created_at == old.created_at
    metrics = [list_versions(tmp_path / way / FOLDER)[0].verdict["metrics"] for way in ("with", "without")]
    assert metrics[0] == metrics[1]


_KILLED = """
import os, pickle, signal, sys
from pathlib import Path
import recommender.releases.releasing as module
step, file, artifacts = sys.argv[1], sys.argv[2], Path(sys.argv[3])
material = pickle.loads(Path(file).read_bytes())
def die(*args, **named):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(module, step, die)
module.release(material, artifacts)
"""


@pytest.mark.parametrize("step", ["learn", "keep", "keep_copy", "point_instead", "tidy"])
def test_killed_at_any_step_the_current_version_is_whole_and_the_next_training_goes_on(
    material, tmp_path, folder, step
) -> None:
    first = release(material(back=1), tmp_path).version
    stuff = material()
    (tmp_path / "material").write_bytes(pickle.dumps(replace(stuff, deeds=Told(list(stuff.deeds.events())))))
    ended = subprocess.run([sys.executable, "-c", _KILLED, step, str(tmp_path / "material"), str(tmp_path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    present = current(folder)
    assert (present.name == first) == (step != "tidy")
    assert Recommender.open(tmp_path, lambda: stuff.products).popular(3)
    found = release(stuff, tmp_path)
    assert found.verdict.promoted
    assert current(folder).name == found.version
    for draft in folder.glob(".draft-*"):
        os.utime(draft, (0, 0))
    release(stuff, tmp_path)
    assert not list(folder.glob(".draft-*"))
    assert json.loads((current(folder) / "manifest.json").read_text())["metrics"]["held_out"]["promoted"]
