"""All that is known of a customer in one answer, with its sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import jsonschema
import pytest

from actions.services.wiring import Services
from recommender.profiles import fold, moves_of
from shop.customers import Consent, Customer
from shop.events import Event
from tests.actions.conftest import NOW, Server
from web.openapi import document

SCHEMA = document()["components"]["schemas"]["Profile"]


@pytest.fixture
def reviewer(services: Services) -> Iterator[str]:
    """A customer who looked, searched and wrote a bad review."""
    storage, who = services.storage, "portrayed"
    consent = Consent(profile=True, at=NOW, source="widget")
    storage.customers.upsert([Customer(who, "Eve", tier="silver", region="North", channel="search", consent=consent)])
    storage.events.add(
        [
            Event("po-1", "view", NOW - timedelta(days=2), who, product_id="t1", value=90, device="mobile"),
            Event("po-2", "search", NOW - timedelta(days=2), who, query="rain jackets", device="mobile"),
            Event("review:po-3", "review", NOW - timedelta(days=1), who, product_id="t1", value=-0.9),
        ]
    )
    yield who
    storage.customers.set_consent(who, Consent())


def learn(services: Services, who: str) -> None:
    storage, customer = services.storage, services.storage.customers.get(who)
    assert customer is not None
    events = storage.events.of_customer(who)
    products = {p.product_id: p for p in storage.products.all()}
    profile = fold(None, customer, events, [], products, NOW)
    storage.profiles.put(profile, moves_of(profile, events))


def ask(server: Server, who: str) -> Any:
    found = server.ask("profile", customer_id=who)
    jsonschema.validate(found, SCHEMA)
    return found


def test_each_part_says_where_it_comes_from(services: Services, server: Server, reviewer: str) -> None:
    learn(services, reviewer)
    found = ask(server, reviewer)
    relates = found["relates"]
    assert (relates["tier"], relates["region"], relates["channel"]) == ("silver", "North", "search")
    assert relates["source"] == "customer record"
    assert all("source" in part for part in found["does"].values())
    assert found["does"]["engagement"]["deeds"] == {"review": 1, "search": 1, "view": 1}
    assert found["sources"]["events"] == 3
    brand = next(one for one in found["likes"] if (one["facet"], one["value"]) == ("brand", "fjordly"))
    assert brand["weight"] < 0
    assert brand["sources"].keys() == {"view"}
    assert brand["reviews"] == ["review:po-3"]
    moved = {(m["facet"], m["value"]): m for m in found["moves"]}
    assert moved["brand", "fjordly"]["cause"] == {"kind": "review", "id": "review:po-3"}
    assert moved["brand", "fjordly"]["delta"] < moved["brand", "fjordly"]["now"] < 0


def test_a_search_that_is_not_yet_folded_names_an_interest(server: Server, reviewer: str) -> None:
    names = {one["name"]: one for one in ask(server, reviewer)["interests"]}
    assert names["rain jackets"]["sources"].keys() == {"search"}


def test_an_undone_move_is_shown_as_such_and_the_profile_is_as_if_it_had_not_been(
    services: Services, server: Server, reviewer: str
) -> None:
    learn(services, reviewer)
    assert services.storage.profiles.undo(reviewer, "review:po-3", NOW) > 0
    found = ask(server, reviewer)
    assert {m["now"] for m in found["moves"]} == {0.0}
    assert all(m["undone_at"] for m in found["moves"])
    assert found["profile"]["affinities"]["brand"]["fjordly"] > 0
    assert found["profile"]["reviewed"] == {}


def test_without_consent_it_says_so_and_tells_nothing(services: Services, server: Server) -> None:
    found = ask(server, "silent")
    assert found["consent"]["profile"] is False
    assert "not agreed" in found["note"]
    rest = {k: v for k, v in found.items() if k not in ("customer_id", "consent", "note")}
    assert not any(rest.values())
    assert json.dumps(found)


def test_what_they_waved_away_is_told_with_until_when_it_holds(services: Services, server: Server, reviewer: str) -> None:
    services.storage.events.add(
        [
            Event("po-not", "dismiss", NOW - timedelta(days=1), reviewer, product_id="l1"),
            Event("po-not-2", "dismiss", NOW - timedelta(days=1), reviewer, product_id="m1"),
            Event("po-yes", "dismiss", NOW, reviewer, product_id="m1", value=0),
        ]
    )
    found = ask(server, reviewer)
    (one,) = found["dismissed"]
    assert one["product_id"] == "l1"
    assert found["products"]["l1"] == "Glow Camping Lantern"
    assert datetime.fromisoformat(one["until"]) - datetime.fromisoformat(one["at"]) == timedelta(days=180)
