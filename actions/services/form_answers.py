"""Is a message in the middle of a form its answer, or a wish of its own that leaves the form?"""

from __future__ import annotations

import re

#: these leave the form from every state, however they are put
ALWAYS = frozenset({"cancel", "talk_to_person"})
#: these may be names of products: what is looked for, what is asked about
NAMING = frozenset(
    {"search_product", "refine_search", "product_details", "product_question", "leave_review", "nlu_fallback", "unclear"}
)
#: with these a form goes on: nothing else was wished for
STAYING = frozenset({"leave_review", "nlu_fallback", "unclear"})
#: a few words with these intents are no review: nobody describes a product so
CLEAR_WHEN_SHORT = frozenset(
    {
        "deny", "cheaper", "more_like", "recommend_me", "recommend_gift", "coupons_for_me", "check_coupon", "change_order",
        "add_to_cart", "goodbye", "greet", "are_you_bot", "what_can_you_do", "other_language",
    }
)  # fmt: skip
_REQUEST = re.compile(
    r"^\W*(?:(?:hi|hello|hey|please|ok|okay|so|and|well|actually|no|wait|sorry|thanks|but)\b\W*)*"
    r"(?:show\b|find (?:me|us)|search\b|look for|looking for|i(?:'m| am) looking for"
    r"|(?:give|tell|bring|get|take|recommend) me\b"
    r"|i(?:'d| would)? (?:want|need|like) (?:a|an|to|some)\b|let me (?:see|talk|speak)|help\b|track\b|connect me"
    r"|check (?:my|the|this)\b|add (?:it|this|that|the)\b|recommend (?:some|a)|suggest (?:me|some|a)"
    r"|(?:can|could|would|will|do|does|did|have|has|is|are|may) (?:i|you|we|there|it|they|anyone|someone)\b"
    r"|what(?:'s|s)?\b(?! an?\b)|(?:where|when|who|why)(?:'s|s| is| are| can| do| does| did| will| would)\b"
    r"|which (?:one|of|is|are|do|does)\b|how (?:do|does|can|much|many|long|far|about|is|are|to)\b)",
    re.IGNORECASE,
)
_PAST = re.compile(r"^\W*(?:i(?:'d)? wanted|i was looking|i needed)\b", re.IGNORECASE)
_SHORT = 6  # words
_STARS = re.compile(r"[★⭐*]|\bstars?\b|^\W*(?:[0-9](?:[.,]\d)?)\W*(?:/\s*5|out of 5)?\W*$", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|n't|isn't|wasn't|never|hardly)\b", re.IGNORECASE)


def is_request(text: str) -> bool:
    """Does it ask for something ("show me mugs", "where is my order", a question), rather than tell something?"""
    asked = text.rstrip().endswith("?") and len(text.split()) <= 15
    return (asked or bool(_REQUEST.search(text))) and not _PAST.search(text)


def is_short(text: str) -> bool:
    return len(text.split()) <= _SHORT


def leaves_product(text: str, intent: str, *, conditions: bool) -> bool:
    """No product fitted. ``conditions``: the message names a price, a rating or stock, as a search does and a name does not."""
    if intent in STAYING:
        return False
    return intent not in NAMING or conditions or is_request(text)


def leaves_stars(text: str, intent: str, *, stars: int | None) -> bool:
    """An answer is a number, a drawing, or a word or two of praise."""
    if is_request(text):
        return True
    if stars is not None or _STARS.search(text):
        return False
    return intent not in STAYING


def leaves_text(text: str, intent: str, confidence: float, *, minimum: int) -> bool:
    """A short request or refusal leaves; anything that tells something is a review, whatever it sounds like."""
    if intent in STAYING:
        return False
    if len(text) < minimum and intent not in ("complain", "affirm", "thanks"):  # "superb" is asked to say more
        return True
    if len(text.split()) > 3 * _SHORT:
        return False
    return is_request(text) or (intent in CLEAR_WHEN_SHORT and is_short(text) and confidence >= 0.5)


def says_stars(text: str, stars: int | None) -> int | None:
    """``stars`` as read from the words, unless words alone were negated ("not good") or buried in a sentence."""
    plain = bool(_STARS.search(text)) or any(c.isdigit() for c in text)
    return stars if plain or (not _NEGATED.search(text) and is_short(text)) else None
