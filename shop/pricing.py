"""The price of a cart: a pure function of cart, customer, time and promotions.

Rules, in the order in which they apply:

1. Money is integer minor units. Prices come from the catalogue; a price of 0 is missing data and is refused.
2. A promotion without a code applies by itself, one with a code only when the code is given (letter case does not matter).
3. It must be usable by this customer now (``shop.pricing_eligibility``), something in the cart must fit its facets, and the
   fitting lines, before any discount, must reach its ``minimum_spend``.
4. Stackable promotions are applied one after the other by (priority, promotion id), each on what the earlier ones left of its
   fitting lines. A promotion that is not stackable stands alone. The customer gets whichever saves most: all stackable ones
   together, or one that stands alone; when equal the stackable ones, then the smaller (priority, promotion id).
5. A percentage is taken of the total of the fitting lines, rounded half up once, never line by line. No promotion takes more
   than its ``maximum_discount``, nor more than what is left: a line's total is never below zero.
6. A discount is split over its lines by largest remainder (ties by SKU), so that the lines always sum to the order.

The amounts do not depend on the order of the cart or of the promotions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from shop.errors import InvalidInput
from shop.money import money_text
from shop.pricing_eligibility import FieldError, Uses, check_promotion, eligible, refuse
from shop.promotion_words import benefit_text, conditions, scope_text
from shop.promotions import Applied, CartLine, Promotion, Quote, QuoteLine, Refusal, is_share

__all__ = [
    "MAX_QUANTITY",
    "QUOTE_VALID",
    "FieldError",
    "Uses",
    "benefit_text",
    "check_promotion",
    "conditions",
    "eligible",
    "fits",
    "percent_of",
    "price",
    "split",
]

MAX_QUANTITY = 999  # pieces of one SKU
QUOTE_VALID = timedelta(minutes=30)


@dataclass(frozen=True)
class _Outcome:
    """A set of promotions applied together. ``taken`` maps SKU to minor units."""

    applied: tuple[Applied, ...]
    taken: Mapping[str, int]

    @property
    def discount(self) -> int:
        return sum(a.discount for a in self.applied)


def price(
    cart: Sequence[CartLine],
    *,
    customer_id: str | None,
    tier: str,
    now: datetime,
    promotions: Sequence[Promotion],
    codes: Sequence[str],
    uses: Uses,
    quote_id: str,
    currency: str,
    valid_for: timedelta = QUOTE_VALID,
    attributes: Mapping[str, str] = MappingProxyType({}),
) -> Quote:
    """Price ``cart``; lines keep the cart's order, a SKU that comes twice is one line.

    Every given code that does not apply is in ``refused`` with reason, sentence and remedy; so is a promotion without a code
    that lacks only some spending. ``trace`` names what became of each promotion. Raises InvalidInput for a quantity outside
    1 to 999, an unknown price, or one SKU at two prices.
    """
    lines = _merged(cart)
    given = _distinct(codes)
    ordered = sorted({p.promotion_id: p for p in promotions}.values(), key=_rank)
    relevant = [p for p in ordered if not p.code or p.code.casefold() in given]

    refusals: dict[str, Refusal] = {}
    fitting: list[Promotion] = []
    for promotion in relevant:
        refusal = refuse(promotion, customer_id=customer_id, tier=tier, now=now, uses=uses, attributes=attributes)
        refusal = refusal or _refuse_cart(promotion, lines, currency)
        if refusal is None:
            fitting.append(promotion)
        else:
            refusals[promotion.promotion_id] = refusal

    stack = [p for p in fitting if p.stackable]
    choices = [_apply(stack, lines)] + [_apply([p], lines) for p in fitting if not p.stackable]
    best = max(choices, key=lambda choice: choice.discount)  # of equal ones the first
    used = {a.promotion_id for a in best.applied}
    for promotion in fitting:
        if promotion.promotion_id not in used:
            together = promotion.stackable and best is choices[0]
            refusals[promotion.promotion_id] = _refuse_beaten(promotion, best, together=together)

    quote_lines = tuple(_quote_line(line, best.taken.get(line.sku, 0)) for line in lines)
    subtotal = sum(line.subtotal for line in quote_lines)
    return Quote(
        quote_id=quote_id,
        customer_id=customer_id,
        currency=currency,
        lines=quote_lines,
        subtotal=subtotal,
        discount=best.discount,
        total=subtotal - best.discount,
        applied=best.applied,
        refused=_refused(given, relevant, refusals, used),
        created_at=now,
        expires_at=now + valid_for,
        codes=tuple(given.values()),
        trace=_trace(relevant, refusals, best, currency),
    )


def split(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split ``amount`` over ``weights`` (both ≥ 0) by largest remainder; ties by larger weight, then by key.

    The parts sum to ``amount``; when ``amount`` ≤ the sum of the weights, no part is larger than its weight.
    """
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    parts = {key: amount * weight // whole for key, weight in weights.items()}
    rest = amount - sum(parts.values())
    by_remainder = sorted(weights, key=lambda key: (-(amount * weights[key] % whole), -weights[key], key))
    for key in by_remainder[:rest]:
        parts[key] += 1
    return parts


def percent_of(amount: int, percent: int) -> int:
    """``percent`` of ``amount``, rounded half up: 25% of 1999 is 500."""
    return (amount * percent + 50) // 100


def fits(promotion: Promotion, line: CartLine) -> bool:
    """Whether a line is among the facets of a promotion. Categories and brands do not mind letter case."""
    return (
        (not promotion.categories or line.category.casefold() in {c.casefold() for c in promotion.categories})
        and (not promotion.brands or line.brand.casefold() in {b.casefold() for b in promotion.brands})
        and (not promotion.product_ids or line.product_id in promotion.product_ids)
    )


def _rank(promotion: Promotion) -> tuple[int, str]:
    return promotion.priority, promotion.promotion_id


def _merged(cart: Sequence[CartLine]) -> list[CartLine]:
    merged: dict[str, CartLine] = {}
    for number, line in enumerate(cart):
        field = f"lines.{number}"
        if line.unit_price <= 0:
            raise InvalidInput(
                f"The price of {line.sku} is not known.", code="price_unknown", fields={f"{field}.sku": "no price"}
            )
        known = merged.get(line.sku)
        if known is not None and known.unit_price != line.unit_price:
            raise InvalidInput(f"{line.sku} has two prices.", fields={f"{field}.sku": "two prices"})
        quantity = line.quantity + (known.quantity if known else 0)
        if line.quantity < 1 or quantity > MAX_QUANTITY:
            raise InvalidInput(
                f"The quantity of {line.sku} must be from 1 to {MAX_QUANTITY}.",
                fields={f"{field}.quantity": f"from 1 to {MAX_QUANTITY}"},
            )
        merged[line.sku] = replace(line, quantity=quantity)
    return list(merged.values())


def _distinct(codes: Sequence[str]) -> dict[str, str]:
    """Case-folded code → the code as first typed, in the order given; empty ones are nothing."""
    given: dict[str, str] = {}
    for code in codes:
        if code.strip():
            given.setdefault(code.strip().casefold(), code.strip())
    return given


def _worth(lines: Sequence[CartLine]) -> int:
    return sum(line.quantity * line.unit_price for line in lines)


def _refuse_cart(promotion: Promotion, lines: Sequence[CartLine], currency: str) -> Refusal | None:
    name = promotion.code or promotion.name
    scope = scope_text(promotion)

    def no(reason: str, sentence: str, remedy: str = "") -> Refusal:
        return Refusal(promotion.promotion_id, promotion.code, reason, sentence, remedy)

    if promotion.currency != currency and _names_money(promotion):
        return no("currency", f"{name} is for carts in {promotion.currency}, and this one is in {currency}.")
    fitting = [line for line in lines if fits(promotion, line)]
    lacking = promotion.minimum_spend - _worth(fitting)
    if not fitting:
        what = scope or "a product"
        more = f"{money_text(promotion.minimum_spend, currency)} of {what}" if lacking > 0 else what
        return no("nothing_fits", f"{name} is for {scope or 'the products of this shop'}; none is in the cart.", f"Add {more}")
    if lacking > 0:
        return no(
            "minimum_spend",
            f"{name} needs {money_text(promotion.minimum_spend, currency)} of {scope or 'products'} in the cart.",
            f"Add {money_text(lacking, currency)}" + (f" of {scope}" if scope else ""),
        )
    return None


def _names_money(promotion: Promotion) -> bool:
    """A plain percentage fits any currency; an amount, a minimum or a maximum only its own."""
    return not is_share(promotion) or promotion.minimum_spend > 0 or promotion.maximum_discount is not None


def _apply(promotions: Sequence[Promotion], lines: Sequence[CartLine]) -> _Outcome:
    left = {line.sku: line.quantity * line.unit_price for line in lines}
    taken = dict.fromkeys(left, 0)
    applied: list[Applied] = []
    for promotion in promotions:
        weights = {line.sku: left[line.sku] for line in lines if fits(promotion, line)}
        base = sum(weights.values())
        discount = percent_of(base, promotion.value) if is_share(promotion) else promotion.value
        if promotion.maximum_discount is not None:
            discount = min(discount, promotion.maximum_discount)
        discount = max(0, min(discount, base))
        if discount == 0:
            continue
        for sku, part in split(discount, weights).items():
            left[sku] -= part
            taken[sku] += part
        applied.append(Applied(promotion.promotion_id, promotion.code, promotion.name, discount))
    return _Outcome(tuple(applied), taken)


def _refuse_beaten(promotion: Promotion, best: _Outcome, *, together: bool) -> Refusal:
    """``together``: the promotion was applied with the others and found nothing left to take."""
    name = promotion.code or promotion.name
    if together or not best.applied:
        return Refusal(promotion.promotion_id, promotion.code, "nothing_left", f"{name} would take nothing off this cart.")
    winners = " and ".join(a.code or a.name for a in best.applied)
    return Refusal(
        promotion.promotion_id,
        promotion.code,
        "better_offer",
        f"{winners} saves you at least as much, and {name} cannot be combined with it.",
        f"Leave out {winners} to use {name} instead" if all(a.code for a in best.applied) else "",
    )


def _quote_line(line: CartLine, discount: int) -> QuoteLine:
    subtotal = line.quantity * line.unit_price
    return QuoteLine(line.sku, line.quantity, line.unit_price, subtotal, discount, subtotal - discount)


def _refused(
    given: Mapping[str, str], relevant: Sequence[Promotion], refusals: Mapping[str, Refusal], used: set[str]
) -> tuple[Refusal, ...]:
    told: list[Refusal] = []
    for folded, code in given.items():
        named = [p for p in relevant if p.code.casefold() == folded]
        if not named:
            told.append(Refusal("", code, "unknown_code", "We do not know that code.", "Check how it is spelled"))
        elif not any(p.promotion_id in used for p in named):
            told.append(refusals[named[0].promotion_id])
    automatic = (refusals[p.promotion_id] for p in relevant if not p.code and p.promotion_id in refusals)
    return (*told, *(refusal for refusal in automatic if refusal.reason == "minimum_spend"))


def _trace(relevant: Sequence[Promotion], refusals: Mapping[str, Refusal], best: _Outcome, currency: str) -> tuple[str, ...]:
    taken = {a.promotion_id: a.discount for a in best.applied}
    return tuple(
        f"{p.promotion_id}: "
        + (f"-{money_text(taken[p.promotion_id], currency)}" if p.promotion_id in taken else refusals[p.promotion_id].reason)
        for p in relevant
    )
