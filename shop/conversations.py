"""Conversations: who owns them, and the pure rules by which ownership moves.

A conversation belongs to exactly one owner. Each change of owner raises ``owner_epoch``; a reply is accepted only when it was
written under the current epoch, so an answer that arrives after a hand-over is dropped instead of doubled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shop.errors import Conflict

OWNERS = ("bot", "queue", "agent")
AUTHORS = ("customer", "bot", "agent", "system")
MAX_TEXT = 2000  # characters; 120,000 freeze Rasa for over a minute


@dataclass(frozen=True)
class Message:
    """One stored message. ``seq`` orders a conversation, starting at 1 with no gaps; ``client_id`` makes a resend harmless."""

    seq: int
    author: str
    at: datetime
    text: str = ""
    blocks: tuple[Mapping[str, Any], ...] = ()
    client_id: str | None = None
    author_name: str = ""
    visibility: str = "all"  # "staff" = an agent's note: never sent to a customer, never to the bot
    payload: Mapping[str, Any] | None = None  # what a pressed button meant; for the bot, not for display
    in_reply_to: int | None = None  # seq of the customer message that a bot reply answers
    sentiment: float | None = None  # of a customer's words, -1 to 1; None where no model has read them


@dataclass(frozen=True)
class Conversation:
    conversation_id: str
    created_at: datetime
    owner: str = "bot"
    owner_epoch: int = 0
    agent_id: str | None = None
    customer_id: str | None = None  # only from a verified token
    visitor_id: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)
    cart: tuple[Mapping[str, Any], ...] = ()  # [{"sku", "quantity"}]
    consent: Mapping[str, Any] = field(default_factory=dict)  # what a visitor without customer id agreed to
    last_seq: int = 0
    answered_seq: int = 0  # customer messages up to here have been dealt with
    waiting_since: datetime | None = None  # in queue since
    handover_reason: str = ""
    closed_at: datetime | None = None
    anger: float = 0.0  # 0 to 1, by shop.mood
    anger_rising: bool = False
    upset_seq: int | None = None  # the message that weighs most in it
    person_offered_seq: int | None = None  # the customer's message on which a person was offered
    person_declined: bool = False


@dataclass(frozen=True)
class Ownership:
    owner: str
    epoch: int
    agent_id: str | None = None


def request_person(now: Ownership) -> Ownership:
    """bot → queue. Asking again while waiting, or while a person answers, changes nothing."""
    if now.owner == "bot":
        return Ownership("queue", now.epoch + 1)
    return now


def stop_waiting(now: Ownership) -> Ownership:
    """queue → bot, by the customer. With a person there already it changes nothing: only that person hands back."""
    if now.owner == "queue":
        return Ownership("bot", now.epoch + 1)
    return now


def take_over(now: Ownership, agent_id: str) -> Ownership:
    """bot or queue → agent. Another agent's conversation is not taken by accident."""
    if now.owner == "agent":
        if now.agent_id == agent_id:
            return now
        raise Conflict("A colleague already answers this conversation.", code="already_taken")
    return Ownership("agent", now.epoch + 1, agent_id)


def hand_back(now: Ownership, agent_id: str) -> Ownership:
    """agent → bot, by the agent who holds it."""
    if now.owner != "agent" or now.agent_id != agent_id:
        raise Conflict("You do not hold this conversation.", code="not_yours")
    return Ownership("bot", now.epoch + 1)
