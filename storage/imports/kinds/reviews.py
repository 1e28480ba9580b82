"""Reviews: stars from 1 to 5, a text or at least a title. The worker scores them afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.orders import Review
from storage.imports.cells import Cells
from storage.imports.kinds.ids import id_or_made
from storage.imports.kinds.kind import Kind, Stored, one_row
from storage.imports.records import Unfit

if TYPE_CHECKING:
    from storage.storage import Storage

_LABELS = ("negative", "neutral", "positive")
_CONTENT = ("product_id", "customer_id", "at", "title", "text")


def _make(cells: Cells) -> Review:
    text, title = cells.text("text"), cells.text("title")
    if not text and not title:
        raise Unfit("text", "missing")
    sentiment = cells.real("sentiment", -1, 1)
    return Review(
        review_id=id_or_made(cells, "review_id", _CONTENT),
        product_id=cells.key("product_id"),
        text=text,
        at=cells.past_time("at"),
        customer_id=cells.key_or_none("customer_id"),
        title=title,
        stars=cells.whole("stars", None, 1, 5),
        sentiment=sentiment,
        sentiment_label=None if sentiment is None else cells.one_of("sentiment_label", _LABELS, "neutral"),
    )


def _store(storage: Storage, records: list[Review]) -> Stored:
    return Stored(storage.reviews.upsert(records, score=False))


REVIEWS = Kind(
    name="reviews",
    fields={
        "review_id": ("id",),
        "product_id": ("item_id", "asin", "product"),
        "text": ("review_text", "review", "body", "content", "comment"),
        "at": ("created_at", "date", "review_date", "reviewed_at", "timestamp", "unix_review_time", "time"),
        "customer_id": ("user_id", "reviewer_id", "author_id"),
        "title": ("summary", "headline", "review_title", "subject"),
        "stars": ("rating", "star_rating", "overall", "score"),
        "sentiment": (),
        "sentiment_label": (),
    },
    needs=[[("product_id",)], [("text",)], [("at",)]],
    foreign=frozenset({
        "event_id", "event_type", "chat_id", "conversation_id", "messages", "author", "faq_id", "question", "answer",
        "promotion_id", "coupon_code", "lines", "placed_at", "stock", "variants", "price", "unit_price",
    }),
    key=lambda cells: id_or_made(cells, "review_id", _CONTENT),
    build=one_row(_make),
    store=_store,
)  # fmt: skip
