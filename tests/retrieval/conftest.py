"""A real encoder (exported once where there is none) and a small catalogue, indexed once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval.build import build_indexes
from retrieval.encoder import Encoder
from retrieval.encoder.export import export_encoder
from retrieval.faq import FaqIndex
from retrieval.products import ProductIndex
from shop.catalogue import Faq, Product, Variant

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def encoder_folder() -> Path:
    home = Path(os.environ.get("SHOPTALK_HOME") or Path(__file__).parents[2])
    folder = home / "artifacts" / "encoder"
    export_encoder(None, folder, NOW)
    return folder


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> Encoder:
    return Encoder(encoder_folder)


def product(
    product_id: str, name: str, description: str = "", variants: tuple[Variant, ...] | None = None, **more: object
) -> Product:
    given = variants if variants is not None else (Variant(sku=product_id + "-1", price=1000, stock=3),)
    return Product(product_id=product_id, name=name, description=description, variants=given, **more)  # type: ignore[arg-type]


def options(sku: str, price: int, stock: int, **named: str) -> Variant:
    return Variant(sku=sku, price=price, stock=stock, options=named)


CATALOGUE = (
    product(
        "jacket",
        "Fellwind Tarn rain jacket",
        "A light shell for wet days on the hill. The seams are taped and the hood fits over a helmet. "
        "It packs into its own pocket. Wash at 30 degrees and do not tumble dry.",
        (
            options("jacket-blue-m", 12000, 0, colour="navy blue", size="M"),
            options("jacket-blue-l", 12500, 4, colour="navy blue", size="L"),
            options("jacket-red-m", 9900, 2, colour="red", size="M"),
        ),
        type="rain jacket", category="Jackets", brand="Fellwind", material="recycled polyester", rating=4.6, rating_count=80,
        attributes={"weight": "310 g", "waterproofing": "10,000 mm water column"},
    ),
    product(
        "down",
        "Northing Ember down jacket",
        "Warm goose down for cold, dry days.",
        (options("down-black-m", 21000, 3, colour="black", size="M"), options("down-green-m", 0, 5, colour="green", size="M")),
        type="down jacket", category="Jackets", brand="Northing", material="nylon", rating=4.1, rating_count=12,
    ),
    product(
        "tent",
        "Cairnside Fell two-person tent",
        "A tent for two with room for wet boots. Eight aluminium pegs and a repair kit are included. Pitches in five minutes.",
        (options("tent-green", 24900, 6, colour="green"), options("tent-orange", 23900, 1, colour="orange")),
        type="tent", category="Camping", brand="Cairnside", rating=4.8, rating_count=40,
        attributes={"capacity": "2 people", "packed length": "48 cm"},
    ),
    product(
        "pegs", "Cairnside tent pegs", "Spare pegs for every tent.", (Variant("pegs-1", 1200, stock=50),),
        type="tent peg", category="Camping", brand="Cairnside", material="aluminium", rating=3.9, rating_count=9,
    ),
    product(
        "lamp", "Luma Arc floor lamp", "A tall lamp with a marble foot. The bulb is not included.",
        (Variant("lamp-1", 8900, stock=0),), type="floor lamp", category="Lighting", brand="Luma", material="brass, marble",
    ),
    product(
        "pan", "Panwell frying pan 28 cm", "Cast iron that lasts. Works on induction, gas and open fire.",
        (Variant("pan-1", 4500, stock=9),), type="frying pan", category="Kitchen", brand="Panwell", material="cast iron",
        rating=4.4, rating_count=150,
    ),
    product("retired", "Fellwind old rain jacket", "No longer made.", type="rain jacket", active=False),
)  # fmt: skip

FAQS = (
    Faq("returns", "Can I return an item?", "You have 30 days to send back anything unused, free with the label in the box."),
    Faq("delivery", "How long does delivery take?", "Orders leave us within a day and arrive two to four days later."),
    Faq("cost", "What does shipping cost?", "Shipping is $4.90, and free from $60."),
    Faq("abroad", "Do you deliver to other countries?", "We ship to the United States and Canada only."),
    Faq("pay", "Which payment methods do you take?", "Visa, Mastercard, PayPal and Apple Pay."),
    Faq("size", "How do I find my size?", "Each product has a size chart. Measure chest, waist and hips and compare."),
    Faq("warranty", "Is there a warranty?", "Everything we sell has a two-year warranty against faults."),
    Faq("repair", "Do you repair gear?", "Our workshop mends zips, seams and poles for a small fee."),
    Faq("gift", "Do you sell gift cards?", "Gift cards from $10 to $500 are sent by e-mail and never expire."),
    Faq("cancel", "How do I cancel my order?", "Write to us within an hour and we stop the parcel."),
    Faq("store", "Do you have a physical shop?", "Our shop at 12 Harbour Street is open Monday to Saturday, 10 to 6."),
    Faq("password", "I forgot my password", "Press Forgot on the sign-in page and follow the link we send."),
)  # fmt: skip


@pytest.fixture(scope="session")
def build(encoder: Encoder) -> Callable[..., dict[str, object]]:
    def run(artifacts: Path, products=CATALOGUE, faqs=FAQS, now: datetime = NOW) -> dict[str, object]:
        return build_indexes(products, faqs, encoder, artifacts, now, lambda step, done: None)

    return run


@pytest.fixture(scope="session")
def artifacts(tmp_path_factory: pytest.TempPathFactory, build: Callable[..., object]) -> Path:
    folder = tmp_path_factory.mktemp("artifacts")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def index(artifacts: Path, encoder: Encoder) -> ProductIndex:
    return ProductIndex.open(artifacts, encoder)


@pytest.fixture(scope="session")
def faq_index(artifacts: Path, encoder: Encoder) -> FaqIndex:
    return FaqIndex.open(artifacts, encoder)


@pytest.fixture(scope="session")
def catalogue() -> dict[str, Product]:
    return {p.product_id: p for p in CATALOGUE}
