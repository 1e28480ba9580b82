"""The only channel of the bot: the gateway posts one message, and gets back all that the turn did.

``POST /webhooks/shoptalk/webhook`` with ``Authorization: Bearer $SHOPTALK_CHANNEL_TOKEN`` and ``{"sender", "message",
"metadata"}``; ``GET /webhooks/shoptalk/health`` says which model answers. Rasa's own REST channel hides failures; this one
names them.
"""

import asyncio
import contextvars
import hashlib
import hmac
import json
import logging
import os
import re
import time
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text, Tuple

from action_calls import call_briefly
from graph_runs import run_in_order
from once import do_once
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from several_wishes import MOST_WISHES, Wish, leave_and_wish, may_hold_several, wishes_of

logger = logging.getLogger(__name__)

MAX_TEXT = 2000  # characters; 120,000 freeze the server for over a minute
MAX_BODY = 256 * 1024  # bytes, with the metadata
SENDER = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
PAYLOAD = re.compile(r"/(?P<intent>[a-z][a-z0-9_]*)(?P<json>\{.*\})?", re.DOTALL)
_RASAS_OWN = ("session_started_metadata",)
NOT_FOR_CUSTOMERS = ("restart", "back", "session_start")

_failures: "contextvars.ContextVar[Optional[List[str]]]" = contextvars.ContextVar("failures", default=None)
_saved: "contextvars.ContextVar[Optional[List[Any]]]" = contextvars.ContextVar("saved", default=None)


class _NotesFailedActions(logging.Handler):
    """Rasa logs a failed action and goes on as if nothing was; this notes the failure for the turn that is being answered."""

    def emit(self, record: logging.LogRecord) -> None:
        failures = _failures.get()
        if failures is not None and record.exc_info:
            failures.append(record.exc_info[0].__name__ if record.exc_info[0] else "error")


def _watch_actions() -> None:
    watched = logging.getLogger("rasa.core.processor")
    if not any(isinstance(handler, _NotesFailedActions) for handler in watched.handlers):
        watched.addHandler(_NotesFailedActions(level=logging.ERROR))


def _note_saved(store: Any) -> None:
    """From now on the tracker that a turn saved is noted, so that it need not be read back from the database."""
    if getattr(store, "_notes_saved", False):
        return
    save = store.save

    async def save_and_note(tracker: Any) -> None:
        await save(tracker)
        saved = _saved.get()
        if saved is not None:
            saved.append(tracker)

    store.save = save_and_note
    store._notes_saved = True


def neutral(text: Text, intents: Any) -> Text:
    """``text`` when it is free text or a payload that names one of ``intents``; otherwise without the leading slashes.

    A leading space does not stop Rasa from reading a command, so spaces before the slash count as leading too.
    """
    stripped = text.strip()
    if not stripped.startswith("/"):
        return text
    match = PAYLOAD.fullmatch(stripped)
    if match and match.group("intent") in intents and match.group("intent") not in NOT_FOR_CUSTOMERS:
        try:
            if isinstance(json.loads(match.group("json") or "{}"), dict):
                return stripped
        except ValueError:
            logger.info("a payload is not JSON; read as text")
    return re.sub(r"^[\s/]+", "", stripped)


class ShoptalkInput(RestInput):
    """One turn in, one JSON object out. Errors: 400 (no sender, not JSON), 401 (token), 413 (too long)."""

    @classmethod
    def name(cls) -> Text:
        return "shoptalk"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> "ShoptalkInput":
        """The token comes from the environment; without one, every request is refused."""
        return cls(os.environ.get("SHOPTALK_CHANNEL_TOKEN", ""))

    def __init__(self, token: Text) -> None:
        self._token = token.encode()
        self._model: Tuple[Optional[Text], Text] = (None, "")
        _watch_actions()
        do_once()
        call_briefly()
        run_in_order()

    def _refusal(self, request: Request) -> Optional[HTTPResponse]:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if not self._token or scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), self._token):
            return _error(401, "unauthorized", "The channel's token is missing or wrong.")
        return None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("shoptalk_webhook", __name__)

        @webhook.route("/", methods=["GET"])
        async def alive(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/health", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            refusal = self._refusal(request)
            if refusal:
                return refusal
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                return _error(503, "no_model", "No model is loaded.")
            path = Path(agent.processor.model_path)
            return response.json({"model_sha256": await self._sha256(path, agent.model_id), "model_file": path.name})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            refusal = self._refusal(request)
            if refusal:
                return refusal
            if len(request.body) > MAX_BODY:
                return _error(413, "too_large", f"A request has at most {MAX_BODY} bytes.")
            try:
                body = json.loads(request.body)
                sender, text, metadata = body.get("sender"), body.get("message"), body.get("metadata") or {}
            except (ValueError, AttributeError):
                return _error(400, "invalid_json", "The body is not a JSON object.")
            if not isinstance(sender, str) or not SENDER.fullmatch(sender):
                return _error(400, "invalid_sender", "A sender has 1 to 128 letters, digits or _.:-")
            if not isinstance(text, str) or not text.strip():
                return _error(400, "invalid_message", "A message is text that is not empty.")
            if not isinstance(metadata, dict):
                return _error(400, "invalid_metadata", "The metadata are an object.")
            if len(text) > MAX_TEXT:
                return _error(413, "too_long", f"A message has at most {MAX_TEXT} characters.")
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                return _error(503, "no_model", "No model is loaded.")
            text = neutral(text, agent.domain.intents) or "?"
            return response.json(await self._turn(agent, on_new_message, text, sender, metadata))

        return webhook

    async def _turn(
        self,
        agent: Any,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        text: Text,
        sender: Text,
        metadata: Dict[Text, Any],
    ) -> Dict[Text, Any]:
        """Run one turn and read from the tracker what it did. A turn that raised, or said nothing, has ``failed`` true.

        Of several wishes each is a message of its own to the tracker, answered one after the other into one reply.
        """
        started = time.monotonic()
        collector = CollectingOutputChannel()
        failures: List[str] = []
        saved: List[Any] = []
        _note_saved(agent.tracker_store)
        tokens = (_failures, _failures.set(failures)), (_saved, _saved.set(saved))
        wishes: List[Wish] = []
        said: List[Tuple[Text, Optional[Dict[Text, Any]]]] = [(text, None)]
        try:
            parsed, wishes = await self._read(agent, text, sender)
            said = [(wish.text, wish.parsed) for wish in wishes[:MOST_WISHES]] or [(text, parsed)]
            for part, (words, read) in enumerate(said, 1):
                about = {**metadata, "part": part} if len(said) > 1 else metadata
                given = {"input_channel": self.name(), "metadata": about, "parse_data": read}
                await on_new_message(UserMessage(words, collector, sender, **given))
        except Exception as error:  # the request's edge: the gateway is told, the customer never sees the text
            logger.exception("turn failed")
            failures.append(type(error).__name__)
        finally:
            for variable, token in tokens:
                variable.reset(token)
        tracker = saved[-1] if saved else await agent.tracker_store.retrieve(sender)
        events = list(tracker.events) if tracker else []
        heard = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
        turn = events[heard[-min(len(heard), len(said))] :] if heard else []
        first = turn[0].as_dict()["parse_data"] if turn else {}
        slots = tracker.current_slot_values() if tracker else {}
        messages = [_message(given) for given in collector.messages]
        if messages and len(wishes) > MOST_WISHES:
            messages.append({"buttons": [{"title": wish.text[:80], "payload": wish.text} for wish in wishes[MOST_WISHES:]]})
        return {
            "messages": messages,
            "intent": first.get("intent") or {"name": None, "confidence": 0.0},
            "ranking": first.get("intent_ranking") or [],
            "entities": first.get("entities") or [],
            "wishes": [{"text": wish.text, "intent": wish.intent} for wish in wishes],
            "slots": {name: value for name, value in slots.items() if value is not None and name not in _RASAS_OWN},
            "events": [_event(event) for event in turn],
            "failed": bool(failures) or not messages,
            "seconds": round(time.monotonic() - started, 4),
        }

    async def _read(self, agent: Any, text: Text, sender: Text) -> Tuple[Optional[Dict[Text, Any]], List[Wish]]:
        """What was read in the whole text, and its wishes where it is not one as it stands. (None, []): not looked into."""
        if text.startswith("/") or not may_hold_several(text):
            return None, []
        tracker = await agent.tracker_store.retrieve(sender)
        if tracker is not None and tracker.active_loop_name:  # an answer to a form is not cut
            return None, await leave_and_wish(text, agent.parse_message)
        whole = await agent.parse_message(text)
        shown = bool(tracker is not None and tracker.get_slot("shown"))
        return whole, await wishes_of(text, whole, agent.parse_message, shown)

    async def _sha256(self, path: Path, model_id: Text) -> Text:
        """The sha256 of the loaded model's file, read once for each model."""
        if self._model[0] != model_id:
            digest = await asyncio.get_running_loop().run_in_executor(None, _sha256_of, path)
            self._model = (model_id, digest)
        return self._model[1]


def _sha256_of(path: Path) -> Text:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _message(given: Dict[Text, Any]) -> Dict[Text, Any]:
    return {key: given[key] for key in ("text", "custom", "buttons") if given.get(key)}


def _event(event: Any) -> Dict[Text, Any]:
    out: Dict[Text, Any] = {"event": event.type_name}
    if isinstance(event, ActionExecuted):
        out["name"] = event.action_name
    elif isinstance(event, SlotSet):
        out["name"] = event.key
    elif getattr(event, "name", None):
        out["name"] = event.name
    return out


def _error(status: int, code: Text, message: Text) -> HTTPResponse:
    return response.json({"error": {"code": code, "message": message}}, status=status)
