"""Who may see what is known of a customer, and take back what moved it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shop.customers import Consent, Customer, Move, Profile
from storage import Storage
from tests.web.test_shop_api import call

AT = datetime(2026, 5, 1, tzinfo=UTC)
MOVED = "/api/customers/ada/profile/moves/review:r1"


@pytest.fixture
def moved(storage: Storage) -> None:
    storage.customers.upsert([Customer(who, consent=Consent(profile=True)) for who in ("ada", "bob")])
    for who in ("ada", "bob"):
        storage.profiles.put(Profile(who), [Move(who, AT, "review", "review:r1", "brand", "nord", -3.0)])


@pytest.mark.parametrize("role", ["agent", "marketer", "admin"])
async def test_staff_see_a_profile_and_take_a_move_back(
    client: Any, sign_in: Any, rasa: Any, moved: None, storage: Storage, role: str
) -> None:
    person = await sign_in(role)
    assert (await person.call("GET", "/api/customers/ada/profile"))[0] == 200
    assert rasa.internal == [("profile", {"customer_id": "ada"})]
    assert (await person.call("DELETE", MOVED, csrf="wrong"))[0] == 403
    assert await person.call("DELETE", MOVED) == (200, {"undone": 1})
    assert (await person.call("DELETE", MOVED))[0] == 404
    assert storage.profiles.moves("ada")[0].undone_at is not None
    assert storage.profiles.moves("bob")[0].undone_at is None


async def test_the_shop_takes_a_move_back_by_key(client: Any, shop_key: dict[str, str], moved: None) -> None:
    assert (await call(client, "DELETE", MOVED))[0] == 401
    assert await call(client, "DELETE", MOVED, headers=shop_key) == (200, {"undone": 1})
    assert (await call(client, "DELETE", MOVED.replace("ada", "nobody"), headers=shop_key))[0] == 404


async def test_a_customer_sees_and_undoes_their_own_alone(
    client: Any, start_chat: Any, customer_token: Any, rasa: Any, moved: None, storage: Storage
) -> None:
    chat = await start_chat(customer_token=customer_token("ada"))
    assert (await call(client, "GET", chat.url("profile"), headers=chat.headers))[0] == 200
    assert rasa.internal == [("profile", {"customer_id": "ada"})]
    assert (await call(client, "DELETE", chat.url("profile/moves/review:r1"), headers=chat.headers))[1] == {"undone": 1}
    assert storage.profiles.moves("bob")[0].undone_at is None
    visitor = await start_chat()
    for method, rest in (("GET", "profile"), ("DELETE", "profile/moves/review:r1")):
        status, found = await call(client, method, visitor.url(rest), headers=visitor.headers)
        assert (status, found["error"]["code"]) == (403, "not_signed_in")
        assert (await call(client, method, chat.url(rest), headers=visitor.headers))[0] in (401, 403)
