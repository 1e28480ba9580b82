"""How strongly a ranked list is ordered anew, stage by stage: one value that the shop sets."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from shop.errors import InvalidInput

#: The largest value of each. What serves the shop stays small beside a customer's own taste (up to 1 a cause); a new product
#: may be given as much as popularity weighs, which it had no time to earn.
LARGEST = {
    "diversity": 1.0,
    "calibration": 1.0,
    "price_band": 1.0,
    "sentiment": 1.0,
    "margin": 0.5,
    "new": 0.35,
    "small_brands": 0.35,
    "bound": 0.5,
}
SWITCHES = ("owned", "stock")


@dataclass(frozen=True)
class Reranking:
    """Strengths in units of the score; 0 switches a stage off. Where each acts is told in ``docs/recommender.md``.

    ``diversity``: what being just like a better-placed product costs. ``calibration``: what one nat of distance between the
    customer's interests and the list costs. ``price_band`` and ``sentiment``: what a price far from the customer's, and bad
    ratings, cost at most. ``margin``: what a margin of 100% is worth beside none. ``new`` and ``small_brands``: what a place
    among the first ten for such a product may cost a list. ``bound``: what these last three may cost a list together.
    ``owned`` and ``stock`` are 1 or 0: is what the customer has, and what cannot be bought now, left out?
    """

    diversity: float = 0.35
    calibration: float = 0.05
    price_band: float = 0.3
    sentiment: float = 0.1
    margin: float = 0.05
    new: float = 0.05
    small_brands: float = 0.05
    bound: float = 0.1
    owned: float = 1.0
    stock: float = 1.0


SHIPPED = Reranking()
STAGES = tuple(field.name for field in fields(Reranking) if field.name != "bound")


def parse_reranking(text: str, name: str = "SHOPTALK_RERANKING") -> Reranking:
    """``"margin=0.05,calibration=0.2"`` over the defaults; "" is the defaults. Raises InvalidInput naming the setting."""
    given: dict[str, float] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        stage, _, value = (each.strip() for each in part.partition("="))
        if stage not in LARGEST and stage not in SWITCHES:
            known = ", ".join((*LARGEST, *SWITCHES))
            raise InvalidInput(f"{name} names {stage!r}, which is none of: {known}.", fields={name: "unknown"})
        if stage in given:
            raise InvalidInput(f"{name} names {stage} twice.", fields={name: "twice"})
        given[stage] = _strength(stage, value, name)
    return replace(SHIPPED, **given)


def _strength(stage: str, text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if stage in SWITCHES and value not in (0.0, 1.0):
        raise InvalidInput(f"{name}: {stage} is 1 (on) or 0 (off), not {text!r}.", fields={name: "not in range"})
    most = LARGEST.get(stage, 1.0)
    if not 0 <= value <= most:
        raise InvalidInput(
            f"{name}: {stage} must be a number from 0 to {most:g}, as in {stage}={most / 4:g}, not {text!r}.",
            fields={name: "not in range"},
        )
    return value
