"""What is asked about codes: about one, about codes at large (the shop's own answer), or which ones there are for a thing."""

from __future__ import annotations

import asyncio
import re
from functools import partial

from actions import sources
from actions.action import ShopAction
from actions.faq_entry import say_entry
from actions.services.faq_topics import NAMES
from actions.topic import COUPON, is_short, named_last, remember_code
from actions.turn import Turn

MOST_CODES = 3  # told at once
_LEAD = r"^\W*(?:(?:ok|okay|so|and|but|hi|hello|hey|please|also|then|hm+)\b\W*)*"
_TOGETHER = re.compile(
    r"\b(?:combin\w+|stack\w*|together|add(?:ed|s)? up|at (?:once|the same time)|at a time|in one order|on top of"
    r"|more than one|(?:two|2|three|3|both|several|multiple|different|many) (?:of (?:them|these|those)|(?:of the )?(?:codes"
    r"|coupons|vouchers|discounts|offers)))\b",
    re.IGNORECASE,
)
_HOW = re.compile(
    _LEAD + r"(?:how (?:do|does|can|could|would|to)\b|where\b|why\b"
    r"|which (?:box|field|page|place|step|part)\b|what (?:happens|if|about if)\b"
    r"|(?:do|does|will) i\b.{0,20}\bback\b)",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\b(?:(?:not|n['’]?t|never|won['’]?t|wont|cannot) (?:\w+ )?(?:work\w*|accept\w*|appl\w*|valid|go through"
    r"|take\w*)|invalid|refused"
    r"|rejected|declined|error|problem|fails?|failed|no longer works?|nothing (?:happens|is taken off))\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|its|it's|that|this)\b", re.IGNORECASE)
_OF_ONE = re.compile(
    r"\b(?:valid|expire\w*|expiry|until when|till when|how long|when does (?:it|that|this) (?:end|start|begin|stop|run out)"
    r"|(?:still|also) (?:work|good|on)|minimum|at least|conditions?|terms|limits?"
    r"|what (?:do|would|must) i (?:need|get|save|buy|spend)|how much (?:do|would|will|can|must|should) i (?:(?:have|need) to )?"
    r"(?:save|get|spend|buy)|how much off"
    r"|(?:can|could|may) i (?:use|put|apply|spend|redeem) (?:it|that|this)"
    r"|(?:does|will|would) (?:it|that|this) (?:\w+ )?(?:work|apply|count)"
    r"|what(?:['’]?s| is| does) (?:it|that|this) (?:for|on|give|good for)|(?:for|on) what|which (?:products|items|things))\b",
    re.IGNORECASE,
)


def is_at_large(text: str, *, code: bool) -> bool:
    """Asked of codes at large: whether two go together, how and where one is entered, why none works."""
    return bool(_TOGETHER.search(text)) or (not code and bool(_HOW.search(text) or _TROUBLE.search(text)))


async def answered_at_large(action: ShopAction, turn: Turn, *, code: bool) -> bool:
    """From the shop's own answers: a sure one, or the nearest when that is about codes as the question is."""
    if not turn.text or not is_at_large(turn.text, code=code):
        return False
    asked = [without_codes(turn), plainly(turn.text)]
    found = [await asyncio.to_thread(action.services.answers.of_shop, question) for question in asked]
    if _TOGETHER.search(turn.text) or (_TROUBLE.search(turn.text) and not found[0].sure):
        found.reverse()  # what is meant is known: its plain words say it better
    for one in found:
        best = one.candidates[0] if one.candidates else None
        if best is not None and (one.sure or best.topic.strip().lower() in NAMES["coupons"]):
            await say_entry(action.services, turn, best)
            return True
    return False


def without_codes(turn: Turn) -> str:
    """What is said of one code is asked of any: "does that stack with a coupon code"."""
    text = turn.text
    spans = [(e.get("start"), e.get("end")) for e in turn.entities if e.get("entity") == "coupon_code"]
    for start, end in sorted((s for s in spans if isinstance(s[0], int) and isinstance(s[1], int)), reverse=True):
        text = text[:start] + "a coupon code" + text[end:]
    return text


def plainly(text: str) -> str:
    """The question that is meant, in plain words, for an FAQ that has it in others."""
    if _TOGETHER.search(text):
        return "Can I use two coupon codes together?"
    return "Why does my coupon code not work?" if _TROUBLE.search(text) else "How do I use a coupon code?"


def codes_said(turn: Turn) -> list[str]:
    """The codes in the message, each once, a few of them."""
    said = (e.get("value") for e in turn.entities if e.get("entity") == "coupon_code")
    return list(dict.fromkeys(code.strip() for code in said if isinstance(code, str) and code.strip()))[:MOST_CODES]


def goes_on_about_code(turn: Turn, *, of_a_thing: bool = False) -> str | None:
    """The code talked about last, when a short message asks further about it: "until when?", "can I use it on boots?".

    ``of_a_thing``: the message was taken for a question about a product; with none shown since the code, "it" is the code.
    """
    code = named_last(turn, COUPON)
    if not code or not is_short(turn):
        return None
    return code if _OF_ONE.search(turn.text) or (of_a_thing and _IT.search(turn.text)) else None


async def tell_code(action: ShopAction, turn: Turn, code: str) -> None:
    """What the pricing engine says of the code for this customer and cart."""
    look = partial(
        action.services.offers.check,
        code,
        turn.words,
        now=turn.now,
        customer_id=turn.metadata.customer_id,
        cart=turn.metadata.cart,
    )
    verdict = await asyncio.to_thread(look)
    again = sources.worked_out(lambda: map(str, look().values.values()))  # by the pricing engine
    turn.say(verdict.response, about=[again], **verdict.values)
    if verdict.terms:
        terms = sources.worked_out(lambda: map(str, (look().terms or {}).values()))
        turn.say("utter_coupon_terms", about=[terms], **verdict.terms)
    if verdict.block:
        turn.send(verdict.block)
    remember_code(turn, code)
