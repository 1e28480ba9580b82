"""The kinds of records that can be imported."""

from storage.imports.kinds.conversations import CONVERSATIONS
from storage.imports.kinds.customers import CUSTOMERS
from storage.imports.kinds.events import EVENTS
from storage.imports.kinds.faq import FAQ
from storage.imports.kinds.kind import Kind
from storage.imports.kinds.orders import ORDERS
from storage.imports.kinds.products import PRODUCTS
from storage.imports.kinds.promotions import PROMOTIONS
from storage.imports.kinds.reviews import REVIEWS

KIND_TABLE: dict[str, Kind] = {
    kind.name: kind for kind in (PRODUCTS, REVIEWS, CUSTOMERS, ORDERS, EVENTS, FAQ, PROMOTIONS, CONVERSATIONS)
}
