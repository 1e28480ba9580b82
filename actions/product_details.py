"""``product_details``: one product, from its record."""

from __future__ import annotations

import asyncio

from actions import sources
from actions.action import ShopAction
from actions.follow_up import FollowsUp
from actions.reference import ask_which, refer
from actions.said_by_customers import asks_what_is_said, tell_what_is_said
from actions.services.cards import LOW_STOCK
from actions.turn import Turn
from actions.words import Words
from shop import blocks
from shop.catalogue import Product

#: Marketing's own words around facts: their numbers ("of 5") are no record's.
_FRAGMENTS = ("utter_fact_rating_one", "utter_fact_rating", "utter_stock_out", "utter_stock_low", "utter_stock_in")
DESCRIPTION_LENGTH = 700  # characters; a card is no brochure


class ProductDetails(FollowsUp):
    action_name = "action_product_details"
    about_a_product = True

    async def answer(self, turn: Turn) -> None:
        reference = refer(turn)
        if reference.product_id is None:
            ask_which(turn, reference)
            return
        if asks_what_is_said(turn.text):
            product = await asyncio.to_thread(self.services.catalogue.product, reference.product_id)
            if product is not None and await tell_what_is_said(self, turn, product):
                return
        await show_details(self, turn, reference.product_id)


async def show_details(action: ShopAction, turn: Turn, product_id: str) -> None:
    """The product's card and what its record says; it is in focus from now on."""
    catalogue = action.services.catalogue
    product = await asyncio.to_thread(catalogue.product, product_id)
    card = await asyncio.to_thread(catalogue.card, product, turn.words) if product else None
    if product is None or card is None:
        turn.say("utter_product_gone")
        return
    product = await asyncio.to_thread(action.services.told.product, product)
    about = [sources.product(product.product_id)]
    turn.say("utter_product_details", name=product.name)
    turn.send(blocks.products([card], "single"))
    description, facts = shorten(product.description), said_facts(product, turn.words)
    if description:
        turn.say("utter_details_description", about=about, name=product.name, description=description)
    if facts:
        worded = sources.worked_out(lambda: [turn.words.template(name) or "" for name in _FRAGMENTS])
        turn.say("utter_details_facts", about=[*about, worded], name=product.name, facts=facts)
    turn.remember("focus", product.product_id)
    if not turn.shown:
        turn.remember("shown", [product.product_id])


def shorten(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """Whole sentences up to ``length`` characters; a single long one is cut at a word."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    end = max(text.rfind(mark, 0, length) for mark in (". ", "! ", "? "))
    return text[: end + 1] if end > length // 3 else text[:length].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def said_facts(product: Product, words: Words) -> str:
    """One fact a line ("Material: wool"), from the record alone; "" when it has none."""
    lines = []

    def fact(label: str, value: str) -> None:
        if value:
            lines.append(words.text(f"utter_fact_label_{label}") + ": " + value)

    fact("brand", product.brand)
    fact("material", product.material)
    if product.rating is not None:
        fact(
            "rating",
            words.text(
                "utter_fact_rating_one" if product.rating_count == 1 else "utter_fact_rating",
                value=f"{product.rating:g}",
                count=product.rating_count,
            ),
        )
    stock = sum(v.stock for v in product.variants)
    known = "out" if stock <= 0 else "low" if stock <= LOW_STOCK else "in"
    fact("stock", words.text(f"utter_stock_{known}", count=stock))
    for name in dict.fromkeys(name for v in product.variants for name in v.options):
        values = list(dict.fromkeys(v.options[name] for v in product.variants if name in v.options and v.stock > 0))
        if values:
            lines.append(f"{name.capitalize()}: {', '.join(values)}")
    for name, value in product.attributes.items():
        if name.lower() not in ("brand", "material"):
            lines.append(f"{name.replace('_', ' ').capitalize()}: {value}")
    return "\n".join(lines[:12])
