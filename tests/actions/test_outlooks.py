"""What a customer is likely to do, or in a sentence why nothing is said."""

from __future__ import annotations

import pytest

from actions.services.outlooks import NO_CONSENT, NOT_LEARNT, Outlooks
from actions.services.wiring import Services
from shop.customers import Consent, Customer
from shop.errors import NotFound
from tests.actions.conftest import NOW


def test_without_consent_or_anything_learnt_a_sentence_says_so(services: Services) -> None:
    outlooks = Outlooks(services.storage, lambda: None, "USD")
    services.storage.customers.upsert([Customer("ahead", consent=Consent(True, at=NOW)), Customer("unasked")])
    try:
        assert outlooks.of("ahead", NOW) == {"note": NOT_LEARNT, "currency": "USD", "outlook": None}
        assert outlooks.of("unasked", NOW) == {"note": NO_CONSENT, "currency": "USD", "outlook": None}
        with pytest.raises(NotFound):
            outlooks.of("nobody", NOW)
    finally:
        services.storage.customers.set_consent("ahead", Consent())
