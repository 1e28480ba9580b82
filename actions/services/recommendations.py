"""Recommendations with the reason that produced each. What is out of stock by today's record is never shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from actions.services.cards import Card
from actions.services.catalogue import Catalogue, by_price
from actions.services.held_facts import NOTHING_HELD, Held, with_said
from actions.services.intentions import Intentions
from actions.services.profile import Known, Profiles
from actions.services.refusals import Refusals
from actions.services.search_words import plural
from actions.words import Words
from recommender.company import Company
from recommender.customers.shopper import BARGAIN, DECIDED, FOLLOWING, Shopper
from recommender.recommend import Recommended, Recommender
from retrieval.filters import Filters
from shop.catalogue import Product

SHOWN = 5
PLACES = 8  # by so many a product moves up for each thing that was said and that it speaks of
CHEAPEST_OF = 4  # times as many of the best fitting products, of which a hunter of prices sees the cheapest
WELL_RATED = 3.0  # of 5: what its buyers rate below is put beside nothing
CANDIDATES = (60, 300, 1500)  # so many ranked products are looked at, step by step, until enough of them fit


@dataclass(frozen=True)
class Recommendation:
    """``personal`` says that the first reasons come from this customer's own behaviour; ``led_by`` is the kind of shopper that
    decided the order, "" when none did."""

    cards: tuple[Card, ...]
    personal: bool = False
    led_by: str = ""


class Recommendations:
    def __init__(
        self,
        catalogue: Catalogue,
        profiles: Profiles,
        recommender: Callable[[], Recommender],
        intentions: Intentions,
        refusals: Refusals,
    ):
        self._catalogue = catalogue
        self._profiles = profiles
        self._recommender = recommender
        self._intentions = intentions
        self._refusals = refusals
        self._known_company: Company | None = None

    def recommend(
        self,
        words: Words,
        *,
        now: datetime,
        customer_id: str | None = None,
        visitor_id: str | None = None,
        filters: Filters | None = None,
        exclude: Collection[str] = (),
        among: Collection[str] | None = None,
        top_k: int = SHOWN,
        held: Held = NOTHING_HELD,
        shopper: Shopper | None = None,
    ) -> Recommendation:
        """Best first, of the products ``among`` where these are given. Without customer and visitor (a gift, a stranger) it is
        what many like, or what fits the facts ``held``; what goes against the hard ones is never among them,
        nor what they are not interested in.

        A category that the customer clearly intends to buy of moves up. Who hunts a price sees the cheapest of what fits best,
        who follows others what many like, and who keeps coming back to a product that one first.
        """
        known = self._known(customer_id, visitor_id, now)
        refused = set(self._refusals.hidden(customer_id, visitor_id, now))
        exclude = {*exclude, *refused}
        recent = tuple(product_id for product_id in known.recent if product_id not in refused)
        known = replace(known, profile=with_said(known.profile, held), recent=recent)
        reranking = self._recommender().reranking
        wanted = self._buyable(filters or Filters())
        kind = shopper.kind if shopper else ""
        pool = top_k * CHEAPEST_OF if kind == BARGAIN else top_k
        if kind == FOLLOWING:
            exclude = {*exclude, *(known.profile.owned if known.profile and reranking.owned else ())}
            known = Known()
        intention = self._intention(customer_id, known, now)
        chosen: list[tuple[Recommended, Product]] = []
        for candidates in CANDIDATES:
            ranked = self._recommender().recommend(
                known.profile,
                top_k=max(candidates, 4 * pool),
                now=now,
                # asked product by product; the records are read all at once below
                filters=lambda product_id: among is None or product_id in among,
                exclude=set(exclude),
                recent=known.recent,
                intention=intention,
                region=known.region,
            )
            chosen = self._best_said(self._fitting(ranked, wanted, held), held)[:pool]
            if len(chosen) == pool or len(ranked) < candidates:
                break
        names = self._names(chosen)
        reasons = {r.product_id: self.say_reason(r, words, names) for r, _ in chosen}
        ids = [r.product_id for r, _ in chosen]
        back = shopper.product_id if shopper and kind == DECIDED else None
        if back and self._shows(back, wanted, exclude, among, held):
            ids = [back, *(product_id for product_id in ids if product_id != back)]
            reasons[back] = words.text("utter_reason_back")
        cards = self._catalogue.cards(ids, words, wanted, reasons, pool)
        if kind == BARGAIN:
            cards = by_price(cards)
        led_by = kind if kind in (BARGAIN, FOLLOWING) or ids[:1] == [back] else ""
        personal = any(not r.reason.kind.startswith("popular") for r, _ in chosen)
        return Recommendation(tuple(cards[:top_k]), personal, led_by)

    def _shows(
        self, product_id: str, filters: Filters, exclude: Collection[str], among: Collection[str] | None, held: Held
    ) -> bool:
        if product_id in exclude or (among is not None and product_id not in among):
            return False
        return any(
            product.active
            and self._catalogue.fits(product, filters)
            and held.against(product) is None
            and not held.unwanted(product)
            for product in self._catalogue.products([product_id])
        )

    def going_with(
        self,
        product_ids: Sequence[str],
        words: Words,
        *,
        now: datetime,
        other_than: Collection[str],
        exclude: Collection[str] = (),
        top_k: int = SHOWN,
    ) -> list[Card]:
        """What is liked by those who like these products, of other kinds and not badly rated; nothing where only its popularity
        speaks for it."""
        out = {*product_ids, *exclude}
        company = self._company()
        # each alone, as a product among its like is seldom the one cause of anything
        each = [company.of(product_id, now=now, exclude=out) for product_id in list(product_ids)[:SHOWN]]
        in_turn = [r for best in zip_longest(*each) for r in best if r is not None]
        for_these = list({r.product_id: r for r in reversed(in_turn)}.values())[::-1]
        wanted = self._buyable(Filters())
        fitting = [(r, p) for r, p in self._fitting(for_these, wanted) if p.type not in other_than]
        chosen = [(r, p) for r, p in fitting if p.rating is None or p.rating >= WELL_RATED][:top_k]
        names = self._names(chosen)
        causes = {r.product_id: names.get(r.reason.product_id or "", "") for r, _ in chosen}
        reasons = {product_id: words.fragment("utter_reason_goes_with", name) for product_id, name in causes.items()}
        return self._catalogue.cards([r.product_id for r, _ in chosen], words, wanted, reasons, top_k)

    def _company(self) -> Company:
        recommender = self._recommender()
        if self._known_company is None or self._known_company.recommender is not recommender:
            self._known_company = Company(recommender)
        return self._known_company

    def _buyable(self, filters: Filters) -> Filters:
        """Only what can be bought at this moment, unless the shop switched that off."""
        return replace(filters, in_stock=filters.in_stock or self._recommender().reranking.stock > 0)

    def _intention(self, customer_id: str | None, known: Known, now: datetime) -> Mapping[str, float]:
        if known.profile is None or not known.profile.spending.orders:
            return {}
        intended = self._intentions.clear_of(customer_id, now)
        return {intended.category: intended.chance} if intended else {}

    def _known(self, customer_id: str | None, visitor_id: str | None, now: datetime) -> Known:
        if customer_id:
            return self._profiles.of_customer(customer_id, now)
        return self._profiles.of_visitor(visitor_id) if visitor_id else Known()

    @staticmethod
    def _best_said(chosen: list[tuple[Recommended, Product]], held: Held) -> list[tuple[Recommended, Product]]:
        """What speaks of a style or a use that was named moves up by some places."""
        places = {r.product_id: place - PLACES * held.mentions(product) for place, (r, product) in enumerate(chosen)}
        return sorted(chosen, key=lambda pair: places[pair[0].product_id])

    def _fitting(
        self, ranked: Sequence[Recommended], filters: Filters, held: Held = NOTHING_HELD
    ) -> list[tuple[Recommended, Product]]:
        """What the record of this moment allows, in the order of rank."""
        products = {p.product_id: p for p in self._catalogue.products([r.product_id for r in ranked])}
        return [
            (r, product)
            for r in ranked
            if (product := products.get(r.product_id))
            and self._catalogue.fits(product, filters)
            and held.against(product) is None
            and not held.unwanted(product)
        ]

    def _names(self, chosen: Sequence[tuple[Recommended, Product]]) -> Mapping[str, str]:
        ids = [r.reason.product_id for r, _ in chosen if r.reason.product_id]
        return {p.product_id: p.name for p in self._catalogue.products(list(dict.fromkeys(ids)))}

    @staticmethod
    def say_reason(recommended: Recommended, words: Words, names: Mapping[str, str]) -> str | None:
        """None when the reason has nothing to name (a product that has gone)."""
        reason = recommended.reason
        value = plural(reason.value) if reason.kind == "type" else reason.value
        return words.fragment(f"utter_reason_{reason.kind}", names.get(reason.product_id or "") or value)
