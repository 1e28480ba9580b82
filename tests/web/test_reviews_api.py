"""What people say of a product over HTTP, the state a review's author reads, and the door by which staff release a held one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shop.catalogue import Product
from shop.orders import Review
from storage import Storage
from tests.web.test_shop_api import call

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADVERT = Review("r1", "p1", "Cheaper at https://example.test", NOW, title="Look", stars=5)


@pytest.fixture
def held(storage: Storage, products: list[Product]) -> Review:
    storage.reviews.upsert([ADVERT], score=False)
    storage.review_checks.store({"r1": {"advert": "link", "unverified": ""}}, {}, NOW)
    return ADVERT


async def test_the_author_reads_that_a_review_is_being_checked_and_never_why(
    client: Any, shop_key: dict[str, str], held: Review
) -> None:
    new = {"product_id": "p1", "text": "Leaks.", "review_id": "r2"}
    status, body = await call(client, "POST", "/api/reviews", new, shop_key)
    assert (status, body["state"], body["message"]) == (201, "received", "Received, being checked.")
    _, again = await call(client, "POST", "/api/reviews", {**new, "review_id": "r1"}, shop_key)
    assert (again["state"], again["text"]) == ("being_checked", ADVERT.text)
    assert "advert" not in str({**again, "text": ""})


async def test_staff_see_what_is_held_with_its_reasons_and_release_it(sign_in: Any, held: Review, storage: Storage) -> None:
    agent = await sign_in("agent")
    _, found = await agent.call("GET", "/api/console/reviews")
    (item,) = found["items"]
    assert (item["review_id"], item["product_name"], item["held"]) == ("r1", "Rain jacket", True)
    assert [(r["reason"], r["holds"]) for r in item["reasons"]] == [("advert", True), ("unverified", False)]
    status, done = await agent.call("POST", "/api/console/reviews/r1/release")
    assert (status, done) == (200, {"review_id": "r1", "state": "published"})
    assert (await agent.call("GET", "/api/console/reviews"))[1] == {"items": []}
    assert (await agent.call("POST", "/api/console/reviews/r1/release"))[0] == 409
    assert (await agent.call("POST", "/api/console/reviews/none/release"))[0] == 404
    assert (await agent.call("GET", "/api/console/reviews?show=all"))[0] == 422
    assert storage.jobs.latest("score_review") is not None


async def test_staff_see_where_stars_and_words_differ(sign_in: Any, products: list[Product], storage: Storage) -> None:
    storage.reviews.upsert([replace(ADVERT, text="It broke at once")], score=False)
    storage.review_checks.store({"r1": {"stars_differ": ""}}, {}, NOW)
    marketer = await sign_in("marketer")
    _, found = await marketer.call("GET", "/api/console/reviews?show=differ")
    assert [(one["review_id"], one["held"]) for one in found["items"]] == [("r1", False)]


async def test_what_a_later_review_replaced_stands_in_a_list_of_its_own(
    sign_in: Any, products: list[Product], storage: Storage
) -> None:
    storage.reviews.upsert([ADVERT, replace(ADVERT, review_id="r2"), replace(ADVERT, review_id="r3")], score=False)
    flags = {"r1": {"repeated": ""}, "r2": {"advert": "link"}, "r3": {"advert": "link", "repeated": ""}}
    storage.review_checks.store(flags, {}, NOW)
    agent = await sign_in("agent")
    shown = {
        show: {one["review_id"] for one in (await agent.call("GET", f"/api/console/reviews?show={show}"))[1]["items"]}
        for show in ("held", "replaced", "differ")
    }
    assert shown == {"held": {"r2", "r3"}, "replaced": {"r1"}, "differ": set()}


async def test_customers_and_strangers_release_nothing(client: Any, chat: Any, held: Review) -> None:
    for headers in (None, chat.headers):
        assert (await call(client, "GET", "/api/console/reviews", headers=headers))[0] == 401
        assert (await call(client, "POST", "/api/console/reviews/r1/release", headers=headers))[0] == 401


async def test_the_summary_tells_aspects_with_counts_and_quotes(
    client: Any, chat: Any, shop_key: dict[str, str], products: list[Product], storage: Storage
) -> None:
    path = "/api/products/p1/reviews/summary"
    assert await call(client, "GET", path, headers=shop_key) == (200, {"product_id": "p1", "aspects": []})
    storage.reviews.upsert([replace(ADVERT, text="The zip broke at once")], score=False)
    storage.reviews.set_sentiment("r1", -0.9, "negative", None, {"quality": -0.9}, {"quality": "The zip broke at once"})
    wanted = {
        "aspect": "quality", "positive": 0, "negative": 1, "neutral": 0, "mean": -0.9,
        "quotes": [{"text": "The zip broke at once", "review_id": "r1", "stars": 5}],
    }  # fmt: skip
    assert (await call(client, "GET", path, headers=chat.headers))[1]["aspects"] == [wanted]
    assert (await call(client, "GET", path))[0] == 401
    assert (await call(client, "GET", "/api/products/none/reviews/summary", headers=shop_key))[0] == 404


async def test_the_shops_page_shows_what_people_say_or_that_nobody_did(
    client: Any, products: list[Product], storage: Storage
) -> None:
    assert "No review speaks of" in await (await client.get("/products/p1")).text()
    storage.reviews.upsert([replace(ADVERT, text="The <b>zip</b> broke at once")], score=False)
    quote = {"quality": "The <b>zip</b> broke at once"}
    storage.reviews.set_sentiment("r1", -0.9, "negative", None, {"quality": -0.9}, quote)
    page = await (await client.get("/products/p1")).text()
    assert "1 complains" in page
    assert "The &lt;b&gt;zip&lt;/b&gt; broke at once" in page


async def test_marketing_edits_the_shops_own_aspects(sign_in: Any, storage: Storage) -> None:
    marketer = await sign_in("marketer")
    given = {"label": "Battery", "words": ["battery life", "Charge ", "charge"]}
    status, item = await marketer.call("PUT", "/api/console/aspects/battery", given)
    assert (status, item["draft"], item["live"]) == (200, {"label": "battery", "words": ["battery life", "charge"]}, None)
    assert (await marketer.call("PUT", "/api/console/aspects/battery", {"words": []}))[0] == 422
    assert (await marketer.call("PUT", "/api/console/aspects/Bad key", given))[0] in (404, 422)
