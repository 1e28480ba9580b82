"""What the generator gives: one shop's records, in the words of the shop."""

from __future__ import annotations

from dataclasses import dataclass

from shop.catalogue import Faq, Product
from shop.customers import Customer
from shop.events import Event
from shop.offers import OfferShown
from shop.orders import Order, Review
from shop.past_chats import PastChat
from shop.promotions import Promotion


@dataclass(frozen=True)
class SampleShop:
    """All lists are in the order of time, or of ids where there is no time."""

    products: tuple[Product, ...]
    customers: tuple[Customer, ...]
    events: tuple[Event, ...]
    orders: tuple[Order, ...]
    reviews: tuple[Review, ...]
    faqs: tuple[Faq, ...]
    promotions: tuple[Promotion, ...]
    offers: tuple[OfferShown, ...]
    chats: tuple[PastChat, ...]
