from __future__ import annotations

from shop.catalogue import Product, Variant
from storage import Storage


def test_known_columns_are_found_by_other_names_and_unknown_ones_become_attributes(importing, storage: Storage):
    importing(
        "products",
        "Product ID,Title,Vendor,Price,Qty,Average Rating,Review Count,Image,Washable,Tags,Colour\n"
        'p1,Rain jacket,Fjord,"$1,299.50",7,4.5,12,https://example.com/a.png,at 30°,rain; light,blue\n',
    )
    assert storage.products.get("p1") == Product(
        "p1",
        "Rain jacket",
        brand="Fjord",
        rating=4.5,
        rating_count=12,
        tags=("rain", "light"),
        attributes={"Washable": "at 30°"},
        variants=(Variant("p1", 129950, {"colour": "blue"}, stock=7, picture="https://example.com/a.png"),),
    )


def test_rows_with_one_product_id_are_its_variants_wherever_they_stand(importing, storage: Storage):
    text = (
        "product_id,sku,name,color,size,price,stock\n"
        "p1,p1-b-m,Jacket,blue,M,129,3\np2,p2,Tent,,,,1\np1,p1-b-l,,blue,L,139,0\np1,p1-r-m,Jacket,red,M,129,\n"
    )
    assert importing("products", text).changed == 2
    assert importing("products", text).changed == 0
    jacket = storage.products.get("p1")
    assert jacket is not None
    assert jacket.name == "Jacket"
    assert jacket.variants == (
        Variant("p1-b-m", 12900, {"colour": "blue", "size": "M"}, stock=3),
        Variant("p1-b-l", 13900, {"colour": "blue", "size": "L"}),
        Variant("p1-r-m", 12900, {"colour": "red", "size": "M"}),
    )


def test_a_parent_column_makes_the_id_the_sku(importing, storage: Storage):
    importing("products", "id,parent_id,title,size,price\na1,a,Boots,41,90\na2,a,Boots,42,90\nb,,Socks,,9\n")
    boots, socks = storage.products.all()
    assert [v.sku for v in boots.variants] == ["a1", "a2"]
    assert (socks.product_id, socks.variants[0].sku) == ("b", "b")


def test_json_lines_nest_variants_and_attributes(importing, lines, storage: Storage):
    importing(
        "products",
        lines(
            [
                {
                    "id": 7, "name": "Jacket", "attributes": {"hood": True, "weight": 1.25}, "made_in": ["PT", "ES"],
                    "variants": [
                        {"sku": "7-b", "price": 129.5, "qty": 2, "color": "blue"},
                        {"id": "7-r", "price": "129.50", "options": {"Color": "red", "Fit": "slim"}},
                    ],
                }
            ]
        ),
    )  # fmt: skip
    jacket = storage.products.get("7")
    assert jacket is not None
    assert jacket.attributes == {"hood": "true", "weight": "1.25", "made_in": "PT, ES"}
    assert jacket.variants == (
        Variant("7-b", 12950, {"colour": "blue"}, stock=2),
        Variant("7-r", 12950, {"colour": "red", "fit": "slim"}),
    )


def test_a_row_that_does_not_fit_is_kept_aside_and_the_rest_go_in(importing, storage: Storage, rejected):
    good = "".join(f"g{n},Good {n},{n}.00,1\n" for n in range(1, 4))
    bad = "b1,,5.00,1\nb2,Bad,-5.00,1\nb3,Bad,NaN,1\nb4,Bad,1e999,1\nb5,Bad,cheap,1\nb6,Bad,5.00,-1\nb7,Bad,5.00\n,Bad,5.00,1\n"
    report = importing("products", "id,name,price,stock\n" + good + bad + "z,Free,0,1\nu,Unknown,,\n")
    assert [(line, column) for line, column, _ in rejected(report)] == [
        (5, "name"),
        (6, "price"),
        (7, "price"),
        (8, "price"),
        (9, "price"),
        (10, "stock"),
        (11, ""),
        (12, "id"),
    ]
    assert (report.rows, report.changed, report.rejected) == (13, 5, 8)
    assert {p.product_id: p.variants[0].price for p in storage.products.all()} == {
        "g1": 100,
        "g2": 200,
        "g3": 300,
        "u": 0,
        "z": 0,
    }


def test_a_sku_of_another_product_stays_out_alone(importing, storage: Storage, rejected):
    importing("products", "product_id,sku,name\nold,taken,Old\n")
    rows = "".join(f"p{n},s{n},Name\n" for n in range(40))
    report = importing("products", "product_id,sku,name\n" + rows + "px,taken,Thief\npy,s3,Twice\np0,s0,Other words\n")
    assert (report.changed, report.rejected) == (40, 3)
    assert {(line, column) for line, column, _ in rejected(report)} == {(42, "sku"), (43, "sku"), (44, "sku")}


def test_a_repeated_row_is_passed_over_and_a_contradicting_one_is_rejected(importing, rejected, storage: Storage):
    report = importing("products", "id,name\np1,Tent\np1,Tent\np1,Lamp\n")
    assert (report.rows, report.changed) == (3, 1)
    ((line, column, reason),) = rejected(report)
    assert (line, column) == (4, "id")
    assert "column sku" in reason
    assert [p.name for p in storage.products.all()] == ["Tent"]


def test_a_currency_sign_in_the_price_is_the_currency(importing, rejected, storage: Storage):
    report = importing("products", "id,name,price,cost\na,A,€12,€5\nb,B,$12,\nc,C,£12,€5\nd,D,12 EUR,5\n")
    assert {p.product_id: p.currency for p in storage.products.all()} == {"a": "EUR", "b": "USD", "d": "EUR"}
    assert [(line, column) for line, column, _ in rejected(report)] == [(4, "cost")]


def test_amounts_are_cents_where_the_owner_says_so(importing, storage: Storage, rejected):
    text = "id,name,price,cost\na,A,1299,5.00\nb,B,12.5,1\n"
    report = importing("products", text, units={"price": "cents", "cost": "major"})
    assert [(v.price, v.cost) for p in storage.products.all() for v in p.variants] == [(1299, 500)]
    assert rejected(report) == [(3, "price", "a part of a cent")]


def test_a_picture_or_link_that_could_run_in_a_browser_is_rejected(reading, rejected):
    report = reading(
        "products",
        "id,name,image,url\na,A,javascript:alert(1),\nb,B,,data:text/html;x\nc,C,/pictures/c.svg,//evil\nd,D,/d.svg,\n",
    )
    assert [(line, column) for line, column, _ in rejected(report)] == [(2, "image"), (3, "url"), (4, "url")]
