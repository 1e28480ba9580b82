"""The sample shop in an empty database, and its demo logins."""

from __future__ import annotations

import dataclasses
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import sample_shop
from cli.agents import add_agent
from cli.sample_shop import LOGINS, UNFINISHED, create, demo_logins, is_wanted
from shop.catalogue import Faq, Product
from shop.customers import Customer
from shop.settings import Settings
from storage import open_storage
from storage.migrations import migrate
from web.passwords import password_fits
from worker.services import Services


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    yield Services(dataclasses.replace(settings, sample_scale=0.05), storage)
    storage.close()


def told(fraction: float, text: str) -> None:
    """Progress is shown elsewhere."""


def test_a_database_with_anything_of_a_shop_in_it_gets_no_sample(services: Services):
    assert is_wanted(services)
    services.storage.faqs.upsert([Faq("q1", "Where are you?", "Here.")])
    assert not is_wanted(services)


def test_an_interrupted_creation_is_finished_by_the_next_one(services: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(services.storage.products, "upsert", lambda products: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        create(services, told)
    monkeypatch.undo()
    assert services.storage.customers.count() > 0
    assert is_wanted(services)
    counts = create(services, told)
    assert counts["products"] == services.storage.products.count() > 0
    assert not is_wanted(services)
    assert not (services.settings.var / UNFINISHED).exists()


def test_a_mark_left_behind_puts_nothing_into_a_shop_of_your_own(services: Services):
    (services.settings.var / UNFINISHED).touch()
    services.storage.products.upsert([Product("p1", "Kettle")])
    assert not is_wanted(services)


def test_demo_logins_are_random_private_and_fit(services: Services, settings: Settings):
    logins = demo_logins(settings, services.storage, fresh=True)
    assert logins is not None
    assert set(logins) == {"agent", "marketer", "admin"}
    path = settings.var / LOGINS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text()) == logins
    for role, login in logins.items():
        person = services.storage.staff.by_login(login["login"])
        assert person is not None
        assert person.role == role
        assert password_fits(person.password_hash, login["password"])
    assert len({login["password"] for login in logins.values()}) == 3
    path.unlink()
    again = demo_logins(settings, services.storage, fresh=False)
    assert again is not None
    assert not {login["password"] for login in again.values()} & {login["password"] for login in logins.values()}


def test_the_same_logins_are_printed_the_next_time(services: Services, settings: Settings):
    first = demo_logins(settings, services.storage, fresh=True)
    assert demo_logins(settings, services.storage, fresh=False) == first


@pytest.mark.parametrize("broken", ["", "[]", "null", '{"agent": 3}', "\0"])
def test_a_damaged_file_of_logins_counts_as_none(tmp_path: Path, broken: str):
    path = tmp_path / LOGINS
    path.write_text(broken)
    assert sample_shop._read(path) == {}


def test_off_loopback_there_are_none_and_the_old_ones_no_longer_fit(services: Services, settings: Settings):
    logins = demo_logins(settings, services.storage, fresh=True)
    assert logins is not None
    public = dataclasses.replace(settings, host="0.0.0.0")
    assert demo_logins(public, services.storage, fresh=False) is None
    assert not (settings.var / LOGINS).exists()
    for login in logins.values():
        person = services.storage.staff.by_login(login["login"])
        assert person is not None
        assert not password_fits(person.password_hash, login["password"])


def test_off_loopback_a_new_sample_shop_has_no_logins(services: Services, settings: Settings):
    assert demo_logins(dataclasses.replace(settings, host="0.0.0.0"), services.storage, fresh=True) is None
    assert services.storage.staff.list() == []


def test_a_shop_of_your_own_beside_an_old_file_gets_no_demo_people(services: Services, settings: Settings):
    (settings.var / LOGINS).write_text('{"agent": {"login": "agent@demo", "password": "from another database"}}')
    services.storage.customers.upsert([Customer("c1", "Ada")])
    add_agent(services.storage, "ada@example.com", "Ada", "admin", "a real password")
    assert demo_logins(settings, services.storage, fresh=False) is None
    assert [person.login for person in services.storage.staff.list()] == ["ada@example.com"]
    assert not (settings.var / LOGINS).exists(), "where it lies, anybody may pose as a sample customer"
