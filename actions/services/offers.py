"""Coupons: which a customer may use, in which order, why, and what the pricing engine says of a code."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from actions.services.profile import Profiles
from actions.words import Words
from recommender.offers import RankedOffer, rank_offers
from retrieval.text import Tokeniser
from shop.blocks import Block
from shop.catalogue import Product
from shop.customers import Customer
from shop.money import money_text
from shop.offers import OfferShown
from shop.pricing import MAX_QUANTITY, price
from shop.pricing_eligibility import eligible
from shop.promotion_words import benefit_text, conditions
from shop.promotions import CartLine, Promotion, Quote, Refusal
from storage import Storage

SHOWN = 3
#: what keeps a customer from using a promotion today, and need not tomorrow
NOT_YET = frozenset({"tier", "sign_in_required", "not_started"})
TREATMENT = "ranked"  # the arm in the decision log: chosen by rank, with certainty


@dataclass(frozen=True)
class Verdict:
    """What to say of a code: the response's name with its values, and the coupon where it can be used."""

    response: str
    values: Mapping[str, object] = field(default_factory=dict)
    block: Block | None = None
    terms: Mapping[str, object] | None = None  # of a code that this customer may use one day: what it gives, and for what


class Offers:
    def __init__(self, storage: Storage, profiles: Profiles, currency: str):
        self._storage = storage
        self._profiles = profiles
        self._currency = currency

    def for_customer(
        self,
        words: Words,
        *,
        now: datetime,
        customer_id: str | None,
        cart: Sequence[Mapping[str, Any]] = (),
        shown_in: str = "",
        top_k: int = SHOWN,
    ) -> list[Block]:
        """Coupon blocks, the best fitting first; what is shown (``shown_in`` a conversation) is written to the decision log."""
        ranked = self.rank(now=now, customer_id=customer_id, cart=cart)[:top_k]
        if shown_in:
            self._log_shown(ranked, now, customer_id, shown_in)
        return [coupon_block(offer.promotion, now, say_offer_reason(offer, words)) for offer in ranked]

    def rank(self, *, now: datetime, customer_id: str | None, cart: Sequence[Mapping[str, Any]] = ()) -> list[RankedOffer]:
        customer = self._storage.customers.get(customer_id) if customer_id else None
        uses = self._storage.promotions.uses(customer.customer_id if customer else None)
        usable = [p for p in self._storage.promotions.active(now) if eligible(p, customer, now, uses) is None]
        known = self._profiles.of_customer(customer.customer_id, now) if customer else None
        named = sorted({product_id for p in usable for product_id in p.product_ids})
        return rank_offers(
            known.profile if known else None,
            usable,
            now=now,
            products=self._storage.products.get_many(named),
            cart=self.cart_lines(cart),
        )

    def check(
        self, code: str, words: Words, *, now: datetime, customer_id: str | None, cart: Sequence[Mapping[str, Any]] = ()
    ) -> Verdict:
        promotion = self._storage.promotions.by_code(code, now)
        if promotion is None:
            quote = self._quote((), [code], None, now)
            return _refused(quote.refused[0].sentence, quote.refused[0].remedy)
        customer = self._storage.customers.get(customer_id) if customer_id else None
        uses = self._storage.promotions.uses(customer.customer_id if customer else None)
        refusal = eligible(promotion, customer, now, uses)
        if refusal is not None:
            terms = terms_of(promotion, now) if refusal.reason in NOT_YET else None
            return replace(_refused(refusal.sentence, refusal.remedy), terms=terms)
        lines = self.cart_lines(cart)
        block = coupon_block(promotion, now)
        if not lines:
            return Verdict("utter_coupon_valid", {"code": promotion.code, "benefit": benefit_text(promotion)}, block)
        quote = self._quote(lines, [code], customer, now)
        applied = next((a for a in quote.applied if a.promotion_id == promotion.promotion_id), None)
        if applied is not None:
            saved, total = money_text(applied.discount, quote.currency), money_text(quote.total, quote.currency)
            return Verdict("utter_coupon_applies", {"code": promotion.code, "discount": saved, "total": total})
        refused = next((r for r in quote.refused if r.promotion_id == promotion.promotion_id), None)
        if refused is None:
            return Verdict("utter_coupon_valid", {"code": promotion.code, "benefit": benefit_text(promotion)}, block)
        return _refused(refused.sentence, refused.remedy)

    def fitting(
        self, products: Sequence[Product], *, now: datetime, customer_id: str | None
    ) -> list[tuple[Promotion, Refusal | None]]:
        """Promotions that are made for most of these products, with what keeps the customer from using one: a membership or a
        login that is missing. Those that are open to everything are not among them."""
        customer = self._storage.customers.get(customer_id) if customer_id else None
        uses = self._storage.promotions.uses(customer.customer_id if customer else None)
        found = []
        for promotion in self._storage.promotions.active(now):
            if not (promotion.categories or promotion.brands or promotion.product_ids):
                continue
            refusal = eligible(promotion, customer, now, uses)
            within = sum(_covers(promotion, product) for product in products)
            if 2 * within > len(products) and (refusal is None or refusal.reason in NOT_YET):
                found.append((promotion, refusal))
        return sorted(found, key=lambda each: each[1] is not None)

    def called(self, name: str, *, now: datetime, customer_id: str | None) -> list[tuple[Promotion, Refusal | None]]:
        """Promotions whose name, description or members say every word of ``name``; as in ``fitting``."""
        stems = Tokeniser()
        wanted = set(stems.stemmed(stems.words(name)))
        customer = self._storage.customers.get(customer_id) if customer_id else None
        uses = self._storage.promotions.uses(customer.customer_id if customer else None)
        found = []
        for promotion in self._storage.promotions.active(now):
            told = " ".join([promotion.name, promotion.description, *promotion.tiers, "member" if promotion.tiers else ""])
            refusal = eligible(promotion, customer, now, uses)
            if wanted and wanted <= set(stems.stemmed(stems.words(told))) and (refusal is None or refusal.reason in NOT_YET):
                found.append((promotion, refusal))
        return sorted(found, key=lambda each: each[1] is not None)

    def cart_lines(self, cart: Sequence[Mapping[str, Any]]) -> list[CartLine]:
        """The cart with prices and facets from the catalogue; lines that cannot be priced are left out."""
        lines: dict[str, CartLine] = {}
        for given in cart[:100]:
            sku, quantity = given.get("sku"), given.get("quantity")
            product = self._storage.products.by_sku(sku) if isinstance(sku, str) else None
            variant = product.variant(str(sku)) if product else None
            if product is None or variant is None or variant.price <= 0 or product.currency != self._currency:
                continue
            known = lines[variant.sku].quantity if variant.sku in lines else 0
            if isinstance(quantity, int) and 1 <= quantity <= MAX_QUANTITY - known:
                lines[variant.sku] = CartLine(
                    sku=variant.sku,
                    quantity=quantity + known,
                    product_id=product.product_id,
                    unit_price=variant.price,
                    category=product.category,
                    brand=product.brand,
                    name=product.name,
                )
        return list(lines.values())

    def _quote(self, lines: Sequence[CartLine], codes: Sequence[str], customer: Customer | None, now: datetime) -> Quote:
        customer_id = customer.customer_id if customer else None
        return price(
            lines,
            customer_id=customer_id,
            tier=customer.tier if customer else "",
            attributes=customer.attributes if customer else {},
            now=now,
            promotions=self._storage.promotions.for_cart(codes, now),
            codes=codes,
            uses=self._storage.promotions.uses(customer_id),
            quote_id="chat",  # read, never stored
            currency=self._currency,
        )

    def _log_shown(self, ranked: Sequence[RankedOffer], now: datetime, customer_id: str | None, shown_in: str) -> None:
        """Of a customer who agreed to no profile the log keeps the offer, not the customer."""
        customer = self._storage.customers.get(customer_id) if customer_id else None
        known = customer.customer_id if customer and customer.consent.profile else None
        self._storage.offers.add(
            OfferShown(
                offer_id=_offer_id(shown_in, offer.promotion.promotion_id, now),
                customer_id=known,
                promotion_id=offer.promotion.promotion_id,
                treatment=TREATMENT,
                propensity=1.0,
                shown_at=now,
                context={"position": position, "reason": offer.reason.kind},
            )
            for position, offer in enumerate(ranked, start=1)
        )


def _offer_id(conversation_id: str, promotion_id: str, now: datetime) -> str:
    return "chat-" + hashlib.sha256(f"{conversation_id}:{promotion_id}:{now.isoformat()}".encode()).hexdigest()[:24]


def _refused(sentence: str, remedy: str) -> Verdict:
    said = f"{sentence} {remedy.rstrip('.')}." if remedy else sentence
    return Verdict("utter_coupon_refused", {"sentence": said})


def terms_of(promotion: Promotion, now: datetime) -> dict[str, object]:
    rest = replace(promotion, categories=(), brands=(), product_ids=(), minimum_spend=0, maximum_discount=None)
    said = conditions(rest, now)  # what the benefit says is not said again
    return {"code": promotion.code or promotion.name, "benefit": benefit_text(promotion), "conditions": " ".join(said)}


def _covers(promotion: Promotion, product: Product) -> bool:
    facets = ((promotion.categories, product.category), (promotion.brands, product.brand))
    named = all(not wanted or value.casefold() in {w.casefold() for w in wanted} for wanted, value in facets)
    return named and (not promotion.product_ids or product.product_id in promotion.product_ids)


def coupon_block(promotion: Promotion, now: datetime, reason: str | None = None) -> Block:
    """The end has a place of its own in the block, so it is not told among the conditions again."""
    benefit = benefit_text(promotion)
    return {
        "type": "coupon",
        "promotion_id": promotion.promotion_id,
        "name": promotion.name,
        "code": promotion.code,
        "benefit": benefit,
        "conditions": conditions(replace(promotion, ends_at=None), now),
        "ends_at": promotion.ends_at.isoformat() if promotion.ends_at else None,
        "reason": reason,
        "fallback": ": ".join(part for part in (promotion.code, benefit) if part),
    }


def say_offer_reason(offer: RankedOffer, words: Words) -> str | None:
    """The true reason in words; the general one for a reason without words of its own."""
    kind, value = offer.reason.kind, offer.reason.value
    for name in (f"utter_offer_reason_{kind}", f"utter_reason_{kind}", "utter_offer_reason_general"):
        said = words.fragment(name, value)
        if said is not None:
            return said
    return None
