"""The sample shop's own files, as ``python -m data.sample`` writes them, go in without a reject."""

from __future__ import annotations

from data.sample import REFERENCE, make
from data.sample.__main__ import main
from storage import Storage
from storage.imports import run_import

FILES = {
    "products": "products",
    "customers": "customers",
    "orders": "orders",
    "events": "events",
    "reviews": "reviews",
    "faqs": "faq",
    "promotions": "promotions",
    "chats": "conversations",
}


def test_the_sample_shop_goes_in_without_a_reject(shop: Storage, tmp_path):
    assert main(["--out", str(tmp_path / "sample"), "--scale", "0.05"]) == 0
    made = make(scale=0.05)
    for name, kind in FILES.items():
        file = tmp_path / "sample" / f"{name}.jsonl"
        options = {"units": {"price": "cents"}} if kind in ("products", "orders", "promotions") else {}
        report = run_import(shop, kind, file, currency="USD", now=REFERENCE, **options)
        assert report.rejected == 0, report.rejects and report.rejects.read_text()[:2000]
        assert report.rows == len(getattr(made, name))
    assert list(shop.products.all()) == sorted(made.products, key=lambda product: product.product_id)
    assert {p.promotion_id: p for p in shop.promotions.all()} == {p.promotion_id: p for p in made.promotions}
    assert list(shop.orders.all()) == sorted(made.orders, key=lambda order: order.order_id)
