from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from recommender.candidates.item_knn import ItemKnn
from recommender.candidates.lifts import Lifts
from recommender.candidates.of_the_moment import OfTheMoment
from recommender.candidates.popular import Popular
from recommender.candidates.rules import Rules
from recommender.ranker.configuration import Configuration, Ranking
from recommender.ranker.context import PULL
from recommender.ranker.facts import ItemFacts
from recommender.ranker.stored import read_ranking
from recommender.recommend import Recommender
from recommender.releases import take
from recommender.train import train_recommender
from recommender.versions import current
from shop.errors import InvalidInput
from shop.manifest import check_manifest
from tests.recommender.spark.a_busy_shop import NOW, products
from tests.recommender.spark.conftest import Single

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = {
    "rules": {"decay": 0.6, "row_power": 0.5, "together": 0.5, "backward": 0.0},
    "item_knn": {"neighbours": 50, "shrink": 10.0, "decay": 1.0},
    "popular": {"half_life": 0.1},
    "of_the_moment": {"half_life": 0.1, "pull": 5.0, "hour": 0.0},
}


@dataclass(frozen=True)
class Fitted:
    folder: Path
    report: dict[str, Any]


WEIGHTS = {"rules": 1.0, "item_knn": 0.5, "popular": 0.05, "of_the_moment": 0.1}


def arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as found:
        return {name: found[name] for name in found.files}


@pytest.fixture(scope="module")
def fitted(spark: SparkSession, single: Single, tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    """By the command, in this process's Spark."""
    folder = tmp_path_factory.mktemp("fitted")
    (folder / "given.json").write_text(json.dumps({"settings": SETTINGS, "weights": WEIGHTS}))
    given = ["--snapshots", str(single.folder), "--into", str(folder / "into"), "--now", NOW.isoformat()]
    more = ["--configuration", str(folder / "given.json"), "--json", str(folder / "out.json")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cli.spark.session", lambda master, conf: nullcontext(spark))
        ended = CliRunner().invoke(app, ["spark", "fit", *given, *more])
    assert ended.exit_code == 0, ended.output
    return Fitted(folder / "into", json.loads((folder / "out.json").read_text()))


def test_the_folder_has_a_manifest_that_says_what_it_was_made_from(single: Single, fitted: Fitted) -> None:
    content = check_manifest(fitted.folder)
    assert sorted(content["files"]) == sorted(
        [
            "item_facts.npz",
            "lifts.npz",
            "popularity.npz",
            "products.json",
            "ranking.json",
            *(f"source_{name}.npz" for name in SETTINGS),
        ]
    )
    assert content["settings"] == {"settings": SETTINGS, "weights": WEIGHTS}
    assert fitted.report["interactions"] == content["metrics"]["interactions"] == len(single.found.user)
    assert fitted.report["deeds"] == len(single.past.item)
    assert json.loads((fitted.folder / "products.json").read_text())["product_ids"] == single.ids


def test_a_ranking_opens_the_written_files_and_answers_as_one_of_one_machine(single: Single, fitted: Fitted) -> None:
    alone = {kind.NAME: kind.fit(single.past, SETTINGS[kind.NAME]) for kind in (Rules, ItemKnn, Popular, OfTheMoment)}
    asked = single.past.take(range(40)).asked_at(NOW.timestamp())
    ours = read_ranking(fitted.folder).order(asked, 10)
    wanted = Ranking(alone, WEIGHTS, ItemFacts.of(single.past), None, Lifts.of(single.past, PULL)).order(asked, 10)
    assert (ours == wanted).mean() > 0.99  # equal but where two are worth the same to the last digit


def test_the_shop_answers_with_what_was_fitted(single: Single, fitted: Fitted, tmp_path: Path) -> None:
    sold = [product for product in products() if product.active]
    vectors = np.eye(len(sold), 96, dtype=np.float32)
    train_recommender([], [], sold, vectors, single.ids, tmp_path, NOW - timedelta(days=1))
    assert take(fitted.folder, tmp_path) == current(tmp_path / "recommender").name
    recommender = Recommender.open(tmp_path, lambda: sold)
    found = recommender.recommend(None, top_k=5, now=NOW, filters=lambda product_id: True, recent=["p003"])
    assert "p004" in {one.product_id for one in found}  # the next one on the walk through jackets


def test_fitting_again_gives_the_same_arrays(spark: SparkSession, single: Single, fitted: Fitted, tmp_path: Path) -> None:
    from recommender.spark.fit import fit

    fit(
        spark,
        str(single.folder),
        tmp_path / "again",
        NOW,
        Configuration({"item_knn": SETTINGS["item_knn"]}, {"item_knn": 1.0}, None),
    )
    assert check_manifest(tmp_path / "again")["inputs"] == check_manifest(fitted.folder)["inputs"]
    first, second = (arrays(folder / "source_item_knn.npz") for folder in (fitted.folder, tmp_path / "again"))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_what_cannot_be_read_or_written_is_said_and_nothing_is_left(
    spark: SparkSession, single: Single, tmp_path: Path
) -> None:
    from recommender.spark.fit import fit

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept").write_text("mine")
    with pytest.raises(InvalidInput, match="new or empty"):
        fit(spark, str(single.folder), tmp_path / "full", NOW)
    with pytest.raises(InvalidInput, match="shoptalk snapshots FOLDER"):
        fit(spark, str(tmp_path / "nowhere"), tmp_path / "into", NOW)
    with pytest.raises(InvalidInput, match="Not fitted by Spark: ease"):
        fit(spark, str(single.folder), tmp_path / "into", NOW, Configuration({"ease": {}}, {"ease": 1.0}, None))
    with pytest.raises(InvalidInput, match="no deed"):
        fit(spark, str(single.folder), tmp_path / "into", NOW.replace(year=2020))
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    assert (tmp_path / "full" / "kept").read_text() == "mine"
