"""What one turn of a dialogue brought: blocks as the widget gets them, and what the customer had seen before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """``before`` are the product ids of the list shown last when the customer spoke. ``owner``, ``form`` and ``review``
    are asked only when an expectation wants them: who owns the conversation, the open form's name, and the last review
    that this conversation stored (None: none)."""

    blocks: Sequence[Block] = ()
    before: Sequence[str] = ()
    owner: Callable[[], str] = lambda: "bot"
    form: Callable[[], str | None] = lambda: None
    review: Callable[[], Any] = lambda: None
    seconds: float = field(default=0.0, compare=False)

    def of_kind(self, kind: str) -> list[Block]:
        return [b for b in self.blocks if b.get("type") == kind]

    @property
    def cards(self) -> list[Mapping[str, Any]]:
        return [card for block in self.of_kind("products") for card in block["cards"]]

    @property
    def listed(self) -> list[str]:
        """Product ids that "the second one" counts after this reply. The card of one product that is looked at
        (``single``) is no list of its own, unless there was none."""
        lists = [b for b in self.of_kind("products") if b.get("layout") != "single"]
        if lists:
            return [str(card["product_id"]) for block in lists for card in block["cards"]]
        return list(self.before) or [str(card["product_id"]) for card in self.cards]

    @property
    def buttons(self) -> list[Mapping[str, Any]]:
        """Below the reply first, then those on cards."""
        loose = [b for block in self.of_kind("quick_replies") for b in block["buttons"]]
        return loose + [b for card in self.cards for b in card.get("buttons", [])]

    @property
    def text(self) -> str:
        """What is stated in words: texts and tables, not what a card shows."""
        told = [str(b["text"]) for b in self.of_kind("text")]
        for table in self.of_kind("table"):
            rows = [table.get("columns", []), *table.get("rows", [])]
            told += [str(table.get("title", "")), *(" | ".join(map(str, row)) for row in rows)]
        return "\n".join(part for part in told if part)

    @property
    def words(self) -> str:
        """All that can be read, buttons apart."""
        told = [self.text]
        for card in self.cards:
            price = card["price"]["text"] if card.get("price") else ""
            told.append(" ".join(str(part) for part in (card["name"], price, card.get("reason") or "")))
        for coupon in self.of_kind("coupon"):
            told += [coupon["name"], coupon["code"], coupon["benefit"], *coupon["conditions"], coupon.get("reason") or ""]
        for order in self.of_kind("order"):
            told += [order["order_id"], order["status"], order.get("tracking") or "", order["total"]["text"]]
            told += [str(line["name"]) for line in order["lines"]]
        for form in self.of_kind("form"):
            told += [form["title"], *(str(f["label"]) for f in form["fields"])]
        return "\n".join(str(part) for part in told if part)
