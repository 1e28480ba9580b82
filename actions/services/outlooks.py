"""What a customer is likely to do next, from what was last learnt of all customers and their orders."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from recommender.customers.from_orders import lines_of_all
from recommender.customers.models import CustomerModels
from recommender.customers.order_lines import DAY, OrderLines
from recommender.customers.outlook import outlook
from shop.errors import NotFound
from storage import Storage
from storage.agreed_orders import agreed_orders, categories

#: The orders of all are read anew after so long: a figure among all customers moves little in between.
KEPT = timedelta(minutes=5)
NO_CONSENT = "This customer has not agreed to a profile: nothing is worked out from their orders."
NOT_LEARNT = "Nothing was learnt of customers yet. It is, once a day and with every build, from orders of those who agreed."
NO_ORDER = "This customer has no order yet that anything could be worked out from."


class Outlooks:
    def __init__(self, storage: Storage, models: Callable[[], CustomerModels | None], currency: str):
        self._storage = storage
        self._models = models
        self._currency = currency
        self._lock = threading.Lock()
        self._lines: OrderLines | None = None
        self._until: datetime | None = None

    def of(self, customer_id: str, now: datetime) -> dict[str, Any]:
        """``{"note", "currency", "outlook"}``; ``outlook`` is null where the note says why. Raises NotFound.

        ``outlook`` is that of ``recommender.customers.outlook``; money in minor units.
        """
        customer = self._storage.customers.get(customer_id)
        if customer is None:
            raise NotFound("There is no such customer.")
        note, found = NO_CONSENT, None
        if customer.consent.profile:
            note, models = NOT_LEARNT, self._models()
            if models is not None:
                lines = self._all_lines(now)
                found = outlook(lines, models, now.timestamp() / DAY, customer_id) if lines is not None else None
                note = "" if found is not None else NO_ORDER
        return {"note": note, "currency": self._currency, "outlook": found}

    def _all_lines(self, now: datetime) -> OrderLines | None:
        with self._lock:  # the second who asks waits instead of reading all orders beside the first
            if self._until is None or now >= self._until:
                self._lines = lines_of_all(agreed_orders(self._storage, self._currency, now), categories(self._storage))
                self._until = now + KEPT
            return self._lines
