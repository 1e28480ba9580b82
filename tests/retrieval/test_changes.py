"""Changes laid over a built index answer as a rebuild would, and never show what is no more."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.build import build_indexes
from retrieval.changes import MOST, Difference, TooMany, catch_up, present_entries, write_changes
from retrieval.encoder import Encoder
from retrieval.filters import Filters
from retrieval.lookups import extend_lookups
from retrieval.products import ProductIndex
from retrieval.reload import Reloading
from retrieval.versions import changes_folder, current_pair, has_changes
from shop.catalogue import Product, Variant
from shop.errors import Corrupt, NotFound
from tests.retrieval.conftest import NOW

COLOURS = ("red", "blue", "green")
THINGS = ("tent", "rain jacket", "frying pan", "floor lamp", "sleeping bag", "kettle")
MAKERS = ("Fellwind", "Cairnside", "Luma", "Panwell")
QUERIES = ("a tent for two", "blue rain jacket", "something to fry with", "light for reading", "fellwind", "kettle", "")


def made(number: int, flavour: int = 0) -> Product:
    thing, maker = THINGS[number % 6], MAKERS[(number + flavour) % 4]
    colours = COLOURS[flavour % 3 :]
    return Product(
        f"p{number:03}",
        f"{maker} {thing} {number}",
        f"The {thing} number {number} by {maker}, model {flavour}. It lasts.",
        type=thing, brand=maker, category="Outdoor" if number % 2 else "Home", rating=3 + (number + flavour) % 3 * 0.9,
        rating_count=10 + number,
        variants=tuple(Variant(f"p{number:03}-{c}", 1000 + 100 * number + flavour, stock=flavour % 2, options={"colour": c})
                       for c in colours),
    )  # fmt: skip


@dataclass
class Shelf:
    """A catalogue and the index of it; ``mark`` of a product is its content."""

    artifacts: Path
    encoder: Encoder
    products: dict[str, Product]
    hour: int = 0

    @property
    def folder(self) -> Path:
        return self.artifacts / "index" / "products"

    def marks(self) -> dict[str, str]:
        return {i: repr(p) for i, p in sorted(self.products.items()) if p.active}

    def load(self, ids) -> list[Product]:
        return [self.products[i] for i in ids if i in self.products]

    def build(self, changes: Callable[[Path], str | None] | None = None) -> None:
        self.hour += 1
        catalogue = [p for _, p in sorted(self.products.items())]
        now = NOW + timedelta(hours=self.hour)
        build_indexes(catalogue, [], self.encoder, self.artifacts, now, lambda *_: None, self.marks(), changes)

    def catch_up(self) -> int:
        self.hour += 1
        return catch_up(self.folder, self.marks(), self.load, self.encoder, NOW + timedelta(hours=self.hour))

    def open(self) -> ProductIndex:
        return ProductIndex.open(self.artifacts, self.encoder)


@pytest.fixture
def shelf(tmp_path: Path, encoder: Encoder) -> Shelf:
    made_up = Shelf(tmp_path / secrets.token_hex(4), encoder, {p.product_id: p for p in map(made, range(24))})
    made_up.build()
    return made_up


def ids(index: ProductIndex, query: str, filters: Filters | None = None) -> list[str]:
    return [h.product_id for h in index.search(query, filters or Filters(), 100).hits]


def test_a_new_product_is_found_by_its_words_its_meaning_its_type_and_its_price(shelf: Shelf) -> None:
    new = Product("kayak", "Tidewater Glide", "A light boat to paddle on lakes.", type="kayak", brand="Tidewater",
                  variants=(Variant("kayak-1", 90000, stock=2),))  # fmt: skip
    shelf.products["kayak"] = new
    assert shelf.catch_up() == 1
    index = shelf.open()
    assert len(index) == 25
    for query in ("tidewater glide", "a boat for the lake", "kayaks", "tidewatre"):
        assert ids(index, query)[0] == "kayak", query
    assert ids(index, "", Filters(types=("kayak",), price_max=90000)) == ["kayak"]
    assert index.search("kayak", Filters(), 1).hits[0].sku == "kayak-1"
    assert index.facts("kayak")["brand"] == "Tidewater"
    assert index.vectors(["kayak", "p000"]).shape == (2, encoder_dimension(index))
    assert index.similar("kayak", Filters(), 3).hits


def encoder_dimension(index: ProductIndex) -> int:
    return index.text_vectors().shape[1]


def test_a_changed_product_answers_as_it_is_now_and_a_removed_one_not_at_all(shelf: Shelf) -> None:
    shelf.products["p000"] = replace(made(0), name="Fellwind canoe", type="canoe", description="For rivers.")
    del shelf.products["p006"]
    shelf.products["p012"] = replace(made(12), active=False)
    assert shelf.catch_up() == 3
    index = shelf.open()
    assert len(index) == 22
    assert ids(index, "canoe")[0] == "p000"
    assert "p000" not in ids(index, "", Filters(types=("tent",)))
    assert not {"p006", "p012"} & {*ids(index, "tent"), *ids(index, "")}
    assert index.search("", Filters(), 100).total == 22
    with pytest.raises(NotFound):
        index.facts("p006")
    assert len(index.text_vectors()) == len(index.product_ids) == 22


def test_what_is_changed_back_leaves_no_changes(shelf: Shelf) -> None:
    shelf.products["p003"] = made(3, 1)
    assert shelf.catch_up() == 1
    shelf.products["p003"] = made(3)
    assert shelf.catch_up() == 0
    assert not has_changes(shelf.folder)


def test_the_same_changes_are_written_once(shelf: Shelf) -> None:
    shelf.products["p003"] = made(3, 1)
    shelf.catch_up()
    before = current_pair(shelf.folder)
    assert shelf.catch_up() == 1
    assert current_pair(shelf.folder) == before


def test_a_rebuild_takes_the_changes_in_and_shows_what_came_while_it_ran(shelf: Shelf) -> None:
    shelf.products["p003"] = made(3, 1)
    shelf.catch_up()
    shelf.build()
    assert not has_changes(shelf.folder)

    def came_meanwhile(main: Path) -> str | None:
        shelf.products["p050"] = made(50)
        return write_changes(main, None, shelf.marks(), shelf.load, shelf.encoder, NOW + timedelta(days=3))

    shelf.products["p004"] = made(4, 2)
    shelf.build(came_meanwhile)
    assert has_changes(shelf.folder)
    index = shelf.open()
    assert "p050" in index
    assert len(index) == 25


def test_other_processes_take_the_changes_and_a_damaged_one_is_refused(shelf: Shelf) -> None:
    serving = Reloading(ProductIndex.opener(shelf.artifacts, shelf.encoder), shelf.folder)
    first = serving.get()
    shelf.products["p060"] = made(60)
    shelf.catch_up()
    second = serving.get()
    assert ("p060" in first, "p060" in second) == (False, True)
    shelf.products["p061"] = made(61)
    shelf.catch_up()
    damaged = changes_folder(shelf.folder) / str(current_pair(shelf.folder)[1]) / "title.faiss"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\x55")
    assert serving.get() is second
    with pytest.raises(Corrupt):
        shelf.open()
    shelf.products["p062"] = made(62)
    shelf.catch_up()
    assert {"p060", "p061", "p062"} <= set(serving.get().product_ids)


def test_too_much_at_once_asks_for_a_rebuild_and_so_does_another_encoder(shelf: Shelf) -> None:
    shelf.products.update((p.product_id, p) for p in map(made, range(100, 101 + MOST)))
    before = current_pair(shelf.folder)
    with pytest.raises(TooMany):
        shelf.catch_up()
    assert current_pair(shelf.folder) == before
    manifest = shelf.folder / before[0] / "manifest.json"
    content = json.loads(manifest.read_text())
    content["inputs"]["encoder"] = "another"
    manifest.write_text(json.dumps(content))
    with pytest.raises(TooMany):
        shelf.catch_up()


def test_lookups_learn_new_words_and_keep_the_old(shelf: Shelf) -> None:
    lookups = shelf.artifacts / "lookups"
    before = (lookups / "types.json").read_text()
    shelf.products["kayak"] = replace(made(3), product_id="kayak", type="kayak paddle", brand="Tidewater",
                                      variants=(Variant("k", 1, options={"colour": "sea foam"}),))  # fmt: skip
    shelf.catch_up()
    assert extend_lookups(present_entries(shelf.folder), lookups, NOW)
    types = json.loads((lookups / "types.json").read_text())
    assert types[: len(json.loads(before))] == json.loads(before)
    assert ["kayak paddle", "kayak paddles"] in [entry["forms"] for entry in types]
    assert "Tidewater" in {e["value"] for e in json.loads((lookups / "brands.json").read_text())}
    assert "sea foam" in {e["value"] for e in json.loads((lookups / "colours.json").read_text())}
    assert not extend_lookups(present_entries(shelf.folder), lookups, NOW), "nothing new, so nothing is written"


def test_changes_made_at_once_from_many_sides_are_all_seen(shelf: Shelf) -> None:
    def add(number: int) -> None:
        shelf.products[f"p{number:03}"] = made(number)
        catch_up(shelf.folder, shelf.marks(), shelf.load, shelf.encoder, NOW + timedelta(minutes=number))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(70, 76)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shelf.catch_up()
    assert {f"p{n:03}" for n in range(70, 76)} <= set(shelf.open().product_ids)


numbers = st.integers(0, 35)
steps = st.lists(st.tuples(st.sampled_from(["put", "remove", "hide"]), numbers, st.integers(0, 5)), min_size=1, max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_any_changes_rank_as_a_rebuild_ranks(shelf: Shelf, tmp_path: Path, encoder: Encoder, steps) -> None:
    shelf.products = {p.product_id: p for p in map(made, range(24))}
    for kind, number, flavour in steps:
        if kind == "put":
            shelf.products[f"p{number:03}"] = made(number, flavour)
        elif kind == "remove":
            shelf.products.pop(f"p{number:03}", None)
        elif f"p{number:03}" in shelf.products:
            shelf.products[f"p{number:03}"] = replace(shelf.products[f"p{number:03}"], active=False)
        shelf.catch_up()
    rebuilt = Shelf(tmp_path / secrets.token_hex(4), encoder, dict(shelf.products))
    rebuilt.build()
    changed, anew = shelf.open(), rebuilt.open()
    assert sorted(changed.product_ids) == sorted(anew.product_ids)
    for query in QUERIES:
        for filters in (
            Filters(),
            Filters(colours=("blue",)),
            Filters(types=("tent",), price_max=3000),
            Filters(in_stock=True),
        ):
            ours, theirs = changed.search(query, filters, 100), anew.search(query, filters, 100)
            assert (ours.total, ours.relax) == (theirs.total, theirs.relax)
            scores = {h.product_id: h.score for h in theirs.hits}
            assert {h.product_id for h in ours.hits} == set(scores)
            assert {h.product_id: h.sku for h in ours.hits} == {h.product_id: h.sku for h in theirs.hits}
            # Mean lengths stay those of the built texts: scores move a little, and so only near ties may change places.
            for hit in ours.hits:
                assert abs(hit.score - scores[hit.product_id]) < 0.03, (query, hit.product_id)


@given(
    st.dictionaries(numbers.map(str), st.sampled_from(["", "a", "b"])), st.dictionaries(numbers.map(str), st.sampled_from("ab"))
)
def test_a_difference_turns_what_was_built_into_what_is_there(present: dict[str, str], built: dict[str, str]) -> None:
    found = Difference.between(built, present)
    left = {i: mark for i, mark in built.items() if i not in found.gone}
    assert {**left, **found.marks} == present
    assert not left.keys() & found.marks.keys()
