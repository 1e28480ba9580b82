from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from recommender.recommend import Recommender
from recommender.releases import take
from recommender.releases.kept import list_versions
from recommender.train import train_recommender
from recommender.versions import current, pointer
from shop.errors import Corrupt, InvalidInput
from shop.manifest import write_manifest


@pytest.fixture
def fitted(shop, tmp_path: Path) -> Path:
    """What was learnt elsewhere of the same products: without vectors."""
    train_recommender(shop.others(), [], shop.products, shop.vectors, shop.ids, tmp_path / "elsewhere", shop.now)
    version = current(tmp_path / "elsewhere" / "recommender")
    for name in ("vectors.npy", "alike.npz"):
        (version / name).unlink()
    write_manifest(version, now=shop.now, inputs={}, settings={"weights": {}}, metrics={"users": 40})
    return version


@pytest.fixture
def artifacts(shop, tmp_path: Path) -> Path:
    train_recommender([], [], shop.products, shop.vectors, shop.ids, tmp_path / "here", shop.now - timedelta(days=9))
    return tmp_path / "here"


def test_what_was_fitted_elsewhere_answers_here_with_the_vectors_of_here(shop, fitted: Path, artifacts: Path) -> None:
    before = current(artifacts / "recommender")
    version = take(fitted, artifacts)
    present = current(artifacts / "recommender")
    assert present.name == version == pointer(artifacts / "recommender").version
    assert pointer(artifacts / "recommender").held
    assert (present / "vectors.npy").read_bytes() == (before / "vectors.npy").read_bytes()
    assert (
        (present / "popularity.npz").read_bytes()
        == (fitted / "popularity.npz").read_bytes()
        != (before / "popularity.npz").read_bytes()
    )
    assert {one.name for one in list_versions(artifacts / "recommender")} == {before.name, version}
    Recommender.open(artifacts, lambda: shop.products)


def test_taking_the_same_again_changes_nothing(fitted: Path, artifacts: Path) -> None:
    assert take(fitted, artifacts) == take(fitted, artifacts)


def test_another_catalogue_a_changed_file_and_a_missing_version_are_refused(
    fitted: Path, artifacts: Path, tmp_path: Path
) -> None:
    before = pointer(artifacts / "recommender")
    other = shutil.copytree(fitted, tmp_path / "other")
    told = json.loads((other / "products.json").read_text())
    (other / "products.json").write_text(json.dumps({**told, "product_ids": told["product_ids"][::-1]}))
    with pytest.raises(Corrupt, match="does not match its manifest"):
        take(other, artifacts)
    manifest = json.loads((other / "manifest.json").read_text())

    write_manifest(other, now=datetime.fromisoformat(manifest["created_at"]), inputs={}, settings={}, metrics={})
    with pytest.raises(InvalidInput, match="another catalogue"):
        take(other, artifacts)
    with pytest.raises(Corrupt, match="shoptalk build"):
        take(fitted, tmp_path / "nowhere")
    assert pointer(artifacts / "recommender") == before
