"""Offers in the order in which they are worth most to this customer: what they save, times how much they are wanted.

The reason is what made the difference: what is in the cart, a taste for the promotion's category, brand or products, or,
where nothing is known of the taste, the saving itself. Whether a promotion may be used at all is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median

from recommender.profiles.fold import decay
from recommender.profiles.taste import facet_weights, saturate
from recommender.reason import Reason
from shop.catalogue import Product
from shop.customers import Profile
from shop.promotions import CartLine, Promotion

_TYPICAL_SPEND = 5_000  # minor units; used only where neither cart, history nor catalogue tells
_UNKNOWN_FIT = 0.3  # a promotion for things of which the customer has shown nothing
_EVERYTHING_FIT = 0.5  # a promotion for everything fits everyone a little
_CART_FIT = 1.0
_LEAST_FIT = 0.01


@dataclass(frozen=True)
class RankedOffer:
    """``score`` is in minor units of expected worth. Reason kinds: cart, category, brand, because_bought, because_viewed,
    value (no taste speaks for it: it saves the most of all), general (neither, it may be used, and that is all)."""

    promotion: Promotion
    score: float
    reason: Reason


def rank_offers(
    profile: Profile | None,
    eligible: Sequence[Promotion],
    *,
    now: datetime,
    products: Iterable[Product] = (),
    cart: Sequence[CartLine] = (),
) -> list[RankedOffer]:
    """Best first; of equals the one that ends first, then by id. ``products`` say what promotions for single products are about
    and what things cost; without them only the customer's own history tells, and the reason cannot name the product."""
    by_id = {product.product_id: product for product in products}
    tastes = facet_weights(profile, now) if profile else {}
    weights = _weights(profile, now)
    judged: list[tuple[RankedOffer, float]] = []
    for promotion in eligible:
        spend, from_cart = _spend(promotion, cart, by_id, profile)
        saving = _saving(promotion, spend)
        fit, reason = _fit(promotion, tastes, weights, profile, by_id)
        if from_cart:
            reason = reason if fit > _CART_FIT else Reason("cart", "", None, _CART_FIT)
            fit += _CART_FIT
        judged.append((RankedOffer(promotion, round(saving * fit, 4), reason), saving))
    most = max((saving for _, saving in judged), default=0.0)
    offers = [
        replace(offer, reason=Reason("value", "", None, offer.score))
        if offer.reason.kind == "general" and saving == most > 0
        else offer
        for offer, saving in judged
    ]
    return sorted(offers, key=lambda o: (-o.score, _ends(o.promotion), o.promotion.promotion_id))


def _ends(promotion: Promotion) -> float:
    return promotion.ends_at.timestamp() if promotion.ends_at else float("inf")


def _weights(profile: Profile | None, now: datetime) -> dict[str, float]:
    if profile is None:
        return {}
    left = decay(profile.watermark_at.timestamp(), now.timestamp()) if profile.watermark_at else 1.0
    return {product_id: saturate(weight * left) for product_id, weight in profile.product_weights.items()}


def _fit(
    promotion: Promotion,
    tastes: Mapping[str, Mapping[str, float]],
    weights: Mapping[str, float],
    profile: Profile | None,
    by_id: Mapping[str, Product],
) -> tuple[float, Reason]:
    """How much what it covers is wanted, and the largest cause; a dislike of its category or brand takes away."""
    causes = [
        Reason(facet, name, None, tastes.get(facet, {}).get(name.strip().lower(), 0.0))
        for facet, names in (("category", promotion.categories), ("brand", promotion.brands))
        for name in names
    ]
    owned = set(profile.owned) if profile else set()
    for product_id in promotion.product_ids:
        product = by_id.get(product_id)
        kind = "because_bought" if product_id in owned else "because_viewed"
        causes.append(Reason(kind, product.name if product else "", product_id, weights.get(product_id, 0.0)))
        if product is not None:
            for facet, name in (("category", product.category), ("brand", product.brand)):
                causes.append(Reason(facet, name, None, 0.8 * tastes.get(facet, {}).get(name.strip().lower(), 0.0)))
    if not causes:
        return _EVERYTHING_FIT, Reason("general")
    best = max(causes, key=lambda cause: cause.contribution)
    if best.contribution > 0:
        return _UNKNOWN_FIT + 1.5 * best.contribution, best if best.value else Reason("general")
    worst = min(cause.contribution for cause in causes)
    return max(_UNKNOWN_FIT + worst, _LEAST_FIT), Reason("general")


def _spend(
    promotion: Promotion, cart: Sequence[CartLine], by_id: Mapping[str, Product], profile: Profile | None
) -> tuple[int, bool]:
    """Minor units the promotion would apply to, and whether that is what lies in the cart."""
    fitting = sum(line.unit_price * line.quantity for line in cart if _covers(promotion, line))
    if fitting and fitting >= promotion.minimum_spend:
        return fitting, True
    prices = [p.prices()[0] for i in promotion.product_ids if (p := by_id.get(i)) and p.prices()]
    if prices:
        usual = int(median(prices))
    elif profile is not None and profile.price_high:
        usual = profile.price_high
    else:
        usual = _TYPICAL_SPEND
    return usual, False


def _covers(promotion: Promotion, line: CartLine) -> bool:
    return (
        (not promotion.categories or line.category in promotion.categories)
        and (not promotion.brands or line.brand in promotion.brands)
        and (not promotion.product_ids or line.product_id in promotion.product_ids)
    )


def _saving(promotion: Promotion, spend: int) -> float:
    """Expected minor units saved; a threshold beyond the usual spend is reached only now and then."""
    reach = 1.0
    if promotion.minimum_spend > spend:
        reach, spend = spend / promotion.minimum_spend, promotion.minimum_spend
    percent = promotion.kind == "percent" or promotion.value_is_percent
    saved = spend * promotion.value / 100 if percent else float(min(promotion.value, spend))
    if promotion.maximum_discount is not None:
        saved = min(saved, float(promotion.maximum_discount))
    return saved * reach
