"""How stored things look in JSON, to a customer and to staff."""

from __future__ import annotations

from typing import Any

from shop.conversations import Conversation, Message
from shop.mood import word_of


def message_view(message: Message) -> dict[str, Any]:
    """What a customer sees of a message. ``in_reply_to`` is the seq that a reply of the assistant answers."""
    return {
        "seq": message.seq,
        "client_id": message.client_id,
        "author": message.author,
        "author_name": message.author_name,
        "at": message.at.isoformat(),
        "text": message.text,
        "blocks": [dict(block) for block in message.blocks],
        "in_reply_to": message.in_reply_to,
    }


def staff_message_view(message: Message) -> dict[str, Any]:
    return {**message_view(message), "visibility": message.visibility, "sentiment": message.sentiment}


def conversation_view(conversation: Conversation) -> dict[str, Any]:
    """The state of a conversation as staff see it."""
    waiting = conversation.waiting_since
    return {
        "conversation_id": conversation.conversation_id,
        "created_at": conversation.created_at.isoformat(),
        "owner": conversation.owner,
        "owner_epoch": conversation.owner_epoch,
        "agent_id": conversation.agent_id,
        "customer_id": conversation.customer_id,
        "visitor_id": conversation.visitor_id,
        "page": dict(conversation.page),
        "cart": [dict(line) for line in conversation.cart],
        "last_seq": conversation.last_seq,
        "answered_seq": conversation.answered_seq,
        "waiting_since": waiting.isoformat() if waiting else None,
        "handover_reason": conversation.handover_reason,
        "mood": mood_view(conversation),
    }


def mood_view(conversation: Conversation) -> dict[str, Any]:
    """``word`` is calm, annoyed or upset; ``seq`` the message that says why, null while calm."""
    return {"word": word_of(conversation.anger), "rising": conversation.anger_rising, "seq": conversation.upset_seq}
