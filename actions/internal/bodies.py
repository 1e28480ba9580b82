"""The bodies of the gateway's questions, checked: what is missing, too long or of the wrong kind is named."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shop.errors import InvalidInput

Id = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=2000)]
TopK = Annotated[int, Field(ge=1, le=50)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SearchBody(Body):
    query: Text = ""
    filters: dict[str, Any] | None = None
    top_k: TopK = 10
    customer_id: Id | None = None


class RecommendBody(Body):
    customer_id: Id | None = None
    visitor_id: Id | None = None
    top_k: TopK = 5
    exclude: Annotated[list[Id], Field(max_length=500)] = Field(default_factory=list)
    gift: bool = False


class AlikeBody(Body):
    product_id: Id
    kind: Literal["similar", "goes_with"] = "similar"
    customer_id: Id | None = None
    visitor_id: Id | None = None
    top_k: TopK = 5


class CartLineBody(Body):
    sku: Id
    quantity: Annotated[int, Field(ge=1, le=999)]


class OffersBody(Body):
    customer_id: Id | None = None
    cart: Annotated[list[CartLineBody], Field(max_length=100)] = Field(default_factory=list)
    top_k: TopK = 5


class AnswerBody(Body):
    question: Annotated[str, Field(min_length=1, max_length=2000)]
    product_id: Id | None = None


class EmbedBody(Body):
    texts: Annotated[list[Text], Field(min_length=1, max_length=128)]


class SentimentBody(Body):
    texts: Annotated[list[Text], Field(min_length=1, max_length=32)]


class ProfileBody(Body):
    customer_id: Id


BodyType = TypeVar("BodyType", bound=Body)


def read(kind: type[BodyType], given: object) -> BodyType:
    """Raises InvalidInput naming the fields; the values themselves are not repeated."""
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        fields = {
            ".".join(map(str, e["loc"])) or "body": str(e["msg"]) for e in error.errors(include_input=False, include_url=False)
        }
        raise InvalidInput("The request is not as it should be.", fields=fields) from error
