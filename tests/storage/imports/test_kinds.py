"""Each kind goes in, means what it says, and changes nothing the second time; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shop.customers import Consent, Customer
from shop.events import EVENT_TYPES
from shop.orders import OrderLine
from storage import Storage
from storage.imports import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_run_changes_nothing(importing, samples, kind):
    if kind == "events":
        importing("customers", samples["customers"])
    first, second = importing(kind, samples[kind]), importing(kind, samples[kind])
    assert (first.changed, first.rejected, second.changed, second.rejected) == (1, 0, 0, 0)
    assert first.rows == second.rows == (2 if kind == "conversations" else 1)
    assert first.rejects is None


def test_a_review_keeps_its_score_when_it_is_imported_again(importing, samples, storage: Storage):
    importing("reviews", samples["reviews"])
    storage.reviews.set_sentiment("r1", 0.8, "positive", None)
    assert importing("reviews", samples["reviews"]).changed == 0
    review = storage.reviews.get("r1")
    assert review is not None
    assert (review.stars, review.text, review.title, review.sentiment) == (5, "Stays dry", "Good", 0.8)


def test_stars_are_whole_and_from_1_to_5(reading, rejected):
    rows = "".join(f"p,t{stars},2026-01-01,{stars}\n" for stars in ("0", "6", "4.5", "-1", "5", "5.0"))
    report = reading("reviews", "product_id,text,at,rating\n" + rows)
    assert [line for line, column, _ in rejected(report) if column == "rating"] == [2, 3, 4, 5]
    assert report.changed == 2


def test_events_of_customers_without_consent_are_counted_apart(importing, storage: Storage, rejected):
    storage.customers.upsert([Customer("yes", consent=Consent(True)), Customer("no")])
    report = importing(
        "events",
        "event_id,type,at,customer_id,visitor_id,consent\n"
        "e1,view,2026-01-01,yes,,\ne2,view,2026-01-01,no,,\ne3,view,2026-01-01,stranger,,yes\n"
        "e4,view,2026-01-01,,v1,yes\ne5,view,2026-01-01,,v1,\ne6,stare,2026-01-01,yes,,\ne7,view,2026-01-01,,,\n",
    )
    assert (report.rows, report.changed, report.without_consent, report.rejected) == (7, 2, 3, 2)
    assert {event.event_id for event in storage.events.all()} == {"e1", "e4"}
    unknown, nobody = rejected(report)
    assert unknown[:2] == (7, "type")
    assert all(name in unknown[2] for name in EVENT_TYPES)
    assert nobody[0] == 8


def test_an_unknown_kind_of_event_is_rejected_with_the_list(importing, samples, storage: Storage, rejected):
    importing("customers", samples["customers"])
    text = "event_id,type,at,customer_id\ne1,teleport,2026-01-01T00:00:00Z,c1\ne2,view,2026-01-01T00:00:00Z,c1\n"
    ((line, field, said),) = rejected(importing("events", text))
    assert (line, field) == (2, "type")
    assert "teleport" in said
    assert all(known in said for known in EVENT_TYPES)
    assert [event.event_id for event in storage.events.all()] == ["e2"]


def test_events_without_an_id_are_found_again(importing, samples, storage: Storage):
    importing("customers", samples["customers"])
    text = "user_id,event_type,item_id,timestamp\nc1,view,p1,1767225600\nc1,view,p1,1767225600\nc1,view,p2,1767225600\n"
    assert importing("events", text).changed == 2
    assert importing("events", text.replace("1767225600", "2026-01-01T00:00:00Z")).changed == 0
    assert {event.at for event in storage.events.all()} == {datetime(2026, 1, 1, tzinfo=UTC)}


def test_an_order_is_made_of_its_rows_wherever_they_stand(importing, storage: Storage):
    text = (
        "order_id,customer_id,placed_at,sku,quantity,unit_price\n"
        'o1,c1,2026-01-02,a,2,10.00\no2,c2,2026-01-03,b,1,5.50\no1,c1,2026-01-02,c,1,"$1,000.05"\n'
    )
    assert importing("orders", text).changed == 2
    assert importing("orders", text).changed == 0
    order = storage.orders.get("o1")
    assert order is not None
    assert order.lines == (OrderLine("a", 2, 1000), OrderLine("c", 1, 100005))
    assert order.total == 102005


def test_an_order_with_one_bad_line_stays_out_whole(importing, storage: Storage, rejected):
    report = importing(
        "orders",
        "order_id,customer_id,placed_at,sku,quantity,unit_price,status\n"
        "o1,c1,2026-01-02,a,2,10,paid\no1,c1,2026-01-02,b,0,10,paid\no2,c1,2026-01-02,b,1,10,gone\no3,c1,2026-01-02,b,1,10,Canceled\n",
    )
    assert [(line, column) for line, column, _ in rejected(report)] == [(2, ""), (3, "quantity"), (4, "status")]
    assert [order.order_id for order in storage.orders.all()] == ["o3"]


def test_orders_as_json_lines_hold_their_lines(importing, lines, storage: Storage):
    text = lines(
        [
            {
                "order_id": "o1", "customer_id": "c1", "placed_at": "2026-01-02T00:00:00+02:00", "total": 1500,
                "lines": [{"sku": "a", "quantity": 1, "price": 1500}], "currency": "EUR",
            },
            {"order_id": "o2", "customer_id": "c1", "placed_at": "2026-01-02", "lines": [{"sku": "a", "qty": "many"}]},
        ]
    )  # fmt: skip
    report = importing("orders", text, units={"price": "cents"})
    assert (report.changed, report.rejected) == (1, 1)
    order = storage.orders.get("o1")
    assert order is not None
    assert (order.total, order.currency, order.placed_at) == (1500, "EUR", datetime(2026, 1, 1, 22, tzinfo=UTC))


def test_a_promotion_that_makes_no_sense_does_not_take_the_others_with_it(importing, storage: Storage, rejected):
    report = importing(
        "promotions",
        "code,name,kind,value,minimum_spend,starts_at,ends_at,categories\n"
        "TEN,Ten,percent,10%,,,,Tents|Bags\nBAD,Bad,percent,130,,,,\nBACK,Back,amount,5,,2026-02-02,2026-02-01,\n"
        "FIVE,Five,amount,$5.00,,,,\nBIG,Big,spend_threshold,15%,100,,,\nODD,Odd,amount,5%,,,,\nNEW,New,bogo,1,,,,\n",
    )
    assert [line for line, _, _ in rejected(report)] == [3, 4, 7, 8]
    made = {p.promotion_id: p for p in storage.promotions.all()}
    assert set(made) == {"TEN", "FIVE", "BIG"}
    assert (made["TEN"].value, made["TEN"].categories, made["FIVE"].value) == (10, ("Tents", "Bags"), 500)
    assert (made["BIG"].value_is_percent, made["BIG"].minimum_spend) == (True, 10000)


def test_customers_bring_their_consent_and_missing_means_no(importing, storage: Storage, rejected):
    report = importing(
        "customers",
        "id,first_name,last_name,email,accepts_marketing,consent_profile,consent_at\n"
        "c1,Ada,Lind,ada@example.com,yes,true,2026-01-01\nc2,Bo,,,,,\nc3,Cy,,not an address,,,\nc4,Di,,,perhaps,,\n",
    )
    assert [(line, column) for line, column, _ in rejected(report)] == [(4, "email"), (5, "accepts_marketing")]
    ada, bo = storage.customers.get("c1"), storage.customers.get("c2")
    assert ada is not None
    assert bo is not None
    assert ada.name == "Ada Lind"
    assert ada.consent == Consent(True, True, datetime(2026, 1, 1, tzinfo=UTC))
    assert bo.consent == Consent()


def test_past_chats_come_as_messages_or_one_message_per_row(importing, lines, storage: Storage, rejected):
    said = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    importing("conversations", lines([{"id": "j1", "at": 1767225600, "messages": said, "satisfied": True}]), "a.jsonl")
    report = importing(
        "conversations",
        "conversation_id,at,sender,message\nk1,2026-01-01,customer,Hi\nk2,2026-01-01,ghost,Boo\nk1,2026-01-01,agent,Hello\n",
    )
    assert rejected(report) == [(3, "sender", "'ghost' is none of: customer, agent")]
    one, two = storage.past_chats.all()
    assert one.messages == two.messages == ({"author": "customer", "text": "Hi"}, {"author": "agent", "text": "Hello"})
    assert (one.satisfied, two.satisfied) == (True, None)


def test_questions_without_an_id_are_found_again_by_their_words(importing, lines, storage: Storage):
    importing("faq", lines([{"question": "Do you ship?", "answer": "Yes"}]))
    report = importing("faq", lines([{"question": "Do you ship?", "answer": "Everywhere"}]))
    assert report.changed == 1
    assert [faq.answer for faq in storage.faqs.all()] == ["Everywhere"]


def test_other_ways_to_ask_are_kept_whether_listed_or_parted_by_bars(importing, lines, storage: Storage):
    importing(
        "faq", lines([{"id": "a", "question": "Do you ship?", "answer": "Yes", "alternatives": ["Delivery, please", " "]}])
    )
    importing("faq", "faq_id,question,answer,also_asked_as\nb,Returns?,Sure,Can I send it back?|Is it free; and how?\n")
    assert [faq.alternatives for faq in storage.faqs.all()] == [
        ("Delivery, please",),
        ("Can I send it back?", "Is it free; and how?"),
    ]
