"""Judges a reply by what a dialogue expects: each check gives one sentence per expectation that fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from cli.dialogues.form import Expect
from cli.dialogues.records import NoSuchRecord, Records
from cli.dialogues.reply import Reply
from cli.dialogues.shown import as_list, check_shows
from shop.catalogue import Product
from shop.money import money_text
from shop.orders import Order
from shop.promotion_words import benefit_text

#: how a chat may say that an order has a status
STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "placed": ("received", "placed"),
    "paid": ("paid",),
    "packed": ("packed",),
    "shipped": ("on its way", "shipped"),
    "delivered": ("delivered",),
    "returned": ("returned",),
    "cancelled": ("cancelled", "canceled"),
}
SENTENCE = re.compile(r"(?<=[.!?])\s+")
SHORT = 3  # characters: "2" proves nothing unless the attribute's name stands beside it


def check(expect: Expect, reply: Reply, records: Records) -> list[str]:
    """What fails, in sentences; empty when everything that is expected holds."""
    failures: list[str] = []
    for key, wanted in expect.items():
        try:
            failures += _CHECKS[key](wanted, reply, records)
        except NoSuchRecord as error:
            failures.append(f"{key}: {error.message}")
    return failures


def _one_of(wanted: list[Expect], reply: Reply, records: Records) -> list[str]:
    found = [check(each, reply, records) for each in wanted]
    if not all(found):
        return []
    told = " OR ".join(f"({'; '.join(failures)})" for failures in found)
    return [f"one of {len(wanted)} outcomes should hold, and none does: {told}"]


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _has(text: str, words: str) -> bool:
    """Whole words, any case, any white space between them."""
    return bool(re.search(rf"(?<!\w){re.escape(_folded(words))}(?!\w)", _folded(text)))


def _begins(text: str, words: str) -> bool:
    """As ``_has``, but the last word may go on: "return" is said by "returns"."""
    return bool(re.search(rf"(?<!\w){re.escape(_folded(words))}", _folded(text)))


def _says(wanted: Any, reply: Reply, _: Records) -> list[str]:
    return [f"the reply should say “{words}”" for words in as_list(wanted) if not _begins(reply.words, words)]


def _says_any(wanted: Any, reply: Reply, _: Records) -> list[str]:
    if any(_begins(reply.words, words) for words in as_list(wanted)):
        return []
    return ["the reply should say one of " + ", ".join(f"“{words}”" for words in as_list(wanted))]


def _never_says(wanted: Any, reply: Reply, _: Records) -> list[str]:
    return [f"the reply should not say “{words}”" for words in as_list(wanted) if _has(reply.words, words)]


def _offers(wanted: Any, reply: Reply, _: Records) -> list[str]:
    labels = [_folded(str(b["label"])) for b in reply.buttons]
    missing = [label for label in as_list(wanted) if not any(_folded(label) in known for known in labels)]
    return [f"a button “{label}” should be offered" for label in missing]


def _quotes(wanted: list[Mapping[str, Any]], reply: Reply, records: Records) -> list[str]:
    failures = []
    for quote in wanted:
        for kind, named in quote.items():
            failures += _RECORDS[kind](named, reply, records) if kind in _RECORDS else _fact(kind, named, reply, records)
    return failures


def _fact(kind: str, named: int | str, reply: Reply, records: Records) -> list[str]:
    product = records.meant(named, reply.listed)
    if _FACTS[kind](product, reply.text):
        return []
    return [f"the reply should state the {kind} of “{product.name}” as its record has it ({_told(kind, product)})"]


def _told(kind: str, product: Product) -> str:
    if kind == "price":
        return ", ".join(dict.fromkeys(money_text(p, product.currency) for p in product.prices())) or "no price"
    if kind == "stock":
        return str(sum(max(0, v.stock) for v in product.variants))
    if kind == "description":
        return f"{product.description} {'; '.join(f'{k}: {v}' for k, v in product.attributes.items())}"
    return str(getattr(product, kind))


def _price(product: Product, text: str) -> bool:
    return any(_has(text, money_text(price, product.currency)) for price in product.prices())


def _rating(product: Product, text: str) -> bool:
    """ "4.5" anywhere, a whole number only as stars or "of 5"."""
    if product.rating is None:
        return False
    value = re.escape(f"{product.rating:g}")
    if product.rating != int(product.rating):
        return bool(re.search(rf"(?<![\d.,]){value}(?![\d.]*\d)", text))
    return bool(re.search(rf"(?<![\d.,]){value}(?:\.0)?\s*(?:(?:out )?of 5|/\s*5|stars?|★)", text))


def _stock(product: Product, text: str) -> bool:
    """In stock or sold out; a number of pieces must be the record's."""
    left = sum(max(0, v.stock) for v in product.variants)
    folded = _folded(text)
    out = any(words in folded for words in ("out of stock", "sold out", "not in stock"))
    if left == 0:
        return out
    said = re.search(r"(\d+) (?:pieces? )?(?:are )?left", folded)
    if said:
        return int(said.group(1)) == left
    return not out and any(words in folded for words in ("in stock", "available"))


def _description(product: Product, text: str) -> bool:
    folded = _folded(text)
    for sentence in SENTENCE.split(product.description):
        bare = _folded(sentence).rstrip(".!?")
        if len(bare) > SHORT and bare in folded:
            return True
    return any(
        _has(text, str(value)) and (len(str(value)) > SHORT or _has(text, name.replace("_", " ")))
        for name, value in product.attributes.items()
    )


_FACTS: Mapping[str, Callable[[Product, str], bool]] = {
    "price": _price,
    "rating": _rating,
    "stock": _stock,
    "description": _description,
    "name": lambda product, text: _has(text, product.name),
    "brand": lambda product, text: _has(text, product.brand),
    "material": lambda product, text: _has(text, product.material),
}


def _faq(faq_id: str, reply: Reply, records: Records) -> list[str]:
    answer = records.answer(faq_id)
    if _folded(answer) in _folded(reply.text):
        return []
    return [f"the reply should give the answer of {faq_id}: {answer}"]


def _order(order_id: str, reply: Reply, records: Records) -> list[str]:
    order: Order = records.order(order_id)
    if not _has(reply.words, order.order_id):
        return [f"the reply should name the order {order_id}"]
    blocks = [b for b in reply.of_kind("order") if b["order_id"] == order.order_id]
    if any(str(b["status"]).casefold() != order.status for b in blocks):
        return [f"the order {order_id} should be shown as {order.status}, and is shown as {blocks[0]['status']}"]
    if blocks or any(_has(reply.text, words) for words in STATUS_WORDS.get(order.status, (order.status,))):
        return []
    return [f"the reply should say that the order {order_id} is {order.status}"]


def _coupon(code: str, reply: Reply, records: Records) -> list[str]:
    promotion = records.promotion(code)
    blocks = [b for b in reply.of_kind("coupon") if str(b["code"]).casefold() == code.casefold()]
    wrong = [b for b in blocks if b["benefit"] != benefit_text(promotion)]
    if wrong:
        return [f"the coupon {code} gives “{benefit_text(promotion)}”, and is shown with “{wrong[0]['benefit']}”"]
    return [] if blocks or _has(reply.text, code) else [f"the reply should name the coupon {code}"]


_RECORDS: Mapping[str, Callable[[str, Reply, Records], list[str]]] = {"faq": _faq, "order": _order, "coupon": _coupon}


def _state(wanted: Mapping[str, Any], reply: Reply, records: Records) -> list[str]:
    failures = []
    for key, value in wanted.items():
        failures += _STATES[key](value, reply, records)
    return failures


def _form(wanted: str, reply: Reply, _: Records) -> list[str]:
    found = reply.form()
    if found == (None if wanted == "none" else f"{wanted}_form"):
        return []
    return [f"the form that is open should be “{wanted}”, and it is “{found or 'none'}”"]


def _owner(wanted: str, reply: Reply, _: Records) -> list[str]:
    found = reply.owner()
    return [] if found == wanted else [f"the conversation should belong to “{wanted}”, and it belongs to “{found}”"]


def _review_stored(_: bool, reply: Reply, __: Records) -> list[str]:
    return [] if reply.review() is not None else ["a review with what the customer wrote should be stored, and none is"]


def _cart(wanted: str, reply: Reply, records: Records) -> list[str]:
    """The one product of the reply, with the button that puts it into the cart of the page."""
    put = [str(b.get("value")) for b in reply.buttons if b.get("do") == "add_to_cart"]
    in_cart = {p.product_id for sku in put if (p := records.by_sku(sku)) is not None}
    product = records.by_sku(wanted) or records.named(wanted)
    if in_cart == {product.product_id} and (wanted not in {v.sku for v in product.variants} or wanted in put):
        return []
    return [f"the reply should put “{product.name}” into the cart ({wanted}), and it offers {', '.join(put) or 'nothing'}"]


def _compares(wanted: list[int | str], reply: Reply, records: Records) -> list[str]:
    names = [records.meant(each, reply.before or reply.listed).name for each in wanted]
    for table in reply.of_kind("table"):
        columns = [str(c) for c in table["columns"]]
        if [c for c in columns if c in names] == names and len(columns) <= len(names) + 1:
            return []
    return ["a table should compare " + " with ".join(f"“{name}”" for name in names)]


_STATES: Mapping[str, Callable[[Any, Reply, Records], list[str]]] = {
    "form": _form,
    "owner": _owner,
    "review_stored": _review_stored,
    "cart": _cart,
    "compares": _compares,
}
_CHECKS: Mapping[str, Callable[[Any, Reply, Records], list[str]]] = {
    "shows": check_shows,
    "quotes": _quotes,
    "says": _says,
    "says_any": _says_any,
    "never_says": _never_says,
    "offers": _offers,
    "state": _state,
    "one_of": _one_of,
}
