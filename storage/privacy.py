"""A person's rights over what is kept of them: to see it, and to have it erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from shop.errors import NotFound
from storage.database import Database
from storage.erasing import Erased, erase_person
from storage.exporting import Rows, export_person
from storage.people import Person, customer_as_person, visitor_as_person
from storage.tables_service import conversations


class Privacy:
    def __init__(self, database: Database) -> None:
        self._database = database

    def export_customer(self, customer_id: str) -> dict[str, Rows]:
        """``{table: rows}`` as JSON values. Raises NotFound ``unknown_customer`` when nothing is kept under this id."""
        with self._database.read() as connection:
            found = export_person(connection, customer_as_person(connection, customer_id), own=False)
        if not any(found.values()):
            raise _unknown()
        return found

    def erase_customer(self, customer_id: str, now: datetime, *, door: str) -> Erased:
        """One transaction, all or nothing. Raises NotFound ``unknown_customer`` when nothing is kept under this id, so also
        when it is asked for again. ``door`` ("api", "cli") is kept with the record that somebody was erased."""
        with self._database.write() as connection:
            person = customer_as_person(connection, customer_id, lock=True)
            erased = erase_person(self._database, connection, person, now, door)
        if not erased.counts:
            raise _unknown()
        return erased

    def export_conversation(self, conversation_id: str) -> dict[str, Rows]:
        """For whoever holds the conversation's token: everything of the customer who signed in in it, else of the visitor.
        Raises NotFound ``unknown_conversation``."""
        with self._database.read() as connection:
            return export_person(connection, _person_of(connection, conversation_id), own=True)

    def erase_conversation(self, conversation_id: str, now: datetime, *, door: str) -> Erased:
        """As ``export_conversation``, erased; the conversation is gone afterwards. Raises NotFound ``unknown_conversation``."""
        with self._database.write() as connection:
            person = _person_of(connection, conversation_id, lock=True)
            return erase_person(self._database, connection, person, now, door)


def _person_of(connection: Connection, conversation_id: str, *, lock: bool = False) -> Person:
    """Who signed in in the conversation, else the visitor. Locked are all their conversations in one order, so it is looked
    again afterwards whether this one is still among them: it may have been erased, or somebody may have signed in."""
    found = select(conversations.c.customer_id, conversations.c.visitor_id)
    found = found.where(conversations.c.conversation_id == conversation_id)
    while (row := connection.execute(found).first()) is not None:
        if row.customer_id is not None:
            person = customer_as_person(connection, row.customer_id, lock=lock)
        else:
            person = visitor_as_person(connection, conversation_id, row.visitor_id, lock=lock)
        if conversation_id in person.conversation_ids:
            return person
    raise NotFound("This conversation no longer exists.", code="unknown_conversation")


def _unknown() -> NotFound:
    return NotFound("Nothing is kept under this customer id.", code="unknown_customer")
