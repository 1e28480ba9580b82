"""Several wishes in one message: where it may be cut, and whether each part, read on its own, is a wish of its own.

A message without a joint costs one look of a regular expression. With one, each part is parsed; a message is cut only when
all parts are understood surely and as different wishes, so "red and blue jackets" stays one wish.
"""

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Awaitable, Callable, Dict, FrozenSet, List, Text, Tuple

Parsed = Dict[Text, Any]
Parse = Callable[[Text], Awaitable[Parsed]]

SURE = 0.6  # the confidence from which on a part counts as understood
MOST_WISHES = 3
MOST_JOINTS = 4
SHORT = 14  # words
LONGEST = 400  # characters; longer messages tell a story, and a story is one wish

_STARTS = (
    r"(?:(?:please|pls|then|also|too)\s+)*"
    r"(?:can|could|would|will|may|do|does|did|is|are|was|were|has|have|am|should|"
    r"what|whats|what's|where|wheres|where's|when|whens|when's|who|why|how|hows|how's|which|"
    r"show|find|search|look for|looking for|put|add|track|check|compare|recommend|suggest|tell|give|send|talk|speak|connect|"
    r"get me|let me|cancel|change|return|leave|write|any (?:coupon|code|discount|deal|offer|voucher|promo)\w*|"
    r"i(?:'d| would|'m|m| am| also)?\s+(?:want|need|like|looking|wanna)|my)\b"
)
#: the end of a sentence; or a word that joins, where what follows begins like a wish
_JOINT = re.compile(
    r"[.?!;]+\s+|\s*\n+\s*|\s+[-–—]+\s+"
    r"|\s*[,&]?\s*\b(?:(?:oh|but|and|plus|also|then)\b[\s,]*)+(?=" + _STARTS + r")"
    r"|,\s*(?=" + _STARTS + r")",
    re.IGNORECASE,
)
#: two things, each with a condition of its own: "a red jacket under 100 and black boots"
_AND = re.compile(r"\s*,?\s*\b(?:and|plus)\b\s+(?:also\s+)?|\s*,\s+", re.IGNORECASE)
_GLUE = re.compile(r"^(?:(?:and|also|plus|oh|but|then|so)\b[\s,]*)+", re.IGNORECASE)
_HELLO = re.compile(r"^\W*(?:(?:hi|hello|hey)\b\W*)+", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:can|could|would|will|may|do|does|did|is|are|was|were|has|have|what|where|when|who|why|how|which|any)\w*\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|its|it's|that|this|they|them|those|these|each)\b", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:compare|difference|differ|versus|vs|better|best)\b", re.IGNORECASE)
_WHICH_OF = re.compile(
    r"which\b(?: (?:one|of (?:them|these|those|the two)))? (?:is|are|has|have|would|should|do|does|lasts?|costs?)\b", re.I
)
_OF_DELIVERY = re.compile(r"\b(?:cost|charge|much|long|fast|free|when|arrive|take)\b", re.IGNORECASE)
#: "forget that I'm vegan" takes back what was noted, and no wish
_OF_SELF = r"(?!\s+(?:i|we|he|she|my|i['’]?m|im|it['’]?s)\b)"
#: what is taken back, waved away or said out of courtesy before the wish itself
_TAKEN_BACK = re.compile(
    rf"^\W*(?:(?:forget (?:about )?(?:it|that{_OF_SELF}|the \w+)|never\s?mind(?: that)?|nvm|scratch that"
    r"|on second thoughts?|cancel that"
    r"|(?:i )?changed my mind|no(?: no)?[,.!]|no(?= (?:i|sorry|wait|actually)\b)|nope[,.!]?|nah[,.!]?|sorry[,.!]?"
    r"|oops|wait[,.!]?|actually|i meant|i mean|hm+"
    r"|(?:ok(?:ay)?|well|great|cool|perfect|thanks?(?: you)?|thx|hi|hey|hello)[,.!]+)"
    r"[\s,.!:;–—-]*)+(?:(?:and|but|so|just|rather)\b\s*)?",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    rf"^\W*(?:forget (?:it|that{_OF_SELF}|about (?:it|that|the review))|never\s?mind(?: that)?|nvm|scratch that"
    r"|cancel(?: that| the review)?|(?:i )?changed my mind)\b[\s,.!:;–—-]+(?:(?:and|but|so|just|rather)\b\s*)?",
    re.IGNORECASE,
)
_START = re.compile(_STARTS, re.IGNORECASE)
#: Rasa reads what begins with a slash as a command of its own; the channel takes it from the whole message, this from each part
_SLASHES = re.compile(r"^[\s/]+")

_LOST = frozenset({"nlu_fallback", "unclear", "out_of_scope", "other_language"})
_REFUSALS = frozenset({"cancel", "deny"})
_SMALL_TALK = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "cancel"})
_NO_PART = frozenset({"complain", "what_can_you_do", "problem_solved"})  # a story, and the "can you help?" after one
_LISTS = frozenset({"search_product", "refine_search", "cheaper", "more_like"})
_OF_ONE = frozenset({"product_question", "product_details", "refine_search", "add_to_cart", "more_like"})
_PEOPLE = frozenset({"talk_to_person", "complain"})
_CONDITIONS = frozenset({"colour", "size", "material", "brand", "price_min", "price_max", "rating_min"})


@dataclass(frozen=True)
class Wish:
    """A part of a message as it is answered: its words, and what the model read in them."""

    text: Text
    parsed: Parsed

    @property
    def intent(self) -> Text:
        return (self.parsed.get("intent") or {}).get("name") or ""

    @property
    def sure(self) -> float:
        return float((self.parsed.get("intent") or {}).get("confidence") or 0.0)

    def has(self, *entities: Text) -> bool:
        return any(e.get("entity") in entities and e.get("role") != "not" for e in self.parsed.get("entities") or [])

    @property
    def understood(self) -> bool:
        """Surely, and put as a wish: a part that only tells something belongs to the part that asks."""
        named = self.intent in ("search_product", "refine_search") and self.has("type")
        wished = named or bool(_START.match(_HELLO.sub("", self.text)))
        return wished and self.sure >= SURE and not any(self.intent in known for known in (_LOST, _SMALL_TALK, _NO_PART))

    @property
    def is_question(self) -> bool:
        return bool(_QUESTION.match(_HELLO.sub("", self.text)))


def may_hold_several(text: Text) -> bool:
    """Whether ``text`` is worth a closer look: it has a joint, or begins with something taken back."""
    return len(text) <= LONGEST and bool(_JOINT.search(text) or _AND.search(text) or _TAKEN_BACK.match(text))


async def leave_and_wish(text: Text, parse: Parse) -> List[Wish]:
    """In the middle of a form: "never mind, where is my order" leaves it, and is answered. [] for anything else."""
    match = _LEAVES.match(text)
    if not match or len(text.split()) > SHORT or not _START.match(text[match.end() :]):
        return []
    parts = [text[: match.end()].strip(" ,.!:;–—-"), _said(text[match.end() :])]
    wishes = [Wish(part, await parse(part)) for part in parts]
    return wishes if wishes[0].intent in _REFUSALS and wishes[1].understood else []


async def wishes_of(text: Text, whole: Parsed, parse: Parse, shown: bool = False) -> List[Wish]:
    """The wishes of a message, in the order in which they are answered; [] when it is answered as it stands.

    ``whole`` is what the model read in all of it, ``shown`` says whether products are shown. One wish is returned where what
    was taken back is left away ("no, for men" → "for men").
    """
    text = text.strip()
    bare = _said(_TAKEN_BACK.sub("", text, count=1)) if _TAKEN_BACK.match(text) else ""
    if len(bare) > 1:
        whole = await parse(bare)
    found = await _several(bare if len(bare) > 1 else text, whole, parse, shown)
    if found or len(bare) < 2:
        return found
    wish = Wish(bare, whole)
    return [wish] if wish.intent and wish.intent not in _LOST and wish.intent not in _SMALL_TALK else []


async def _several(text: Text, whole: Parsed, parse: Parse, shown: bool) -> List[Wish]:
    found = await _cut(text, _JOINT, parse, _apart)
    if not found and len(_kinds(whole)) > 1:
        found = await _cut(text, _AND, parse, _two_things)
    return _in_turn(found, shown)


async def _cut(text: Text, joint: "re.Pattern[Text]", parse: Parse, apart: Callable[[List[Wish]], bool]) -> List[Wish]:
    """The finest cut whose parts are wishes; of several as fine, the surest."""
    spans = [m.span() for m in joint.finditer(text) if m.start() > 0 and m.end() < len(text)][:MOST_JOINTS]
    known: Dict[Text, Wish] = {}
    for number in range(min(len(spans), MOST_WISHES), 0, -1):
        surest, best = 0.0, []
        for chosen in combinations(spans, number):
            wishes = []
            for part in _parts(text, chosen):
                if part and part not in known:
                    known[part] = Wish(part, await parse(part))
                if not part or not known[part].understood:
                    break
                wishes.append(known[part])
            sure = min(wish.sure for wish in wishes) if len(wishes) == number + 1 else 0.0
            if sure > surest and apart(wishes):
                surest, best = sure, wishes
        if best:
            return best
    return []


def _parts(text: Text, spans: Tuple[Tuple[int, int], ...]) -> List[Text]:
    """The question mark of a part stays with it."""
    starts = [0, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), len(text)]
    parts = [text[a:b] + ("?" if text[b : b + 1] == "?" else "") for a, b in zip(starts, ends, strict=True)]
    return [_said(_GLUE.sub("", part.strip()).strip(" ,&")) for part in parts]


def _said(part: Text) -> Text:
    """A part of a message as words, never as a command."""
    return _SLASHES.sub("", part).strip()


def _apart(wishes: List[Wish]) -> bool:
    return all(_differ(a, b) for a, b in combinations(wishes, 2))


def _differ(first: Wish, second: Wish) -> bool:
    """Whether the second is another wish than the first, and not what the first was about said further."""
    if _PEOPLE.issuperset((first.intent, second.intent)):
        return False
    if first.intent in _LISTS and second.intent in _LISTS:
        return _two_things([first, second])
    if _WHICH_OF.match(second.text) and first.intent in (*_OF_ONE, *_LISTS):
        return False  # "the Delta or the Lagoon, which is brighter?"
    refers = bool(_IT.search(second.text))
    if first.intent == second.intent:
        if not _answers(first.intent) or _COMPARES.search(first.text) or _COMPARES.search(second.text):
            return False
        return first.is_question and second.is_question and (first.intent == "product_question" or not refers)
    if _of_shop(first.intent) and _of_shop(second.intent) and not (first.is_question and second.is_question):
        return False  # a story
    if refers and _of_shop(first.intent) and (_of_shop(second.intent) or _OF_DELIVERY.search(second.text)):
        return False  # "how long does delivery take and what does it cost"
    if refers and first.intent == "change_order":
        return False  # "cancel my order, i need it in a bigger size"
    if refers and first.intent == "order_status" and second.intent not in _OF_ONE:
        return second.has(*_CONDITIONS)  # "where is my order and when will it arrive" is one, "do you have it in blue" another
    return True


def _of_shop(intent: Text) -> bool:
    """A question to the shop, of any topic."""
    return intent in ("faq", "account_help", "site_problem") or intent.startswith("faq_")


def _answers(intent: Text) -> bool:
    """Two questions of this kind have two answers."""
    return intent == "product_question" or _of_shop(intent)


def _kinds(parsed: Parsed) -> FrozenSet[Text]:
    named = (e for e in parsed.get("entities") or [] if e.get("entity") == "type" and e.get("role") != "not")
    return frozenset(str(e["value"]) for e in named)


def _two_things(wishes: List[Wish]) -> bool:
    """Things to look for, each of another kind and with conditions of its own."""
    kinds = [_kinds(wish.parsed) for wish in wishes]
    own = all(wish.intent in ("search_product", "refine_search") and wish.has(*_CONDITIONS) for wish in wishes)
    return own and all(kinds) and len(set(kinds)) == len(kinds)


def _in_turn(wishes: List[Wish], shown: bool) -> List[Wish]:
    """A question about a product shown is answered before a new list takes its place; a review, which asks back, comes last.

    With nothing shown, "it" of a later part is what the search before it will find: its cards tell, and it stays one wish.
    """
    for at, wish in enumerate(wishes):
        if not shown and wish.intent in _OF_ONE and _IT.search(wish.text) and any(_of_shop(w.intent) for w in wishes[:at]):
            return []  # "how long is the warranty and what does it cover"
        listed = any(w.intent in ("search_product", "recommend_me", "recommend_gift") for w in wishes[:at])
        if listed and wish.intent in _OF_ONE and not wish.has("type"):
            if not shown:
                return [] if _IT.search(wish.text) else wishes
            wishes = [wish, *wishes[:at], *wishes[at + 1 :]]
    return sorted(wishes, key=lambda wish: wish.intent == "leave_review")
