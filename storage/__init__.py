"""The only room that speaks SQL; shop types in and out."""

from storage.conversations import ConversationSummary, Turn
from storage.storage import Storage, open_storage

__all__ = ["ConversationSummary", "Storage", "Turn", "open_storage"]
