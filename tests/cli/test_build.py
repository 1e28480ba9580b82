"""What ``shoptalk up`` builds anew, also what an earlier release wrote; and what is said of a recommender that waits."""

from __future__ import annotations

import json
from pathlib import Path

from cli.build import recommender_is_readable
from cli.kept_aside import told_when_kept_aside
from recommender.releases import Verdict
from recommender.train import FOLDER, train_recommender
from recommender.versions import current
from shop.customers import Consent, Customer
from shop.settings import Settings, load_settings
from tests.recommender.conftest import NOW, SmallShop, make_products, make_vectors


def home(tmp_path: Path) -> Settings:
    return load_settings({"SHOPTALK_HOME": str(tmp_path)})


def test_a_recommender_without_a_file_that_this_release_reads_is_not_readable(tmp_path: Path) -> None:
    settings = home(tmp_path)
    assert not recommender_is_readable(settings), "there is none"
    products = make_products()
    shop = SmallShop(products, make_vectors(products), NOW, Customer("ana", consent=Consent(profile=True)))
    train_recommender(shop.others(), [], products, shop.vectors, shop.ids, settings.artifacts, shop.now)
    assert recommender_is_readable(settings)
    version = current(settings.artifacts / FOLDER)
    (version / "popularity.npz").unlink()  # as if written before there was such a file
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["popularity.npz"]
    (version / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert current(settings.artifacts / FOLDER) == version, "all that its manifest lists is there"
    assert not recommender_is_readable(settings)


def learnt(code: str, *, promoted: bool = False) -> dict[str, object]:
    figures = {"ndcg_at_10": {"new": 0.0611, "present": 0.0843, "gain": -0.02, "low": -0.03, "high": -0.01}}
    return {"version": "20360101T0300-ab", "verdict": Verdict(promoted, code, 90, metrics=figures).as_dict()}


def test_a_recommender_that_is_kept_aside_is_told_with_its_reason_its_figures_and_what_to_do() -> None:
    said = told_when_kept_aside(learnt("worse"))
    assert said is not None
    assert said.startswith("The recommender just learnt is kept aside, and the one before stays in use.")
    assert "worse than the version before (NDCG@10 0.0611 beside 0.0843)." in said
    assert "imported or changed lately" in said
    assert "`shoptalk models rollback recommender 20360101T0300-ab` takes it" in said


def test_missing_rows_and_a_roll_back_are_told_as_what_they_are() -> None:
    assert "are missing, import them" in str(told_when_kept_aside(learnt("shrunk")))
    held = str(told_when_kept_aside(learnt("held")))
    assert "Somebody went back" in held
    assert "imported" not in held


def test_of_a_recommender_that_took_over_nothing_is_said() -> None:
    assert told_when_kept_aside(learnt("better", promoted=True)) is None
