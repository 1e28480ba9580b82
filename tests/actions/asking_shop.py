"""A shop with many jackets and lamps, so that "a jacket" is a vague wish."""

from __future__ import annotations

from shop.catalogue import Product, Variant

KINDS = ("rain jacket", "down jacket", "fleece jacket", "softshell jacket")
COLOURS = ("blue", "red", "green", "black", "orange", "grey")
BRANDS = ("Northline", "Fjordly", "Tarn")


def _jacket(number: int) -> Product:
    kind = KINDS[number % 4]
    price = 4000 + 700 * number
    return Product(
        f"k{number:02d}", f"{BRANDS[number % 3]} Ridge {kind.title()} No {number}", type=kind, category="Jackets",
        brand=BRANDS[number % 3], currency="USD", rating=4.0, rating_count=10,
        material="wool" if kind == "fleece jacket" else "nylon",
        description="Warm. " + ("For hiking in the rain." if number % 2 else "For cycling to work."),
        variants=(
            Variant(f"k{number:02d}-1", price, {"colour": COLOURS[number % 6], "size": "M"}, stock=9),
            Variant(f"k{number:02d}-2", price, {"colour": "purple", "size": "L"}, stock=0),
        ),
    )  # fmt: skip


JACKETS = [_jacket(number) for number in range(36)]
LAMPS = [
    Product(f"l{number}", f"Glow Lamp No {number}", type="table lamp", category="Lighting", brand="Glow", currency="USD",
            variants=(Variant(f"l{number}-1", 3000 + 500 * number, {"colour": COLOURS[number % 6]}, stock=5),))
    for number in range(6)
]  # fmt: skip
SOLD_OUT = [
    Product(f"v{number}", f"Northline Vest No {number}", type="vest", category="Jackets", brand="Northline", currency="USD",
            variants=(Variant(f"v{number}-1", 5000, {"colour": "red"}, stock=0),))
    for number in range(3)
]  # fmt: skip
SHOP = [*JACKETS, *LAMPS, *SOLD_OUT]
