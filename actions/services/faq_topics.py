"""Which topics of a shop's FAQ an intent asks about: ``faq_shipping`` means entries with the topic "shipping" or "delivery"."""

from __future__ import annotations

PREFIX = "faq_"
#: Intents with an answer of their own where the shop's is not known.
OTHERS = {"account_help": "account", "site_problem": "site"}
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
    "account": ("account", "login"),
    "site": ("site", "website"),
    "coupons": ("coupons", "coupon codes", "vouchers", "promotions", "promo codes", "discount codes", "discounts", "offers"),
}


def topics_of(intent: str | None) -> tuple[str, ...]:
    """Lower-case topic names, none for an intent that names no topic."""
    name = intent or ""
    topic = OTHERS.get(name) or (name.removeprefix(PREFIX) if name.startswith(PREFIX) else "")
    return NAMES.get(topic, ())
