"""A small shop with real storage, encoder, indexes and recommender behind the real action server on a real port."""

from __future__ import annotations

import asyncio
import http.client
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sanic import Sanic

from actions.app import make_app
from actions.services.opening import open_services
from actions.services.wiring import Services
from actions.words import Words
from recommender.train import train_recommender
from retrieval.build import build_indexes
from retrieval.encoder import Encoder
from retrieval.encoder.export import export_encoder
from retrieval.products import ProductIndex
from shop import blocks
from shop.catalogue import Faq, Product, Variant
from shop.customers import Consent, Customer
from shop.events import Event
from shop.orders import Order, OrderLine
from shop.promotions import Promotion
from shop.settings import Settings, load_settings
from storage import Storage, open_storage
from storage.migrations import migrate

REPOSITORY = Path(__file__).resolve().parents[2]
NOW = datetime.now(UTC)
TOKEN = "a-token-of-the-test"


def _product(product_id: str, name: str, kind: str, price: int, **more: Any) -> Product:
    stock = more.pop("stock", 20)
    variants = more.pop("variants", (Variant(f"{product_id}-1", price, stock=stock, picture=f"/pictures/{product_id}.svg"),))
    more.setdefault("rating", 4.2)
    return Product(product_id, name, type=kind, variants=variants, rating_count=12, **more)


def _coloured(product_id: str, price: int, *colours: str) -> tuple[Variant, ...]:
    return tuple(
        Variant(f"{product_id}-{colour}", price + 500 * number, {"colour": colour, "size": "M"}, stock=3 + number)
        for number, colour in enumerate(colours)
    )


GUITARS = [
    _product("g1", "Bailando Acoustic Guitar, Mahogany", "acoustic guitar", 12900, brand="Bailando", category="Guitars",
             description="A full size acoustic guitar with a mahogany body. It comes with a padded carry case and a strap."),
    _product("g2", "Solano Acoustic Guitar, Spruce Top", "acoustic guitar", 19900, brand="Solano", category="Guitars",
             description="Spruce top and rosewood fingerboard. The tuners are chrome."),
    _product("g3", "Cordillera Acoustic Guitar for Beginners", "acoustic guitar", 8900, brand="Cordillera", category="Guitars",
             description="A light guitar for first lessons."),
    _product("g4", "Solano Concert Acoustic Guitar", "acoustic guitar", 45000, brand="Solano", category="Guitars", rating=4.9,
             description="Handmade, all solid wood."),
    _product("g5", "Bailando Parlour Acoustic Guitar", "acoustic guitar", 0, brand="Bailando", category="Guitars",
             description="A small guitar whose price is not known."),
    _product("g6", "Cordillera Acoustic Guitar, Travel Size", "acoustic guitar", 6500, brand="Cordillera", category="Guitars",
             stock=0, description="Folds into a rucksack."),
]  # fmt: skip
ACCESSORIES = [
    _product("s1", "Bailando Guitar Strap, Woven", "guitar strap", 1500, brand="Bailando", category="Guitar accessories"),
    _product(
        "s2", "Solano Acoustic Guitar Strings, Set of 6", "guitar strings", 900, brand="Solano", category="Guitar accessories"
    ),
    _product("s3", "Guitar Bag with Shoulder Straps", "guitar bag", 3900, brand="Cordillera", category="Guitar accessories"),
]
OUTDOOR = [
    _product("j1", "Storm Rain Jacket", "rain jacket", 0, brand="Northline", category="Jackets", material="nylon",
             variants=_coloured("j1", 8900, "blue", "red")),
    _product("j2", "Harbour Rain Jacket", "rain jacket", 0, brand="Fjordly", category="Jackets", material="cotton", rating=3.4,
             variants=_coloured("j2", 6900, "green", "red")),
    _product("j3", "Drover Leather Jacket", "leather jacket", 24900, brand="Northline", category="Jackets", material="leather"),
    _product("t1", "Tarn Two Person Tent", "tent", 15900, brand="Fjordly", category="Camping",
             attributes={"weight": "2.6 kg", "sleeps": "2 people"}),
    _product("t2", "Ridge Trekking Tent", "tent", 22900, brand="Northline", category="Camping",
             description="It weighs 1,900 g with poles and pegs."),
    _product("l1", "Glow Camping Lantern", "lantern", 2900, brand="Fjordly", category="Camping"),
    _product("m1", "Enamel Camping Mug", "mug", 1200, brand="Fjordly", category="Camping"),
]  # fmt: skip
PRODUCTS = [*GUITARS, *ACCESSORIES, *OUTDOOR]
FAQS = [
    Faq(
        "returns",
        "How do I return something?",
        "Send it back within 30 days; the label is in the parcel {free of charge}.",
        "returns",
    ),
    Faq("shipping-time", "How long does delivery take?", "Two to four working days.", "delivery"),
    Faq("shipping-cost", "What does delivery cost?", "Free from $50, otherwise $4.90.", "delivery"),
    Faq("payment", "Which payment methods do you accept?", "Cards and bank transfer.", "payment"),
]
YES = Consent(profile=True, marketing=True, at=NOW - timedelta(days=90), source="import")
CUSTOMERS = [
    Customer("guitarist", "Ana", consent=YES, tier="gold", created_at=NOW - timedelta(days=400)),
    Customer("camper", "Ben", consent=YES, created_at=NOW - timedelta(days=400)),
    Customer("silent", "Cem", consent=Consent(), created_at=NOW - timedelta(days=400)),
]
PROMOTIONS = [
    Promotion("p-guitars", "Strings and more", "percent", 20, code="STRUM20", categories=("Guitars", "Guitar accessories")),
    Promotion("p-camping", "Under the stars", "percent", 15, code="CAMP15", categories=("Camping",)),
    Promotion("p-spend", "A little back", "amount", 1000, code="TENOFF", minimum_spend=10000),
    Promotion("p-gold", "For gold members", "amount", 500, code="GOLD5", tiers=("gold",)),
    Promotion("p-old", "Long ago", "amount", 500, code="OLD5", ends_at=NOW - timedelta(days=1)),
]  # fmt: skip


def _orders() -> list[Order]:
    def order(order_id: str, customer: str, days: int, *skus: str, status: str = "delivered") -> Order:
        prices = {v.sku: (v.price, p.product_id) for p in PRODUCTS for v in p.variants}
        lines = tuple(OrderLine(sku, 1, prices[sku][0], prices[sku][1]) for sku in skus)
        total = sum(x.unit_price for x in lines)
        return Order(order_id, customer, NOW - timedelta(days=days), lines, status, total=total, tracking="TRACK1")

    return [
        order("F1001", "guitarist", 40, "g2-1"),
        order("F1002", "guitarist", 3, "s1-1", status="shipped"),
        order("F2001", "camper", 20, "t1-1"),
        order("F3001", "silent", 20, "m1-1"),
    ]


def _events() -> list[Event]:
    seen = {"guitarist": ["g1", "g3", "s1", "g4"], "camper": ["t1", "t2", "l1", "l1", "m1"]}
    found = []
    for customer, products in seen.items():
        for number, product_id in enumerate(products):
            at = NOW - timedelta(days=10, minutes=-number)
            found.append(Event(f"{customer}-{number}", "view", at, customer, product_id=product_id, value=60.0))
    return found


def fill(storage: Storage) -> None:
    storage.products.upsert(PRODUCTS)
    storage.customers.upsert(CUSTOMERS)
    storage.orders.upsert(_orders())
    storage.events.add(_events())
    storage.faqs.upsert(FAQS)
    storage.promotions.upsert(PROMOTIONS)


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The encoder of this checkout where set-up has exported it, else one exported now."""
    exported = REPOSITORY / "artifacts" / "encoder"
    if (exported / "manifest.json").is_file():
        return exported
    folder = tmp_path_factory.mktemp("encoder") / "encoder"
    export_encoder(None, folder, NOW)
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, encoder_folder: Path, sentiment_artifacts: Path) -> Path:
    """A home folder with a filled database and everything that serving reads; tests work on copies."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(encoder_folder, home / "artifacts" / "encoder")
    (home / "artifacts" / "sentiment").symlink_to(sentiment_artifacts / "sentiment")
    settings = load_settings({"SHOPTALK_HOME": str(home)})
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    fill(storage)
    encoder = Encoder(settings.artifacts / "encoder")
    build_indexes(storage.products.all(), storage.faqs.all(), encoder, settings.artifacts, NOW, lambda *_: None)
    ids = [p.product_id for p in PRODUCTS]
    vectors = ProductIndex.open(settings.artifacts).vectors(ids)
    train_recommender(
        storage.events.all(), storage.orders.all(), list(storage.products.all()), vectors, ids, settings.artifacts, NOW
    )
    storage.close()
    return home


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    shutil.copytree(built, home, ignore=shutil.ignore_patterns("encoder", "sentiment"))
    (home / "artifacts" / "sentiment").symlink_to(built / "artifacts" / "sentiment")
    (home / "artifacts" / "encoder").symlink_to(built / "artifacts" / "encoder")
    return load_settings({"SHOPTALK_HOME": str(home), "SHOPTALK_ACTIONS_PORT": str(free_port())})


@pytest.fixture(scope="session")
def open_encoder(built: Path) -> Encoder:
    return Encoder(built / "artifacts" / "encoder")


@pytest.fixture
def services(settings: Settings, open_encoder: Encoder) -> Iterator[Services]:
    opened = open_services(settings, open_encoder)
    yield opened
    opened.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    status: int
    body: Any


class Server:
    """The application on a port of its own, in a thread with its own loop."""

    def __init__(self, app: Sanic[Any, Any]):
        self.app = app
        self.port = free_port()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(20)

    async def _start(self) -> None:
        self._server = await self.app.create_server("127.0.0.1", self.port, return_asyncio_server=True)
        assert self._server is not None
        await self._server.startup()
        await self._server.start_serving()

    def close(self) -> None:
        async def stop() -> None:
            assert self._server is not None
            self._server.close()

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)

    def send(
        self, method: str, path: str, body: bytes | dict[str, Any] | None = None, token: str | None = TOKEN, **headers: str
    ) -> Answer:
        sent = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, json.dumps(body) if isinstance(body, dict) else body, sent)
            response = connection.getresponse()
            raw = response.read()
            return Answer(response.status, json.loads(raw) if raw else None)
        finally:
            connection.close()

    def ask(self, name: str, **body: Any) -> Any:
        answer = self.send("POST", f"/internal/{name}", body)
        assert answer.status == 200, answer.body
        return answer.body


@pytest.fixture
def server(services: Services) -> Iterator[Server]:
    Sanic.test_mode = True
    running = Server(make_app(services, TOKEN))
    yield running
    running.close()


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """The bot's own domain, as Rasa sends it with each call."""
    import yaml

    loaded: dict[str, Any] = yaml.safe_load((REPOSITORY / "bot" / "domain.yml").read_text(encoding="utf-8"))
    return loaded


@dataclass
class Reply:
    """One turn's reply: names of responses, their rendered text, blocks, effects, and the events for the tracker."""

    responses: list[str]
    text: str
    blocks: list[dict[str, Any]]
    effects: list[dict[str, Any]]
    events: list[dict[str, Any]]

    def block(self, kind: str) -> dict[str, Any]:
        return next(b for b in self.blocks if b["type"] == kind)

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [c for b in self.blocks if b["type"] == "products" for c in b["cards"]]

    @property
    def ids(self) -> list[str]:
        return [c["product_id"] for c in self.cards]

    @property
    def payloads(self) -> list[str]:
        return [b["payload"] for q in self.blocks if q["type"] == "quick_replies" for b in q["buttons"]]


@dataclass
class Chat:
    """A conversation as Rasa leads it: it keeps slots, events and the active loop between the calls."""

    server: Server
    domain: dict[str, Any]
    metadata: dict[str, Any] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    loop: str | None = None
    seq: int = 0

    def say(
        self, action: str, text: str = "", *, intent: str = "", entities: list[dict[str, Any]] | None = None, **more: Any
    ) -> Reply:
        self.seq += 1
        metadata = {"conversation_id": "chat-1", "seq": self.seq, **self.metadata}
        found = [_located(e, text) for e in entities or []]
        parsed = {"intent": {"name": intent, "confidence": 0.9}, "entities": found, "text": text, **more}
        self.events.append({"event": "user", "text": text, "parse_data": parsed, "metadata": metadata})
        return self.run(action, {**parsed, "metadata": metadata})

    def run(self, action: str, latest: dict[str, Any]) -> Reply:
        tracker = {
            "sender_id": "chat-1",
            "slots": dict(self.slots),
            "latest_message": latest,
            "events": list(self.events),
            "active_loop": {"name": self.loop} if self.loop else {},
            "latest_action_name": "review_form" if action == "validate_review_form" else "action_listen",
            "paused": False,
            "followup_action": None,
        }
        call = {"next_action": action, "sender_id": "chat-1", "tracker": tracker, "domain": self.domain, "version": "3.6.21"}
        answer = self.server.send("POST", "/webhook", call)
        assert answer.status == 200, answer.body
        for event in answer.body["events"]:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.loop = event["name"]
        return self._read(answer.body)

    def _read(self, body: dict[str, Any]) -> Reply:
        reply = Reply([], "", [], [], body["events"])
        words = Words.of_domain(self.domain)
        for message in body["responses"]:
            if message["response"]:
                reply.responses.append(message["response"])
                template = words.template(message["response"])
                assert template is not None, f"{message['response']} has no words in the domain"
                known = {k: v for k, v in message.items() if k not in ("text", "custom", "buttons", "response", "template")}
                reply.text += template.format(**known) + "\n"  # as Rasa does: a variable without a value raises
            reply.blocks += message["custom"].get("blocks", [])
            reply.effects += message["custom"].get("effects", [])
        jsonschema.validate(reply.blocks, blocks.schema())
        return reply


def _located(entity: dict[str, Any], text: str) -> dict[str, Any]:
    words = entity.pop("of", None)
    return entity if words is None else entity | {"start": text.index(words), "end": text.index(words) + len(words)}


@pytest.fixture
def chat(server: Server, domain: dict[str, Any]) -> Chat:
    return Chat(server, domain)
