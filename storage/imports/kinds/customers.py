"""Customers and what they agreed to. Consent that a file does not speak of is no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.attributes import ATTRIBUTES, check_attributes
from shop.customers import Consent, Customer
from storage.imports.cells import Cells
from storage.imports.kinds.kind import Kind, Stored, one_row
from storage.imports.records import Unfit

if TYPE_CHECKING:
    from storage.storage import Storage


def _make(cells: Cells) -> Customer:
    email = cells.text("email")
    if email and ("@" not in email or any(character.isspace() for character in email)):
        raise Unfit("email", "not an e-mail address")
    names = (cells.text("first_name"), cells.text("last_name"))
    return Customer(
        customer_id=cells.key("customer_id"),
        name=cells.text("name") or " ".join(name for name in names if name),
        email=email,
        region=cells.text("region"),
        channel=cells.text("channel"),
        tier=cells.text("tier").lower(),
        subscribed=cells.flag("subscribed", False),
        consent=_consent(cells),
        created_at=cells.time("created_at"),
        attributes=_attributes(cells),
    )


def _attributes(cells: Cells) -> dict[str, str]:
    """Columns of their own, and what stands in an object of them."""
    nested = cells.fields.get("attributes")
    given = cells.inner("attributes", nested) if nested not in (None, "") else None
    found = {name: given.text(name) for name in given.fields} if given is not None else {}
    found.update((name, cells.text(name)) for name in ATTRIBUTES if cells.has(name))
    if "student" in found:
        student = (cells if cells.has("student") else given or cells).flag("student", None)
        found["student"] = "" if student is None else "yes" if student else "no"
    found = {name: value for name, value in found.items() if value}
    for field, problem in check_attributes(found).items():
        raise Unfit(field.removeprefix("attributes."), problem)
    return found


def _consent(cells: Cells) -> Consent:
    nested = cells.fields.get("consent")
    if nested not in (None, ""):
        inner = cells.inner("consent", nested)
        return Consent(inner.flag("profile", False), inner.flag("marketing", False), inner.time("at"), inner.text("source"))
    return Consent(
        profile=cells.flag("consent_profile", False),
        marketing=cells.flag("consent_marketing", False),
        at=cells.time("consent_at"),
        source=cells.text("consent_source"),
    )


def _store(storage: Storage, records: list[Customer]) -> Stored:
    return Stored(storage.customers.upsert(records))


CUSTOMERS = Kind(
    name="customers",
    fields={
        "customer_id": ("user_id", "client_id", "id"),
        "name": ("full_name", "customer_name"),
        "first_name": ("firstname", "given_name"),
        "last_name": ("lastname", "surname", "family_name"),
        "email": ("e_mail", "email_address", "mail"),
        "region": ("state", "province", "country", "city"),
        "channel": ("source", "utm_source", "acquisition_channel"),
        "tier": ("membership", "loyalty_tier", "level"),
        "subscribed": ("newsletter", "is_subscribed"),
        "consent": (),
        "consent_profile": ("profile_consent", "profiling_consent"),
        "consent_marketing": ("marketing_consent", "accepts_marketing", "accepts_email_marketing"),
        "consent_at": ("consent_date", "consented_at"),
        "consent_source": (),
        "attributes": (),
        "birthday": ("birth_date", "date_of_birth", "birthdate", "dob"),
        "age_band": ("age_group", "age_range"),
        "gender": ("sex",),
        "household": ("household_size",),
        "family": ("children",),
        "student": ("is_student", "student_status"),
        "language": ("locale", "preferred_language"),
        "sizes": ("clothing_sizes",),
        "health": (),
        "origin": (),
        "created_at": ("registered_at", "signup_date", "sign_up_date", "joined_at", "since"),
    },
    needs=[[("customer_id",)]],
    foreign=frozenset({
        "review_id", "review_text", "stars", "rating", "average_rating", "order_id", "order_number", "placed_at", "event_id",
        "event_type", "visitor_id", "sku", "product_id", "item_id", "asin", "price", "unit_price", "stock", "quantity", "title",
        "description", "category", "brand", "variants", "lines", "faq_id", "question", "answer", "promotion_id", "kind", "code",
        "value", "coupon_code", "starts_at", "ends_at", "minimum_spend", "chat_id", "conversation_id", "messages", "author",
        "text",
    }),
    key=lambda cells: cells.key("customer_id"),
    build=one_row(_make),
    store=_store,
)  # fmt: skip
