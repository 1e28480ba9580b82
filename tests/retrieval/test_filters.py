"""Filters hold for every hit, whatever they are and whatever was asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.columns import Columns, write_columns
from retrieval.filters import Filters
from retrieval.learnt import derive
from shop.catalogue import Product, Variant
from shop.errors import InvalidInput

COLOURS = ("blue", "navy blue", "red", "")
SIZES = ("s", "m", "")
TYPES = ("rain jacket", "jacket", "tent", "tent peg")
BRANDS = ("Fellwind", "Northing")

variants = st.builds(
    lambda price, stock, colour, size: (price, stock, {k: v for k, v in (("colour", colour), ("size", size)) if v}),
    st.sampled_from([0, 500, 1000, 1999, 2000]),
    st.integers(0, 2),
    st.sampled_from(COLOURS),
    st.sampled_from(SIZES),
)
catalogues = st.lists(
    st.tuples(
        st.lists(variants, min_size=1, max_size=3),
        st.sampled_from(TYPES),
        st.sampled_from(BRANDS),
        st.one_of(st.none(), st.floats(0, 5)),
    ),
    min_size=1,
    max_size=8,
)
some = st.sampled_from
filters = st.builds(
    Filters,
    types=some([(), ("jacket",), ("tent",), ("rain jackets", "tent peg")]),
    brands=some([(), ("FELLWIND",)]),
    colours=some([(), ("blue",), ("red",)]),
    sizes=some([(), ("M",), ("medium", "s")]),
    price_min=some([None, 0, 1000]),
    price_max=some([None, 0, 999, 2000]),
    rating_min=some([None, 2.5]),
    in_stock=some([None, True, False]),
    exclude=some([{}, {"colours": ("blue",)}, {"brands": ("northing",), "types": ("tent",)}]),
    exclude_products=some([(), ("p0", "p1")]),
)


def catalogue(rows: list[tuple[list[tuple[int, int, dict[str, str]]], str, str, float | None]]) -> list[Product]:
    return [
        Product(
            f"p{i}", f"{brand} {kind}", type=kind, brand=brand, rating=rating,
            variants=tuple(Variant(f"p{i}-{j}", price, o, stock=stock) for j, (price, stock, o) in enumerate(made)),
        )
        for i, (made, kind, brand, rating) in enumerate(rows)
    ]  # fmt: skip


def fits(product: Product, variant: Variant, f: Filters) -> bool:
    """The same rules, said plainly."""
    colour, size = variant.options.get("colour", ""), variant.options.get("size", "")
    wanted_types = {
        "jacket": ("jacket", "rain jacket"),
        "tent": ("tent",),
        "rain jackets": ("rain jacket",),
        "tent peg": ("tent peg",),
    }
    wanted_sizes = {"M": "m", "medium": "m", "s": "s"}
    checks = [
        not f.types or any(product.type in wanted_types[t] for t in f.types),
        not f.brands or product.brand == "Fellwind",
        not f.colours or any(c in colour.split() for c in f.colours),
        not f.sizes or size in {wanted_sizes[s] for s in f.sizes},
        f.price_min is None or (variant.price > 0 and variant.price >= f.price_min),
        f.price_max is None or (variant.price > 0 and variant.price <= f.price_max),
        f.rating_min is None or (product.rating is not None and product.rating >= f.rating_min),
        not f.in_stock or variant.stock > 0,
        "colours" not in f.exclude or "blue" not in colour.split(),
        "brands" not in f.exclude or (product.brand != "Northing" and product.type != "tent"),
        product.product_id not in f.exclude_products,
    ]
    return all(checks)


@settings(max_examples=150, deadline=None)
@given(rows=catalogues, f=filters)
def test_exactly_the_fitting_variants_pass(tmp_path_factory: pytest.TempPathFactory, rows: list, f: Filters) -> None:
    products = catalogue(rows)
    folder: Path = tmp_path_factory.mktemp("columns")
    write_columns(products, derive(products), folder)
    columns = Columns.open(folder, [p.product_id for p in products])
    mask = columns.mask(f)
    passed = {sku for sku, ok in zip(columns.skus, mask, strict=True) if ok}
    assert passed == {v.sku for p in products for v in p.variants if fits(p, v, f)}
    for number in columns.products(mask):
        sku = columns.fitting(int(number), mask)
        assert sku in passed
        shown = products[number].variant(sku)
        assert shown is not None
        same = [v for v in products[number].variants if v.sku in passed]
        assert shown.stock > 0 or all(v.stock == 0 for v in same)


@given(filters)
def test_filters_survive_json(f: Filters) -> None:
    back = Filters.from_dict(f.to_dict())
    assert back.to_dict() == f.to_dict()


@pytest.mark.parametrize(
    "wrong",
    [{"colour": "blue"}, {"price_max": "200"}, {"price_max": 1.5}, {"price_min": True}, {"in_stock": "yes"}, {"types": [1]},
     {"types": {"a": 1}}, {"exclude": ["x"]}, {"exclude": {"smell": ["x"]}}, {"rating_min": float("nan")}],
)  # fmt: skip
def test_a_filter_that_is_none_of_ours_is_named(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as caught:
        Filters.from_dict(wrong)
    assert caught.value.fields


def test_nothing_asked_is_nothing_set() -> None:
    assert Filters().set_names() == ()
    assert Filters.from_dict(None) == Filters()
    assert Filters(in_stock=False).set_names() == ()
    assert Filters(exclude={"colour": ("red",)}).exclude == {"colours": ("red",)}
    f = Filters(colours=("red",), price_max=0)
    assert f.set_names() == ("colours", "price_max")
    assert f.without("price_max").without("colours") == Filters()
