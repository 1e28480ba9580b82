"""The shop's own server: products, customers, orders, promotions and FAQ, by API key. Every write takes ``Idempotency-Key``.

GET a list (``?after=&limit=``), GET one, PUT one, POST one or ``{"items": […]}`` of up to 500. The same again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from aiohttp import web

from shop.catalogue import Faq, Product
from shop.customers import Customer
from shop.errors import InvalidInput, NotFound
from shop.orders import Order
from shop.promotions import Promotion
from storage import Storage
from web.api_keys import shop_key_required
from web.bodies import page_of, parse_json
from web.idempotency import Answer, idempotent
from web.keys import ACTIONS, STORAGE
from web.shop_json import dump, load
from web.threads import in_thread

MOST_ITEMS = 500


@dataclass(frozen=True)
class Resource:
    """One kind of record: where it lies in storage and what else a change sets off."""

    name: str
    kind: type[Any]
    key: str

    def store(self, storage: Storage) -> Any:
        return getattr(storage, self.name)


PRODUCTS = Resource("products", Product, "product_id")
CUSTOMERS = Resource("customers", Customer, "customer_id")
ORDERS = Resource("orders", Order, "order_id")
PROMOTIONS = Resource("promotions", Promotion, "promotion_id")
FAQS = Resource("faqs", Faq, "faq_id")
RESOURCES = (PRODUCTS, CUSTOMERS, ORDERS, PROMOTIONS, FAQS)
#: What a change sets off, so that customers are answered by it within seconds.
CATCHING_UP = {PRODUCTS: "update_index", FAQS: "update_faq"}


async def get_list(resource: Resource, request: web.Request) -> web.Response:
    """``{items, next}``; ``next`` is the ``after`` of the following page, null on the last one."""
    after, limit = page_of(request)
    store = resource.store(request.app[STORAGE])
    if resource is PROMOTIONS:
        items = sorted(await in_thread(store.all), key=lambda p: p.promotion_id)
        items = [item for item in items if after is None or item.promotion_id > after][: limit + 1]
    elif resource is PRODUCTS:
        items = await in_thread(store.page, after, limit + 1, request.query.get("q") or None)
    else:
        items = await in_thread(store.page, after, limit + 1)
    more = len(items) > limit
    shown = items[:limit]
    last = getattr(shown[-1], resource.key) if more else None
    return web.json_response({"items": [dump(item) for item in shown], "next": last})


async def get_one(resource: Resource, request: web.Request) -> web.Response:
    found = await in_thread(resource.store(request.app[STORAGE]).get, request.match_info["id"])
    if found is None:
        raise NotFound(f"There is no {resource.kind.__name__.lower()} with this id.")
    return web.json_response(dump(found))


async def put_one(resource: Resource, request: web.Request, body: bytes) -> Answer:
    given, name = parse_json(body), request.match_info["id"]
    if isinstance(given, dict) and given.setdefault(resource.key, name) != name:
        raise InvalidInput("The id in the body is not the one in the address.", fields={resource.key: "differs"})
    item = load(resource.kind, given)
    changed = await _save(request.app[STORAGE], resource, [item])
    stored = await in_thread(resource.store(request.app[STORAGE]).get, name)
    return 200, {"changed": changed, "item": dump(stored)}


async def post_many(resource: Resource, request: web.Request, body: bytes) -> Answer:
    given = parse_json(body)
    items = given.get("items") if isinstance(given, dict) and "items" in given else [given]
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS:
        raise InvalidInput(f"items must be a list of 1 to {MOST_ITEMS}.", fields={"items": "not a list"})
    loaded = []
    for number, item in enumerate(items):
        try:
            loaded.append(load(resource.kind, item))
        except InvalidInput as error:
            wrong = {f"items.{number}.{field}": said for field, said in error.fields.items()}
            raise InvalidInput(f"Item {number} cannot be taken; nothing was stored.", fields=wrong) from error
    return 200, {"received": len(loaded), "changed": await _save(request.app[STORAGE], resource, loaded)}


async def _save(storage: Storage, resource: Resource, items: list[Any]) -> int:
    if resource is PROMOTIONS:  # how often it was used is the engine's own count, never the caller's
        items = [replace(item, used=0) for item in items]
    changed: int = await in_thread(resource.store(storage).upsert, items)
    if changed:
        await _catch_up(storage, resource)
    return changed


async def _catch_up(storage: Storage, resource: Resource) -> None:
    if job := CATCHING_UP.get(resource):
        await in_thread(partial(storage.jobs.add, job, {}, unique=job))


async def delete_faq(request: web.Request, body: bytes) -> Answer:
    """The entry answers nobody from now on. 404 when there is none."""
    storage = request.app[STORAGE]
    if not await in_thread(storage.faqs.delete, request.match_info["id"]):
        raise NotFound("There is no faq with this id.")
    await _catch_up(storage, FAQS)
    return 200, {"deleted": request.match_info["id"]}


async def _customer(request: web.Request) -> str:
    customer_id = request.match_info["id"]
    if await in_thread(request.app[STORAGE].customers.get, customer_id) is None:
        raise NotFound("There is no customer with this id.")
    return customer_id


async def get_recommendations(request: web.Request) -> web.Response:
    """``{cards, personal}``; ``?limit=`` up to 50."""
    _, limit = page_of(request, most=50, default=10)
    return web.json_response(
        await request.app[ACTIONS].ask("recommend", {"customer_id": await _customer(request), "top_k": limit})
    )


async def get_offers(request: web.Request) -> web.Response:
    """``{offers}``: the eligible promotions, the best first; ``?limit=`` up to 50."""
    _, limit = page_of(request, most=50, default=10)
    return web.json_response(
        await request.app[ACTIONS].ask("offers", {"customer_id": await _customer(request), "top_k": limit})
    )


def routes() -> list[web.RouteDef]:
    found: list[web.RouteDef] = []
    for resource in RESOURCES:
        many, one = f"/api/{resource.name}", f"/api/{resource.name}/{{id}}"
        listed: Callable[[web.Request], Any] = partial(get_list, resource)
        if resource is not CUSTOMERS:  # one customer is everything that is kept of them (web.privacy_api)
            found.append(web.get(one, _keyed(partial(get_one, resource))))
        found += [
            web.get(many, _keyed(listed)),
            web.post(many, _keyed(idempotent(_written(post_many, resource)))),
            web.put(one, _keyed(idempotent(_written(put_one, resource)))),
        ]
    return [
        *found,
        web.delete("/api/faqs/{id}", shop_key_required(idempotent(delete_faq))),
        web.get("/api/customers/{id}/recommendations", shop_key_required(get_recommendations)),
        web.get("/api/customers/{id}/offers", shop_key_required(get_offers)),
    ]


def _keyed(handler: Callable[[web.Request], Any]) -> Callable[[web.Request], Any]:
    async def plain(request: web.Request) -> web.StreamResponse:
        found: web.StreamResponse = await handler(request)
        return found

    return shop_key_required(plain)


def _written(handler: Callable[[Resource, web.Request, bytes], Any], resource: Resource) -> Callable[[web.Request, bytes], Any]:
    async def plain(request: web.Request, body: bytes) -> Answer:
        found: Answer = await handler(resource, request, body)
        return found

    return plain
