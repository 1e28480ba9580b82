"""Products and their variants: rows with one product id become one product; JSON lines may nest ``variants``.

A value of the product counts from its first row that has one, so that variant rows may leave it empty. A variant row that
does not fit is left out alone. Columns that are no field become attributes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shop.catalogue import Product, Variant
from storage.imports.cells import Cells, Purse
from storage.imports.kinds.kind import Kind, Reject, Stored
from storage.imports.records import Unfit

if TYPE_CHECKING:
    from storage.storage import Storage

_PARENT = frozenset({"parent_id", "parent", "parent_sku", "item_group_id"})
_MOST_VARIANTS = 2_000
_OPTIONS = ("colour", "size")
_OTHER_NAMES = {"color": "colour"}


def _key(cells: Cells) -> str:
    return cells.key("product_id" if cells.has("product_id") or not cells.has("sku") else "sku")


def _build(rows: list[Cells], reject: Reject) -> Product | None:
    variants: dict[str, Variant] = {}
    owners: dict[str, Cells] = {}
    kept: list[Cells] = []
    currency: str | None = None
    for row in rows:
        try:
            purse = Purse(row, currency)
            made = _variants(row, purse)
            taken = next((v.sku for v in made if v.sku in variants), None)
            if taken is not None and row.same_as(owners[taken]):
                continue
            if taken is not None:
                hint = "" if row.has("sku") else "; rows of one product need a column sku"
                raise Unfit("sku" if row.has("sku") else "product_id", f"{taken} was there before{hint}")
            alone = _product(kept[:1] or [row], [row])  # reads every cell of the row, so that a wrong one is found here
        except Unfit as trouble:
            reject(row, trouble)
            continue
        currency = purse.said or currency
        variants.update((v.sku, v) for v in made)
        owners.update((v.sku, row) for v in made)
        kept.append(row)
    if not kept:
        return None
    product = alone if len(rows) == 1 else _product(kept, kept)
    return replace(product, variants=tuple(variants.values()), currency=currency or rows[0].context.currency)


def _product(named: list[Cells], rows: list[Cells]) -> Product:
    """Without its variants. The name may come from ``named``, the others from the first row that has them."""

    def first(field: str) -> Cells:
        return next((row for row in rows if row.has(field)), rows[0])

    name = next((row for row in (*named, *rows) if row.has("name")), rows[0])
    return Product(
        product_id=_key(rows[0]),
        name=name.needed("name"),
        description=first("description").text("description"),
        type=first("type").text("type"),
        category=first("category").text("category"),
        brand=first("brand").text("brand"),
        material=first("material").text("material"),
        attributes=_attributes(rows),
        tags=first("tags").words("tags"),
        rating=first("rating").real("rating", 0, 5),
        rating_count=first("rating_count").whole("rating_count", 0),
        url=first("url").address("url"),
        active=first("active").flag("active", True),
    )


def _attributes(rows: list[Cells]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        nested = row.fields.get("attributes")
        given = row.inner("attributes", nested).fields if nested not in (None, "") else {}
        for name, value in (*given.items(), *row.extras.items()):
            plain = row.plain("attributes", name)[:100]
            if plain and not found.get(plain) and (text := _attribute(row, name, value)):
                found[plain] = text
    return found


def _attribute(row: Cells, name: str, value: Any) -> str:
    """A list becomes one text; objects inside objects are left out."""
    items = value if isinstance(value, list) else [value]
    return ", ".join(text for item in items if not isinstance(item, list | dict) and (text := row.plain(name, item)))


def _variants(row: Cells, purse: Purse) -> list[Variant]:
    nested = row.objects("variants", _VARIANT_FIELDS)
    if not nested:
        return [_variant(row, purse, row.key("sku") if row.has("sku") else _key(row))]
    made = []
    for item in nested:
        try:
            made.append(_variant(item, purse, item.key("sku")))
        except Unfit as trouble:
            raise Unfit("variants", f"{trouble.column}: {trouble.reason}") from trouble
    skus = [variant.sku for variant in made]
    if len(set(skus)) < len(skus):
        raise Unfit("variants", "a sku appears twice")
    return made


def _variant(cells: Cells, purse: Purse, sku: str) -> Variant:
    options = {}
    nested = cells.fields.get("options")
    if nested not in (None, ""):
        inner = cells.inner("options", nested)
        for name in inner.fields:
            plain = inner.plain("options", name).lower()[:100]
            options[_OTHER_NAMES.get(plain, plain)] = inner.text(name)
    options |= {name: cells.text(name) for name in _OPTIONS if cells.has(name)}
    return Variant(
        sku=sku,
        price=purse.amount(cells, "price", 0),
        options={name: value for name, value in options.items() if name and value},
        cost=purse.amount(cells, "cost", None),
        compare_at=purse.amount(cells, "compare_at", None),
        stock=cells.whole("stock", 0),
        picture=cells.address("picture"),
    )


def _store(storage: Storage, records: list[Product]) -> Stored:
    return Stored(storage.products.upsert(records))


_FIELDS = {
    "product_id": (
        "parent_id",
        "parent",
        "parent_sku",
        "item_group_id",
        "product_uid",
        "item_id",
        "asin",
        "handle",
        "id",
        "uid",
        "sku",
    ),
    "sku": ("variant_sku", "variant_id", "article_number"),
    "name": ("title", "product_name", "product_title", "item_name"),
    "description": ("product_description", "long_description", "details", "body"),
    "type": ("product_type", "item_type"),
    "category": ("categories", "product_category", "category_name", "department"),
    "brand": ("vendor", "manufacturer", "brand_name", "maker"),
    "material": ("fabric",),
    "colour": ("color",),
    "size": (),
    "price": ("unit_price", "current_price", "sale_price", "retail_price"),
    "compare_at": ("compare_at_price", "list_price", "old_price", "regular_price", "rrp", "msrp"),
    "cost": ("cost_price", "purchase_price", "cost_per_item", "unit_cost"),
    "currency": ("currency_code",),
    "stock": ("quantity", "qty", "inventory", "stock_quantity", "inventory_quantity", "in_stock", "available"),
    "picture": ("image", "image_url", "picture_url", "image_link", "image_src", "img", "photo", "thumbnail"),
    "url": ("link", "product_url"),
    "rating": ("average_rating", "avg_rating", "mean_rating"),
    "rating_count": ("ratings", "review_count", "reviews_count", "number_of_reviews", "num_reviews"),
    "tags": ("keywords",),
    "active": ("enabled", "published", "visible"),
    "attributes": (),
    "options": (),
    "variants": (),
}
_VARIANT_FIELDS = {
    "sku": (*_FIELDS["sku"], "id"),
    **{name: _FIELDS[name] for name in ("price", "compare_at", "cost", "stock", "picture", "colour", "size", "options")},
}

PRODUCTS = Kind(
    name="products",
    fields=_FIELDS,
    needs=[[("product_id",)], [("name",)]],
    foreign=frozenset({
        "review_id", "review_text", "reviewer_id", "stars", "order_id", "order_number", "placed_at", "event_id", "event_type",
        "customer_id", "user_id", "visitor_id", "email", "first_name", "last_name", "consent", "consent_profile", "faq_id",
        "question", "answer", "promotion_id", "coupon_code", "starts_at", "ends_at", "minimum_spend", "chat_id",
        "conversation_id", "messages", "author",
    }),
    key=_key,
    build=_build,
    store=_store,
    money=("price", "compare_at", "cost"),
    extras=True,
    instead={"sku": ({"product_id": _PARENT}, "id")},
    most_rows=_MOST_VARIANTS,
)  # fmt: skip
