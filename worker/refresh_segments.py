"""Job ``refresh_segments``: learn customers' groups, forecasts and intentions anew, and fill the audiences.

Runs with ``shoptalk build`` and by itself once a day. Groups keep their ids from one time to the next; those found no more go.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np

from recommender.customers.audiences import LIKE, groups, like
from recommender.customers.order_lines import Ints, OrderLines
from recommender.customers.train import learn_customers, read_models, write_models
from shop.audiences import AUDIENCE_KINDS, Audience
from shop.errors import Corrupt, InvalidInput, NotFound
from worker.customer_lines import agreed_lines, day_of
from worker.services import Progress, Services

KIND = "refresh_segments"
EVERY = timedelta(days=1)
MADE_BY_PEOPLE = ("lookalike",)
_PAGE = 10_000


def refresh_segments(payload: dict[str, object], services: Services, progress: Progress) -> dict[str, object]:
    """Returns ``{"customers", "audiences", …}`` and what was learnt; with no order of anybody who agreed, empty audiences."""
    now = services.clock()
    services.storage.jobs.add(KIND, {}, unique=f"{KIND}:daily", run_at=now + EVERY, now=now)
    lines = agreed_lines(services)
    kinds = [kind for kind in AUDIENCE_KINDS if kind not in MADE_BY_PEOPLE]
    if lines is None:
        services.storage.audiences.keep(kinds, [])
        return {"customers": 0, "audiences": 0}
    try:
        known = read_models(services.settings.artifacts)
    except Corrupt:  # learnt anew all the same; the groups begin with new labels
        known = None
    models, report = learn_customers(
        lines, now, known.segments if known else None, lambda part, text: progress(0.8 * part, text)
    )
    version = write_models(models, lines, services.settings.artifacts, now, report)
    progress(0.85, "audiences")
    kept = []
    for group in groups(lines, models, day_of(services)):
        audience = Audience(group.key, group.name, group.kind, now, group.definition)
        services.storage.audiences.put(audience, (lines.customer_ids[code] for code in group.members))
        kept.append(group.key)
    services.storage.audiences.keep(kinds, kept)
    made = [a for a in services.storage.audiences.all() if a.kind in MADE_BY_PEOPLE]
    for audience in made:
        fill_look_alike(services, audience, lines)
    return {"version": version, "audiences": len(kept) + len(made), **report}


def make_look_alike(services: Services, of: str, name: str, share: float = LIKE) -> Audience:
    """A new audience of the customers likest to the members of ``of``; filled at once, and at every refresh.

    Raises NotFound for an unknown audience, InvalidInput where it has too few members or ``share`` is not between 0 and 1.
    """
    if services.storage.audiences.get(of) is None:
        raise NotFound("There is no audience with this id; `shoptalk segments list` shows them.", code="unknown_audience")
    if not 0 < share < 1:
        raise InvalidInput("The share of customers is a number between 0 and 1.", fields={"share": "0 to 1"})
    lines = agreed_lines(services)
    if lines is None:
        raise InvalidInput("There is no order to learn from.", code="no_rows")
    key = hashlib.sha256(f"{of}\n{name}\n{share}".encode()).hexdigest()[:12]  # the same asked for again is the same audience
    audience = Audience(f"like-{key}", name, "lookalike", services.clock(), {"of": of, "share": share})
    found = _like(services, audience, lines)
    size = services.storage.audiences.put(audience, (lines.customer_ids[code] for code in found))
    return replace(audience, size=size)


def fill_look_alike(services: Services, audience: Audience, lines: OrderLines) -> None:
    """Empty while the group it is like has gone or become too small."""
    try:
        found = _like(services, audience, lines)
    except InvalidInput:
        found = np.empty(0, dtype=np.int64)
    made_now = replace(audience, made_at=services.clock())
    services.storage.audiences.put(made_now, (lines.customer_ids[code] for code in found))


def _like(services: Services, audience: Audience, lines: OrderLines) -> Ints:
    definition: dict[str, Any] = dict(audience.definition)
    code_of = {customer_id: code for code, customer_id in enumerate(lines.customer_ids)}
    members: list[int] = []
    after: str | None = None
    while page := services.storage.audiences.members(str(definition.get("of", "")), after, _PAGE):
        members += [code_of[customer_id] for customer_id in page if customer_id in code_of]
        after = page[-1]
    return like(lines, np.array(members, dtype=np.int64), day_of(services), float(definition.get("share", LIKE)))
