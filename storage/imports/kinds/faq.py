"""The shop's questions and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.catalogue import Faq
from storage.imports.cells import Cells
from storage.imports.kinds.ids import id_or_made
from storage.imports.kinds.kind import Kind, Stored, one_row

if TYPE_CHECKING:
    from storage.storage import Storage


def _key(cells: Cells) -> str:
    return id_or_made(cells, "faq_id", ("question",))


def _make(cells: Cells) -> Faq:
    return Faq(_key(cells), cells.needed("question"), cells.needed("answer"), cells.text("topic"), _phrasings(cells))


def _phrasings(cells: Cells) -> tuple[str, ...]:
    """Other ways to ask, a list or parted by bars; commas and semicolons belong to the questions."""
    if isinstance(cells.fields.get("alternatives"), list):
        return cells.words("alternatives")
    return tuple(dict.fromkeys(a for part in cells.text("alternatives").split("|") if (a := part.strip())))


def _store(storage: Storage, records: list[Faq]) -> Stored:
    return Stored(storage.faqs.upsert(records))


FAQ = Kind(
    name="faq",
    fields={
        "faq_id": ("id",),
        "question": ("q", "questions"),
        "answer": ("a", "reply", "response", "answers"),
        "topic": ("category", "section", "group"),
        "alternatives": ("alternative_questions", "phrasings", "also_asked_as"),
    },
    needs=[[("question",)], [("answer",)]],
    foreign=frozenset({
        "review_id", "order_id", "event_id", "promotion_id", "chat_id", "conversation_id", "messages", "sku", "price", "stars",
    }),
    key=_key,
    build=one_row(_make),
    store=_store,
)  # fmt: skip
