"""Orders as they are told: which one is meant, its status, and what the shop says to "and if it is late?"."""

from __future__ import annotations

import asyncio
import re

from actions import sources
from actions.action import ShopAction
from actions.faq_entry import say_entry
from actions.results import person_button
from actions.services.cards import payload
from actions.services.faq_topics import NAMES, topics_of
from actions.services.orders_meant import meant, speaks_of_another, speaks_of_own, speaks_of_several
from actions.topic import ORDER, asked_to_sign_in, is_about, is_short, named_last, remember_order, said_of
from actions.turn import Turn
from shop import blocks
from shop.orders import Order

KNOWN = 10  # orders of a customer that can be meant without their number
FEW = 4  # words that need no "it" to be about the order
OFFERED = 3  # others, as buttons
_SUBJECTS = ("my parcel", "my order")
_HOW = re.compile(r"^\W*(?:(?:ok|okay|so|and|but|well|then|hm+)\b\W*)*how (?:do|can|could|would|to)\b", re.IGNORECASE)
_AT_LARGE = re.compile(r"\b(?:deliver(?:y|ies)|shipping|shipments?|orders|parcels|returns?|refunds?)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|they|them|that|this)\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:return\w*|back|refund\w*|exchange\w*|swap)\b", re.IGNORECASE)
#: topics of a shop's FAQ that are about orders on their way, lower-case
_TOPICS = frozenset({*NAMES["shipping"], *NAMES["returns"], "orders", "order"})
_WHAT_IF = re.compile(
    r"\b(?:what if|if (?:it|they|that|i|something|the)|what now|what then|now what|what (?:can|should|do|could) i"
    r"|lost|missing|damaged|broken|wrong|not (?:at home|there|home)|send (?:it|them|this|that) back"
    r"|return (?:it|them)"
    r"|change (?:it|the|my)|cancel (?:it|that|this|them)|refund|track (?:it|that|this))\b",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"\bshould(?:['’]?ve| have) (?:been|come|arrived|got)\b|\b(?:supposed|meant) to (?:be|come|arrive|have)\b"
    r"|(?:\b(?:not|never|nothing)|n['’]?t)\b.{0,20}\b(?:here|arrived?|come|came|turn(?:ed)? up|show(?:ed|n)? up)\b"
    r"|\bwaiting .{0,20}\b(?:days|weeks|ages|long)\b|\b(?:late|delayed|overdue)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but|well|then|please|hm+)\b\W*)*"
    r"(?:when|where|how long|how much longer|how far|which day|what day|what time|has it|have they|is it|are they|did it"
    r"|will it|does it|status|any (?:news|update)|tracking|by when)\b",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\b(?:how long|arriv\w*|come|coming|here|get (?:it|here)|deliver\w*|ship\w*|sent|dispatch\w*|on its way|leave|left|land"
    r"|due|expected|status|track\w*|longer|where is it|where are they|when)\b",
    re.IGNORECASE,
)
_SEARCHES = re.compile(
    r"\b(?:show me|looking for|find|search|recommend|do you (?:have|sell)|want to buy|similar|like (?:it|this)|cheaper|under"
    r"|below)\b",
    re.IGNORECASE,
)

_CONDITIONS = frozenset(
    {"price_min", "price_max", "price_level", "rating_min", "in_stock", "colour", "size", "material", "coupon_code"}
)


def is_late(text: str) -> bool:
    """ "should have come on Monday", "still not here": a parcel is waited for, no problem is solved."""
    return bool(_LATE.search(text))


async def orders_said(action: ShopAction, turn: Turn) -> list[Order]:
    """Those that the words mean; [] where they name none. The newest first, those under way before the others."""
    customer_id, orders = turn.metadata.customer_id, action.services.orders
    if customer_id is None or not turn.text:
        return []
    known = await asyncio.to_thread(orders.latest, customer_id, KNOWN)
    ids = list(dict.fromkeys(line.product_id for order in known for line in order.lines if line.product_id))
    products = {p.product_id: p for p in await asyncio.to_thread(action.services.storage.products.get_many, ids)}
    return meant(turn.text, known, products, named_last(turn, ORDER))


async def tell_orders(action: ShopAction, turn: Turn, told: list[Order], others: list[Order]) -> None:
    """Status and content of each; the others as buttons. The first is the topic from now on."""
    for order in told:
        about = [sources.order(order.order_id)]
        status = turn.words.text(f"utter_status_{order.status}")
        turn.say("utter_order", about=about, order_id=order.order_id, status=status)
        if order.expected_at is not None and order.status in ("placed", "paid", "packed", "shipped"):
            turn.say("utter_order_expected", about=about, date=f"{order.expected_at:%Y-%m-%d}")
        turn.send(await asyncio.to_thread(action.services.orders.block, order))
    if others:
        turn.say("utter_order_others")
        turn.send(
            blocks.quick_replies(
                [
                    blocks.button(
                        turn.words.label("utter_label_order", order_id=other.order_id),
                        payload=payload("order_status", order_number=other.order_id),
                    )
                    for other in others[:OFFERED]
                ]
            )
        )
    remember_order(turn, told[0].order_id if told else None)


async def answered_by_shop(action: ShopAction, turn: Turn) -> bool:
    """ "and if it is late?", once an order was told: what the shop says to it.

    Surely, or as the nearest entry that is about orders as the talk is.
    """
    what_if = is_late(turn.text) or bool(_WHAT_IF.search(turn.text))
    if not is_about(turn, ORDER) or not is_short(turn) or not (what_if or (topics_of(turn.intent) and _IT.search(turn.text))):
        return False
    subjects = ("an item",) if _BACK.search(turn.text) else _SUBJECTS
    topics = {*topics_of(turn.intent), *_TOPICS}
    asked = (turn.text, *(said_of(subject, turn.text) for subject in subjects))
    found = [await asyncio.to_thread(action.services.answers.of_shop, question) for question in asked]
    near = [
        one for one in found if one.candidates and (one.sure or (what_if and one.candidates[0].topic.strip().lower() in topics))
    ]
    if not near:
        return False
    best = max(near, key=lambda one: (one.sure, one.score))
    await say_entry(action.services, turn, best.candidates[0])
    return True


async def answered_how(action: ShopAction, turn: Turn) -> bool:
    """ "how do I track it": the shop's own answer, where it surely has one."""
    if not _HOW.search(turn.text):
        return False
    for question in (turn.text, said_of(_SUBJECTS[0], turn.text)):
        found = await asyncio.to_thread(action.services.answers.of_shop, question)
        if found.sure:
            await say_entry(action.services, turn, found.candidates[0])
            return True
    return False


async def goes_on_about_order(action: ShopAction, turn: Turn) -> bool:
    """Answers a short message that goes on about orders: "the other one", "just the boots", "and when will it arrive?"."""
    if not is_about(turn, ORDER) or not is_short(turn) or _searches(turn):
        return False
    refers = speaks_of_another(turn.text) or speaks_of_own(turn.text) or speaks_of_several(turn.text)
    told = await orders_said(action, turn)
    if told:
        await tell_orders(action, turn, told[:1] if not speaks_of_several(turn.text) else told, told[1:] if not refers else [])
        return True
    return await told_when(action, turn) or await answered_by_shop(action, turn)


async def told_when(action: ShopAction, turn: Turn) -> bool:
    """ "where is it?", "has it shipped yet?": the order talked about last, or else the newest.

    A visitor is asked to sign in.
    """
    if not _asks_when(turn.text):
        return False
    orders, customer_id, current = action.services.orders, turn.metadata.customer_id, named_last(turn, ORDER)
    if customer_id is None:
        ask_to_sign_in(turn)
        return True
    one = await asyncio.to_thread(orders.one, customer_id, current) if current else None
    latest = [one] if one is not None else await asyncio.to_thread(orders.latest, customer_id)
    if latest:
        await tell_orders(action, turn, latest[:1], latest[1:])
    return bool(latest)


def ask_to_sign_in(turn: Turn) -> None:
    """Orders are for whoever signed in; who asks again is told what else there is."""
    if asked_to_sign_in(turn):
        turn.say("utter_sign_in_again")
        turn.send(blocks.quick_replies([person_button(turn)]))
    else:
        turn.say("utter_sign_in")
    remember_order(turn, None, sign_in=True)


def _asks_when(text: str) -> bool:
    """Of the order: "when will it arrive?", "how long?"; not of deliveries at large, nor of what may happen to it."""
    points = bool(_IT.search(text)) or (len(text.split()) <= FEW and not _AT_LARGE.search(text))
    return points and bool(_STATUS.search(text) and _OF_IT.search(text)) and not (is_late(text) or _WHAT_IF.search(text))


def _searches(turn: Turn) -> bool:
    """A wish for things of the shop, whatever was ordered: with a search's words, or with conditions."""
    conditions = any(e.get("entity") in _CONDITIONS for e in turn.entities)
    return conditions or bool(_SEARCHES.search(turn.text) or turn.named.product_ids)
