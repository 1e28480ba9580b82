"""A category that a customer clearly intends to buy of is shown sooner and asked for first: by orders alone, with consent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from actions.services.intentions import Intended
from actions.services.opening import open_services
from actions.services.wiring import Services
from recommender.customers.clear_intention import CLEAR, LIKELY
from recommender.customers.from_orders import lines_of_all
from recommender.customers.train import FOLDER, learn_customers, write_models
from retrieval.encoder import Encoder
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine
from shop.settings import Settings, load_settings
from storage import Storage, open_storage
from storage.agreed_orders import agreed_orders, categories
from tests.actions.conftest import NOW, PRODUCTS, Chat, Server

YES = Consent(profile=True, at=NOW - timedelta(days=200), source="import")
OF_KIND = {"Guitars": ("g1", "g2", "g3"), "Jackets": ("j1", "j2", "j3"), "Camping": ("t1", "l1", "m1")}
FOND = "of-jackets"  # buys jackets every ten days, and once a mug
EVEN = "of-all"  # buys of all kinds in turn
MUGS = "of-a-mug"  # bought once, long ago


def order(customer: str, number: int, at: datetime, product_id: str) -> Order:
    product = next(p for p in PRODUCTS if p.product_id == product_id)
    sku, price = product.variants[0].sku, product.variants[0].price
    return Order(f"{customer}-{number}", customer, at, (OrderLine(sku, 1, price, product_id),), "delivered", total=price)


def many_orders() -> list[Order]:
    """Of 160 people over a year, each with a kind of their own that they mostly buy, at their own pace."""
    rng = np.random.default_rng(4)
    found = []
    for person in range(160):
        own, pace, day, number = list(OF_KIND)[person % 3], rng.uniform(10, 60), rng.uniform(1, 40), 0
        while day < 360:
            kind = own if rng.random() < 0.85 else str(rng.choice(list(OF_KIND)))
            at = NOW - timedelta(days=365 - day)
            found.append(order(f"buyer-{person}", number, at, str(rng.choice(OF_KIND[kind]))))
            day, number = day + rng.exponential(pace), number + 1
    return found


@pytest.fixture(scope="module")
def learnt(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with more customers, of whom was learnt."""
    home = tmp_path_factory.mktemp("learnt") / "home"
    shutil.copytree(built, home, ignore=shutil.ignore_patterns("encoder", "sentiment"))
    for name in ("encoder", "sentiment"):
        (home / "artifacts" / name).symlink_to((built / "artifacts" / name).resolve())
    settings = load_settings({"SHOPTALK_HOME": str(home)})
    storage = open_storage(settings.database_url)
    people = sorted({one.customer_id for one in many_orders()})
    storage.customers.upsert([Customer(who, consent=YES) for who in (*people, FOND, EVEN, MUGS)])
    fond = [order(FOND, n, NOW - timedelta(days=3 + 10 * n), OF_KIND["Jackets"][n % 2]) for n in range(9)]
    even = [order(EVEN, n, NOW - timedelta(days=3 + 10 * n), list(OF_KIND.values())[n % 3][n % 2]) for n in range(9)]
    mug = order(FOND, 100, NOW - timedelta(days=80), "m1")
    storage.orders.upsert([*many_orders(), *fond, *even, mug, order(MUGS, 0, NOW - timedelta(days=300), "m1")])
    lines = lines_of_all(agreed_orders(storage, settings.currency, NOW), categories(storage))
    assert lines is not None
    models, report = learn_customers(lines, NOW)
    assert report["intention"]["30"]["windows"] > 0
    write_models(models, lines, settings.artifacts, NOW, report)
    storage.close()
    return home


@pytest.fixture
def settings(learnt: Path, tmp_path: Path) -> Settings:
    """The tests' services open this shop instead of the small one."""
    home = tmp_path / "home"
    shutil.copytree(learnt, home, symlinks=True)
    return load_settings({"SHOPTALK_HOME": str(home)})


@pytest.fixture
def services(settings: Settings, open_encoder: Encoder) -> Iterator[Services]:
    opened = open_services(settings, open_encoder)
    yield opened
    opened.close()


def clear(services: Services, who: str | None = FOND) -> Intended | None:
    return services.intentions.clear_of(who, NOW)


def places(server: Server, who: str | None, top_k: int = 20) -> dict[str, tuple[int, str | None]]:
    body: dict[str, Any] = {"customer_id": who} if who else {}
    cards = server.ask("recommend", top_k=top_k, **body)["cards"]
    return {card["product_id"]: (place, card["reason"]) for place, card in enumerate(cards)}


def withdraw(storage: Storage, who: str) -> None:
    storage.customers.set_consent(who, Consent())


def test_what_stands_out_is_clear_and_is_what_the_console_shows(services: Services) -> None:
    found = clear(services)
    assert found is not None
    assert (found.category, found.name) == ("jackets", "Jackets")
    shown = services.outlooks.of(FOND, NOW)["outlook"]["intention_within_days"]["30"]
    assert found.chance == pytest.approx(shown["jackets"], abs=2e-3)
    assert found.chance >= max(LIKELY, CLEAR * max(c for name, c in shown.items() if name not in ("jackets", "other", "")))


def test_of_who_buys_of_all_kinds_hardly_anything_or_is_a_stranger_nothing_is_clear(services: Services) -> None:
    assert clear(services, EVEN) is None
    assert clear(services, MUGS) is None
    assert clear(services, None) is None
    assert clear(services, "nobody") is None


def test_without_consent_nothing_is_worked_out(services: Services, server: Server, chat: Chat) -> None:
    withdraw(services.storage, FOND)
    assert clear(services) is None
    assert places(server, FOND) == places(server, None)
    chat.metadata = {"customer_id": FOND}
    assert chat.say("action_search_products", "show me something", intent="search_product").responses == ["utter_search_what"]


def test_who_the_customer_is_changes_nothing(services: Services) -> None:
    before = clear(services)
    customer = services.storage.customers.get(FOND)
    assert customer is not None
    attributes = {"gender": "male", "age": "71", "family": "four children", "health": "asthma", "origin": "Peru"}
    told = replace(customer, name="Somebody Else", tier="gold", region="PE", attributes=attributes)
    services.storage.customers.upsert([told])
    assert clear(services) == before


def test_what_is_learnt_of_nobody_leaves_all_as_it_was(settings: Settings, open_encoder: Encoder) -> None:
    shutil.rmtree(settings.artifacts / FOLDER)
    opened = open_services(settings, open_encoder)
    assert clear(opened) is None
    opened.close()


def test_files_of_what_was_learnt_that_are_broken_leave_all_as_it_was(settings: Settings, open_encoder: Encoder) -> None:
    version = settings.artifacts / FOLDER / (settings.artifacts / FOLDER / "CURRENT").read_text().strip()
    (version / "models.json").write_text("{}")
    opened = open_services(settings, open_encoder)
    assert clear(opened) is None
    assert opened.recommendations.recommend(opened.words, now=NOW, customer_id=FOND).cards
    opened.close()


def test_an_order_of_this_moment_counts(services: Services) -> None:
    before = clear(services)
    assert before is not None
    bought = [order(FOND, 200 + n, NOW - timedelta(hours=1 + n), OF_KIND["Guitars"][n]) for n in range(3)]
    services.storage.orders.upsert(bought)
    after = clear(services)
    assert after is None or after.chance != before.chance


def test_products_of_the_category_move_up_and_in_proportion_to_the_chance(services: Services) -> None:
    recommender, known = services.parts.recommender(), services.profiles.of_customer(FOND, NOW)

    def score(product_id: str, chance: float) -> float:
        intention = {"jackets": chance} if chance else None
        found = recommender.score(known.profile, product_id, now=NOW, recent=known.recent, intention=intention)
        assert found is not None
        return found.score

    lifts = [score("j3", chance) - score("j3", 0.0) for chance in (0.2, 0.4, 0.8)]
    assert lifts[0] > 0
    assert lifts[1:] == pytest.approx([2 * lifts[0], 4 * lifts[0]], rel=1e-3)
    assert score("t2", 0.8) == score("t2", 0.0)


def test_the_products_shown_begin_with_it_and_say_why_where_that_counts_most(
    services: Services, server: Server, settings: Settings
) -> None:
    looked = [Event(f"look-{n}", "cart_add", NOW - timedelta(hours=1), FOND, product_id="g4") for n in range(6)]
    services.storage.events.add(looked)  # so that guitars are before jackets otherwise
    with_it = places(server, FOND)
    assert with_it["j3"][1] == "because, going by your orders, you may want Jackets again"  # the one that is not owned
    shutil.rmtree(settings.artifacts / FOLDER)
    without = places(server, FOND)
    assert without["j3"][0] > with_it["j3"][0]
    assert "orders" not in str(without)
    assert {p: reason for p, (_, reason) in without.items() if p != "j3"}.items() <= {
        p: reason for p, (_, reason) in with_it.items()
    }.items()


def test_a_vague_wish_is_asked_what_it_is_and_first_whether_it_is_that_again(chat: Chat, services: Services) -> None:
    chat.metadata = {"customer_id": FOND}
    reply = chat.say("action_search_products", "show me something", intent="search_product")
    assert reply.responses == ["utter_search_what_again"]
    assert "Are you looking for jackets again?" in reply.text
    (buttons,) = [b["buttons"] for b in reply.blocks if b["type"] == "quick_replies"]
    assert [b["label"] for b in buttons] == ["Show jackets", "Recommend something"]
    assert buttons[0]["payload"] == '/search_product{"category": "Jackets"}'
    category = [{"entity": "category", "value": "Jackets"}]
    pressed = chat.say("action_search_products", buttons[0]["payload"], intent="search_product", entities=category)
    assert set(pressed.ids) == {"j1", "j2", "j3"}


def test_for_a_gift_and_where_nothing_stands_out_the_question_is_everyones(chat: Chat) -> None:
    chat.metadata = {"customer_id": EVEN}
    assert chat.say("action_search_products", "show me something", intent="search_product").responses == ["utter_search_what"]
    chat.metadata = {"customer_id": FOND}
    chat.say("action_search_products", "it's for my dad", intent="search_product")
    reply = chat.say("action_search_products", "show me something", intent="search_product")
    assert "utter_search_what_again" not in reply.responses
