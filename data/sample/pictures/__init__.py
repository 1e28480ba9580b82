"""One flat SVG picture per product, drawn by code, in the colour of its first variant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from data.sample.kinds import KINDS
from data.sample.options import COLOURS
from data.sample.pictures import camp, carry_and_sleep, home, kitchen, tools_and_light, wear
from data.sample.pictures.draw import Paint, paint
from shop.catalogue import Product

_ROOMS = (wear, camp, carry_and_sleep, kitchen, tools_and_light, home)
_DRAWING_OF_TYPE = {kind.type: kind.picture for kind in KINDS}
_BACKGROUNDS = ("#eef2ee", "#f3efe8", "#edf1f4", "#f4f0ec", "#eff1ea")
_ACCENTS = ("#e0a13a", "#c9573c", "#3f6f73", "#e7dcc5", "#4a4f57")


def drawing(name: str) -> Callable[[Paint], str]:
    """The drawing function of that name. Raises KeyError when there is none."""
    for room in _ROOMS:
        found: Callable[[Paint], str] | None = getattr(room, name, None)
        if found is not None:
            return found
    raise KeyError(name)


def picture(product: Product) -> str:
    """The SVG text, 4:3, below 4 KB. A product of an unknown type raises KeyError."""
    number = sum(map(ord, product.product_id))
    colour = product.variants[0].options.get("colour", "grey") if product.variants else "grey"
    hue = COLOURS[colour]
    accents = [a for a in _ACCENTS if _distance(a, hue) > 90]
    accent = accents[number % len(accents)]
    body = drawing(_DRAWING_OF_TYPE[product.type])(paint(hue, accent))
    backgrounds = [b for b in _BACKGROUNDS if _distance(b, hue) > 24] or ["#dfe5e2"]
    background = backgrounds[number % len(backgrounds)] if colour not in ("white", "cream") else "#d5dcd8"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300">'
        f'<rect width="400" height="300" fill="{background}"/>{body}</svg>\n'
    )


def write_pictures(products: Iterable[Product], folder: Path) -> int:
    """Writes ``<folder>/<product_id>.svg`` for each product and returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for product in products:
        (folder / f"{product.product_id}.svg").write_text(picture(product), encoding="utf-8")
        count += 1
    return count


def _distance(a: str, b: str) -> int:
    return sum(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) for i in (1, 3, 5))
