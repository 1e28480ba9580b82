"""The action server is called over one connection, and given the domain only when it has not got it."""

import asyncio

import pytest
from action_calls import _given, call_briefly, digest_of
from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

DOMAIN = Domain.from_dict({"actions": ["action_any"], "responses": {"utter_hi": [{"text": "hi"}]}})
OTHER = Domain.from_dict({"actions": ["action_any"], "responses": {"utter_hi": [{"text": "good day"}]}})


class ActionServer:
    """Keeps the last domain by its digest, as rasa-sdk does."""

    def __init__(self):
        self.calls = []
        self.connections = set()
        self.digest = None
        self.status = 200

    async def webhook(self, request):
        call = await request.json()
        self.calls.append("domain" in call)
        self.connections.add(request.transport.get_extra_info("peername"))
        if "domain" not in call and call["domain_digest"] != self.digest:
            return web.json_response({"error": "domain", "action_name": "action_any"}, status=449)
        if "domain" in call:
            self.digest = call["domain_digest"]
        return web.json_response({"events": [], "responses": [{"text": "done"}]}, status=self.status)


def talk(play):
    """Runs ``play(server, act)``; ``act(domain)`` calls the action as a turn does."""

    async def run():
        call_briefly()
        server = ActionServer()
        app = web.Application()
        app.router.add_post("/webhook", server.webhook)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        endpoint = EndpointConfig(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")

        async def act(domain=DOMAIN):
            action = RemoteAction("action_any", endpoint)
            said = TemplatedNaturalLanguageGenerator({})
            tracker = DialogueStateTracker.from_events("a", [], domain.slots)
            return [event.text for event in await action.run(CollectingOutputChannel(), said, tracker, domain)]

        try:
            await play(server, act)
        finally:
            await endpoint.session().session.close()
            await runner.cleanup()
            _given.clear()

    asyncio.run(run())


def test_the_domain_goes_along_once_over_one_connection():
    async def play(server, act):
        for _ in range(4):
            assert await act() == ["done"]
        assert server.calls == [True, False, False, False]
        assert len(server.connections) == 1

    talk(play)


def test_a_new_model_brings_its_own_domain():
    async def play(server, act):
        await act(DOMAIN)
        await act(OTHER)
        assert server.calls == [True, True]
        assert server.digest == digest_of(OTHER) != digest_of(DOMAIN)

    talk(play)


def test_a_server_that_has_forgotten_the_domain_gets_it_again():
    async def play(server, act):
        await act()
        server.digest = "of another bot"
        assert await act() == ["done"]
        assert server.calls == [True, False, True]

    talk(play)


def test_calls_side_by_side_are_all_answered():
    async def play(server, act):
        assert await asyncio.gather(*(act() for _ in range(8))) == [["done"]] * 8

    talk(play)


def test_a_failing_server_fails_the_action_as_before():
    async def play(server, act):
        server.status = 500
        with pytest.raises(RasaException):
            await act()
        server.status = 200
        assert await act() == ["done"]

    talk(play)
