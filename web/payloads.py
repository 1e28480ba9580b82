"""Buttons carry what the bot should understand. A customer sees it only signed, bound to the one conversation it was sent in.

Signed form: ``payload.<base64url of JSON>.<signature>``; the JSON is ``{"say": "/intent{…}", "label": "Show more"}``, and for a
form also ``fields``, the names that may be filled in.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from typing import Any

from shop.errors import Forbidden, InvalidInput
from web.tokens import mac

MARK = "payload"


class PayloadSigner:
    def __init__(self, secret: str):
        self._secret = secret

    def sign(self, conversation_id: str, meaning: Mapping[str, Any]) -> str:
        packed = json.dumps(meaning, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        body = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        return f"{MARK}.{body}.{mac(self._secret, conversation_id, body)}"

    def open(self, conversation_id: str, given: str) -> dict[str, Any]:
        """What the button meant. Raises Forbidden for one that we did not sign for this conversation."""
        mark, _, rest = given.partition(".")
        body, _, signature = rest.partition(".")
        genuine = hmac.compare_digest(mac(self._secret, conversation_id, body).encode(), signature.encode())
        if mark != MARK or not genuine:
            raise Forbidden("This button does not belong to this conversation.", code="bad_payload")
        try:
            meaning: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        except (ValueError, binascii.Error) as error:
            raise Forbidden("This button does not belong to this conversation.", code="bad_payload") from error
        return meaning

    def sign_blocks(self, conversation_id: str, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The blocks with every ``payload`` of a button or form signed; the given ones stay as they are."""
        return [self._sign_block(conversation_id, block) for block in blocks]

    def _sign_block(self, conversation_id: str, block: dict[str, Any]) -> dict[str, Any]:
        signed = dict(block)
        if isinstance(block.get("buttons"), list):
            signed["buttons"] = [self._sign_button(conversation_id, button) for button in block["buttons"]]
        if isinstance(block.get("cards"), list):
            signed["cards"] = [
                {**card, "buttons": [self._sign_button(conversation_id, b) for b in card.get("buttons", [])]}
                for card in block["cards"]
            ]
        if block.get("type") == "form" and "payload" in block:
            names = [str(field["name"]) for field in block.get("fields", [])]
            label = str(block.get("submit") or block.get("title") or "")
            signed["payload"] = self.sign(conversation_id, {"say": block["payload"], "label": label, "fields": names})
        return signed

    def _sign_button(self, conversation_id: str, button: dict[str, Any]) -> dict[str, Any]:
        if "payload" not in button:
            return button
        meaning = {"say": button["payload"], "label": button.get("label", "")}
        return {**button, "payload": self.sign(conversation_id, meaning)}


def fill_in(meaning: Mapping[str, Any], values: object) -> str:
    """What the bot reads: ``/intent{json}`` of a button, with a form's ``values`` merged in. Raises InvalidInput."""
    say = str(meaning.get("say", ""))
    if values is None:
        return say
    names = meaning.get("fields") or []
    if not isinstance(values, dict) or any(name not in names or not isinstance(v, str) for name, v in values.items()):
        raise InvalidInput("values must hold texts for this form's fields.", fields={"values": "not of this form"})
    intent, brace, rest = say.partition("{")
    known = json.loads(brace + rest) if brace else {}
    return intent + json.dumps({**known, **values}, ensure_ascii=False)
