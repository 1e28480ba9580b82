"""Which question to ask about a vague wish: its candidates by the recommender's chances, what the customer said left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import structlog

from actions.services.askable import FILTERED, sold, tables_of
from actions.services.catalogue import SHOWN, Catalogue
from actions.services.held_facts import Held, with_said
from actions.services.profile import Known, Profiles
from actions.services.search_state import SearchState
from recommender.asking import Attribute, Question, best_question, learnt, softmax
from recommender.recommend import Recommender
from retrieval.products import ProductIndex
from shop.errors import Corrupt
from storage import Storage

log = structlog.get_logger(__name__)

VAGUE = 4 * SHOWN  # from more products than these on a wish is vague
MOST = 3000  # products of a wish that are ranked
CANDIDATES = 400  # of these the likeliest, whose records are looked at
#: Of the recommender's scores: the product that most people want is about six times as likely as one that nobody bought, which
#: is the square root of what popularity alone would say.
TEMPERATURE = 0.2
#: attribute of a fact that the customer told → what need not be asked any more
_TOLD: Mapping[str, str] = {
    "size": "size",
    "width": "size",
    "budget": "price",
    "recipient": "whom",
    "use": "use",
    "brand": "brand",
    "colour": "colour",
    "material": "material",
    "type": "type",
}
#: an answer to the first settles the others too
_SETTLES: Mapping[str, tuple[str, ...]] = {"kind": ("category",), "type": ("kind", "category")}


class Asking:
    """Synchronous; safe from several threads."""

    def __init__(
        self,
        storage: Storage,
        catalogue: Catalogue,
        profiles: Profiles,
        index: Callable[[], ProductIndex],
        recommender: Callable[[], Recommender],
    ):
        self._storage = storage
        self._catalogue = catalogue
        self._profiles = profiles
        self._index = index
        self._recommender = recommender

    def question(
        self,
        state: SearchState,
        held: Held,
        *,
        now: datetime,
        customer_id: str | None = None,
        visitor_id: str | None = None,
        asked: Collection[str] = (),
        more_than: int = VAGUE,
    ) -> Question | None:
        """The best question about what fits ``state`` and is in stock, or None where there are no ``more_than`` products of it
        or nothing is worth asking. ``asked`` attributes are not asked again. Raises Corrupt without an index."""
        filters = replace(state.filters, in_stock=True, exclude_products=())
        hits = self._index().search(state.query, filters, MOST).hits
        if len(hits) <= more_than:
            return None
        ids = [hit.product_id for hit in hits]
        scores = self._scores(ids, held, now, customer_id, visitor_id)
        best = [ids[place] for place in np.argsort(-scores, kind="stable")[:CANDIDATES]]
        products, derived = self._catalogue.with_facts(best)
        known = [products[product_id] for product_id in best if product_id in products]
        fitting = [p for p in known if sold(p) and held.against(p, derived.get(p.product_id)) is None]
        if len(fitting) <= min(more_than, CANDIDATES - 1):
            return None
        score_of = dict(zip(ids, scores.tolist(), strict=True))
        chances = softmax([score_of[p.product_id] for p in fitting], TEMPERATURE)
        tables = tables_of(fitting, derived, chances)
        settled = settled_by(state, held, tables) | closure(asked)
        return best_question(chances, tables, known=settled, knowing=learnt(self._storage.asked.counts()), enough=SHOWN)

    def _scores(
        self, ids: Sequence[str], held: Held, now: datetime, customer_id: str | None, visitor_id: str | None
    ) -> npt.NDArray[np.float32]:
        """Nothing is likelier than the rest while nothing is learnt. For a gift the customer's own taste stays out of it."""
        known = Known()
        if not held.gift and customer_id:
            known = self._profiles.of_customer(customer_id, now)
        elif not held.gift and visitor_id:
            known = self._profiles.of_visitor(visitor_id)
        try:
            return self._recommender().scores(
                with_said(known.profile, held), ids, now=now, recent=known.recent, region=known.region
            )
        except Corrupt:
            return np.zeros(len(ids), dtype=np.float32)

    def heard(self, attribute: str, offered: float, *, answered: bool) -> None:
        """What a customer did with a question counts for the next ones; the conversation goes on without it too."""
        try:
            self._storage.asked.add(attribute, offered, answered=answered)
        except Exception as error:  # noqa: BLE001 - a count that is lost changes nothing for this customer
            log.warning("question_not_counted", error=type(error).__name__)


def closure(attributes: Collection[str]) -> set[str]:
    """With what an answer to these settles besides."""
    return {*attributes, *(other for name in attributes for other in _SETTLES.get(name, ()))}


def settled_by(state: SearchState, held: Held, tables: Sequence[Attribute]) -> set[str]:
    """What the search or the customer has said already: its conditions, the words it is put in, and the facts in force."""
    filters = state.filters
    settled = {name for name, field in FILTERED.items() if name != "type" and getattr(filters, field)}
    if filters.types:  # "jackets" may still be rain jackets or fleece jackets
        settled.add("category")
    if filters.price_min is not None or filters.price_max is not None or state.sort != "relevance":
        settled.add("price")
    facts = held.present
    settled |= {_TOLD[fact.attribute] for fact in facts if fact.attribute in _TOLD and not fact.negated}
    told = {fact.attribute for fact in facts}
    spoken = {value.lower() for value in filters.speaks_of} | set(state.query.lower().split())
    spoken |= {fact.value for fact in facts if fact.attribute not in _TOLD}  # a diet is a value of whatever tells of diets
    for table in tables:
        if table.name in told or (table.name != "type" and not spoken.isdisjoint(value.lower() for value in table.values)):
            settled.add(table.name)
    return settled


def answer_of(attribute: str, value: str) -> dict[str, Any]:
    """What an option means to a search, as the entities of a message; without the price, whose unit the caller knows."""
    if attribute == "kind":
        return {"type": value}
    return {attribute: value} if attribute in FILTERED else {"speaks_of": value}
