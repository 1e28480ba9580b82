from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from data.sample import SampleShop, write_pictures
from data.sample.kinds import KINDS
from data.sample.options import COLOURS
from data.sample.pictures import drawing, picture


def test_every_product_has_a_small_picture_without_text_or_script(shop: SampleShop, tmp_path: Path) -> None:
    assert write_pictures(shop.products, tmp_path) == len(shop.products)
    for product in shop.products:
        path = tmp_path / f"{product.product_id}.svg"
        assert all(v.picture == f"/pictures/{path.name}" for v in product.variants)
        content = path.read_text(encoding="utf-8")
        assert len(content.encode()) < 4096
        root = ElementTree.fromstring(content)
        assert root.get("viewBox") == "0 0 400 300"
        kinds = {element.tag.split("}")[1] for element in root.iter()}
        assert kinds <= {"svg", "g", "path", "rect", "circle", "ellipse"}


def test_there_are_many_different_drawings() -> None:
    names = {kind.picture for kind in KINDS}
    assert len(names) >= 25
    assert len({drawing(name) for name in names}) == len(names)


def test_the_picture_shows_the_colour_of_the_first_variant(shop: SampleShop) -> None:
    shown = [COLOURS[p.variants[0].options["colour"]] in picture(p) for p in shop.products]
    assert all(shown)


def test_pictures_are_the_same_each_time(shop: SampleShop) -> None:
    assert [picture(p) for p in shop.products[:50]] == [picture(p) for p in shop.products[:50]]
