"""All services of the action server, wired to their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from actions.services.answers import Answers
from actions.services.asking import Asking
from actions.services.catalogue import Catalogue
from actions.services.chat_tastes import ChatTastes
from actions.services.held_facts import HeldFacts
from actions.services.intentions import Intentions
from actions.services.intents import label_intents
from actions.services.named import ProductNames
from actions.services.offers import Offers
from actions.services.orders import Orders
from actions.services.outlooks import Outlooks
from actions.services.parts import Parts
from actions.services.portrait import Portraits
from actions.services.praise import SaidOfProducts
from actions.services.profile import Profiles
from actions.services.recommendations import Recommendations
from actions.services.refusals import Refusals
from actions.services.reviews import Reviews
from actions.services.shoppers import Shoppers
from actions.services.tastes import Tastes
from actions.services.told import Told
from actions.words import Words
from storage import Storage


@dataclass(frozen=True)
class Services:
    """All are synchronous and safe to use from several threads; actions call them through ``asyncio.to_thread``."""

    storage: Storage
    parts: Parts
    currency: str
    words: Words = field(default_factory=lambda: Words({}))
    catalogue: Catalogue = field(init=False)
    names: ProductNames = field(init=False)
    told: Told = field(init=False)
    answers: Answers = field(init=False)
    orders: Orders = field(init=False)
    reviews: Reviews = field(init=False)
    profiles: Profiles = field(init=False)
    portraits: Portraits = field(init=False)
    outlooks: Outlooks = field(init=False)
    intentions: Intentions = field(init=False)
    tastes: Tastes = field(init=False)
    refusals: Refusals = field(init=False)
    recommendations: Recommendations = field(init=False)
    asking: Asking = field(init=False)
    shoppers: Shoppers = field(init=False)
    offers: Offers = field(init=False)
    chat_tastes: ChatTastes = field(init=False)
    facts: HeldFacts = field(init=False)

    def __post_init__(self) -> None:
        storage, parts = self.storage, self.parts
        catalogue, profiles, names = Catalogue(storage, parts.products), Profiles(storage), ProductNames(storage)
        told = Told(storage, names)
        intentions = Intentions(storage, parts.customers, self.currency)
        refusals = Refusals(storage)
        made = {
            "catalogue": catalogue,
            "names": names,
            "told": told,
            "answers": Answers(storage, told, parts.faqs, parts.products, parts.encoder, parts.sentiment),
            "orders": Orders(storage),
            "reviews": Reviews(storage),
            "profiles": profiles,
            "portraits": Portraits(storage, profiles),
            "intentions": intentions,
            "outlooks": Outlooks(storage, parts.customers, self.currency),
            "tastes": Tastes(profiles, SaidOfProducts(storage)),
            "refusals": refusals,
            "recommendations": Recommendations(catalogue, profiles, parts.recommender, intentions, refusals),
            "asking": Asking(storage, catalogue, profiles, parts.products, parts.recommender),
            "shoppers": Shoppers(storage, parts.recommender),
            "offers": Offers(storage, profiles, self.currency),
            "chat_tastes": ChatTastes(storage),
            "facts": HeldFacts(storage, parts.said),
        }
        for name, service in made.items():
            object.__setattr__(self, name, service)

    def intent_labels(self, intents: Sequence[str], words: Words) -> dict[str, str]:
        return label_intents(self.storage, intents, words)

    def close(self) -> None:
        self.storage.close()
