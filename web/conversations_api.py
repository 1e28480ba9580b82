"""The customers' side over HTTP: start a conversation, write, read, and say where one is in the shop."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from shop import blocks
from shop.conversations import Conversation, Message
from shop.customers import Consent, Customer
from shop.errors import NotFound
from web import words
from web.bodies import number_of, read_object
from web.client_address import bucket_of
from web.fanout import Subscription
from web.inbox import accept
from web.keys import FANOUT, LIMITS, PROXIES, SETTINGS, STORAGE, TURNS
from web.replies import RasaAnswer
from web.staff_login import login_of
from web.surroundings import cart_of_body, consent_of_body, consent_view, page_of_body, visitor_of_body
from web.threads import in_thread, utc_now
from web.tokens import conversation_token, customer_of_token, new_conversation_id, require_conversation
from web.views import message_view

PAGE = 200  # messages in one answer


def address_of(request: web.Request) -> str:
    return bucket_of(request.app[PROXIES].of(request))


async def known_customer(app: web.Application, token: object) -> str:
    """The customer of a signed token; one that the shop knows and we do not is noted, without any consent."""
    customer_id = customer_of_token(app[SETTINGS], token)
    if await in_thread(app[STORAGE].customers.get, customer_id) is None:
        await in_thread(app[STORAGE].customers.upsert, [Customer(customer_id, created_at=utc_now())])
    return customer_id


async def agreed_before(app: web.Application, customer_id: str | None) -> Consent:
    customer = await in_thread(app[STORAGE].customers.get, customer_id) if customer_id else None
    return customer.consent if customer else Consent()


def said_of(consent: Consent) -> dict[str, bool]:
    """What a widget shows; when and where it was said is not its matter."""
    return {"profile": consent.profile, "marketing": consent.marketing}


async def start(request: web.Request) -> web.Response:
    """POST /api/conversations → 201 ``{conversation_id, token, visitor_id, consent}``."""
    app = request.app
    await app[LIMITS].take("start", address_of(request))
    body, now = await read_object(request), utc_now()
    visitor_id = visitor_of_body(body.get("visitor_id"))
    page = page_of_body(body["page"]) if body.get("page") is not None else None
    cart = cart_of_body(body["cart"]) if body.get("cart") is not None else None
    customer_id, before = None, Consent()
    if body.get("customer_token") is not None:
        customer_id = await known_customer(app, body["customer_token"])
        before = await agreed_before(app, customer_id)
    consent = consent_of_body(body["consent"], now, before) if body.get("consent") is not None else None
    conversation_id = new_conversation_id()
    conversations = app[STORAGE].conversations
    await in_thread(
        conversations.start,
        conversation_id,
        now,
        visitor_id=visitor_id,
        customer_id=customer_id,
        page=page,
        consent=consent_view(consent) if consent else None,
    )
    if cart is not None:
        await in_thread(conversations.set_cart, conversation_id, cart)
    if consent is not None and customer_id is not None:
        await in_thread(conversations.set_consent, conversation_id, consent)
    token = conversation_token(app[SETTINGS], conversation_id)
    opened = {"conversation_id": conversation_id, "token": token, "visitor_id": visitor_id}
    return web.json_response({**opened, "consent": said_of(consent or before)}, status=201)


async def conversation_of(request: web.Request) -> Conversation:
    """The conversation in the path, opened by its token. Raises Unauthorized, Forbidden or NotFound."""
    found = await in_thread(request.app[STORAGE].conversations.get, require_conversation(request))
    if found is None:
        raise NotFound("This conversation no longer exists.")
    return found


async def write(request: web.Request) -> web.Response:
    """POST …/messages → ``{message, replies, pending}``; 201 for a new message, 200 for a resend."""
    app, conversation_id = request.app, (await conversation_of(request)).conversation_id
    await app[LIMITS].take("conversation", conversation_id)
    await app[LIMITS].take("address", address_of(request))
    body = await read_object(request)
    debug = request.query.get("debug") == "1" and await _may_debug(request)
    patience = app[SETTINGS].reply_seconds if request.query.get("wait") == "1" else 0.0
    watched: asyncio.Future[RasaAnswer] | None = None
    with app[FANOUT].subscribe(conversation_id) as signals:
        message, created = await accept(app, conversation_id, body)
        try:
            if debug and created:
                watched = app[TURNS].watch(conversation_id, message.seq)
            replies, pending = await _wait(app, conversation_id, message, signals, patience)
            understood = answer_debug(watched.result()) if watched is not None and watched.done() else None
        finally:
            if watched is not None:
                watched.cancel()
    found = {"message": message_view(message), "replies": [message_view(reply) for reply in replies], "pending": pending}
    if debug:
        found["debug"] = understood  # null when it was not answered here and now
    return web.json_response(found, status=201 if created else 200)


async def _wait(
    app: web.Application, conversation_id: str, message: Message, signals: Subscription, patience_seconds: float
) -> tuple[list[Message], bool]:
    """``_answer_so_far`` once nothing is owed any more, or when the patience is over."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + patience_seconds
    while True:
        replies, pending = await _answer_so_far(app, conversation_id, message)
        if not pending or deadline <= clock():
            return replies, pending
        await signals.wait(deadline - clock())


async def _answer_so_far(app: web.Application, conversation_id: str, message: Message) -> tuple[list[Message], bool]:
    """What stands below ``message`` from others than the customer, and whether the assistant still owes an answer."""
    conversations = app[STORAGE].conversations
    conversation = await in_thread(conversations.get, conversation_id)
    if conversation is None:
        raise NotFound("This conversation no longer exists.")
    later = await in_thread(conversations.messages, conversation_id, message.seq, PAGE)
    pending = conversation.owner == "bot" and conversation.answered_seq < message.seq
    return [m for m in later if m.author != "customer"], pending


async def _may_debug(request: web.Request) -> bool:
    login = await login_of(request)
    return login is not None and login.staff.role in ("marketer", "admin")


def answer_debug(answer: RasaAnswer) -> dict[str, Any]:
    """What a marketer may see of how a message was understood."""
    return {
        "intent": answer.intent.get("name"),
        "confidence": answer.intent.get("confidence"),
        "ranking": [dict(rank) for rank in answer.ranking[:5]],
        "entities": [dict(entity) for entity in answer.entities],
        "timings": {"rasa_seconds": answer.seconds},
    }


async def read(request: web.Request) -> web.Response:
    """GET …/messages?after=SEQ → ``{messages, owner, last_seq}``."""
    conversation = await conversation_of(request)
    await request.app[LIMITS].take("read", conversation.conversation_id)
    after = number_of(request, "after")
    found = await in_thread(request.app[STORAGE].conversations.messages, conversation.conversation_id, after, PAGE)
    return web.json_response(
        {"messages": [message_view(m) for m in found], "owner": conversation.owner, "last_seq": conversation.last_seq}
    )


async def stop_waiting(request: web.Request) -> web.Response:
    """DELETE …/waiting → ``{owner}``: back to the assistant, while no person has come yet. Else nothing changes."""
    conversation, app = await conversation_of(request), request.app
    conversation_id, conversations = conversation.conversation_id, app[STORAGE].conversations
    await app[LIMITS].take("events", conversation_id)
    now = await in_thread(conversations.stop_waiting, conversation_id)
    if conversation.owner == "queue" and now.owner == "bot":
        said = words.STOPPED_WAITING
        await in_thread(conversations.add_system_message, conversation_id, said, [blocks.text(said)], utc_now())
        await app[TURNS].tell_handed_back(conversation_id)
    await app[FANOUT].publish(conversation_id)
    return web.json_response({"owner": now.owner})


async def put_customer(request: web.Request) -> web.Response:
    """PUT …/customer ``{customer_token}``: the customer has signed in at the shop. Signing out is a new conversation."""
    conversation, app = await conversation_of(request), request.app
    await app[LIMITS].take("events", conversation.conversation_id)
    customer_id = await known_customer(app, (await read_object(request)).get("customer_token"))
    await in_thread(app[STORAGE].conversations.set_customer, conversation.conversation_id, customer_id)
    await app[FANOUT].publish(conversation.conversation_id)
    return web.json_response({"customer_id": customer_id, "consent": said_of(await agreed_before(app, customer_id))})


async def put_page(request: web.Request) -> web.Response:
    """PUT …/page ``{url, title, product_id, category}``."""
    conversation, app = await conversation_of(request), request.app
    await app[LIMITS].take("events", conversation.conversation_id)
    page = page_of_body(await read_object(request))
    await in_thread(app[STORAGE].conversations.set_page, conversation.conversation_id, page)
    return web.json_response({"page": page})


async def put_cart(request: web.Request) -> web.Response:
    """PUT …/cart ``{"lines": [{sku, quantity}]}``."""
    conversation, app = await conversation_of(request), request.app
    await app[LIMITS].take("events", conversation.conversation_id)
    lines = cart_of_body((await read_object(request)).get("lines"))
    await in_thread(app[STORAGE].conversations.set_cart, conversation.conversation_id, lines)
    return web.json_response({"lines": lines})


async def put_consent(request: web.Request) -> web.Response:
    """PUT …/consent ``{profile, marketing}``; for a customer it becomes the customer's consent. What is not named stays."""
    conversation, app = await conversation_of(request), request.app
    await app[LIMITS].take("events", conversation.conversation_id)
    stated = conversation.consent
    before = Consent(bool(stated.get("profile")), bool(stated.get("marketing")))
    if conversation.customer_id is not None:
        before = await agreed_before(app, conversation.customer_id)
    consent = consent_of_body(await read_object(request), utc_now(), before)
    await in_thread(app[STORAGE].conversations.set_consent, conversation.conversation_id, consent)
    return web.json_response(consent_view(consent))


def routes() -> list[web.RouteDef]:
    one = "/api/conversations/{conversation_id}"
    return [
        web.post("/api/conversations", start),
        web.post(f"{one}/messages", write),
        web.get(f"{one}/messages", read),
        web.delete(f"{one}/waiting", stop_waiting),
        web.put(f"{one}/customer", put_customer),
        web.put(f"{one}/page", put_page),
        web.put(f"{one}/cart", put_cart),
        web.put(f"{one}/consent", put_consent),
    ]
