"""Rasa component: a message that is mostly words of the catalogue is a search, whatever an unsure classifier thought.

The classifier learnt from examples; the catalogue came later. "3d printer filament black" is a search as soon as the lists
know it. In the same way a message that is only an order number, a coupon code or a place in the list is about that, one with a
code of the shop's is about the code, and one that says outright what it wants ("leave a review for …") wants that.
"""

import re
from typing import Any, Dict, List, Optional, Sequence, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.outright import said_outright, tells_of_oneself
from components.pattern import rx, word_set

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_PLAIN = word_set(
    "a an the and or in of for with without from by to some any my i me im i'm need want wanna looking look "
    "searching search find show buy get have do you "
    "please pls hi hello hey got sell one ones something new good nice like would i'd is are there under over below "
    "above around than less more it them but not "
    "no other anything only just wait take wear size what which at most "
    "expensive cheapest cheap lowest highest best price priced what's whats that which isn't isnt aren't arent don't dont "
    "doesn't doesnt nothing except nor neither never any else besides"
)
_RULES_OUT = re.compile(
    r"^\W*(?:(?:but|ok|and|please|well|hm+)\W+)*(?:no|not|nor|without|nothing|anything but|except|avoid"
    r"|i (?:don'?t|do not) (?:like|want)|i hate)\b(?!\W*(?:i|we|it|that|the|thanks?|thank)\b)",
    re.IGNORECASE,
)
_THINGS = ("type", "category", "brand")
#: with nothing but words of the catalogue nobody means these: "lantern", "multi-tools please"
_TOPICS = ("faq_sizes", "faq_products", "faq_prices")
_NOT_OF_THINGS = (
    *("unclear", "out_of_scope", "greet", "thanks", "goodbye", "affirm", "what_can_you_do", "are_you_bot"),
    *_TOPICS,
)
#: these are answered without an action, which alone hears what is told
_SMALL_TALK = ("problem_solved", "greet", "thanks", "goodbye", "affirm", "deny", "what_can_you_do", "are_you_bot")
_SEARCHES = ("search_product", "refine_search")
_SAID_ALONE = {"order_number": "order_status", "coupon_code": "check_coupon", "ordinal": "product_details"}
_CODES = ("order_number", "coupon_code")  # alone they can mean nothing else
#: beside a code these are meant; every other guess at a sentence with a code in it is a question about the code
_BESIDE_A_CODE = (
    *("order_status", "change_order", "talk_to_person", "complain", "leave_review", "add_to_cart", "account_help"),
    *("other_language", "cancel"),
)
_OF_CODES = rx(r"\b(?:codes?|coupons?|promos?|vouchers?|redeem\w*|discounts?)\b")
_ASKED = rx(
    r"^\W*(?:(?:hi|hello|hey|ok|okay|so|and|but|please)\b\W*)*(?:is|are|does|do|did|can|could|will|would|how|what|why|when)\b"
)
_PROPERTIES = ("colour", "size", "material", "price_min", "price_max", "price_level", "rating_min", "in_stock", "without")
#: what is said around a wish, and what an unsure classifier sees in the rest of it
_NO_WISH = ("nlu_fallback", "out_of_scope", "unclear", "greet", "thanks", "goodbye", "affirm", "deny", "are_you_bot")


def share_of(text: str, entities: Sequence[Dict[Text, Any]], names: Sequence[Text]) -> float:
    """Which part of the telling words of ``text`` (0 to 1) the entities of these names cover."""
    spans = [(e["start"], e["end"]) for e in entities if e["entity"] in names and "start" in e]
    covered = [any(a <= m.start() < b for a, b in spans) for m in _WORD.finditer(text)]
    telling = [c or m.group().lower() not in _PLAIN for c, m in zip(covered, _WORD.finditer(text), strict=True)]
    return sum(covered) / max(1, sum(telling))


def better_intent(
    text: str,
    entities: Sequence[Dict[Text, Any]],
    lost: bool,
    between_searches: bool,
    top: Optional[str] = None,
    likeliest: Sequence[Text] = (),
) -> Optional[str]:
    """The intent that the entities speak for when they cover enough of the text, or None.

    ``lost``: the classifier was unsure or saw nothing of the shop. ``between_searches``: it saw a search, new or narrowed,
    and was not certain which of the two. ``top``: what it saw; ``likeliest``: the likeliest of what a shop is for, in order.
    """
    kinds = {entity["entity"] for entity in entities}
    things = {entity["entity"] for entity in entities if entity.get("role") != "not"}.intersection(_THINGS)
    outright = said_outright(text)
    if outright is not None:
        return outright
    if top in _SMALL_TALK and tells_of_oneself(text, bool(kinds.intersection(_PROPERTIES))):
        return "about_me"
    if "coupon_code" in kinds and _is_about_the_code(text, entities, lost, top):
        return "check_coupon"
    if lost and "order_number" in kinds:
        return "order_status"
    for entity_name, name in _SAID_ALONE.items():
        if entity_name in kinds:
            share = share_of(text, entities, (entity_name,))
            if share >= 0.5 and (lost or (share == 1 and entity_name in _CODES)):
                return name
    if top in _NOT_OF_THINGS and share_of(text, entities, (*_THINGS, *_PROPERTIES)) == 1:
        if kinds.intersection(_THINGS):
            return "search_product"
        if top in _TOPICS and kinds.intersection(_PROPERTIES):  # "no wait, size 11" names a size and asks none
            return "refine_search"
    if lost or between_searches:
        share = share_of(text, entities, (*_THINGS, *_PROPERTIES))
        if things and share >= 0.5:
            return "search_product"
        if kinds.intersection((*_PROPERTIES, *_THINGS)) and not things and share >= 0.6:
            return "refine_search"
    if lost and not things and kinds.intersection((*_PROPERTIES, *_THINGS)) and _RULES_OUT.match(text):
        return "refine_search"  # "no wool please, it itches", whatever the reason sounds like
    if lost and likeliest and likeliest[0] in _SEARCHES:  # unsure, but of nothing more than of a search
        if things:
            return "search_product"
        if kinds.intersection((*_PROPERTIES, *_THINGS)):
            return "refine_search"
        if set(likeliest[:2]) == set(_SEARCHES):
            return likeliest[0]
    return None


def _is_about_the_code(text: str, entities: Sequence[Dict[Text, Any]], lost: bool, top: Optional[str]) -> bool:
    """One of the shop's own codes is; so is another where codes are spoken of. "Show me tents for SAVE10" looks for tents."""
    known = any(entity.get("known") for entity in entities)
    if top in _BESIDE_A_CODE and not lost:
        return False
    if top == "search_product" and not _ASKED.search(text) and any(entity["entity"] in _THINGS for entity in entities):
        return False
    return known or bool(_OF_CODES.search(text))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CatalogueIntent(GraphComponent, IntentClassifier):
    """Stands after the classifier and the entity extractor, before the fallback."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Below ``unsure`` entities may decide, between the two searches below ``certain``; they give ``confidence``."""
        return {"unsure": 0.5, "certain": 0.9, "margin": 0.1, "confidence": 0.7}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "CatalogueIntent":
        return cls(config)

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._config = config

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            ranking = [i for i in message.get(INTENT_RANKING_KEY, []) if i[INTENT_NAME_KEY]]
            first, second = (*(i[PREDICTED_CONFIDENCE_KEY] for i in ranking[:2]), 0.0, 0.0)[:2]
            top = ranking[0][INTENT_NAME_KEY] if ranking else None
            name = better_intent(
                message.get(TEXT) or "",
                message.get(ENTITIES, []),
                lost=top in (None, "out_of_scope", "nlu_fallback")
                or first < self._config["unsure"]
                or first - second < self._config["margin"],
                top=top,
                likeliest=[i[INTENT_NAME_KEY] for i in ranking if i[INTENT_NAME_KEY] not in _NO_WISH],
                between_searches=top in _SEARCHES and first < self._config["certain"],
            )
            if name is None or (name == top and first - second >= self._config["margin"]):
                continue
            intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: max(float(self._config["confidence"]), first)}
            others = [
                {**i, PREDICTED_CONFIDENCE_KEY: min(i[PREDICTED_CONFIDENCE_KEY], 1 - intent[PREDICTED_CONFIDENCE_KEY])}
                for i in ranking
                if i[INTENT_NAME_KEY] != name
            ]
            message.set(INTENT, dict(intent), add_to_output=True)
            message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
        return messages
