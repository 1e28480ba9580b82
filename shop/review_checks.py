"""What is looked at before a review counts. A reason in ``HOLDING`` holds it back until staff release it; one in ``MARKS`` only
tells staff. Ordinary reviews must pass: a reason needs more than one weak sign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shop.near_duplicates import near_duplicates
from shop.orders import Review

#: Reason → what staff read.
HOLDING: Mapping[str, str] = {
    "duplicate": "The same words as another review",
    "repeated": "The same customer reviewed this product again later",
    "burst": "Many first-time authors wrote about this product within an hour",
    "advert": "Links, a phone number or advertising",
    "no_words": "No words that could be read",
}
MARKS: Mapping[str, str] = {
    "unverified": "No order of this product by the author is known",
    "stars_differ": "The stars and the words say opposite things",
}
RECEIVED, BEING_CHECKED, PUBLISHED = "received", "being_checked", "published"

BURST, BURST_SPAN = 5, timedelta(hours=1)
#: The text's value −1…1 beyond which it firmly contradicts one or five stars.
FIRM = 0.8
_LINK = re.compile(
    r"https?://\S+|\bwww\.[\w-]+\.\w\S*"
    r"|\b[a-z0-9][a-z0-9-]+\.(?:com|net|org|info|biz|shop|store|online|site|xyz|club|top|ru|cn|io|ly|me|co)/\S+"
    r"|\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b",
    re.IGNORECASE,
)
_CALL = re.compile(r"\b(?:call|phone|telephone|tel|ring|dial|text|fax|mobile|number)\b", re.IGNORECASE)
_CALL_BEFORE = 40  # characters
_PHONE = re.compile(r"(?<![\w.,])(?:\+|00)?\(?\d{2,4}\)?(?:[\s./-]?\(?\d{2,4}\)?){2,4}(?![\w%])")
_TALK = re.compile(
    r"\b(?:whats\s?app|telegram|wechat|viber|click (?:here|the link|on the link|my)|link in (?:my )?bio"
    r"|visit (?:my|our) (?:site|website|shop|store|page|profile|channel)"
    r"|(?:check out|follow|subscribe to) my (?:site|website|shop|store|page|profile|channel|instagram|youtube|blog)"
    r"|(?:dm|inbox|message|text|e-?mail|call) me (?:at|on|for|now|to)|contact (?:me|us) (?:at|on|for|now)"
    r"|(?:use|with) (?:my )?(?:promo|discount|coupon|referral) code (?-i:[A-Z0-9]{4,})|earn (?:money|\$\s?\d+)"
    r"|online casino|free bitcoin|crypto(?:currency)? (?:investment|trading)|payday loan|viagra|cialis"
    r"|(?:buy|cheap) (?:followers|likes))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[a-z]+")
_VOWEL = re.compile(r"[aeiouyà-öø-ÿ]")


@dataclass(frozen=True)
class Around:
    """What is known around one review. ``released``: staff let it count. ``held``: ids of those that are held back.

    ``newcomers``: reviews of the same product up to ``BURST_SPAN`` before it, itself among them, whose authors wrote none
    before and are not known to have bought it.
    """

    of_product: Sequence[Review] = ()
    of_author: Sequence[Review] = ()
    held: Collection[str] = ()
    bought: bool = False
    newcomers: Sequence[Review] = ()
    released: bool = False


@dataclass(frozen=True)
class Verdict:
    """``flags``: reason → detail ("" where there is none to tell). ``others``: earlier reviews that are held because of it."""

    flags: Mapping[str, str]
    others: Mapping[str, Mapping[str, str]]


def holds(flags: Iterable[str]) -> bool:
    return any(reason in HOLDING for reason in flags)


def words_of(review: Review) -> str:
    """Title and text as one."""
    return f"{review.title}. {review.text}" if review.title else review.text


def check(review: Review, around: Around) -> Verdict:
    flags: dict[str, str] = {}
    others: dict[str, dict[str, str]] = {}
    text = words_of(review)
    if without_words(text):
        flags["no_words"] = ""
    advert = advertises(text)
    if advert:
        flags["advert"] = advert
    copy = copied_from(review, around)
    if copy is not None:
        flags["duplicate"] = f"{'other product, ' if copy.product_id != review.product_id else ''}{copy.at.date().isoformat()}"
    if len(around.newcomers) >= BURST:
        flags["burst"] = str(len(around.newcomers))
        others |= {r.review_id: {"burst": flags["burst"]} for r in around.newcomers if r.review_id != review.review_id}
    own = [r for r in around.of_author if r.product_id == review.product_id and r.review_id != review.review_id]
    if any(_moment(r) > _moment(review) and r.review_id not in around.held for r in own):
        flags["repeated"] = ""
    elif around.released or not holds(flags):
        others |= {r.review_id: {"repeated": ""} for r in own if _moment(r) < _moment(review)}
    if not around.bought:
        flags["unverified"] = ""
    return Verdict(flags, others)


def without_words(text: str) -> bool:
    """Signs, digits or hammered keys alone. Other scripts than Latin always have words."""
    said = [word.casefold() for word in _WORD.findall(text)]
    if not said:
        return True
    latin = [word for word in said if _LATIN.match(word)]
    if len(latin) < len(said):
        return False
    return all(len(set(word)) == 1 or (len(word) > 4 and not _VOWEL.search(word)) for word in latin)


def advertises(text: str) -> str:
    """What gives it away ("link", "phone", "advertising"), or ""."""
    found = [
        ("link", _LINK.search(text)),
        ("phone", any(_phone(text, m) for m in _PHONE.finditer(text))),
        ("advertising", _TALK.search(text)),
    ]
    return ", ".join(name for name, hit in found if hit)


def _phone(text: str, match: re.Match[str]) -> bool:
    """Nine digits or more, with a country's sign or a word of calling before them: part numbers have neither."""
    digits = re.sub(r"\D", "", match.group())
    near = text[max(0, match.start() - _CALL_BEFORE) : match.start()]
    return 9 <= len(digits) <= 15 and (match.group().startswith("+") or _CALL.search(near) is not None)


def copied_from(review: Review, around: Around) -> Review | None:
    """The first earlier review with the same words: of the product by somebody else, or of the author about another product."""
    text = words_of(review)
    own = review.customer_id
    candidates = [r for r in around.of_product if own is None or r.customer_id != own]
    candidates += [r for r in around.of_author if r.product_id != review.product_id]
    earlier = [r for r in candidates if r.review_id != review.review_id and _moment(r) < _moment(review)]
    return next((r for r in sorted(earlier, key=_moment) if near_duplicates(text, words_of(r))), None)


def stars_differ(stars: int | None, value: float) -> bool:
    """``value``: what the text says, −1…1, the stars left aside."""
    return (stars == 5 and value <= -FIRM) or (stars == 1 and value >= FIRM)


def has_hour(at: datetime) -> bool:
    """False where an import told the day alone: a day's reviews are no burst."""
    return at.time() != time(0)


def _moment(review: Review) -> tuple[datetime, str]:
    return review.at, review.review_id
