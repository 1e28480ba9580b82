"""The catalogue: products with their variants. Any change raises the catalogue's version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, update

from shop.catalogue import Product, Variant
from shop.errors import InvalidInput, NotFound
from storage.database import Database
from storage.tables import counters, products, variants
from storage.upserts import CHUNK, Row, changed_rows, chunks, content_hash, replace_children, write_rows


class Products:
    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, items: Iterable[Product]) -> int:
        """Insert or replace by product id; returns how many products changed. One transaction per 1,000.

        Raises InvalidInput (code ``sku_taken``) when a SKU belongs to another product; the chunk it stands in is not stored.
        """
        changed = 0
        for chunk in chunks(items):
            rows = [_row(item) for item in chunk]
            with self._database.write() as connection:
                different = changed_rows(connection, products, rows)
                lines = {item.product_id: item.variants for item in chunk if item.product_id in different}
                children = [_variant_row(id_, n, v) for id_, group in lines.items() for n, v in enumerate(group)]
                _check_skus(connection, children)
                write_rows(self._database, connection, products, list(different.values()))
                replace_children(connection, variants, variants.c.product_id, different, children)
                if different:
                    _raise_version(self._database, connection)
            changed += len(different)
        return changed

    def get(self, product_id: str) -> Product | None:
        return next(iter(self.get_many([product_id])), None)

    def get_many(self, ids: Sequence[str]) -> list[Product]:
        """In the order of ``ids``; unknown ids are left out."""
        with self._database.read() as connection:
            found: dict[str, Product] = {}
            for chunk in chunks(ids):
                statement = select(products).where(products.c.product_id.in_(chunk))
                found.update((p.product_id, p) for p in _load(connection, statement))
        return [found[id_] for id_ in ids if id_ in found]

    def by_sku(self, sku: str) -> Product | None:
        with self._database.read() as connection:
            owner = select(variants.c.product_id).where(variants.c.sku == sku).scalar_subquery()
            return next(iter(_load(connection, select(products).where(products.c.product_id == owner))), None)

    def by_skus(self, skus: Sequence[str]) -> dict[str, Product]:
        """The product of each known SKU, in one transaction."""
        with self._database.read() as connection:
            owners: dict[str, str] = {}
            for chunk in chunks(skus):
                pairs = connection.execute(select(variants.c.sku, variants.c.product_id).where(variants.c.sku.in_(chunk)))
                owners.update((sku, id_) for sku, id_ in pairs)
            found: dict[str, Product] = {}
            for ids in chunks(sorted(set(owners.values()))):
                loaded = _load(connection, select(products).where(products.c.product_id.in_(ids)))
                found.update((p.product_id, p) for p in loaded)
        return {sku: found[id_] for sku, id_ in owners.items()}

    def all(self) -> Iterator[Product]:
        """Streams the catalogue by product id, 1,000 at a time; no transaction stays open between them."""
        after: str | None = None
        while page := self.page(after, CHUNK):
            yield from page
            after = page[-1].product_id

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(products)).scalar_one()

    def page(self, after: str | None, limit: int, query: str | None = None) -> list[Product]:
        """Products after this id, by id. ``query``: each of its words stands in the name, brand, category, id or a SKU."""
        statement = select(products).order_by(products.c.product_id).limit(limit)
        if after is not None:
            statement = statement.where(products.c.product_id > after)
        for word in (query or "").lower().split():
            statement = statement.where(products.c.search_text.contains(word, autoescape=True))
        with self._database.read() as connection:
            return _load(connection, statement)

    def set_stock(self, sku: str, stock: int) -> None:
        """Pieces of one SKU. Raises NotFound. A later import of the same file sets its own stock again."""
        with self._database.write() as connection:
            owner = connection.execute(
                update(variants).where(variants.c.sku == sku).values(stock=stock).returning(variants.c.product_id)
            ).scalar_one_or_none()
            if owner is None:
                raise NotFound("There is no such SKU.", code="unknown_sku")
            connection.execute(update(products).where(products.c.product_id == owner).values(content_hash=""))
            _raise_version(self._database, connection)

    def names(self) -> frozenset[tuple[str, str]]:
        """The (facet, value) pairs of active products: type, category, brand, material, and each of their tags as "tag"."""
        facets = (products.c.type, products.c.category, products.c.brand, products.c.material)
        found: set[tuple[str, str]] = set()
        with self._database.read() as connection:
            for facet in facets:
                values = connection.execute(select(facet).where(products.c.active.is_(True), facet != "").distinct())
                found.update((facet.name, value) for value in values.scalars())
            for tags in connection.execute(select(products.c.tags).where(products.c.active.is_(True)).distinct()).scalars():
                found.update(("tag", str(tag)) for tag in tags)
        return frozenset(found)

    def catalogue_version(self) -> int:
        """0 for a catalogue that never held anything; larger after each change."""
        with self._database.read() as connection:
            found = connection.execute(select(counters.c.value).where(counters.c.name == "catalogue"))
            return found.scalar_one_or_none() or 0

    def marks(self) -> dict[str, str]:
        """Of each active product what is another when the product is another; "" where that is not known."""
        with self._database.read() as connection:
            found = connection.execute(select(products.c.product_id, products.c.content_hash).where(products.c.active))
            return {row.product_id: row.content_hash for row in found}


def rewrite(database: Database, connection: Connection, product_id: str, change: Callable[[Product], Product]) -> bool:
    """Inside the caller's writing transaction: put the product as ``change`` gives it, its variants left as they are, in the
    place of the stored one. False: there is no such product, or it stays the same."""
    stored = next(iter(_load(connection, select(products).where(products.c.product_id == product_id).with_for_update())), None)
    changed = change(stored) if stored is not None else None
    if changed is None or changed == stored:
        return False
    connection.execute(update(products).where(products.c.product_id == product_id).values(_row(changed)))
    _raise_version(database, connection)
    return True


def _raise_version(database: Database, connection: Connection) -> None:
    first = database.insert(counters).values(name="catalogue", value=1)
    connection.execute(first.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1}))


def _row(item: Product) -> Row:
    row: Row = {
        "product_id": item.product_id,
        "name": item.name,
        "description": item.description,
        "type": item.type,
        "category": item.category,
        "brand": item.brand,
        "material": item.material,
        "attributes": dict(item.attributes),
        "tags": list(item.tags),
        "rating": item.rating,
        "rating_count": item.rating_count,
        "currency": item.currency,
        "url": item.url,
        "active": item.active,
    }
    children = [_variant_row(item.product_id, n, v) for n, v in enumerate(item.variants)]
    row["content_hash"] = content_hash(row, children)
    words = (item.name, item.brand, item.category, item.product_id, *(v.sku for v in item.variants))
    row["search_text"] = "\n".join(words).lower()
    return row


def _variant_row(product_id: str, position: int, variant: Variant) -> Row:
    return {
        "sku": variant.sku,
        "product_id": product_id,
        "position": position,
        "price": variant.price,
        "options": dict(variant.options),
        "cost": variant.cost,
        "compare_at": variant.compare_at,
        "stock": variant.stock,
        "picture": variant.picture,
    }


def _check_skus(connection: Connection, rows: Sequence[Row]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        if row["sku"] in seen:
            raise _taken(row["sku"], seen[row["sku"]])
        seen[row["sku"]] = row["product_id"]
    for skus in chunks(seen):
        for sku, owner in connection.execute(select(variants.c.sku, variants.c.product_id).where(variants.c.sku.in_(skus))):
            if seen[sku] != owner:
                raise _taken(sku, owner)


def _taken(sku: str, owner: str) -> InvalidInput:
    return InvalidInput(f"SKU {sku} belongs to product {owner}.", code="sku_taken", fields={"sku": sku})


def _load(connection: Connection, statement: Select[Any]) -> list[Product]:
    rows = connection.execute(statement).mappings().all()
    groups: dict[str, list[Variant]] = defaultdict(list)
    for chunk in chunks(rows):
        ids = [row["product_id"] for row in chunk]
        found = connection.execute(
            select(variants).where(variants.c.product_id.in_(ids)).order_by(variants.c.product_id, variants.c.position)
        )
        for line in found.mappings():
            groups[line["product_id"]].append(_variant(line))
    return [_product(row, groups[row["product_id"]]) for row in rows]


def _variant(row: RowMapping) -> Variant:
    fields = ("sku", "price", "options", "cost", "compare_at", "stock", "picture")
    return Variant(**{name: row[name] for name in fields})


def _product(row: RowMapping, lines: Sequence[Variant]) -> Product:
    return Product(
        product_id=row["product_id"],
        name=row["name"],
        description=row["description"],
        type=row["type"],
        category=row["category"],
        brand=row["brand"],
        material=row["material"],
        attributes=row["attributes"],
        tags=tuple(row["tags"]),
        rating=row["rating"],
        rating_count=row["rating_count"],
        currency=row["currency"],
        url=row["url"],
        active=row["active"],
        variants=tuple(lines),
    )
