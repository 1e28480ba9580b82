"""Reviews that follow from what a product is really like, how it came, and whose taste it met."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.sample import review_words as words
from data.sample.choosing import Choosing
from data.sample.flaws import Hidden
from data.sample.orders import Bought
from data.sample.tastes import Taste
from shop.orders import Review

_PLURAL = ("boots", "shoes", "sandals", "slippers", "gloves", "socks", "pants", "shorts", "poles", "lights")
_WHOLE_TYPE = ("fire pit", "dry bag", "base layer top", "first aid kit", "food jar", "bird feeder", "hip pack")


@dataclass(frozen=True)
class Written:
    """A review beside the places of its customer and product."""

    review: Review
    customer: int
    product: int


@dataclass(frozen=True)
class Felt:
    """What the customer felt, −1…1 per aspect; ``flaw`` is the flaw they met, as an index, or None."""

    aspects: Mapping[str, float]
    flaw: int | None
    stars: int


def make_reviews(
    rng: random.Random,
    orders: Sequence[Bought],
    tastes: Sequence[Taste],
    choosing: Choosing,
    hidden: Sequence[Hidden],
    count: int,
    now: datetime,
) -> list[Written]:
    """Up to ``count`` reviews of delivered lines, one per line, ids rv-00001… in the order of time."""
    lines = [
        (bought, product)
        for bought in orders
        if bought.order.status in ("delivered", "returned") and (now - bought.order.placed_at).days > 9 + bought.late_days
        for product in bought.products
    ]
    rng.shuffle(lines)
    drafts = []
    for bought, product in lines[:count]:
        taste = tastes[bought.customer]
        felt = feel(rng, taste, hidden[product], choosing.match(bought.customer, product), bought.late_days)
        first = bought.order.placed_at + timedelta(days=6 + bought.late_days)
        at = min(now - timedelta(minutes=rng.randrange(5, 600)), first + timedelta(days=min(60, rng.expovariate(1 / 12))))
        drafts.append((at.replace(microsecond=0), bought, product, felt))
    drafts.sort(key=lambda d: (d[0], d[1].order.order_id, d[2]))
    written = []
    seen: set[str] = set()
    for number, (at, bought, product, felt) in enumerate(drafts, start=1):
        taste = tastes[bought.customer]
        kind = choosing.made[product].kind
        text = write(rng, taste, kind.type, kind.group, felt, at)
        while text in seen and len(text) < 60:
            text = write(rng, taste, kind.type, kind.group, felt, at)
        seen.add(text)
        title = rng.choice(words.TITLES[felt.stars]) if rng.random() < 0.4 else ""
        made = choosing.made[product].product
        written.append(
            Written(
                Review(
                    review_id=f"rv-{number:05d}",
                    product_id=made.product_id,
                    text=text,
                    at=at,
                    customer_id=bought.order.customer_id,
                    title=title,
                    stars=felt.stars,
                ),
                bought.customer,
                product,
            )
        )
    return written


def feel(rng: random.Random, taste: Taste, hidden: Hidden, match: float, late_days: int) -> Felt:
    """``match`` −2…2 is how well the product suits the taste; a late parcel spoils the delivery."""
    aspects = {a: max(-1.0, min(1.0, value + rng.gauss(0, 0.22))) for a, value in hidden.scores.items()}
    aspects["delivery"] = rng.uniform(-0.9, -0.4) if late_days else rng.uniform(0.1, 0.6)
    aspects["service"] = rng.choice((-0.6, 0.1, 0.5, 0.6))
    share = {"fit": 0.3, "quality": 0.36, "price": 0.16, "delivery": 0.12, "service": 0.06}
    total = sum(share[a] * taste.aspects[a] for a in share)
    mean = sum(share[a] * taste.aspects[a] * aspects[a] for a in share) / total
    worst = min(aspects["fit"], aspects["quality"])
    overall = mean + 0.35 * min(0.0, worst) + 0.16 * (match - 1.2) + taste.mood
    stars = 5 if overall > 0.42 else 4 if overall > 0.2 else 3 if overall > 0.02 else 2 if overall > -0.3 else 1
    return Felt(aspects, hidden.flaw, stars)


def write(rng: random.Random, taste: Taste, product_type: str, group: str, felt: Felt, at: datetime) -> str:
    """Sentences that agree with the stars, in the tone of the customer."""
    names = _names(rng, product_type, at)
    parts = [rng.choice(words.OPENERS[felt.stars])] if rng.random() < 0.75 else []
    clauses = _clauses(rng, taste, group, felt)
    if taste.tone != "terse" and rng.random() < 0.55:
        parts.append(rng.choice(words.SCENES[group]))
    parts.extend(clauses)
    closing = felt.stars != 3 and rng.random() < {"terse": 0.1, "plain": 0.3, "chatty": 0.55}[taste.tone]
    if closing:
        parts.append(rng.choice(words.CLOSERS[felt.stars > 3]))
    text = _join(rng, [p.format(**names) for p in parts], taste)
    return _sloppy(rng, text) if taste.sloppy else text


def _clauses(rng: random.Random, taste: Taste, group: str, felt: Felt) -> list[str]:
    """One to three clauses. 4 and 5 stars praise, 1 and 2 blame; 3 does both. At 4 stars one remark may follow a "but"."""
    wanted = {"terse": 1, "plain": 2, "chatty": 3}[taste.tone]
    strength = {a: taste.aspects[a] * abs(v) for a, v in felt.aspects.items()}
    good = _drawn(rng, {a: s for a, s in strength.items() if felt.aspects[a] > 0})
    bad = _drawn(rng, {a: s for a, s in strength.items() if felt.aspects[a] < 0})
    flawed = words.FLAWS[group][felt.flaw].aspect if felt.flaw is not None else ""
    if flawed in bad:
        bad.insert(0, bad.pop(bad.index(flawed)))
    praise = [_praise(rng, group, a) for a in good[:wanted]]
    blame = [_blame(rng, group, a, felt) for a in bad[:wanted]]
    if felt.stars >= 4:
        remark = felt.stars == 4 and blame and rng.random() < 0.6
        return [*(praise or [_praise(rng, group, "quality")]), *([f"only thing: {blame[0]}"] if remark else [])]
    if felt.stars == 3:
        plus = praise[0] if praise else _praise(rng, group, rng.choice(("fit", "quality")))
        minus = blame[0] if blame else _blame(rng, group, rng.choice(("fit", "quality", "price")), felt)
        link = rng.choice((", but ", "; on the other hand ", ", although "))
        return [f"{plus}{link}{minus}"]
    return blame or [_blame(rng, group, rng.choice(("fit", "quality")), felt)]


def _drawn(rng: random.Random, strength: Mapping[str, float]) -> list[str]:
    """Aspects, the stronger ones rather first."""
    return sorted(strength, key=lambda a: -strength[a] * rng.uniform(0.5, 1.5))


def _praise(rng: random.Random, group: str, aspect: str) -> str:
    return rng.choice(words.PRAISE.get((group, aspect)) or words.SHARED[(aspect, True)])


def _blame(rng: random.Random, group: str, aspect: str, felt: Felt) -> str:
    if felt.flaw is not None and words.FLAWS[group][felt.flaw].aspect == aspect:
        return rng.choice(words.FLAWS[group][felt.flaw].clauses)
    return rng.choice(words.BLAME.get(aspect) or words.SHARED[(aspect, False)])


def _names(rng: random.Random, product_type: str, at: datetime) -> dict[str, str]:
    last = product_type.split()[-1]
    plural = last in _PLURAL
    thing = product_type if product_type in _WHOLE_TYPE or rng.random() < 0.5 else last
    month = words.MONTHS[(at.month - 2) % 12]
    return {
        "thing": thing,
        "these": f"{'these' if plural else 'this'} {thing}",
        "it": "they" if plural else "it",
        "them": "them" if plural else "it",
        "is": "are" if plural else "is",
        "was": "were" if plural else "was",
        "es": "" if plural else "es",
        "has": "have" if plural else "has",
        "s": "" if plural else "s",
        "month": month,
    }


def _join(rng: random.Random, parts: list[str], taste: Taste) -> str:
    text = ""
    for part in parts:
        part = part[:1].upper() + part[1:]
        if not text:
            text = part
        elif taste.tone == "terse" and rng.random() < 0.5:
            text += f", {part[:1].lower() if not part.startswith('I ') else part[:1]}{part[1:]}"
        else:
            end = "!" if taste.tone == "chatty" and rng.random() < 0.25 else "..." if rng.random() < 0.04 else "."
            text += f"{end} {part}"
    return text + ("" if taste.tone == "terse" and rng.random() < 0.4 else "!" if rng.random() < 0.08 else ".")


def _sloppy(rng: random.Random, text: str) -> str:
    """A typo or two, and sometimes no capitals."""
    if rng.random() < 0.4:
        text = text.lower()
    for _ in range(rng.choice((0, 1, 1, 2))):
        place = rng.randrange(1, max(2, len(text) - 2))
        if text[place : place + 2].isalpha():
            swapped = text[place + 1] + text[place] if rng.random() < 0.6 else text[place]
            text = text[:place] + swapped + text[place + 2 :]
    return text
