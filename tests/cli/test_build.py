"""What ``shoptalk up`` builds anew: also what an earlier release wrote and this one cannot read."""

from __future__ import annotations

import json
from pathlib import Path

from cli.build import recommender_is_readable
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
