"""Who may use a promotion, whatever is in the cart; and whether a promotion makes sense at all.

``eligible`` looks at everything an offer can fail on before a cart exists, budgets and per-customer limits included:
an exhausted or expired coupon is never offered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from shop.attributes import birthday_of, days_from_birthday, is_student
from shop.customers import Customer
from shop.promotions import PROMOTION_KINDS, Promotion, Refusal, is_share

#: How often this customer has used a promotion: by promotion id, or one number where there is one promotion only.
Uses = Callable[[str], int] | Mapping[str, int] | int


MOST = 10**12  # minor units, and uses
MOST_BIRTHDAY_DAYS = 60


class FieldError(NamedTuple):
    """One thing wrong with one field; ``dict(errors)`` fits the ``fields`` of an InvalidInput."""

    field: str
    problem: str

    @property
    def sentence(self) -> str:
        return f"{self.field}: {self.problem}."


def uses_of(uses: Uses, promotion_id: str) -> int:
    if isinstance(uses, int):
        return uses
    return uses.get(promotion_id, 0) if isinstance(uses, Mapping) else uses(promotion_id)


def eligible(promotion: Promotion, customer: Customer | None, now: datetime, uses: Uses) -> Refusal | None:
    """None when the customer (None = a visitor) may use the promotion now; otherwise why not."""
    customer_id = customer.customer_id if customer else None
    tier, told = (customer.tier, customer.attributes) if customer else ("", {})
    return refuse(promotion, customer_id=customer_id, tier=tier, now=now, uses=uses, attributes=told)


def refuse(
    promotion: Promotion,
    *,
    customer_id: str | None,
    tier: str,
    now: datetime,
    uses: Uses,
    attributes: Mapping[str, str] = MappingProxyType({}),
) -> Refusal | None:
    """As ``eligible``, for a caller that has parts of the customer alone. Reasons: ``inactive``, ``not_started``, ``expired``,
    ``limit_reached``, ``tier``, ``birthday``, ``student``, ``sign_in_required``, ``customer_limit_reached``."""
    name = promotion.code or promotion.name

    def no(reason: str, sentence: str, remedy: str = "") -> Refusal:
        return Refusal(promotion.promotion_id, promotion.code, reason, sentence, remedy)

    if not promotion.active:
        return no("inactive", f"{name} is not running at the moment.")
    if promotion.starts_at is not None and now < promotion.starts_at:
        starts = f"{promotion.starts_at:%Y-%m-%d}"
        return no("not_started", f"{name} starts on {starts}.", f"Come back on {starts}")
    if promotion.ends_at is not None and now >= promotion.ends_at:
        return no("expired", f"{name} ended on {promotion.ends_at:%Y-%m-%d}.")
    if promotion.total_limit is not None and promotion.used >= promotion.total_limit:
        return no("limit_reached", f"{name} has been used up.")
    if promotion.tiers and tier.casefold() not in {t.casefold() for t in promotion.tiers}:
        members = " or ".join(t.capitalize() for t in promotion.tiers)
        return no("tier", f"{name} is for {members} members.", f"Become a {members} member" if customer_id else "Sign in")
    if not _near_birthday(promotion, attributes, now):
        return no("birthday", f"{name} is for customers {birthday_text(promotion)}.")
    if promotion.students and not is_student(attributes):
        return no("student", f"{name} is for students who told us that they are.")
    if promotion.customer_limit is not None:
        if customer_id is None:
            return no("sign_in_required", f"{name} is limited per customer, so it needs you to be signed in.", "Sign in")
        if uses_of(uses, promotion.promotion_id) >= promotion.customer_limit:
            often = "once" if promotion.customer_limit == 1 else f"{promotion.customer_limit} times"
            return no("customer_limit_reached", f"{name} can be used {often} per customer, and you have used it already.")
    return None


def birthday_text(promotion: Promotion) -> str:
    """When it may be used, where that hangs on the birthday; "" where it does not."""
    said = ["in the month of their birthday"] if promotion.birthday_month else []
    if promotion.birthday_days == 0:
        said.append("on their birthday")
    elif promotion.birthday_days is not None:
        days = "a day" if promotion.birthday_days == 1 else f"{promotion.birthday_days} days"
        said.append(f"within {days} of their birthday")
    return " and ".join(said)


def _near_birthday(promotion: Promotion, attributes: Mapping[str, str], now: datetime) -> bool:
    if not promotion.birthday_month and promotion.birthday_days is None:
        return True
    birthday, days = birthday_of(attributes), days_from_birthday(attributes, now.date())
    if birthday is None or days is None:
        return False
    in_month = not promotion.birthday_month or birthday[0] == now.month
    return in_month and (promotion.birthday_days is None or days <= promotion.birthday_days)


def check_promotion(promotion: Promotion) -> list[FieldError]:
    """Everything wrong with a promotion, field by field, in the order of the fields; empty = sound."""
    errors: list[FieldError] = []

    def wrong(field: str, problem: str) -> None:
        errors.append(FieldError(field, problem))

    share = is_share(promotion)
    if not promotion.promotion_id.strip():
        wrong("promotion_id", "missing")
    if not promotion.name.strip():
        wrong("name", "missing")
    if promotion.kind not in PROMOTION_KINDS:
        wrong("kind", "one of " + ", ".join(PROMOTION_KINDS))
    if promotion.value <= 0:
        wrong("value", "must be larger than 0")
    elif share and promotion.value > 100:
        wrong("value", "a percentage is 100 at most")
    elif promotion.value > MOST:
        wrong("value", "too large")
    if promotion.code != promotion.code.strip() or any(c.isspace() or not c.isprintable() for c in promotion.code):
        wrong("code", "may not hold spaces")
    elif len(promotion.code) > 64:
        wrong("code", "64 characters at most")
    if not (len(promotion.currency) == 3 and promotion.currency.isascii() and promotion.currency.isupper()):
        wrong("currency", "three capital letters, such as USD")
    for field, time in (("starts_at", promotion.starts_at), ("ends_at", promotion.ends_at)):
        if time is not None and time.tzinfo is None:
            wrong(field, "needs a time zone")
    aware = [t for t in (promotion.starts_at, promotion.ends_at) if t is not None and t.tzinfo is not None]
    if len(aware) == 2 and aware[1] <= aware[0]:
        wrong("ends_at", "must be later than starts_at")
    if promotion.minimum_spend < 0:
        wrong("minimum_spend", "may not be negative")
    elif promotion.minimum_spend > MOST:
        wrong("minimum_spend", "too large")
    elif promotion.kind == "spend_threshold" and promotion.minimum_spend == 0:
        wrong("minimum_spend", "a spend_threshold promotion needs a minimum spend")
    if promotion.value_is_percent and promotion.kind == "amount":
        wrong("value_is_percent", "an amount is not a percentage")
    for field, limit in (
        ("maximum_discount", promotion.maximum_discount),
        ("total_limit", promotion.total_limit),
        ("customer_limit", promotion.customer_limit),
    ):
        if limit is not None and limit < 1:
            wrong(field, "must be 1 or more, or empty for no limit")
        elif limit is not None and limit > MOST:
            wrong(field, "too large")
    if promotion.birthday_days is not None and not 0 <= promotion.birthday_days <= MOST_BIRTHDAY_DAYS:
        wrong("birthday_days", f"from 0 to {MOST_BIRTHDAY_DAYS}, or empty")
    if promotion.used < 0:
        wrong("used", "may not be negative")
    for field, values in (
        ("categories", promotion.categories),
        ("brands", promotion.brands),
        ("product_ids", promotion.product_ids),
        ("tiers", promotion.tiers),
    ):
        if any(not value.strip() for value in values):
            wrong(field, "holds an empty value")
    if not -1000 <= promotion.priority <= 1000:
        wrong("priority", "from -1000 to 1000")
    return errors
