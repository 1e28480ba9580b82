"""Fill an empty database with the sample shop, and make its demo logins, which exist only on loopback."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import replace
from pathlib import Path

from cli.agents import add_agent
from cli.steps import Report
from data.sample import make, write_pictures
from data.sample.sample_shop import SampleShop
from shop.settings import Settings
from storage import Storage
from web.passwords import hash_password, password_fits
from worker.services import Services

LOGINS = "demo-logins.json"
UNFINISHED = "sample-shop.unfinished"
_PEOPLE = (("agent", "Ada Lind", "agent"), ("marketer", "Milo Berg", "marketer"), ("admin", "Ines Falk", "admin"))

Logins = dict[str, dict[str, str]]


def is_wanted(services: Services) -> bool:
    """The database is empty, or holds the part of a sample shop whose creation was interrupted."""
    storage = services.storage
    if storage.products.count():  # they come last
        return False
    unfinished = (services.settings.var / UNFINISHED).is_file()
    return unfinished or (storage.customers.count() == 0 and storage.faqs.count() == 0)


def create(services: Services, report: Report) -> dict[str, int]:
    """Rows are found again by their ids, so that an interrupted creation is finished by the next one."""
    storage, settings = services.storage, services.settings
    unfinished = settings.var / UNFINISHED
    unfinished.touch()
    report(0.02, "making it up")
    shop = make(scale=settings.sample_scale, now=services.clock())
    write_pictures(shop.products, settings.var / "pictures")
    report(0.25, "pictures drawn")
    # A review's event is written when the review is read, like any shop's; the generator's own would count it twice.
    unread = tuple(event for event in shop.events if event.type != "review")
    counts = store(storage, replace(shop, events=unread), report)
    unfinished.unlink()
    report(1.0, f"{counts['products']} products, {counts['customers']} customers, {counts['orders']} orders")
    return counts


def store(storage: Storage, shop: SampleShop, report: Report) -> dict[str, int]:
    """All records of a shop, by their ids; returns how many of each kind."""
    counts = {"faqs": storage.faqs.upsert(shop.faqs), "customers": storage.customers.upsert(shop.customers)}
    counts["orders"] = storage.orders.upsert(shop.orders)
    report(0.5, "orders")
    counts["events"] = storage.events.add(shop.events, visitor_consent=True)
    report(0.75, "events")
    counts["reviews"] = storage.reviews.upsert(shop.reviews, score=False)
    counts["promotions"] = storage.promotions.upsert(shop.promotions)
    counts["offers"] = storage.offers.add(shop.offers)
    counts["chats"] = storage.past_chats.upsert(shop.chats)
    counts["products"] = storage.products.upsert(shop.products)  # last: see is_wanted
    return counts


def demo_logins(settings: Settings, storage: Storage, *, fresh: bool) -> Logins | None:
    """Who may sign in with which password: random per installation, kept in ``var/demo-logins.json`` (0600), on loopback only.

    ``fresh``: the sample shop is being made, and they with it. Later they are found in the database, and whoever's password the
    file does not know gets a new one. Off loopback the file goes and its passwords no longer fit. None where there are none.
    """
    path = settings.var / LOGINS
    people = {login: storage.staff.by_login(f"{login}@demo") for login, _, _ in _PEOPLE}
    if not settings.loopback:
        if path.exists():
            for known in filter(None, people.values()):
                storage.staff.set_password(known.staff_id, hash_password(secrets.token_urlsafe(32)))
            path.unlink()
        return None
    if not fresh and not any(people.values()):
        path.unlink(missing_ok=True)  # of another database; where it lies, anybody may pose as a sample customer
        return None
    kept, logins = _read(path), Logins()
    for login, name, role in _PEOPLE:
        person, password = people[login], kept.get(role, {}).get("password", "")
        if person is None:
            password = secrets.token_urlsafe(9)
            add_agent(storage, f"{login}@demo", name, role, password)
        elif not password_fits(person.password_hash, password):
            password = secrets.token_urlsafe(9)
            storage.staff.set_password(person.staff_id, hash_password(password))
        logins[role] = {"login": f"{login}@demo", "password": password}
    if logins != kept:
        path.unlink(missing_ok=True)  # its mode is set when it is made
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(logins, file, indent=1)
    return logins


def _read(path: Path) -> Logins:
    try:
        loaded: Logins = json.loads(path.read_text(encoding="utf-8"))
        return {role: dict(login) for role, login in loaded.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
