"""The question to a wish that says nothing of what is wanted: what it should be, and first what the customer may want again."""

from __future__ import annotations

import asyncio

from actions.action import ShopAction
from actions.services.cards import payload
from actions.turn import Turn
from shop import blocks


async def ask_what(action: ShopAction, turn: Turn) -> None:
    """ "What are you looking for?", or "… tents again?" where the customer's own orders make that clear and it is no gift."""
    customer_id = None if turn.held.gift else turn.metadata.customer_id
    intended = await asyncio.to_thread(action.services.intentions.clear_of, customer_id, turn.now)
    if intended is None:
        turn.say("utter_search_what")
        return
    name = intended.name.lower() if intended.name == intended.name.capitalize() else intended.name  # "LEGO" stays
    turn.say("utter_search_what_again", category=name)
    again = turn.words.label("utter_label_kind", kinds=name)
    other = turn.words.label("utter_label_recommend")
    turn.send(
        blocks.quick_replies(
            [
                blocks.button(again, payload=payload("search_product", category=intended.name)),
                blocks.button(other, payload=payload("recommend_me")),
            ]
        )
    )
