"""All repositories over one database."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from storage.asked import AskedBefore
from storage.audiences import Audiences
from storage.content import Content
from storage.conversations import Conversations
from storage.customers import Customers
from storage.database import Database
from storage.events import Events
from storage.faqs import Faqs
from storage.jobs import Jobs
from storage.keys import Keys
from storage.offers import Offers
from storage.orders import Orders
from storage.past_chats import PastChats
from storage.privacy import Privacy
from storage.products import Products
from storage.profiles import Profiles
from storage.releases import Releases
from storage.review_checks import ReviewChecks
from storage.review_summaries import ReviewSummaries
from storage.reviews import Reviews
from storage.staff import StaffBook
from storage.unclear import UnclearMessages

if TYPE_CHECKING:
    from storage.idempotency import Idempotency
    from storage.promotions import Promotions


class Storage:
    """Synchronous and safe to share between threads; a method is one transaction unless it says otherwise."""

    def __init__(self, url: str) -> None:
        self.database = database = Database(url)
        self.products = Products(database)
        self.customers = Customers(database)
        self.orders = Orders(database)
        self.events = Events(database)
        self.reviews = Reviews(database)
        self.review_checks = ReviewChecks(database)
        self.review_summaries = ReviewSummaries(database)
        self.faqs = Faqs(database)
        self.profiles = Profiles(database)
        self.audiences = Audiences(database)
        self.offers = Offers(database)
        self.releases = Releases(database)
        self.asked = AskedBefore(database)
        self.conversations = Conversations(database)
        self.unclear = UnclearMessages(database)
        self.past_chats = PastChats(database)
        self.jobs = Jobs(database)
        self.content = Content(database)
        self.staff = StaffBook(database)
        self.keys = Keys(database)
        self.privacy = Privacy(database)

    @cached_property
    def promotions(self) -> Promotions:
        from storage.promotions import Promotions

        return Promotions(self.database)

    @cached_property
    def idempotency(self) -> Idempotency:
        from storage.idempotency import Idempotency

        return Idempotency(self.database)

    def ping(self) -> None:
        """Raises shop.errors.Unavailable when the database does not answer."""
        self.database.ping()

    def close(self) -> None:
        self.database.close()


def open_storage(url: str) -> Storage:
    """``sqlite:///path`` or ``postgresql://…``; connects at first use. The schema is storage.migrations' work."""
    return Storage(url)
