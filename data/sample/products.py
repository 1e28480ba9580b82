"""The catalogue: products with variants, made from kinds, brands and a quality that decides price and facts alike."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from data.sample.kinds import KINDS, Kind
from data.sample.options import BRANDS, MODELS, PALETTES, SIZES, Brand
from shop.catalogue import Product, Variant


@dataclass(frozen=True)
class Made:
    """A product beside what only the generator knows of it. ``quality`` 0…1 decides price and graded facts."""

    product: Product
    kind: Kind
    quality: float
    popularity: float


def make_products(rng: random.Random, count: int) -> list[Made]:
    """``count`` products, ids p0001…, names unique. Kinds get their ``share``, each at least one while ``count`` allows it."""
    shares = sum(k.share for k in KINDS)
    wanted = [max(1, round(k.share / shares * count)) for k in KINDS]
    plan = [kind for kind, number in zip(KINDS, wanted, strict=True) for _ in range(number)]
    rng.shuffle(plan)
    if len(plan) < count:
        plan.extend(rng.choices(KINDS, weights=[k.share for k in KINDS], k=count - len(plan)))
    plan = plan[:count] if count >= len(KINDS) else _one_of_each_category(plan, count)
    made: list[Made] = []
    names: set[str] = set()
    for number, kind in enumerate(sorted(plan, key=KINDS.index), start=1):
        made.append(_product(rng, f"p{number:04d}", kind, names))
    return made


def _one_of_each_category(plan: Sequence[Kind], count: int) -> list[Kind]:
    """``count`` different kinds, spread over all categories in turn."""
    by_category: dict[str, list[Kind]] = {}
    for kind in dict.fromkeys(plan):
        by_category.setdefault(kind.category, []).append(kind)
    chosen: list[Kind] = []
    while len(chosen) < count:
        for kinds in by_category.values():
            if kinds and len(chosen) < count:
                chosen.append(kinds.pop())
    return chosen


def _product(rng: random.Random, product_id: str, kind: Kind, names: set[str]) -> Made:
    brands = [b for b in BRANDS if kind.category in b.categories]
    brand = rng.choice(brands)
    quality = min(1.0, max(0.0, 0.5 + 0.3 * brand.level + rng.gauss(0, 0.18)))
    material = rng.choice(kind.materials)
    attributes, sentences = _facts(rng, kind, quality)
    name = _name(rng, kind, brand, attributes.get(kind.in_name, ""), names)
    opening = rng.choice(kind.opens).format(material=material)
    description = " ".join([opening, *_told(rng, "" if material in opening else material, sentences)])
    variants = _variants(rng, product_id, kind, quality)
    return Made(
        Product(
            product_id=product_id,
            name=name,
            description=description,
            type=kind.type,
            category=kind.category,
            brand=brand.name,
            material=material,
            attributes=attributes,
            tags=_tags(kind, quality),
            url=f"/products/{product_id}",
            variants=variants,
        ),
        kind,
        quality,
        rng.lognormvariate(0, 0.7),
    )


def _facts(rng: random.Random, kind: Kind, quality: float) -> tuple[dict[str, str], dict[str, str]]:
    """Attributes, and the sentence that tells each."""
    attributes: dict[str, str] = {}
    sentences: dict[str, str] = {}
    for fact in kind.facts:
        if fact.graded:
            place = min(0.999, max(0.0, quality + rng.gauss(0, 0.08)))
            value = fact.values[int(place * len(fact.values))]
        else:
            value = rng.choice(fact.values)
        attributes[fact.attribute] = value
        sentences[fact.attribute] = fact.sentence.format(value)
    return attributes, sentences


def _told(rng: random.Random, material: str, sentences: dict[str, str]) -> list[str]:
    """Up to three sentences after the first: the chief fact always, others by chance; a ``material`` of "" is not told."""
    order = list(sentences)
    others = rng.sample(order[1:], min(len(order) - 1, rng.choice((1, 2, 2))))
    told = [sentences[name] for name in order if name == order[0] or name in others]
    if material and rng.random() < 0.5 and len(told) < 3:
        told.insert(0, f"Made of {material}.")
    return told


def _name(rng: random.Random, kind: Kind, brand: Brand, spec: str, names: set[str]) -> str:
    thing = _title(kind.name or kind.type)
    while True:
        name = " ".join(part for part in (brand.name, rng.choice(MODELS), spec, thing) if part)
        if name not in names:
            names.add(name)
            return name


def _title(words: str) -> str:
    return " ".join(w[:1].upper() + w[1:] for w in words.split())


def _tags(kind: Kind, quality: float) -> tuple[str, ...]:
    season = {"winter": ("winter",), "summer": ("summer",), "rain": ("wet weather",), "all": ()}[kind.season]
    return (*season, *(("premium",) if quality > 0.8 else ()), *(("good value",) if quality < 0.25 else ()))


def _variants(rng: random.Random, product_id: str, kind: Kind, quality: float) -> tuple[Variant, ...]:
    palette = PALETTES[kind.colours]
    sizes = SIZES[kind.sizes]
    sized = len(sizes) > 1
    colours = rng.sample(palette, min(len(palette), rng.choice((1, 1, 2) if sized else (1, 1, 1, 2, 3, 4))))
    if len(sizes) > 4:
        start = rng.choice((0, 1, 1, 2))
        sizes = sizes[start : start + rng.choice((3, 4, 4, 5))]
    price = _price(kind.low + (kind.high - kind.low) * min(1.0, max(0.0, quality**1.3 + rng.gauss(0, 0.05))))
    cost_share = rng.uniform(0.38, 0.62)
    reduced = rng.choice((0.1, 0.15, 0.2, 0.3)) if rng.random() < 0.16 else 0.0
    gone = rng.random() < 0.04
    picture = f"/pictures/{product_id}.svg"
    variants = []
    for colour in colours:
        for size, factor in sizes:
            full = _price(price / 100 * factor)
            now_price = _price(full / 100 * (1 - reduced)) if reduced else full
            stock = 0 if gone or rng.random() < 0.11 else rng.choice((1, 2, 3, 5, 8, 12, 18, 25, 40))
            options = {"colour": colour, **({"size": size} if size else {})}
            variants.append(
                Variant(
                    sku="-".join([product_id.upper(), *(_code(v) for v in options.values())]),
                    price=now_price,
                    options=options,
                    cost=min(int(full * cost_share), now_price - 100),
                    compare_at=full if now_price < full else None,
                    stock=stock,
                    picture=picture,
                )
            )
    return tuple(variants)


def _code(value: str) -> str:
    return "".join(c for c in value.upper().replace("×", "X").replace(".", "_") if c.isalnum() or c == "_")


def _price(dollars: float) -> int:
    """A price as shops write it, in cents: whole dollars minus a cent, or minus a nickel below 20 dollars."""
    whole = max(3, round(dollars))
    return whole * 100 - (5 if whole < 20 else 1 if whole < 100 else 0)
