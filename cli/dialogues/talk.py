"""Plays dialogues over HTTP, as the widget would: says, presses, puts into the cart, and judges each reply."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jwt
import urllib3

from cli.dialogues.expectations import check
from cli.dialogues.form import Dialogue, Turn
from cli.dialogues.records import Records
from cli.dialogues.reply import Reply
from shop.errors import ShopError
from shop.settings import Settings

PATIENCE_SECONDS = 60.0
Message = Mapping[str, Any]


@dataclass(frozen=True)
class Played:
    """One turn with its reply; ``failures`` are sentences, ``sent`` is what was posted (empty: nothing was)."""

    turn: Turn
    reply: Reply
    failures: Sequence[str]
    sent: Mapping[str, Any] = field(default_factory=dict)


class Conversation:
    """One customer's chat over HTTP. ``address``: what a trusted proxy would say of where the customer comes from."""

    def __init__(self, http: urllib3.PoolManager, base: str, settings: Settings, customer: str | None, address: str = ""):
        self.http, self.base, self.settings = http, base, settings
        self.headers = {"X-Forwarded-For": address} if address else {}
        opening: dict[str, Any] = {}
        if customer is not None:
            now = int(time.time())
            claims = {"sub": customer, "iat": now, "exp": now + 3600}
            opening["customer_token"] = jwt.encode(claims, settings.customer_jwt_secret, algorithm="HS256")
        opened = self.call("POST", "/api/conversations", opening)
        self.id = str(opened["conversation_id"])
        self.path = f"/api/conversations/{self.id}"
        self.headers["Authorization"] = f"Bearer {opened['token']}"

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Raises ShopError when the service refuses."""
        response = self.http.request(method, self.base + path, json=body, headers=self.headers)
        if response.status >= 300:
            raise ShopError(f"{method} {path.split('?')[0]} gave status {response.status}: {response.data[:300]!r}")
        return response.json()

    def send(self, content: Mapping[str, Any]) -> list[Message]:
        """Post one message and wait for what answers it; nobody answers while a person owns the conversation."""
        answer = self.call("POST", f"{self.path}/messages?wait=1", {"client_id": secrets.token_hex(8), **content})
        replies: list[Message] = answer["replies"]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while answer["pending"] and not any(m["author"] == "bot" for m in replies) and time.monotonic() < deadline:
            time.sleep(0.2)
            later = self.call("GET", f"{self.path}/messages?after={answer['message']['seq']}")
            replies = [m for m in later["messages"] if m["author"] != "customer"]
        return replies

    def owner(self) -> str:
        return str(self.call("GET", f"{self.path}/messages?after=0")["owner"])

    def form(self) -> str | None:
        """The name of the form that is open in Rasa's tracker."""
        claims = {"user": {"username": "dialogues", "role": "admin"}, "exp": int(time.time()) + 60}
        token = jwt.encode(claims, self.settings.secret("rasa-jwt"), algorithm="HS256")
        url = f"{self.settings.rasa_urls[0]}/conversations/{self.id}/tracker?include_events=NONE"
        tracker = self.http.request("GET", url, headers={"Authorization": f"Bearer {token}"}).json()
        return (tracker.get("active_loop") or {}).get("name")


class Player:
    """Plays against the service at ``base``, whose settings and records are those given."""

    def __init__(self, base: str, settings: Settings, records: Records):
        self.base, self.settings, self.records = base, settings, records
        self.http = urllib3.PoolManager(num_pools=4, maxsize=64, retries=False, timeout=urllib3.Timeout(total=PATIENCE_SECONDS))

    def play(self, dialogue: Dialogue, *, address: str = "", judge: bool = True) -> list[Played]:
        """All turns, also after one that failed. Raises ShopError when the service refuses or the customer is unknown."""
        if dialogue.customer is not None and not self.records.customer_exists(dialogue.customer):
            raise ShopError(f"the shop has no customer {dialogue.customer}")
        talk = Conversation(self.http, self.base, self.settings, dialogue.customer, address)
        since, said = datetime.now(UTC), [turn.say for turn in dialogue.turns if turn.say]
        played: list[Played] = []
        last = Reply()
        for turn in dialogue.turns:
            reply, failures, sent = self._take(talk, turn, last)
            reply = Reply(
                reply.blocks,
                last.listed,
                talk.owner,
                talk.form,
                lambda: self.records.review_from_chat(said, since),
                reply.seconds,
            )
            if judge and not failures:
                failures = check(turn.expect, reply, self.records)
            played.append(Played(turn, reply, tuple(failures), sent))
            last = reply
        return played

    def _take(self, talk: Conversation, turn: Turn, last: Reply) -> tuple[Reply, list[str], dict[str, Any]]:
        content: dict[str, Any] = {"text": turn.say}
        if turn.press is not None:
            button = _button(turn.press, last)
            if button is None:
                labels = ", ".join(f"“{label}”" for label in dict.fromkeys(str(b["label"]) for b in last.buttons))
                return Reply(), [f"there is no button “{turn.press}” to press; there are {labels or 'none'}"], {}
            if button.get("do") == "add_to_cart":
                talk.call("PUT", f"{talk.path}/cart", {"lines": [{"sku": button["value"], "quantity": 1}]})
                return Reply(), [], {}
            if "payload" not in button:
                return Reply(), [f"the button “{turn.press}” says nothing to the assistant"], {}
            content = {"payload": button["payload"]}
        started = time.perf_counter()
        messages = talk.send(content)
        seconds = time.perf_counter() - started
        blocks = [block for m in messages if m["author"] == "bot" for block in m["blocks"]]
        silent = not blocks and talk.owner() == "bot"
        return Reply(blocks, seconds=seconds), ["the assistant gave no answer"] if silent else [], content


def _button(label: str, last: Reply) -> Mapping[str, Any] | None:
    """The one labelled so, else the first whose label holds these words."""
    wanted = label.casefold().strip()
    exact = next((b for b in last.buttons if str(b["label"]).casefold() == wanted), None)
    return exact or next((b for b in last.buttons if wanted in str(b["label"]).casefold()), None)


def told(reply: Reply, records: Records) -> str:
    """A reply in lines that a person can read."""
    lines = [reply.text] if reply.text else []
    for number, card in enumerate(reply.cards, start=1):
        product = records.product(str(card["product_id"]))
        price = card["price"]["text"] if card.get("price") else "no price"
        options = ", ".join(card.get("options", {}).values())
        rating = f"{card['rating']:g} of 5" if card.get("rating") is not None else "unrated"
        facts = (product.type, options, product.material, price, rating, card["stock"])
        lines.append(f"  {number}. {product.name} ({', '.join(f for f in facts if f)})")
    lines += [f"  coupon {c['code'] or '(no code)'}: {c['benefit']}" for c in reply.of_kind("coupon")]
    lines += [f"  order {o['order_id']}: {o['status']}" for o in reply.of_kind("order")]
    buttons = [str(b["label"]) for block in reply.of_kind("quick_replies") for b in block["buttons"]]
    if buttons:
        lines.append("  buttons: " + " | ".join(buttons))
    return "\n".join(lines) or "(nothing)"


def story(dialogue: Dialogue, played: Sequence[Played], records: Records) -> str:
    """The turns up to the last failing one: what was said, what came, what was expected and missed. "" when all hold."""
    failing = [p.turn.place for p in played if p.failures]
    if not failing:
        return ""
    lines = [f"“{dialogue.name}” ({dialogue.file})"]
    for one in played:
        if one.turn.place > failing[-1]:
            break
        lines.append(f"turn {one.turn.place}, said: {one.turn.said}")
        lines += [f"    {line}" for line in told(one.reply, records).splitlines()]
        lines += [f"  ✗ {failure}" for failure in one.failures]
    return "\n".join(lines)
