"""The shop's own server: products, customers, orders, promotions, events and reviews, by API key and by conversation."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shop.customers import Consent, Customer
from shop.events import EVENT_TYPES
from storage import Storage

PRODUCT = {
    "product_id": "p9",
    "name": "Tent",
    "category": "Camping",
    "variants": [{"sku": "p9-1", "price": 19900, "stock": 4, "options": {"colour": "green"}}],
}


async def call(client: Any, method: str, url: str, body: Any = None, headers: Any = None) -> tuple[int, Any]:
    async with client.request(method, url, json=body, headers=headers or {}) as response:
        return response.status, await response.json()


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer sk_unknown"}, {"Authorization": "Bearer x"}])
@pytest.mark.parametrize("url", ["/api/products", "/api/customers/ada", "/api/customers/ada/profile", "/api/orders"])
async def test_without_a_known_key_the_shops_side_is_401(client: Any, url: str, headers: dict[str, str]) -> None:
    assert (await call(client, "GET", url, headers=headers))[0] == 401


async def test_a_revoked_key_is_refused(client: Any, shop_key: dict[str, str], storage: Storage) -> None:
    [key] = storage.keys.list()
    storage.keys.revoke(key.key_id, datetime.now(UTC))
    assert (await call(client, "GET", "/api/products", headers=shop_key))[0] == 401


async def test_a_conversations_token_opens_nothing_of_the_shops(client: Any, chat: Any) -> None:
    assert (await call(client, "GET", "/api/customers", headers=chat.headers))[0] == 401


async def test_a_changed_product_asks_once_that_search_sees_it(client: Any, shop_key: dict[str, str], storage: Storage) -> None:
    status, found = await call(client, "PUT", "/api/products/p9", PRODUCT, shop_key)
    assert (status, found["changed"]) == (200, 1)
    assert found["item"]["variants"][0]["price"] == 19900
    changed = {**PRODUCT, "name": "Bigger tent"}
    assert (await call(client, "PUT", "/api/products/p9", changed, shop_key))[1]["changed"] == 1
    assert (await call(client, "PUT", "/api/products/p9", changed, shop_key))[1]["changed"] == 0
    assert [job.kind for job in storage.jobs.list(10)] == ["update_index"]
    status, one = await call(client, "GET", "/api/products/p9", headers=shop_key)
    assert (status, one["name"]) == (200, "Bigger tent")
    assert (await call(client, "GET", "/api/products/none", headers=shop_key))[0] == 404


async def test_an_answer_is_added_changed_and_removed_and_each_asks_that_customers_are_answered_by_it(
    client: Any, shop_key: dict[str, str], storage: Storage
) -> None:
    entry = {"question": "Do you sharpen skates?", "answer": "Yes.", "alternatives": ["skate sharpening"]}
    assert (await call(client, "PUT", "/api/faqs/skates", entry, shop_key))[1]["item"]["alternatives"] == ["skate sharpening"]
    assert (await call(client, "PUT", "/api/faqs/skates", {**entry, "answer": "No."}, shop_key))[1]["changed"] == 1
    assert [job.kind for job in storage.jobs.list(10)] == ["update_faq"]
    _, listed = await call(client, "GET", "/api/faqs", headers=shop_key)
    assert [(item["faq_id"], item["answer"]) for item in listed["items"]] == [("skates", "No.")]
    assert (await call(client, "DELETE", "/api/faqs/skates", headers=shop_key)) == (200, {"deleted": "skates"})
    assert (await call(client, "DELETE", "/api/faqs/skates", headers=shop_key))[0] == 404
    assert storage.faqs.all() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"question": " "}, "question"), ({"answer": ""}, "answer"), ({"alternatives": [""]}, "alternatives.0"), ({"a": 1}, "a")],
)
async def test_a_bad_answer_is_422_and_names_the_field(
    client: Any, shop_key: dict[str, str], storage: Storage, change: dict[str, Any], field: str
) -> None:
    status, found = await call(client, "PUT", "/api/faqs/skates", {"question": "Skates?", "answer": "Yes.", **change}, shop_key)
    assert (status, list(found["error"]["fields"])) == (422, [field])
    assert storage.faqs.count() == 0


async def test_lists_come_in_pages(client: Any, shop_key: dict[str, str], products: Any) -> None:
    _, first = await call(client, "GET", "/api/products?limit=1", headers=shop_key)
    assert ([p["product_id"] for p in first["items"]], first["next"]) == (["p1"], "p1")
    _, second = await call(client, "GET", "/api/products?limit=1&after=p1", headers=shop_key)
    assert ([p["product_id"] for p in second["items"]], second["next"]) == (["p2"], None)
    assert (await call(client, "GET", "/api/products?limit=0", headers=shop_key))[0] == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"colour": "red"}, "colour"),
        ({"rating": 9}, "rating"),
        ({"variants": [{"sku": "a", "price": -1}]}, "variants.0.price"),
        ({"variants": [{"sku": "a", "price": 1.5}]}, "variants.0.price"),
        ({"variants": [{"sku": "a", "price": 1, "prize": 2}]}, "variants.0.prize"),
        ({"variants": [{"sku": "a", "price": 1}, {"sku": "a", "price": 2}]}, "variants"),
        ({"product_id": "other"}, "product_id"),
    ],
)
async def test_a_bad_product_is_422_and_names_the_field(
    client: Any, shop_key: dict[str, str], storage: Storage, change: dict[str, Any], field: str
) -> None:
    status, found = await call(client, "PUT", "/api/products/p9", {**PRODUCT, **change}, shop_key)
    assert status == 422
    assert field in found["error"]["fields"]
    assert storage.products.count() == 0


async def test_one_bad_item_of_many_stores_none(client: Any, shop_key: dict[str, str], storage: Storage) -> None:
    status, found = await call(client, "POST", "/api/products", {"items": [PRODUCT, {"product_id": "x"}]}, shop_key)
    assert status == 422
    assert "items.1.name" in found["error"]["fields"]
    assert storage.products.count() == 0


async def test_customers_orders_and_promotions_are_stored_and_read(client: Any, shop_key: dict[str, str]) -> None:
    customer = {"customer_id": "ada", "name": "Ada", "consent": {"profile": True}}
    order = {"order_id": "o1", "customer_id": "ada", "placed_at": "2026-05-01T12:00:00Z",
             "lines": [{"sku": "p9-1", "quantity": 1, "unit_price": 19900}], "total": 19900}  # fmt: skip
    promotion = {"promotion_id": "spring", "name": "Spring", "kind": "percent", "value": 10, "code": "SPRING", "used": 7}
    for url, body in (("customers", customer), ("orders", order), ("promotions", promotion)):
        status, found = await call(client, "POST", f"/api/{url}", body, shop_key)
        assert (status, found) == (200, {"received": 1, "changed": 1}), found
    assert (await call(client, "GET", "/api/customers/ada", headers=shop_key))[1]["consent"]["profile"] is True
    assert (await call(client, "GET", "/api/orders/o1", headers=shop_key))[1]["lines"][0]["unit_price"] == 19900
    _, spring = await call(client, "GET", "/api/promotions/spring", headers=shop_key)
    assert (spring["value"], spring["used"]) == (10, 0)
    status, found = await call(client, "PUT", "/api/promotions/spring", {**promotion, "value": 130}, shop_key)
    assert (status, list(found["error"]["fields"])) == (422, ["value"])


async def test_an_idempotency_key_gives_the_first_answer_again(client: Any, shop_key: dict[str, str]) -> None:
    headers = {**shop_key, "Idempotency-Key": "k1"}
    first = await call(client, "POST", "/api/products", PRODUCT, headers)
    assert first == (200, {"received": 1, "changed": 1})
    assert await call(client, "POST", "/api/products", PRODUCT, headers) == first
    status, found = await call(client, "POST", "/api/products", {**PRODUCT, "name": "Other"}, headers)
    assert (status, found["error"]["code"]) == (422, "idempotency_mismatch")


async def test_profile_recommendations_and_offers_are_asked_of_the_actions(
    client: Any, shop_key: dict[str, str], rasa: Any, storage: Storage
) -> None:
    storage.customers.upsert([Customer("ada")])
    for name in ("profile", "recommendations", "offers"):
        assert (await call(client, "GET", f"/api/customers/ada/{name}", headers=shop_key))[0] == 200
        assert (await call(client, "GET", f"/api/customers/nobody/{name}", headers=shop_key))[0] == 404
    assert [name for name, _ in rasa.internal] == ["profile", "recommend", "offers"]
    rasa.down = True
    status, found = await call(client, "GET", "/api/customers/ada/profile", headers=shop_key)
    assert (status, found["error"]["code"]) == (503, "unavailable")


async def test_what_is_like_a_product_and_goes_with_it_is_asked_for_a_page(
    client: Any, start_chat: Any, shop_key: dict[str, str], rasa: Any
) -> None:
    card = {"product_id": "p2", "buttons": [{"label": "Details", "payload": "/product_details"}]}
    rasa.inside_answer = lambda name, body: {"cards": [card]}
    for door, kind in (("similar", "similar"), ("goes-with", "goes_with")):
        status, found = await call(client, "GET", f"/api/products/p1/{door}?limit=3", headers=shop_key)
        assert (status, found) == (200, {"cards": [{"product_id": "p2"}]})
        assert rasa.internal[-1] == ("alike", {"product_id": "p1", "kind": kind, "top_k": 3})
        assert (await call(client, "GET", f"/api/products/p1/{door}"))[0] == 401
    chat = await start_chat(visitor_id="browser-1")
    own = f"/api/conversations/{chat.id}/recommendations"
    assert (await call(client, "GET", own, headers=chat.headers))[1] == {"cards": [{"product_id": "p2"}]}
    name, body = rasa.internal[-1]
    assert (name, body["customer_id"], body["visitor_id"]) == ("recommend", None, "browser-1")
    await call(client, "GET", own + "?with=p1", headers=chat.headers)
    assert rasa.internal[-1][1]["kind"] == "goes_with"
    assert (await call(client, "GET", own + "?with=p1&like=p1", headers=chat.headers))[0] == 422
    assert (await call(client, "GET", own))[0] == 401


# events and reviews


@pytest.mark.parametrize("kind", ["purchase", "return", "review"])
async def test_a_customers_token_may_not_post_what_only_the_shop_knows(
    client: Any, start_chat: Any, customer_token: Any, storage: Storage, kind: str
) -> None:
    chat = await start_chat(customer_token=customer_token("ada"), consent={"profile": True})
    body = {"events": [{"type": "view", "product_id": "p1"}, {"type": kind, "product_id": "p1"}]}
    status, found = await call(client, "POST", "/api/events", body, chat.headers)
    assert (status, found["error"]["code"]) == (403, "forbidden_event")
    assert storage.events.count() == 0


async def test_a_customers_events_are_their_own_whatever_they_claim(
    client: Any, start_chat: Any, customer_token: Any, storage: Storage
) -> None:
    chat = await start_chat(customer_token=customer_token("ada"), consent={"profile": True})
    event = {"event_id": "e1", "type": "view", "product_id": "p1", "customer_id": "ben", "dwell_seconds": 12}
    for added in (1, 0):
        status, found = await call(client, "POST", "/api/events", event, chat.headers)
        assert (status, found) == (202, {"received": 1, "added": added})
    [stored] = storage.events.of_customer("ada")
    assert (stored.type, stored.value) == ("view", 12)


async def test_without_consent_no_event_is_kept(client: Any, start_chat: Any, customer_token: Any, storage: Storage) -> None:
    signed, visitor = await start_chat(customer_token=customer_token("ada")), await start_chat()
    agreeing = await start_chat(consent={"profile": True})
    for chat, added in ((signed, 0), (visitor, 0), (agreeing, 1)):
        _, found = await call(client, "POST", "/api/events", {"type": "view", "product_id": "p1"}, chat.headers)
        assert found["added"] == added


async def test_the_shop_posts_purchases(client: Any, shop_key: dict[str, str], storage: Storage) -> None:
    storage.customers.upsert([Customer("ada", consent=Consent(profile=True))])
    event = {
        "event_id": "e1",
        "type": "purchase",
        "sku": "p1-s",
        "customer_id": "ada",
        "value": 1,
        "at": "2026-05-01T12:00:00Z",
    }
    assert await call(client, "POST", "/api/events", event, shop_key) == (202, {"received": 1, "added": 1})
    for bad in ({"type": "launch"}, {"at": "yesterday"}, {"customer_id": None}, {"value": "much"}, {"event_id": None}):
        assert (await call(client, "POST", "/api/events", {**event, **bad}, shop_key))[0] == 422


async def test_a_review_is_stored_with_the_job_that_scores_it(
    client: Any, start_chat: Any, customer_token: Any, storage: Storage, products: Any
) -> None:
    chat = await start_chat(customer_token=customer_token("ada"), consent={"profile": True})
    body = {"review_id": "r1", "product_id": "p1", "text": "Leaks.", "stars": 1, "customer_id": "ben"}
    status, first = await call(client, "POST", "/api/reviews", body, chat.headers)
    assert (status, first["customer_id"], first["sentiment"]) == (201, "ada", None)
    assert (await call(client, "POST", "/api/reviews", {**body, "text": "Fine."}, chat.headers))[1]["text"] == "Leaks."
    assert [(job.kind, job.payload) for job in storage.jobs.list(10)] == [("score_review", {"review_id": first["review_id"]})]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"product_id": "none"}, 422),
        ({"text": ""}, 422),
        ({"stars": 6}, 422),
        ({"text": "a" * 5001}, 413),
        ({"stars": True}, 422),
    ],
)
async def test_a_bad_review_is_refused(client: Any, chat: Any, products: Any, change: dict[str, Any], status: int) -> None:
    body = {"product_id": "p1", "text": "Good", "stars": 5, **change}
    assert (await call(client, "POST", "/api/reviews", body, chat.headers))[0] == status


@pytest.mark.parametrize("by_key", [True, False])
async def test_an_unknown_kind_of_event_is_refused_with_the_list_at_both_doors(
    client: Any, shop_key: dict[str, str], start_chat: Any, storage: Storage, by_key: bool
) -> None:
    storage.customers.upsert([Customer("ada", consent=Consent(profile=True))])
    headers = shop_key if by_key else (await start_chat(consent={"profile": True})).headers
    for kind in ("teleport", "View", " "):
        body = {"event_id": "e1", "type": kind, "customer_id": "ada", "product_id": "p1"}
        status, found = await call(client, "POST", "/api/events", body, headers)
        assert status == 422
        if kind.strip():
            assert found["error"]["code"] == "unknown_event_type"
            assert all(known in found["error"]["fields"]["type"] for known in EVENT_TYPES)
    assert storage.events.count() == 0
