"""The shop's own types as JSON, both ways. Fields, types and ranges are checked; an unknown field is named, not ignored."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from shop.attributes import check_attributes
from shop.catalogue import Faq, Product
from shop.customers import Customer
from shop.errors import InvalidInput
from shop.orders import ORDER_STATUSES, Order
from shop.pricing import check_promotion
from shop.promotions import Promotion

T = TypeVar("T")
MOST_FIELDS_NAMED = 20


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(value: Any) -> dict[str, Any]:
    """A dataclass as JSON values: times in ISO 8601, tuples as lists."""
    found: dict[str, Any] = _adapter(cast(Hashable, type(value))).dump_python(value, mode="json")
    return found


def load(kind: type[T], given: object) -> T:
    """``given`` (parsed JSON) as ``kind``. Raises InvalidInput with a sentence for each field that does not fit."""
    if not isinstance(given, Mapping):
        raise InvalidInput(f"A {kind.__name__.lower()} must be a JSON object.")
    wrong = _unknown(kind, given, "")
    if not wrong:
        try:
            value: T = _adapter(cast(Hashable, kind)).validate_python(_lists_as_tuples(given))
        except ValidationError as error:
            wrong = {".".join(map(str, e["loc"])) or "body": str(e["msg"]) for e in error.errors()[:MOST_FIELDS_NAMED]}
        else:
            wrong = _out_of_range(value)
            if not wrong:
                return value
    named = ", ".join(list(wrong)[:5])
    raise InvalidInput(f"This {kind.__name__.lower()} cannot be taken: see {named}.", fields=wrong)


def _lists_as_tuples(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _lists_as_tuples(item) for name, item in value.items()}
    return tuple(_lists_as_tuples(item) for item in value) if isinstance(value, list) else value


def _unknown(kind: Any, given: Mapping[str, Any], path: str) -> dict[str, str]:
    hints, known = get_type_hints(kind), {f.name for f in fields(kind)}
    wrong = {f"{path}{name}"[:200]: "unknown field" for name in given if name not in known}
    for name, value in given.items():
        for inner in (hints[name], *get_args(hints[name])) if name in known else ():
            if not is_dataclass(inner):
                continue
            for number, item in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(item, Mapping):
                    step = f"{path}{name}.{number}." if isinstance(value, list) else f"{path}{name}."
                    wrong |= _unknown(inner, item, step)
    return wrong


def _out_of_range(value: object) -> dict[str, str]:
    """Rules that types do not say. Money is integer minor units; a price of 0 means that it is not known."""
    wrong: dict[str, str] = {}

    def check(holds: bool, field: str, sentence: str) -> None:
        if not holds:
            wrong[field] = sentence

    if isinstance(value, Product):
        check(0 < len(value.product_id) <= 200, "product_id", "1 to 200 characters")
        check(bool(value.name.strip()), "name", "missing")
        check(value.rating is None or 0 <= value.rating <= 5, "rating", "from 0 to 5")
        check(len({v.sku for v in value.variants}) == len(value.variants), "variants", "the same sku twice")
        for number, variant in enumerate(value.variants):
            check(0 < len(variant.sku) <= 200, f"variants.{number}.sku", "1 to 200 characters")
            check(0 <= variant.price < 10**12, f"variants.{number}.price", "0 or more")
            check(0 <= variant.stock < 10**9, f"variants.{number}.stock", "0 or more")
    elif isinstance(value, Customer):
        check(0 < len(value.customer_id) <= 200, "customer_id", "1 to 200 characters")
        wrong.update(check_attributes(value.attributes))
    elif isinstance(value, Order):
        check(0 < len(value.order_id) <= 200, "order_id", "1 to 200 characters")
        check(value.placed_at.tzinfo is not None, "placed_at", "needs a time zone")
        check(value.status in ORDER_STATUSES, "status", "one of " + ", ".join(ORDER_STATUSES))
        check(bool(value.lines), "lines", "missing")
        for number, line in enumerate(value.lines):
            check(line.quantity >= 1, f"lines.{number}.quantity", "1 or more")
            check(0 <= line.returned <= line.quantity, f"lines.{number}.returned", "from 0 to quantity")
    elif isinstance(value, Faq):
        check(0 < len(value.faq_id) <= 200, "faq_id", "1 to 200 characters")
        check(bool(value.question.strip()), "question", "missing")
        check(bool(value.answer.strip()), "answer", "missing")
        for number, said in enumerate(value.alternatives):
            check(bool(said.strip()), f"alternatives.{number}", "empty")
    elif isinstance(value, Promotion):
        check(len(value.promotion_id) <= 200, "promotion_id", "1 to 200 characters")
        wrong.update(check_promotion(value))
    return wrong
