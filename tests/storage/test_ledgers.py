"""Questions and answers, past chats, and the decision log of offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from shop.catalogue import Faq
from shop.offers import OfferShown
from shop.past_chats import PastChat
from storage import Storage
from storage.tables import customer_keys, offers_shown


def test_faqs_are_upserted_by_id(storage: Storage) -> None:
    faq = Faq("f1", "How long may I return?", "30 days.", "returns")
    assert storage.faqs.upsert([faq, Faq("f0", "Q", "A")]) == 2
    assert storage.faqs.upsert([faq]) == 0
    assert storage.faqs.upsert([replace(faq, answer="60 days.")]) == 1
    assert storage.faqs.all() == [Faq("f0", "Q", "A"), replace(faq, answer="60 days.")]
    assert storage.faqs.get("f0") == Faq("f0", "Q", "A")
    assert storage.faqs.get("gone") is None
    assert storage.faqs.count() == 2


def test_past_chats_come_back_as_they_went_in(storage: Storage, now: datetime) -> None:
    chat = PastChat("c1", now, "ada", "returns", ({"author": "customer", "text": "Hi"},), satisfied=True)
    assert storage.past_chats.upsert([chat, PastChat("c2", now)]) == 2
    assert storage.past_chats.upsert([chat]) == 0
    assert list(storage.past_chats.all()) == [chat, PastChat("c2", now)]
    assert storage.past_chats.count() == 2


def test_the_decision_log_names_customers_only_by_their_key(storage: Storage, now: datetime) -> None:
    shown = OfferShown("o1", "ada", "promo", "ten_percent", 0.25, now, context={"visits": 3})
    nobody = OfferShown("o2", None, "promo", "none", 0.5, now)
    assert storage.offers.add([shown, nobody]) == 2
    assert storage.offers.add([shown]) == 0
    redeemed = replace(shown, outcome="redeemed", value=4200)
    assert storage.offers.add([redeemed]) == 1
    assert list(storage.offers.all()) == [redeemed, nobody]
    with storage.database.read() as connection:
        stored = connection.execute(select(offers_shown.c.customer_key)).scalars().all()
    assert set(stored) == {storage.customers.key_of("ada"), None}


def test_without_its_link_a_line_of_the_log_is_nobodys(storage: Storage, now: datetime) -> None:
    later = now + timedelta(hours=1)
    storage.offers.add([OfferShown("o1", "ada", "p", "t", 1.0, now), OfferShown("o2", "ada", "p", "t", 1.0, later)])
    assert [o.offer_id for o in storage.offers.of_customer("ada")] == ["o2", "o1"]
    with storage.database.write() as connection:
        connection.execute(delete(customer_keys))
    assert storage.offers.of_customer("ada") == []
    assert [o.customer_id for o in storage.offers.all()] == [None, None]
    assert storage.offers.count() == 2
