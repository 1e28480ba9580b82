"""What was refused in this conversation: for "undo", and for those of whom nothing is kept beyond it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actions.turn import Turn

if TYPE_CHECKING:
    from actions.action import ShopAction

SLOT = "refused"
CUSTOMER, VISITOR, NOBODY = "customer", "visitor", ""
MOST = 50  # refusals that one conversation remembers, the latest


@dataclass(frozen=True)
class Refusal:
    """``instead`` was shown in their place; ``kept`` says of whom it is remembered beyond the conversation, where it can be
    taken back, too: of the CUSTOMER, of the VISITOR in this browser, or of NOBODY."""

    product_ids: tuple[str, ...]
    instead: tuple[str, ...] = ()
    kept: str = NOBODY


def refusals(turn: Turn) -> list[Refusal]:
    """The latest last."""
    given = turn.slot(SLOT)
    return [found for one in given if (found := _read(one)) is not None] if isinstance(given, list) else []


def remember_refusals(turn: Turn, all_of_them: Sequence[Refusal]) -> None:
    slot = [{"products": list(one.product_ids), "instead": list(one.instead), "kept": one.kept} for one in all_of_them[-MOST:]]
    turn.remember(SLOT, slot or None)


async def not_recommended(action: ShopAction, turn: Turn) -> dict[str, None]:
    """Products that whoever is chatting is not interested in, said here or before: a set in order, the latest first."""
    metadata = turn.metadata
    kept = await asyncio.to_thread(action.services.refusals.hidden, metadata.customer_id, metadata.visitor_id or None, turn.now)
    return dict.fromkeys((*only_here(turn), *kept))


def only_here(turn: Turn) -> tuple[str, ...]:
    """Those that nothing but this conversation knows of whoever is chatting, the latest first: what a visitor refused is not
    kept of the customer who signs in afterwards."""
    kept = whose(turn)
    return tuple(product_id for one in reversed(refusals(turn)) if one.kept != kept for product_id in one.product_ids)


def whose(turn: Turn) -> str:
    return CUSTOMER if turn.metadata.customer_id else VISITOR


async def not_shown_here(action: ShopAction, turn: Turn) -> tuple[str, ...]:
    """What was refused in this conversation comes up in its searches only by its name; other conversations search all."""
    here = [product_id for one in refusals(turn) for product_id in one.product_ids if product_id not in turn.named.product_ids]
    if not here:
        return ()
    still = await not_recommended(action, turn)
    return tuple(product_id for product_id in dict.fromkeys(here) if product_id in still)


def _read(one: Any) -> Refusal | None:
    if not isinstance(one, Mapping) or not isinstance(one.get("products"), list):
        return None
    return Refusal(tuple(map(str, one["products"])), tuple(map(str, one.get("instead") or ())), str(one.get("kept") or NOBODY))
