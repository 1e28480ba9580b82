from __future__ import annotations

from dataclasses import replace
from string import printable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.catalogue import Product, Variant
from shop.errors import InvalidInput, NotFound
from storage import Storage

JACKET = Product(
    "p1",
    "Rain jacket",
    type="rain jacket",
    category="Jackets",
    brand="Fjord",
    attributes={"hood": "yes"},
    tags=("rain", "light"),
    rating=4.5,
    variants=(Variant("p1-b", 12900, {"colour": "blue"}, cost=6000, stock=3), Variant("p1-r", 12900, {"colour": "red"})),
)
TENT = Product("p2", "Tent 100% dry", brand="Fern", category="Tents", variants=(Variant("p2", 0),))

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
whole = st.integers(0, 10**12)
options = st.dictionaries(words, words, max_size=3)


@st.composite
def product_sets(draw: st.DrawFn) -> list[Product]:
    ids = draw(st.lists(st.text("abcXYZ019-ä", min_size=1, max_size=5), unique=True, max_size=6))
    made = []
    for id_ in ids:
        variants = tuple(
            Variant(f"{id_}/{n}", draw(whole), draw(options), draw(st.none() | whole), draw(st.none() | whole), draw(whole))
            for n in range(draw(st.integers(0, 3)))
        )
        made.append(
            Product(
                id_,
                draw(words),
                draw(words),
                draw(words),
                draw(words),
                draw(words),
                draw(words),
                draw(options),
                tuple(draw(st.lists(words, max_size=3))),
                draw(st.none() | st.floats(0, 5)),
                draw(whole),
                "EUR",
                draw(st.none() | words),
                draw(st.booleans()),
                variants,
            )
        )
    return made


@given(made=product_sets())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_products_come_back_as_they_went_in(storage: Storage, made: list[Product]) -> None:
    storage.products.upsert(made)
    ids = [product.product_id for product in made]
    assert storage.products.get_many(ids) == made
    assert storage.products.upsert(made) == 0
    listed = [product.product_id for product in storage.products.all()]
    assert listed == sorted(listed)


def test_the_same_content_changes_nothing_and_keeps_the_version(storage: Storage) -> None:
    assert storage.products.catalogue_version() == 0
    assert storage.products.upsert([JACKET, TENT]) == 2
    version = storage.products.catalogue_version()
    assert storage.products.upsert(iter([JACKET, TENT])) == 0
    assert storage.products.catalogue_version() == version


def test_a_changed_variant_is_a_change_and_raises_the_version(storage: Storage) -> None:
    storage.products.upsert([JACKET, TENT])
    version = storage.products.catalogue_version()
    dearer = replace(JACKET, variants=(replace(JACKET.variants[0], price=13900),))
    assert storage.products.upsert([dearer, TENT]) == 1
    assert storage.products.get("p1") == dearer
    assert storage.products.by_sku("p1-r") is None
    assert storage.products.catalogue_version() > version


def test_products_are_found_by_sku_and_given_in_the_order_asked_for(storage: Storage) -> None:
    storage.products.upsert([JACKET, TENT])
    assert storage.products.by_sku("p1-r") == JACKET
    assert storage.products.by_sku("nothing") is None
    assert storage.products.get_many(["p2", "gone", "p1"]) == [TENT, JACKET]
    assert storage.products.by_skus(["p1-r", "p2", "gone"]) == {"p1-r": JACKET, "p2": TENT}


def test_pages_follow_each_other_and_a_query_finds_words_literally(storage: Storage) -> None:
    storage.products.upsert([JACKET, TENT])
    assert storage.products.page(None, 1) == [JACKET]
    assert storage.products.page("p1", 10) == [TENT]
    assert storage.products.page(None, 10, "JACKET fjord") == [JACKET]
    assert storage.products.page(None, 10, "p1-B") == [JACKET]
    assert storage.products.page(None, 10, "100%") == [TENT]
    assert storage.products.page(None, 10, "1%0") == []


def test_stock_is_set_until_the_next_import_says_otherwise(storage: Storage) -> None:
    storage.products.upsert([JACKET])
    version = storage.products.catalogue_version()
    storage.products.set_stock("p1-b", 0)
    stored = storage.products.get("p1")
    assert stored is not None
    assert not stored.in_stock
    assert storage.products.catalogue_version() > version
    assert storage.products.upsert([JACKET]) == 1
    assert storage.products.get("p1") == JACKET
    with pytest.raises(NotFound):
        storage.products.set_stock("gone", 1)


@pytest.mark.parametrize(
    "thief", [replace(TENT, variants=(Variant("p1-b", 1),)), replace(TENT, variants=(Variant("x", 1),) * 2)]
)
def test_a_sku_belongs_to_one_product(storage: Storage, thief: Product) -> None:
    storage.products.upsert([JACKET])
    with pytest.raises(InvalidInput) as caught:
        storage.products.upsert([thief])
    assert caught.value.code == "sku_taken"
    assert storage.products.get("p2") is None
    assert storage.products.get("p1") == JACKET


def test_of_a_repeated_id_the_last_row_counts(storage: Storage) -> None:
    later = replace(JACKET, name="Rain jacket II")
    assert storage.products.upsert([JACKET, later]) == 1
    assert storage.products.get("p1") == later


def test_characters_that_no_database_stores_are_cleaned(storage: Storage) -> None:
    storage.products.upsert([replace(JACKET, name="Rain\x00 \ud800jacket", description=printable)])
    stored = storage.products.get("p1")
    assert stored is not None
    assert stored.name == "Rain \ufffdjacket"
    assert stored.description == printable


def test_several_thousand_products_are_read_from_a_generator_in_chunks(storage: Storage) -> None:
    def many() -> object:
        for number in range(2500):
            yield Product(f"m{number:05}", f"Thing {number}", variants=(Variant(f"m{number:05}-s", number),))

    assert storage.products.upsert(many()) == 2500  # type: ignore[arg-type]
    assert storage.products.count() == 2500
    assert sum(1 for _ in storage.products.all()) == 2500
    assert storage.products.upsert(many()) == 0  # type: ignore[arg-type]
