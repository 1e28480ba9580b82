"""Which topics of a shop's FAQ an intent asks about: ``faq_shipping`` means entries with the topic "shipping" or "delivery"."""

from __future__ import annotations

PREFIX = "faq_"
#: Words that shops use for the same topic; ``docs/import.md`` lists them.
NAMES: dict[str, tuple[str, ...]] = {
    "shipping": ("shipping", "delivery"),
    "returns": ("returns", "refunds", "returns and refunds"),
    "payment": ("payment", "payments", "billing"),
    "membership": ("membership", "subscription"),
    "stores": ("stores", "locations"),
    "sizes": ("sizes", "sizing"),
    "warranty": ("warranty", "repairs"),
    "products": ("products", "about us"),
    "prices": ("prices", "discounts"),
    "contact": ("contact", "support"),
    "coupons": ("coupons", "coupon codes", "vouchers", "promotions", "promo codes", "discount codes", "discounts", "offers"),
}


def topics_of(intent: str | None) -> tuple[str, ...]:
    """Lower-case topic names, none for an intent that names no topic."""
    head, _, topic = (intent or "").partition(PREFIX)
    return NAMES.get(topic, ()) if not head else ()
