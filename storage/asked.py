"""How often the assistant asked about an attribute, and how often customers could answer. Counts alone: nobody is in them."""

from __future__ import annotations

from sqlalchemy import select

from storage.database import Database
from storage.tables import counters

_ASKED, _ANSWERED = "asked:", "answered:"
_UNIT = 1000  # of the counters, which are whole numbers
_LONGEST = 60  # characters of an attribute's name


class AskedBefore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, attribute: str, offered: float, *, answered: bool) -> None:
        """One more time asked. ``offered``: the chance, 0…1, that one of the options was right for the customer; ``answered``:
        with one of the values, and not waved away. Raises ValueError for a chance that is none."""
        if not 0 <= offered <= 1:
            raise ValueError("A chance is between 0 and 1.")
        name = attribute[:_LONGEST]
        counted = [(_ASKED, round(_UNIT * offered)), *([(_ANSWERED, _UNIT)] if answered else [])]
        with self._database.write() as connection:
            for kind, by in counted:
                first = self._database.insert(counters).values(name=kind + name, value=by)
                connection.execute(first.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + by}))

    def counts(self) -> dict[str, tuple[float, float]]:
        """Attribute → (times asked, each as much as was offered; times answered)."""
        with self._database.read() as connection:
            rows = connection.execute(select(counters.c.name, counters.c.value).where(counters.c.name.like("%:%")))
            found = {row.name: int(row.value) / _UNIT for row in rows}
        asked = {name.removeprefix(_ASKED): n for name, n in found.items() if name.startswith(_ASKED)}
        return {name: (n, found.get(_ANSWERED + name, 0.0)) for name, n in asked.items()}
