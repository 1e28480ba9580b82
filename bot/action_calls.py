"""How the bot calls the action server: the domain goes along once, over a connection that is kept.

Rasa 3.6.21 opens a connection for every call of an action and sends the whole domain with it. rasa-sdk keeps the last domain
and knows it by a digest that the caller sends (``domain_digest``); one that it does not have it asks for with status 449.
"""

import asyncio
import hashlib
import json
from typing import Any, Dict, List, Text

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

DOMAIN_WANTED = 449

_format_with_domain = RemoteAction._action_call_format
_run_once = RemoteAction.run
_new_session = EndpointConfig.session
#: address of an action server → digest of the domain that it was given last
_given: Dict[Text, Text] = {}


def digest_of(domain: Any) -> Text:
    """Names the content of a domain, which does not change while it is served."""
    digest: Text = getattr(domain, "_digest_for_actions", "")
    if not digest:
        content = json.dumps(domain.as_dict(), sort_keys=True, default=str)
        digest = domain._digest_for_actions = hashlib.sha256(content.encode()).hexdigest()
    return digest


def _action_call_format(self: RemoteAction, tracker: Any, domain: Any) -> Dict[Text, Any]:
    call = _format_with_domain(self, tracker, domain)
    call["domain_digest"] = digest_of(domain)
    if self.action_endpoint is not None and _given.get(self.action_endpoint.url) == call["domain_digest"]:
        call.pop("domain", None)
    return call


async def _run(self: RemoteAction, output_channel: Any, nlg: Any, tracker: Any, domain: Any) -> List[Event]:
    try:
        events = await _run_once(self, output_channel, nlg, tracker, domain)
    except RasaException as error:
        if not (isinstance(error.__cause__, ClientResponseError) and error.__cause__.status == DOMAIN_WANTED):
            raise
        _given.pop(self.action_endpoint.url, None)  # it started anew, or serves another bot as well
        events = await _run_once(self, output_channel, nlg, tracker, domain)
    _given[self.action_endpoint.url] = digest_of(domain)
    return events


class _Kept:
    """A session that stays open when its ``async with`` ends."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.loop = asyncio.get_running_loop()

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self.session

    async def __aexit__(self, *error: Any) -> None:
        """aiohttp gives the connection to the next call where the answer was read to its end, and else closes it."""


def _session(self: EndpointConfig) -> _Kept:
    kept = getattr(self, "_kept_session", None)
    if kept is None or kept.session.closed or kept.loop is not asyncio.get_running_loop():
        kept = self._kept_session = _Kept(_new_session(self))
    return kept


def call_briefly() -> None:
    """Put both in place of Rasa's own; calling it again changes nothing."""
    RemoteAction._action_call_format = _action_call_format
    RemoteAction.run = _run
    EndpointConfig.session = _session
