"""Customers, and the latent taste of each, which stays inside the generator."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.sample.options import BRANDS, COLOURS
from data.sample.read_words import read_words
from shop.customers import Consent, Customer

REGIONS: Mapping[str, str] = {  # region → climate
    "Pacific Northwest": "wet",
    "California": "mild",
    "Rocky Mountains": "cold",
    "Southwest": "warm",
    "Midwest": "cold",
    "South": "warm",
    "Northeast": "cold",
    "Mid-Atlantic": "mild",
}
CHANNELS = ("search", "social", "referral", "newsletter", "store", "marketplace")
ASPECTS = ("fit", "quality", "price", "delivery", "service")

_PERSONAS: tuple[tuple[str, ...], ...] = (
    ("Jackets", "Footwear", "Tools"),
    ("Tents", "Sleeping", "Cookware", "Furniture"),
    ("Footwear", "Clothing", "Backpacks", "Drinkware"),
    ("Blankets", "Rugs", "Lighting", "Furniture"),
    ("Cookware", "Drinkware", "Garden"),
    ("Backpacks", "Sleeping", "Tents", "Lighting"),
    ("Garden", "Clothing", "Blankets"),
    ("Jackets", "Clothing", "Drinkware"),
)
_NAMES: Mapping[str, Sequence[str]] = read_words("names")


@dataclass(frozen=True)
class Taste:
    """Logarithmic fondness per category, brand and colour; ``level`` 0…1 is the quality (and price) they look for.

    ``discount`` 0…1 is how much a reduction moves them, ``mood`` shifts their stars, ``activity`` how often they come.
    ``tone``: terse, plain or chatty. ``size`` 0…1 is their place in any row of sizes.
    """

    categories: Mapping[str, float]
    brands: Mapping[str, float]
    colours: Mapping[str, float]
    level: float
    discount: float
    aspects: Mapping[str, float]
    mood: float
    activity: float
    size: float
    tone: str
    sloppy: bool
    climate: str
    device: str


def make_customers(rng: random.Random, count: int, now: datetime) -> tuple[list[Customer], list[Taste]]:
    """Customers c00001… with a taste each, by the same place in both lists. Tiers come later, from what they spend."""
    categories = sorted({c for persona in _PERSONAS for c in persona})
    regions = list(REGIONS)
    customers, tastes = [], []
    for number in range(1, count + 1):
        region = rng.choice(regions)
        taste = _taste(rng, categories, REGIONS[region])
        created_at = now - timedelta(days=rng.choice((rng.uniform(370, 1400), rng.uniform(370, 1400), rng.uniform(20, 370))))
        name = f"{rng.choice(_NAMES['first'])} {rng.choice(_NAMES['last'])}"
        profile = rng.random() < 0.64
        consent = Consent(profile, profile and rng.random() < 0.75, created_at, rng.choice(("checkout", "account", "widget")))
        customers.append(
            Customer(
                customer_id=f"c{number:05d}",
                name=name,
                email=f"{name.lower().replace(' ', '.')}.{number}@example.com",
                region=region,
                channel=rng.choices(CHANNELS, weights=(34, 20, 14, 14, 10, 8))[0],
                subscribed=rng.random() < 0.35 + 0.2 * taste.discount,
                consent=consent,
                created_at=created_at.replace(microsecond=0),
            )
        )
        tastes.append(taste)
    return customers, tastes


def _taste(rng: random.Random, categories: Sequence[str], climate: str) -> Taste:
    persona = rng.choice(_PERSONAS)
    favourite = rng.choice(persona)
    fond = {c: rng.gauss(0, 0.5) + (1.9 if c in persona else 0) + (1.1 if c == favourite else 0) for c in categories}
    brands = {b.name: rng.gauss(0, 0.35) for b in BRANDS}
    for brand in rng.sample(sorted(brands), 3):
        brands[brand] += rng.choice((1.4, 1.1, -1.6))
    colours = {c: rng.gauss(0, 0.3) for c in COLOURS}
    for colour in rng.sample(sorted(colours), 4):
        colours[colour] += rng.choice((1.2, 0.9, -1.2))
    weights = {a: rng.uniform(0.2, 1.0) for a in ASPECTS}
    weights["service"] *= 0.35
    weights["delivery"] *= 0.6
    return Taste(
        categories=fond,
        brands=brands,
        colours=colours,
        level=min(1.0, max(0.0, rng.gauss(0.5, 0.22))),
        discount=rng.betavariate(1.6, 2.2),
        aspects=weights,
        mood=rng.gauss(0, 0.12),
        activity=rng.lognormvariate(0, 0.8),
        size=min(0.99, max(0.0, rng.gauss(0.5, 0.22))),
        tone=rng.choices(("terse", "plain", "chatty"), weights=(3, 5, 3))[0],
        sloppy=rng.random() < 0.16,
        climate=climate,
        device=rng.choices(("mobile", "desktop", "tablet"), weights=(6, 4, 1))[0],
    )
