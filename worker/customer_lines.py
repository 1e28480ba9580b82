"""The orders of customers who agreed to a profile, as the lines that groups and forecasts are learnt from."""

from __future__ import annotations

from recommender.customers.from_orders import lines_of_all
from recommender.customers.order_lines import DAY, OrderLines
from storage.agreed_orders import agreed_orders, categories
from worker.services import Services


def agreed_lines(services: Services) -> OrderLines | None:
    """In the shop's own currency; orders in others, and those dated after now, are left out. None without any."""
    found = agreed_orders(services.storage, services.settings.currency, services.clock())
    return lines_of_all(found, categories(services.storage))


def day_of(services: Services) -> float:
    """Now, in the unit of ``OrderLines.day``."""
    return services.clock().timestamp() / DAY
