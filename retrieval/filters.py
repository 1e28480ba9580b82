"""What a customer asked for, as conditions that hold before anything is ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from shop.errors import InvalidInput

#: Facets whose values are words, with the names under which they are stored in an index.
FACETS = ("types", "brands", "colours", "sizes", "materials", "categories")
#: The order in which a filter is given up when nothing is left: what matters least to most customers first.
RELAX_ORDER = (
    "sizes",
    "colours",
    "materials",
    "rating_min",
    "price_max",
    "price_min",
    "brands",
    "in_stock",
    "speaks_of",
    "exclude_words",
    "exclude",
    "exclude_products",
    "categories",
    "types",
)
_SINGULAR = {"type": "types", "brand": "brands", "colour": "colours", "color": "colours", "colors": "colours", "size": "sizes",
             "material": "materials", "category": "categories"}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """Values of one facet are alternatives; facets all must hold. Prices are minor units, bounds included.

    ``in_stock`` True asks for stock; None and False ask for nothing. ``exclude`` maps a facet to values that must not occur,
    ``exclude_words`` are things that a product must not speak of (see mentions), ``speaks_of`` those that it must.
    Colour, size, price and stock must hold for one and the same variant. An unknown price (0) satisfies no price filter.
    """

    types: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    rating_min: float | None = None
    in_stock: bool | None = None
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude_words: tuple[str, ...] = ()
    speaks_of: tuple[str, ...] = ()
    exclude_products: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        named = {_SINGULAR.get(facet, facet): tuple(values) for facet, values in self.exclude.items() if values}
        unknown = sorted(set(named) - set(FACETS))
        if unknown:
            raise InvalidInput(f"Unknown facet {unknown[0][:40]!r}.", fields={"exclude": "one of " + ", ".join(FACETS)})
        object.__setattr__(self, "exclude", named)

    def set_names(self) -> tuple[str, ...]:
        """The filters that ask for something, in the order of ``RELAX_ORDER``."""
        return tuple(name for name in RELAX_ORDER if _asks(getattr(self, name)))

    def without(self, name: str) -> Filters:
        return replace(self, **{name: next(f.default if name != "exclude" else {} for f in fields(self) if f.name == name)})  # type: ignore[arg-type]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; what asks for nothing is left out."""
        out: dict[str, Any] = {}
        for name in self.set_names():
            value = getattr(self, name)
            if isinstance(value, Mapping):
                value = {facet: list(values) for facet, values in value.items()}
            out[name] = list(value) if isinstance(value, tuple) else value
        return out

    @classmethod
    def from_dict(cls, given: Mapping[str, Any] | None) -> Filters:
        """The reverse of ``to_dict``. Raises InvalidInput, naming the field, for a name or value that is none of ours."""
        out: dict[str, Any] = {}
        for name, value in (given or {}).items():
            if value is None:
                continue
            if name in FACETS or name in ("exclude_words", "exclude_products", "speaks_of"):
                out[name] = _texts(name, value)
            elif name in ("price_min", "price_max"):
                out[name] = _whole(name, value)
            elif name == "rating_min":
                out[name] = float(_number(name, value))
            elif name == "in_stock":
                if not isinstance(value, bool):
                    raise InvalidInput("in_stock is true or false.", fields={name: "true or false"})
                out[name] = value
            elif name == "exclude":
                if not isinstance(value, Mapping):
                    raise InvalidInput("exclude maps facets to values.", fields={name: "an object"})
                out[name] = {str(facet): _texts(name, values) for facet, values in value.items()}
            else:
                raise InvalidInput(f"Unknown filter {str(name)[:40]!r}.", fields={str(name)[:40]: "unknown"})
        return cls(**out)


def _asks(value: Any) -> bool:
    """0 is a bound like any other."""
    return bool(value) or (value == 0 and not isinstance(value, bool))


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable) or isinstance(value, Mapping):
        raise InvalidInput(f"{name} is a list of texts.", fields={name: "a list of texts"})
    values = tuple(value)
    if not all(isinstance(v, str) for v in values):
        raise InvalidInput(f"{name} is a list of texts.", fields={name: "a list of texts"})
    return values


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value or abs(value) > 1e15:
        raise InvalidInput(f"{name} is a number.", fields={name: "a number"})
    return value


def _whole(name: str, value: Any) -> int:
    number = _number(name, value)
    if number != int(number):
        raise InvalidInput(f"{name} is a whole number of minor units.", fields={name: "a whole number"})
    return int(number)
