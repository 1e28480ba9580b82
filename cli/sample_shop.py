"""Fill an empty database with the sample shop, and make its demo logins, which exist only on loopback."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from cli.agents import add_agent
from cli.steps import Report
from data.sample import make, write_pictures
from shop.settings import Settings
from storage import Storage
from worker.services import Services

LOGINS = "demo-logins.json"
_PEOPLE = (("agent", "Ada Lind", "agent"), ("marketer", "Milo Berg", "marketer"), ("admin", "Ines Falk", "admin"))


def is_empty(storage: Storage) -> bool:
    return storage.products.count() == 0 and storage.customers.count() == 0 and storage.faqs.count() == 0


def create(services: Services, report: Report) -> dict[str, int]:
    storage, settings = services.storage, services.settings
    report(0.02, "making it up")
    shop = make(scale=settings.sample_scale, now=services.clock())
    counts: dict[str, int] = {}
    write_pictures(shop.products, settings.var / "pictures")
    report(0.25, "pictures drawn")
    counts["faqs"] = storage.faqs.upsert(shop.faqs)
    counts["customers"] = storage.customers.upsert(shop.customers)
    counts["orders"] = storage.orders.upsert(shop.orders)
    report(0.5, "orders")
    # A review's event is written when the review is read, like any shop's; the generator's own would count it twice.
    events = (event for event in shop.events if event.type != "review")
    counts["events"] = storage.events.add(events, visitor_consent=True)
    report(0.75, "events")
    counts["reviews"] = storage.reviews.upsert(shop.reviews, score=False)
    counts["promotions"] = storage.promotions.upsert(shop.promotions)
    counts["offers"] = storage.offers.add(shop.offers)
    counts["chats"] = storage.past_chats.upsert(shop.chats)
    counts["products"] = storage.products.upsert(shop.products)  # last: it is what says that the shop is there
    report(1.0, f"{counts['products']} products, {counts['customers']} customers, {counts['orders']} orders")
    return counts


def demo_logins(settings: Settings, storage: Storage) -> dict[str, dict[str, str]] | None:
    """Random per installation, kept in ``var/demo-logins.json`` (0600). None off loopback."""
    if not settings.loopback:
        return None
    path: Path = settings.var / LOGINS
    if path.is_file():
        loaded: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
        return loaded
    made: dict[str, dict[str, str]] = {}
    for login, name, role in _PEOPLE:
        password = secrets.token_urlsafe(9)
        if storage.staff.by_login(f"{login}@demo") is None:
            add_agent(storage, f"{login}@demo", name, role, password)
            made[role] = {"login": f"{login}@demo", "password": password}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=1)
    return made
