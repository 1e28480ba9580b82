"""For how many people a thing shall be: "for a family of six", "sleeps four", "for 2 ppl", "we are five"."""

from typing import Iterator

from components.pattern import Pattern, rx
from components.said_numbers import numbers

MOST = 20
_PEOPLE = r"(?:people|peoples|ppl|persons?|pers|of us|adults?|men|friends|sleepers|campers|hikers|guests|heads|pax)"
_BEHIND = rx(rf"[\s-]*{_PEOPLE}\b")
_BEFORE = rx(
    r"\b(?:(?:family|party|group|crew|team|bunch) of|sleeps?(?: up to)?|(?:big|large|roomy) enough for|fits?|room for|space for"
    r"|houses?|there(?:'s| are| is| will be)|we(?:'re| are| will be)|for(?: all)?)\s+$"
)
#: "for two" ends there, and "for 2 weeks", "for 50 dollars" are something else
_ENDS = rx(r"\s*(?:$|[.,;!?)]|\b(?:and|or|in|under|below|with|that|please|pls|then|on|at)\b)")
_NEEDS_NO_WORD = rx(r"\b(?:(?:family|party|group|crew|team|bunch) of|sleeps?(?: up to)?|we(?:'re| are))\s+$")


def parties(text: str) -> Iterator[Pattern]:
    """Whole numbers of people, each with the words that say it."""
    for number in numbers(text):
        count = int(number.value)
        if count != number.value or not 1 <= count <= MOST:
            continue
        before, behind = _BEFORE.search(text[: number.start]), _BEHIND.match(text, number.end)
        start = before.start() if before else number.start
        if behind:
            yield Pattern("party", count, start, behind.end())
        elif before and count > 1 and _ENDS.match(text, number.end) and (number.spelt or _NEEDS_NO_WORD.search(before.group())):
            yield Pattern("party", count, start, number.end)
