"""Who answers: bot, queue or agent. The rules are shop.conversations'; here they meet the row, under its lock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from shop.conversations import Conversation, Ownership, hand_back, request_person, stop_waiting, take_over
from storage.database import Database
from storage.messages import change, locked, to_conversation


class Owners:
    _database: Database

    def request_person(self, conversation_id: str, reason: str, now: datetime) -> Conversation:
        """bot → queue; asking again changes nothing. Raises NotFound."""
        with self._database.write() as connection:
            row = locked(connection, conversation_id)
            changes = ask_for_person(row, reason, now)
            return change(connection, conversation_id, **changes) if changes else to_conversation(row)

    def stop_waiting(self, conversation_id: str) -> Conversation:
        """queue → bot, as the customer does not want to wait. What they wrote while they waited counts as dealt with; unchanged
        where nobody waits. Raises NotFound."""
        with self._database.write() as connection:
            row = locked(connection, conversation_id)
            before = _ownership(row)
            after = stop_waiting(before)
            if after == before:
                return to_conversation(row)
            dealt = {"answered_seq": row["last_seq"], "waiting_since": None, "handover_reason": ""}
            return change(connection, conversation_id, **_columns(after), **dealt)

    def take_over(self, conversation_id: str, agent_id: str, now: datetime) -> Conversation:
        """bot or queue → this agent, who sees what is unanswered. Raises NotFound, Conflict ``already_taken``."""
        with self._database.write() as connection:
            row = locked(connection, conversation_id)
            before = _ownership(row)
            after = take_over(before, agent_id)
            if after == before:
                return to_conversation(row)
            return change(connection, conversation_id, **_columns(after), waiting_since=None)

    def hand_back(self, conversation_id: str, agent_id: str, now: datetime, seen_seq: int | None = None) -> Conversation:
        """agent → bot. What the agent has seen (up to ``seen_seq``; None: everything) counts as dealt with; what the customer
        wrote after that is the bot's to answer. Raises NotFound, Conflict ``not_yours``."""
        with self._database.write() as connection:
            row = locked(connection, conversation_id)
            after = hand_back(_ownership(row), agent_id)
            seen = row["last_seq"] if seen_seq is None else min(seen_seq, row["last_seq"])
            dealt = {"answered_seq": max(row["answered_seq"], seen), "waiting_since": None, "handover_reason": ""}
            return change(connection, conversation_id, **_columns(after), **dealt)


def ask_for_person(row: RowMapping, reason: str, now: datetime) -> dict[str, Any]:
    """The columns that change when a person is asked for; empty when one is already waited for or there."""
    before = _ownership(row)
    after = request_person(before)
    if after == before:
        return {}
    return {**_columns(after), "waiting_since": now, "handover_reason": reason}


def _ownership(row: RowMapping) -> Ownership:
    return Ownership(row["owner"], row["owner_epoch"], row["agent_id"])


def _columns(ownership: Ownership) -> dict[str, Any]:
    return {"owner": ownership.owner, "owner_epoch": ownership.epoch, "agent_id": ownership.agent_id}
