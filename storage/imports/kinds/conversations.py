"""Past support chats: JSON lines with ``messages``, or one message per row. A chat goes in whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.past_chats import PastChat
from storage.imports.cells import Cells
from storage.imports.kinds.kind import Kind, Stored, UnfitRow, all_or_none
from storage.imports.records import Unfit

if TYPE_CHECKING:
    from storage.storage import Storage

_AUTHORS = ("customer", "agent")
_OTHER_AUTHORS = dict.fromkeys(("user", "visitor", "client", "buyer", "shopper"), "customer") | dict.fromkeys(
    ("support", "staff", "assistant", "bot", "operator", "representative", "seller", "system"), "agent"
)
_AUTHOR_KEYS, _TEXT_KEYS = ("author", "role", "sender", "speaker", "from"), ("text", "message", "content", "body")


def _make(rows: list[Cells]) -> PastChat:
    messages: list[dict[str, str]] = []
    first = rows[0]
    for n, row in enumerate(rows):
        try:
            if n == 0:
                chat_id, at, customer_id = row.key("chat_id"), row.past_time("at"), row.key_or_none("customer_id")
                topic, satisfied = row.text("topic"), row.flag("satisfied", None)
            messages += _messages(row)
        except Unfit as trouble:
            raise UnfitRow(row, trouble) from trouble
    if not messages:
        raise UnfitRow(first, Unfit("messages", "missing"))
    return PastChat(chat_id, at, customer_id, topic, tuple(messages), satisfied)


def _messages(row: Cells) -> list[dict[str, str]]:
    if row.has("messages"):
        try:
            return [_message(item, _found(item, _AUTHOR_KEYS), _found(item, _TEXT_KEYS)) for item in row.objects("messages")]
        except Unfit as trouble:
            raise Unfit("messages", f"{trouble.column}: {trouble.reason}") from trouble
    return [_message(row, "author", "text")]


def _message(cells: Cells, author: str, text: str) -> dict[str, str]:
    if not cells.has(author):
        raise Unfit(author, "missing")
    return {"author": cells.one_of(author, _AUTHORS, "", _OTHER_AUTHORS), "text": cells.needed(text)}


def _found(cells: Cells, names: tuple[str, ...]) -> str:
    return next((name for name in names if name in cells.fields), names[0])


def _store(storage: Storage, records: list[PastChat]) -> Stored:
    return Stored(storage.past_chats.upsert(records))


CONVERSATIONS = Kind(
    name="conversations",
    fields={
        "chat_id": ("conversation_id", "thread_id", "ticket_id", "dialogue_id", "id"),
        "at": ("timestamp", "created_at", "started_at", "sent_at", "date", "time"),
        "messages": ("turns",),
        "author": ("role", "sender", "speaker", "from"),
        "text": ("message", "content", "body", "utterance"),
        "customer_id": ("user_id", "client_id"),
        "topic": ("subject", "category", "intent"),
        "satisfied": ("is_satisfied",),
    },
    needs=[[("chat_id",)], [("at",)], [("messages",), ("author", "text")]],
    foreign=frozenset({
        "review_id", "stars", "order_id", "lines", "event_id", "event_type", "faq_id", "promotion_id", "sku", "price", "stock",
    }),
    key=lambda cells: cells.key("chat_id"),
    build=all_or_none("conversation", _make),
    store=_store,
)  # fmt: skip
