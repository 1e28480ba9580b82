"""Built folders: switched whole, checked before use, and a damaged one never replaces a good one."""

from __future__ import annotations

import json
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from retrieval.faq import FaqIndex
from retrieval.filters import Filters
from retrieval.products import ProductIndex
from retrieval.reload import Reloading
from retrieval.versions import current_version, new_version, open_current
from shop.catalogue import Product, Variant
from shop.errors import Corrupt

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def a_shop(n: int, name: str = "tent") -> list[Product]:
    return [
        Product(f"{name}{i}", f"{name} {i}", type=name, variants=(Variant(f"{name}{i}-1", 1000, stock=1),)) for i in range(n)
    ]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("name", ["title.faiss", "text.bm25/vocab.index.json", "columns.npz", "products.json", "manifest.json"])
def test_a_damaged_file_is_refused_before_it_is_loaded(tmp_path: Path, build, encoder, name: str) -> None:
    build(tmp_path, products=a_shop(3))
    folder, _ = open_current(tmp_path / "index" / "products")
    flip(folder / name)
    with pytest.raises(Corrupt):
        ProductIndex.open(tmp_path, encoder)


def test_a_missing_file_and_a_missing_index_are_refused(tmp_path: Path, build, encoder) -> None:
    with pytest.raises(Corrupt, match="shoptalk build"):
        FaqIndex.open(tmp_path, encoder)
    build(tmp_path, products=a_shop(2))
    (open_current(tmp_path / "index" / "faq")[0] / "ids.json").unlink()
    with pytest.raises(Corrupt):
        FaqIndex.open(tmp_path, encoder)
    (tmp_path / "index" / "faq" / "CURRENT").write_text("../../elsewhere")
    with pytest.raises(Corrupt):
        FaqIndex.open(tmp_path, encoder)


def test_an_index_of_another_encoder_is_refused(tmp_path: Path, build, encoder) -> None:
    build(tmp_path, products=a_shop(2))
    folder, manifest = open_current(tmp_path / "index" / "products")
    manifest["inputs"]["encoder"] = "another"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(Corrupt) as caught:
        ProductIndex.open(tmp_path, encoder)
    assert caught.value.code == "encoder_changed"


def test_the_last_good_index_stays_when_the_next_is_corrupt_and_the_one_after_is_taken(tmp_path: Path, build, encoder) -> None:
    build(tmp_path, products=a_shop(2))
    folder = tmp_path / "index" / "products"
    reloading = Reloading(lambda: ProductIndex.open(tmp_path, encoder), folder)
    first = reloading.get()
    assert reloading.get() is first
    build(tmp_path, products=a_shop(3), now=NOW + timedelta(hours=1))
    flip(open_current(folder)[0] / "title.faiss")
    assert reloading.get() is first
    assert len(reloading.get().search("tent", Filters(), 9).hits) == 2
    build(tmp_path, products=a_shop(4), now=NOW + timedelta(hours=2))
    assert len(reloading.get()) == 4


def test_without_any_good_index_the_caller_hears_so(tmp_path: Path) -> None:
    def never() -> str:
        raise Corrupt("nothing there")

    reloading = Reloading(never, tmp_path)
    for _ in range(2):
        with pytest.raises(Corrupt):
            reloading.get()


def test_a_failed_build_changes_nothing(tmp_path: Path, build) -> None:
    build(tmp_path, products=a_shop(2))
    folder = tmp_path / "index" / "products"
    before = current_version(folder)

    def half_written() -> None:
        with new_version(folder, now=NOW, inputs={}, settings={}, metrics={}) as draft:
            (draft / "half").write_text("written")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_written()
    assert current_version(folder) == before
    assert sorted(p.name for p in folder.iterdir()) == sorted([before, "CURRENT"])


def test_the_last_two_versions_stay(tmp_path: Path, build) -> None:
    for n in range(1, 5):
        build(tmp_path, products=a_shop(n), now=NOW + timedelta(hours=n))
    assert len([p for p in (tmp_path / "index" / "products").iterdir() if p.is_dir()]) == 2


def test_unchanged_texts_are_not_encoded_again(tmp_path: Path, build) -> None:
    assert build(tmp_path, products=a_shop(3))["encoded"] == 6
    assert build(tmp_path, products=a_shop(3), now=NOW + timedelta(hours=1))["encoded"] == 0
    assert build(tmp_path, products=a_shop(4), now=NOW + timedelta(hours=2))["encoded"] == 2


def test_searching_goes_on_while_versions_are_swapped(tmp_path: Path, build, encoder) -> None:
    build(tmp_path, products=a_shop(3))
    reloading = Reloading(lambda: ProductIndex.open(tmp_path, encoder), tmp_path / "index" / "products")
    vector = encoder.encode(["tent"])[0]
    stop, failures, sizes = threading.Event(), [], set()

    def search() -> None:
        while not stop.is_set():
            try:
                index = reloading.get()
                result = index.search("tent", Filters(types=("tent",)), 20, vector=vector)
                if len(result.hits) != len(index):
                    failures.append(len(result.hits))
                sizes.add(len(index))
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(4, 9):
        build(tmp_path, products=a_shop(n), now=NOW + timedelta(hours=n))
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(reloading.get()) == 8
    assert sizes <= set(range(3, 9))


def test_an_empty_shop_can_be_built_and_searched(tmp_path: Path, build, encoder) -> None:
    build(tmp_path, products=[])
    result = ProductIndex.open(tmp_path, encoder).search("tent", Filters(), 5)
    assert (result.hits, result.total, result.relax) == ((), 0, ())


def test_a_copied_index_opens_elsewhere(tmp_path: Path, artifacts: Path, encoder) -> None:
    shutil.copytree(artifacts / "index", tmp_path / "index")
    assert len(ProductIndex.open(tmp_path, encoder)) == 6
