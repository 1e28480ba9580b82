"""``add_to_cart``: the cart is the shop page's own; the card with its button is shown, and nothing is claimed."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from actions.action import ShopAction
from actions.cart_total import asks_for_total, tell_total
from actions.reference import ask_which, refer
from actions.turn import Turn
from shop import blocks


class AddToCart(ShopAction):
    action_name = "action_add_to_cart"
    points: ClassVar[bool] = True

    async def answer(self, turn: Turn) -> None:
        if asks_for_total(turn):
            await tell_total(self, turn)
            return
        reference = refer(turn)
        if reference.product_id is None:
            if turn.shown:
                ask_which(turn, reference)
            else:
                turn.say("utter_cart_which")
            return
        product = await asyncio.to_thread(self.services.catalogue.product, reference.product_id)
        card = await asyncio.to_thread(self.services.catalogue.card, product, turn.words) if product else None
        if product is None or card is None:
            turn.say("utter_product_gone")
            return
        turn.say("utter_cart_sold_out" if card["stock"] == "out" else "utter_cart_add", name=product.name)
        turn.send(blocks.products([card], "single"))
        turn.remember("focus", product.product_id)
