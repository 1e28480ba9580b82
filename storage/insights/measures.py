"""What can go wrong with a product, counted: cases and those of them that went wrong, per product or brand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, literal, or_, select

from shop.errors import InvalidInput
from storage.insights.shapes import Span
from storage.tables import order_lines, orders, products, reviews, variants
from storage.tables_profiles import review_aspects

MEASURES = ("returns", "defects", "complaints")
LEVELS = ("product", "brand")
#: Aspects that speak of the thing being broken or badly made.
DEFECT_ASPECTS = ("quality", "durability", "defect")
#: In a negative review these speak of a defect, where no aspects were read.
DEFECT_WORDS = (
    "broke", "broken", "defect", "faulty", "stopped working", "doesn't work", "does not work", "didn't work", "fell apart",
    "ripped", " torn", " tore ", "cracked", "leak", "snapped", "came apart", "damaged", "dead on arrival", "malfunction",
    "split open", "seam", " bent", " rust", "peel",
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """``hits`` of ``of`` cases: order lines, or reviews."""

    key: str
    of: int
    hits: int


def counted(connection: Connection, span: Span, measure: str, level: str = "product") -> list[Counted]:
    """By key; products that are unknown to the catalogue count by their id, and have the brand "".

    returns: order lines placed in the span, of which any piece came back, or whose order was returned (cancelled orders are no
    cases). complaints: reviews, of which negative ones (1 or 2 stars; without stars, read as negative). defects: reviews, of
    which those that speak of something broken or badly made: by aspects where those were read, else negative ones with such
    words. Raises InvalidInput for another measure or level.
    """
    if measure not in MEASURES or level not in LEVELS:
        raise InvalidInput(
            f"measure is one of {', '.join(MEASURES)}; by is product or brand.", fields={"measure": "or by is unknown"}
        )
    rows = _returns(span, level) if measure == "returns" else _reviews(span, measure, level)
    return [Counted(key, int(of), int(hits)) for key, of, hits in connection.execute(rows)]


def _returns(span: Span, level: str) -> Any:
    back = case((or_(order_lines.c.returned > 0, orders.c.status == "returned"), 1), else_=0)
    # Some shops' orders name SKUs alone.
    by_sku = and_(order_lines.c.product_id == "", variants.c.sku == order_lines.c.sku)
    product = func.coalesce(func.nullif(order_lines.c.product_id, ""), variants.c.product_id, order_lines.c.sku)
    linked = orders.join(order_lines, order_lines.c.order_id == orders.c.order_id).outerjoin(variants, by_sku)
    if level == "brand":
        linked = linked.outerjoin(products, products.c.product_id == product)
    inside = and_(orders.c.placed_at >= span.start, orders.c.placed_at < span.end, orders.c.status != "cancelled")
    key = (product if level == "product" else func.coalesce(products.c.brand, "")).label("key")
    return select(key, func.count(), func.sum(back)).select_from(linked).where(inside).group_by("key").order_by("key")


def _reviews(span: Span, measure: str, level: str) -> Select[Any]:
    review = reviews.c
    negative = or_(review.stars <= 2, and_(review.stars.is_(None), review.sentiment_label == "negative"))
    bad: Any = negative
    if measure == "defects":
        text = func.lower(literal(" ").concat(review.title).concat(" ").concat(review.text))
        bad = and_(negative, or_(*(text.like(f"%{word}%") for word in DEFECT_WORDS)))
        aspect = review_aspects.c
        broken = select(aspect.review_id).where(aspect.aspect.in_(DEFECT_ASPECTS), aspect.value < 0)
        bad = or_(review.review_id.in_(broken), and_(bad, review.review_id.not_in(select(aspect.review_id))))
    linked: Any = reviews
    if level == "brand":
        linked = linked.outerjoin(products, products.c.product_id == review.product_id)
    inside = and_(review.at >= span.start, review.at < span.end, review.held.is_(False))
    key = (review.product_id if level == "product" else func.coalesce(products.c.brand, "")).label("key")
    hits = func.sum(case((bad, 1), else_=0))
    return select(key, func.count(), hits).select_from(linked).where(inside).group_by("key").order_by("key")
