"""Takes a customer's message, by HTTP or socket: checked, stored, acknowledged, and only then routed."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from shop.conversations import MAX_TEXT, Message
from shop.errors import InvalidInput, TooLarge
from web.bodies import clean, needed_text
from web.keys import FANOUT, METRICS, SIGNER, STORAGE, TURNS
from web.payloads import fill_in
from web.threads import in_thread, utc_now

LONGEST_CLIENT_ID = 64


async def accept(app: web.Application, conversation_id: str, body: dict[str, Any]) -> tuple[Message, bool]:
    """The stored message and whether it is new. ``body``: ``client_id`` and either ``text`` or a button's ``payload``.

    A resend (the same client_id) returns the first message. Raises InvalidInput, TooLarge (``text_too_long``), Forbidden
    (``bad_payload``); then nothing is stored.
    """
    client_id = needed_text(body, "client_id", longest=LONGEST_CLIENT_ID)
    payload: dict[str, Any] | None = None
    if body.get("payload") is not None:
        text, payload = _pressed(app, conversation_id, body)
    else:
        text = customer_text(body.get("text"))
    message, created = await in_thread(
        app[STORAGE].conversations.add_customer_message, conversation_id, client_id, text, payload, utc_now()
    )
    if created:
        app[METRICS].messages.labels("customer").inc()
        app[TURNS].customer_wrote(conversation_id, message.seq)
        await app[FANOUT].publish(conversation_id)
    return message, created


def customer_text(given: object) -> str:
    """A customer's words, 1 to MAX_TEXT characters. Raises InvalidInput or TooLarge."""
    if not isinstance(given, str):
        raise InvalidInput("A message needs text or a payload.", fields={"text": "missing"})
    if len(given) > MAX_TEXT:
        raise TooLarge(
            f"A message may have {MAX_TEXT:,} characters at most; this one has {len(given):,}.",
            code="text_too_long",
            fields={"text": f"at most {MAX_TEXT} characters"},
        )
    text = clean(given).strip()
    if not text:
        raise InvalidInput("The message is empty.", fields={"text": "empty"})
    return text


def _pressed(app: web.Application, conversation_id: str, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A button or form: what to show as the customer's words, and what the bot reads."""
    meaning = app[SIGNER].open(conversation_id, needed_text(body, "payload", longest=20_000))
    values = body.get("values")
    for value in values.values() if isinstance(values, dict) else ():
        customer_text(value)
    say = fill_in(meaning, values)
    shown = str(meaning.get("label") or "…")
    if isinstance(values, dict) and values:
        shown = "\n".join([shown, *(f"{name}: {value}" for name, value in values.items())])[:MAX_TEXT]
    if len(say) > MAX_TEXT:
        raise TooLarge(f"A form may hold {MAX_TEXT:,} characters at most.", code="text_too_long", fields={"values": "too long"})
    return shown, {"say": say, "label": shown}
