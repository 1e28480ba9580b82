"""The last look at a reply before it leaves: every figure in it must stand in its record as the record is at this moment.

A value or text names the record that it speaks of (``Turn.say(…, about=…)``), and its figures must stand in that one. What
names none is looked for in what the customer said, what code worked out, and the products that the turn is about. Cards,
coupons and orders are compared with their records. Each record is read once in a look, and a reply without figures reads none.

What marketing wrote into a response's template is the shop's word and is not looked at here: only the values put into it are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from actions.figures import hard_figures, numbers
from actions.records import Figures
from actions.services.cards import figures_of_card
from actions.services.told import Told
from actions.sources import Source
from actions.standing import Standing
from actions.turn import Turn
from shop import blocks
from storage import Storage

log = structlog.get_logger(__name__)

WITHHELD = "figure_withheld"
#: Values whose every number must stand in a record, because they are somebody's text and not our own counting.
TEXTS = frozenset({"answer", "description", "facts"})
_OWN = frozenset({"text", "buttons", "elements", "custom", "template", "response", "image", "attachment", "name"})
#: The customer's own wish said back ("guitars up to $200"): no fact of the record that the sentence is about.
_SAID_BACK = frozenset({"what", "condition", "query", "words"})
_RECORDS = frozenset({"products", "coupon", "order"})  # blocks that show a record

Message = dict[str, Any]


@dataclass(frozen=True)
class _Claim:
    """Figures, and the records that they must stand in; without any: the turn's."""

    figures: Figures
    about: tuple[Source, ...]


class Guard:
    """Synchronous: it reads the database. Safe from several threads."""

    def __init__(self, storage: Storage, told: Told, currency: str):
        self._storage = storage
        self._told = told
        self._currency = currency

    def has_work(self, turn: Turn) -> bool:
        """Is there anything in the reply that records can prove wrong? Reads nothing."""
        return any(_claims(m, turn) or any(b.get("type") in _RECORDS for b in _blocks(m)) for m in turn.dispatcher.messages)

    def check(self, turn: Turn) -> int:
        """Put right, or take out, what no record supports; returns how many figures were wrong."""
        messages = turn.dispatcher.messages
        claims = [_claims(message, turn) for message in messages]
        shown = [card["product_id"] for message in messages for card in _cards(message)]
        told = [s.key for each in claims for claim in each for s in claim.about if s.kind == "product"]
        now = Standing(self._storage, self._told, self._currency, turn, [*shown, *told])
        wrong = 0
        kept: list[Message] = []
        for message, claimed in zip(list(messages), claims, strict=True):
            wrong += _put_right(message, now)
            if all(now.holds(claim.figures, claim.about) for claim in claimed) and _shows_records(message, now, turn):
                kept.append(message)
                continue
            wrong += 1
            if not kept or kept[-1].get("response") != "utter_unproved":
                turn.say("utter_unproved")
                kept.append(messages.pop())
        if wrong:
            messages[:] = kept
        return wrong


def report(turn: Turn, wrong: int) -> None:
    """Tell the gateway, and so whoever watches, that figures were withheld."""
    turn.send(effects=[{"type": WITHHELD, "count": wrong}])
    log.warning(WITHHELD, count=wrong)


def _put_right(message: Message, now: Standing) -> int:
    """Figures on cards become those of the records; cards of what is no longer sold go. Returns how many were wrong."""
    wrong = 0
    for block in _blocks(message):
        if block.get("type") != "products":
            continue
        kept = []
        for card in block["cards"]:
            known = now.product(card["product_id"])
            variant = known.variant(card["sku"]) if known is not None and known.active else None
            if known is None or variant is None:
                wrong += 1
                continue
            figures = figures_of_card(known, variant)
            if any(card.get(name) != value for name, value in figures.items()):
                wrong += 1
                card.update(figures)
            kept.append(card)
        block.update(blocks.products(kept, block["layout"]))
    return wrong


def _shows_records(message: Message, now: Standing, turn: Turn) -> bool:
    """Are the coupons and orders of a message as their records are now?"""
    shown = [block for block in _blocks(message) if block.get("type") in ("coupon", "order")]
    return all(now.coupon(b) if b["type"] == "coupon" else now.order(b) for b in shown)


def _claims(message: Mapping[str, Any], turn: Turn) -> list[_Claim]:
    """The figures of a message by the records that they are said of. Of a named record every number of every value counts."""
    about = turn.sources.get(id(message), ())
    texts: list[str] = []
    counts: list[str] = []
    found: list[_Claim] = []
    for key, value in message.items():
        if key in _OWN or isinstance(value, bool) or not isinstance(value, (str, int, float)):
            continue
        if key in _SAID_BACK:
            found.append(_Claim(Figures(hard_figures(str(value))), ()))
        else:
            (texts if about or key in TEXTS else counts).append(str(value))
    for block in _blocks(message):
        if block.get("type") == "text":
            texts.append(str(block.get("text", "")))
        elif block.get("type") == "table":
            found += _columns(block, about)
    hard = frozenset[str]().union(*map(hard_figures, [*texts, *counts]))
    soft = frozenset[str]().union(*map(numbers, texts))
    return [claim for claim in (_Claim(Figures(hard, soft), about), *found) if claim.figures]


def _columns(table: Mapping[str, Any], about: Sequence[Source]) -> Iterator[_Claim]:
    """Each column of a comparison speaks of its own product."""
    rows = [list(map(str, row)) for row in table.get("rows", [])]
    width = max(map(len, rows), default=0)
    for number in range(width):
        cells = [row[number] for row in rows if number < len(row)]
        own = len(about) == width - 1 and number > 0
        yield _Claim(Figures.of(*cells), (about[number - 1],) if own else tuple(about))


def _blocks(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list((message.get("custom") or {}).get("blocks", []))


def _cards(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for block in _blocks(message):
        yield from block.get("cards") or ()
