"""Customers who agreed are grouped, the groups keep their ids, and nobody else is in an audience."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from recommender.customers.train import FOLDER, read_models
from shop.catalogue import Product, Variant
from shop.customers import Consent, Customer
from shop.errors import Corrupt, InvalidInput, NotFound
from shop.orders import Order, OrderLine
from shop.settings import load_settings
from storage import open_storage
from storage.migrations import migrate
from worker.customer_lines import agreed_lines
from worker.handlers import HANDLERS, SLOW
from worker.refresh_segments import make_look_alike, refresh_segments
from worker.services import Services

NOW = datetime(2026, 11, 26, tzinfo=UTC)
KINDS = ("Bags", "Cups", "Lamps")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = load_settings({"SHOPTALK_HOME": str(tmp_path)})
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    yield Services(settings, storage, lambda: NOW)
    storage.close()


@pytest.fixture
def filled(services: Services) -> Services:
    """150 customers of three kinds who agreed, 30 who did not; the first third buys often and much."""
    rng = np.random.default_rng(8)
    storage = services.storage
    agreed = Consent(True, False, NOW, "import")
    storage.products.upsert(
        [Product(f"p{n}", kind, category=kind, variants=(Variant(f"s{n}", 1000),)) for n, kind in enumerate(KINDS)]
    )
    people = [Customer(f"c{n:03}", consent=agreed if n < 150 else Consent()) for n in range(180)]
    storage.customers.upsert(people)
    orders = []
    for number, person in enumerate(people):
        often = number % 3 == 0
        for _ in range(int(rng.integers(8, 15)) if often else int(rng.integers(1, 3))):
            at = NOW - timedelta(days=float(rng.uniform(0, 120 if often else 300)), hours=1)
            kind = number % 3 if rng.random() < 0.8 else int(rng.integers(3))
            line = OrderLine(f"s{kind}", int(rng.integers(3, 9)) if often else 1, 1000, f"p{kind}")
            total = line.quantity * line.unit_price
            orders.append(Order(f"o{len(orders)}", person.customer_id, at, (line,), total=total))
    storage.orders.upsert(orders)
    return services


def quiet(fraction: float, text: str) -> None:
    pass


def test_only_who_agreed_is_learnt_from_and_grouped(filled: Services) -> None:
    result = refresh_segments({}, filled, quiet)
    assert result["customers"] == 150
    audiences = filled.storage.audiences.all()
    assert {a.kind for a in audiences} >= {"segment", "rfm", "leaving", "soon", "intention"}
    members = {id_ for a in audiences for id_ in filled.storage.audiences.members(a.audience_id)}
    assert members
    assert max(members) < "c150"
    for kind in ("segment", "rfm"):
        of_kind = [m for a in audiences if a.kind == kind for m in filled.storage.audiences.members(a.audience_id)]
        assert len(of_kind) == len(set(of_kind)) == 150


def test_definitions_tell_what_marks_a_segment_and_every_cell_of_the_grid(filled: Services) -> None:
    refresh_segments({}, filled, quiet)
    audiences = filled.storage.audiences.all()
    cells = [cell for a in audiences if a.kind == "rfm" for cell in a.definition["cells"]]
    segments = [a for a in audiences if a.kind == "segment"]
    assert sum(cell["customers"] for cell in cells) == 150
    whole = sum(a.size * a.definition["means"]["money"] for a in segments)
    assert sum(cell["money"] for cell in cells) == pytest.approx(whole, rel=1e-4)
    assert whole / 150 == pytest.approx(segments[0].definition["everyone"]["money"], rel=1e-4)


def test_what_was_learnt_is_kept_as_it_was_and_a_changed_file_is_noticed(filled: Services) -> None:
    refresh_segments({}, filled, quiet)
    artifacts = filled.settings.artifacts
    models = read_models(artifacts)
    assert models is not None
    lines = agreed_lines(filled)
    assert lines is not None
    at = NOW.timestamp() / 86400
    assert models.categories == lines.categories
    assert np.isfinite(models.buying[30.0].of(lines, at).expected).all()
    version = (artifacts / FOLDER / "CURRENT").read_text(encoding="ascii").strip()
    file = artifacts / FOLDER / version / "models.json"
    file.write_text(file.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(Corrupt):
        read_models(artifacts)
    later = Services(filled.settings, filled.storage, lambda: NOW + timedelta(minutes=1))
    refresh_segments({}, later, quiet)  # a damaged past does not stop the next time
    assert read_models(artifacts) is not None


def test_a_second_time_keeps_the_groups_ids_and_members(filled: Services) -> None:
    def groups() -> dict[str, list[str]]:
        kept = [a for a in filled.storage.audiences.all() if a.kind == "segment"]
        return {a.audience_id: filled.storage.audiences.members(a.audience_id) for a in kept}

    refresh_segments({}, filled, quiet)
    before = groups()
    refresh_segments({}, filled, quiet)
    assert groups() == before


def test_a_look_alike_is_filled_at_once_and_again_by_each_refresh(filled: Services) -> None:
    refresh_segments({}, filled, quiet)
    base = next(a for a in filled.storage.audiences.all() if a.kind == "rfm" and a.size >= 20)
    made = make_look_alike(filled, base.audience_id, "As good as those", 0.2)
    members = filled.storage.audiences.members(made.audience_id)
    assert made.size == len(members) > 0
    assert not set(members) & set(filled.storage.audiences.members(base.audience_id))
    assert make_look_alike(filled, base.audience_id, "As good as those", 0.2).audience_id == made.audience_id
    filled.storage.customers.set_consent(members[0], Consent(False, False, NOW, "widget"))
    refresh_segments({}, filled, quiet)
    again = filled.storage.audiences.get(made.audience_id)
    assert again is not None
    assert again.name == "As good as those"
    assert members[0] not in filled.storage.audiences.members(made.audience_id)


def test_a_look_alike_of_nobody_or_of_everybody_is_refused(filled: Services) -> None:
    refresh_segments({}, filled, quiet)
    with pytest.raises(NotFound):
        make_look_alike(filled, "none", "x")
    base = filled.storage.audiences.all()[0]
    with pytest.raises(InvalidInput):
        make_look_alike(filled, base.audience_id, "x", 1.5)


def test_a_shop_without_orders_has_no_audience_and_no_error(services: Services) -> None:
    assert refresh_segments({}, services, quiet) == {"customers": 0, "audiences": 0}


def test_it_runs_as_a_job_and_asks_for_itself_a_day_later(filled: Services) -> None:
    def waiting() -> int:
        return sum(job.kind == "refresh_segments" and job.status == "queued" for job in filled.storage.jobs.list(50))

    done = refresh_segments({}, filled, quiet)
    assert done["customers"] == 150
    assert waiting() == 1
    refresh_segments({}, filled, quiet)
    assert waiting() == 1
    assert "refresh_segments" in SLOW
    assert HANDLERS["refresh_segments"] is refresh_segments
