"""What a customer rules out in words that no list holds: "without a hood", "no zips please", "nothing with a chest strap".

Only what is ruled out for certain counts: a thing behind "no", "without", "except" and the like, up to the end of its phrase.
Which products speak of it, search finds out.
"""

import re
from typing import Iterable, Iterator, List, Optional, Sequence, Tuple

from components.negation import NOT_A_CUE
from components.pattern import Pattern, rx, word_set

_N_T = r"(?:n['’]?t| not)"
_CUE = rx(
    r"(?:(?:^|(?<=[\s,;.!(]))(?:without(?: (?:any|all))?|w/o|with no|has no|have no|no|excluding|except(?: for)?|apart from"
    r"|aside from|nothing (?:with|that has|that needs|that uses|like)"
    r"|(?:any(?:thing)?|every(?:thing)?) (?:[a-z]+ )?(?:but|except)"
    rf"|(?:(?:do{_N_T}|does{_N_T}|wo{_N_T}|ca{_N_T}|cannot) (?:really )?"
    r"(?:want|like|need|have|use|stand|require|take|come with)"
    r"|hate|avoid(?:ing)?|instead of|rather than|free (?:of|from)|allergic to))"
    r"(?:\s+(?:any|all|the|a|an|those|these|that|such|too many|kind of|sort of))*\s+)"
)
_WORD = rx(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_GOES_ON = rx(r"\s*(?:,?\s*(?:or|and|nor)|/)\s*(?:(?:any|no|a|an|the|without)\s+)*")
#: with these a phrase ends
_ENDS = word_set(
    "and or nor but for in on at to with without of from by under over below above around about between up than as if so "
    "because that which who when where while then please pls plz thanks thank thx i i'm im it its it's is are was were be "
    "you u we they he she this these those my your our their me us him her them can could would should will do does did "
    "though although just only also too either anymore more here there now"
)
#: and these are no things: what is said of wants, not of wares
_NO_THINGS = word_set(
    "one ones thing things idea problem problems worries thanks thank way rush hurry matter need doubt issue issues one "
    "preference limit budget money time more less longer clue wait sorry stress reason question questions pressure chance "
    "luck joke kidding interest use sense go deal fan know mind care see find understand anything something everything "
    "stuff other others else same brand brands colour colours color colors size sizes material materials price prices "
    "kind kinds type types make makes expensive cheap big small new old good bad nice right left last first next yes no ok "
    "okay maybe actually really much many very spam offense offence shipping delivery hidden extra additional receipt order "
    "account number email code discount refund response reply answer answers answered option options choice alternative "
    "results result what how why buy pay spend get have want like look looking shop shopping search think feel work works"
)
LONGEST = 3  # words


def unwanted_things(text: str, taken: Sequence[Tuple[int, int]]) -> List[Pattern]:
    """Entities ``without``: the value is the thing as it was said. ``taken`` are the places of all other entities."""
    closed = [match.span() for match in NOT_A_CUE.finditer(text)]
    found: List[Pattern] = []
    for cue in _CUE.finditer(text):
        if any(a <= cue.start() < b or a < cue.end() <= b for a, b in closed):
            continue
        at = cue.end()
        while True:
            phrase = _phrase(text, at, taken)
            if phrase is None:
                break
            if not any(p.start < phrase.end and phrase.start < p.end for p in found):
                found.append(phrase)
            further = _GOES_ON.match(text, phrase.end)
            if not further or not further.group().strip() or further.group().strip().startswith("and"):
                break
            at = further.end()
    return found


def _phrase(text: str, at: int, taken: Iterable[Tuple[int, int]]) -> Optional[Pattern]:
    """The thing that stands at ``at``; None where another entity or no thing does."""
    start, end, words = at, at, 0
    for match in _words_from(text, at):
        word = match.group().lower()
        if word in _ENDS or any(a < match.end() and match.start() < b for a, b in taken):
            break
        if words == LONGEST:
            return None  # a clause
        if word in _NO_THINGS:
            return None
        start = match.start() if not words else start
        end, words = match.end(), words + 1
    if not words or any(a < end + 1 and end <= b and a <= end + 1 for a, b in taken):
        return None  # "no wide hiking boots": what is ruled out is a known thing
    said = text[start:end]
    return Pattern("without", said.lower(), start, end) if len(said) > 2 else None


def _words_from(text: str, at: int) -> "Iterator[re.Match[str]]":
    """Words parted by nothing but spaces."""
    while True:
        match = _WORD.match(text, at)
        if match is None:
            return
        yield match
        at = match.end()
        while text[at : at + 1] == " ":
            at += 1
        if at == match.end():
            return
