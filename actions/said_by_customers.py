""" "what do people say about the first one": the rating, what is praised and criticised, and a sentence of either side."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence

from actions import sources
from actions.action import ShopAction
from actions.turn import Turn
from actions.words import Words
from retrieval.text import sentences
from shop.catalogue import Product
from shop.orders import Review
from shop.said import AspectSaid

_PEOPLE = r"(?:people|customers?|others?|buyers?|everyone|everybody|reviewers?|users|the reviews?|reviews?|owners)"
_ASKS = re.compile(
    rf"\b(?:what (?:do|did|have|are|is) (?:other )?{_PEOPLE} (?:say|said|saying|think|write|like|dislike|mention)\w*"
    rf"|what (?:other )?{_PEOPLE} (?:say|think|said|like)|how do (?:other )?{_PEOPLE} (?:like|find|rate)"
    r"|(?:read|show|see|tell|summar\w+|any)\b.{0,20}\breviews?|(?:what|how) are the reviews?"
    r"|reviews? (?:of|for|on|about))\b",
    re.IGNORECASE,
)
READ = 60  # newest reviews of a product
WORDS = (6, 30)  # of a sentence worth quoting
ASPECTS, LEAST_HEARD = 3, 2  # aspects told at most; reviews that praise or criticise one, below which it is not told
SURE = 0.3  # of a review's feeling, below which it is neither


def asks_what_is_said(text: str) -> bool:
    return bool(_ASKS.search(text))


async def tell_what_is_said(action: ShopAction, turn: Turn, product: Product) -> bool:
    """False, and nothing said, where no review says anything that can be quoted."""
    storage = action.services.storage
    found = await asyncio.to_thread(storage.reviews.of_product, product.product_id, READ)
    pleased, displeased = quotes(found)
    told = told_aspects(await asyncio.to_thread(storage.review_summaries.of_product, product.product_id), turn.words)
    if not pleased and not displeased and not told:
        return False
    about = [sources.product(product.product_id), sources.reviews(product.product_id)]
    turn.remember("focus", product.product_id)
    if product.rating is not None and product.rating_count > 1:
        values = {"value": f"{product.rating:g}", "count": product.rating_count}
        turn.say("utter_product_rating", about=about[:1], name=product.name, **values)
    if told:

        def again() -> list[str]:
            return [product.name, told_aspects(storage.review_summaries.of_product(product.product_id), turn.words)]

        turn.say("utter_reviews_aspects", about=[sources.worked_out(again)], name=product.name, facts=told)
    for response, quote in (("utter_reviews_pleased", pleased), ("utter_reviews_displeased", displeased)):
        if quote:
            turn.say(response, about=about, answer=quote)
    return True


def told_aspects(said: Sequence[AspectSaid], words: Words) -> str:
    """ "fit, praised in 18 and criticised in 4; price, praised in 3": the aspects most spoken of; "" where none is."""
    told: list[str] = []
    for one in said:
        if one.positive + one.negative >= LEAST_HEARD and len(told) < ASPECTS:
            kind = "both" if one.positive and one.negative else "praised" if one.positive else "criticised"
            counts = {"praise": one.positive, "complaints": one.negative}
            told.append(words.text(f"utter_aspect_{kind}", aspect=one.aspect, **counts))
    return "; ".join(told)


def quotes(reviews: Sequence[Review]) -> tuple[str, str]:
    """A sentence of the happiest review and one of the unhappiest, "" where there is none of that kind."""
    scored = sorted((r for r in reviews if r.sentiment is not None), key=lambda r: r.sentiment or 0.0)
    happy = (r for r in reversed(scored) if (r.sentiment or 0.0) >= SURE)
    return _first(happy), _first(r for r in scored if (r.sentiment or 0.0) <= -SURE)


def _first(reviews: Iterable[Review]) -> str:
    fewest, most = WORDS
    for review in reviews:
        told = [s for s in sentences(review.text) if fewest <= len(s.split()) <= most and not s.endswith("?")]
        if told:
            return max(told, key=lambda s: len(s.split()))
    return ""
