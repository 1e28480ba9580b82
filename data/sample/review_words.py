"""The words of reviews: clauses per group of products, aspect and feeling.

Placeholders: {thing}, {it}, {is}, {has}, {s} (the verb's ending) for one thing or a pair of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FlawWords:
    """A hidden flaw: the aspect that it spoils and how customers put it."""

    aspect: str
    clauses: tuple[str, ...]


def _flaw(aspect: str, *clauses: str) -> FlawWords:
    return FlawWords(aspect, clauses)


FLAWS: dict[str, tuple[FlawWords, ...]] = {
    "clothing": (
        _flaw(
            "fit",
            "{it} run{s} at least one size small",
            "the sleeves are far too short on me",
            "way too tight across the shoulders, and I took my usual size",
        ),
        _flaw(
            "quality",
            "the zipper jammed in the first week",
            "the zip came off its track and will not go back",
            "zipper catches on the lining every single time",
        ),
        _flaw(
            "quality",
            "the seams let water in at the shoulders",
            "after one wash the stitching came loose",
            "threads are coming out along the hem already",
        ),
    ),
    "footwear": (
        _flaw(
            "fit",
            "{it} {is} painfully narrow",
            "my toes hit the front on every descent, half a size too short",
            "the heel rubs, I had blisters after two miles",
        ),
        _flaw(
            "quality",
            "the sole started to peel off after a month",
            "the glue along the toe gave up",
            "water gets in at the toe although {it} should be dry",
        ),
        _flaw(
            "quality", "no grip at all on wet rock", "slippery as soap on wet wood", "the tread was worn flat after one summer"
        ),
    ),
    "shelter": (
        _flaw(
            "quality",
            "it leaked at the seams in the first real rain",
            "we woke up in a puddle",
            "the floor let water through on night one",
        ),
        _flaw(
            "quality",
            "a pole snapped in a light wind",
            "one pole cracked the second time we pitched it",
            "the pegs bend if you look at them",
        ),
        _flaw(
            "fit",
            "much smaller inside than the pictures suggest",
            "too short for anyone over six feet",
            "the stated capacity is a joke, halve it",
        ),
    ),
    "bag": (
        _flaw(
            "quality",
            "a strap tore out of its seam",
            "the buckle cracked on the second trip",
            "the zipper split when the bag was half full",
        ),
        _flaw(
            "fit",
            "the straps cut into my shoulders",
            "it sits badly on my back whatever I adjust",
            "the hip belt is too short to close properly",
        ),
    ),
    "sleep": (
        _flaw(
            "quality",
            "I froze well above the stated temperature",
            "nowhere near as warm as promised",
            "cold spots everywhere along the side",
        ),
        _flaw(
            "quality",
            "it loses air overnight, I woke up on the ground",
            "feathers come out of every seam",
            "the valve leaks and the patch does not hold",
        ),
        _flaw(
            "fit",
            "too tight at the shoulders to turn over",
            "too short, my feet press against the end",
            "narrower than the listing says",
        ),
    ),
    "cook": (
        _flaw(
            "quality",
            "the handle gets so hot that I burned my hand",
            "the handle came loose after a few meals",
            "the rivets wobble and it feels unsafe",
        ),
        _flaw(
            "quality",
            "everything sticks to it whatever I do",
            "rust spots after the first wash",
            "the coating flaked off within weeks",
        ),
        _flaw(
            "fit",
            "the lid does not sit flush and rattles",
            "smaller than I expected, dinner for one at best",
            "it wobbles on my stove",
        ),
    ),
    "light": (
        _flaw(
            "quality",
            "it died after three evenings",
            "the battery is empty after an hour, not what the box says",
            "it flickers and then goes dark",
        ),
        _flaw("quality", "the switch broke and I cannot turn it off", "the button sticks", "it turns itself on in the bag"),
        _flaw(
            "fit",
            "much smaller than it looks in the photo",
            "it leans to one side and will not stand straight",
            "far too dim for reading",
        ),
    ),
    "textile": (
        _flaw(
            "quality",
            "it pilled and sheds fluff all over",
            "it shrank two sizes in a cold wash",
            "the dye came out and turned everything pink",
        ),
        _flaw("quality", "it itches so much that nobody wants it", "scratchy and thin", "a hole appeared after a week"),
        _flaw("fit", "smaller than the measurements claim", "the size is off by a lot", "it does not fit what it was made for"),
    ),
    "tool": (
        _flaw(
            "quality",
            "the blade came dull and will not hold an edge",
            "there is play in the hinge already",
            "rusty after a damp weekend",
        ),
        _flaw(
            "quality",
            "the lock slips, which is dangerous",
            "a part snapped on the first use",
            "the screws come loose on their own",
        ),
        _flaw(
            "fit", "awkward in the hand, it pinches", "heavier than stated and badly balanced", "too small for grown-up hands"
        ),
    ),
    "drink": (
        _flaw(
            "quality",
            "it leaks in the bag, my notebook is ruined",
            "the lid drips every time",
            "the gasket fell out in the dishwasher",
        ),
        _flaw("quality", "coffee is cold within two hours", "everything tastes of metal", "the coating chipped on day two"),
        _flaw("fit", "it does not fit any cup holder I own", "the opening is too small to clean", "it tips over easily"),
    ),
    "furniture": (
        _flaw(
            "quality",
            "it wobbles no matter how I tighten it",
            "a joint cracked within a month",
            "the fabric ripped at the seam",
        ),
        _flaw(
            "quality", "the finish rubs off on clothes", "deep scratches out of the box", "the screws do not match the holes"
        ),
        _flaw(
            "fit",
            "far too low for adults",
            "hard and uncomfortable after ten minutes",
            "much smaller than the drawing suggests",
        ),
    ),
    "home": (
        _flaw("quality", "the color faded within weeks", "it sheds fibers everywhere", "it cracked in the first cold night"),
        _flaw(
            "quality",
            "a strong chemical smell that will not go away",
            "the corners curl up and we trip over them",
            "it came apart at the edge",
        ),
        _flaw("fit", "the size is quite a bit off", "thinner than it looks in the pictures", "it does not sit flat"),
    ),
}

#: (group, aspect) → clauses of praise and of blame, for products without that flaw.
PRAISE: dict[tuple[str, str], tuple[str, ...]] = {
    ("clothing", "fit"): (
        "fits like it was cut for me",
        "true to size and long enough in the arms",
        "room for a sweater below without looking baggy",
    ),
    ("clothing", "quality"): (
        "stayed dry through a whole afternoon of sideways rain",
        "the stitching is neat and the fabric feels tough",
        "still looks new after a season",
    ),
    ("footwear", "fit"): (
        "no blisters, not even on day one",
        "{it} fit perfectly with thick socks",
        "snug heel and lots of room for the toes",
    ),
    ("footwear", "quality"): (
        "great grip on wet stone",
        "my feet stayed dry across two creeks",
        "{it} look{s} like {it} will last for years",
    ),
    ("shelter", "fit"): ("more room inside than I hoped", "two of us plus a big dog fit easily", "I can sit up straight in it"),
    ("shelter", "quality"): (
        "stood through a proper storm without a drop inside",
        "pitched in minutes, even alone in the dark",
        "the fabric and poles feel solid",
    ),
    ("bag", "fit"): (
        "sits close to the back and does not sway",
        "everything has its place",
        "carries heavy loads without a complaint from my shoulders",
    ),
    ("bag", "quality"): (
        "the zippers glide and the fabric shrugs off rocks",
        "it has been dragged across three states and shows nothing",
        "straps and buckles are first class",
    ),
    ("sleep", "fit"): ("roomy enough to curl up in", "long enough for my six foot three", "packs down to nothing"),
    ("sleep", "quality"): ("slept warm on a frosty night", "lofty, soft and quiet", "it held up night after night"),
    ("cook", "fit"): (
        "just the right size for two",
        "nests neatly with the rest of my kit",
        "sits steady on every burner I tried",
    ),
    ("cook", "quality"): (
        "heats evenly and cleans up in seconds",
        "feels like something my kids will inherit",
        "nothing sticks, nothing rattles",
    ),
    ("light", "fit"): (
        "fits the corner like it was made for it",
        "small enough for a pocket, bright enough for a camp",
        "exactly the size I wanted",
    ),
    ("light", "quality"): (
        "lovely warm light and it lasts all week",
        "bright, sturdy, simple to use",
        "the battery just keeps going",
    ),
    ("textile", "fit"): (
        "the size is just as described",
        "generous size, we both fit under it",
        "fits snugly and stays where it should",
    ),
    ("textile", "quality"): (
        "so soft that I do not want to take it off",
        "washed it five times and it looks the same",
        "thick, warm and beautifully made",
    ),
    ("tool", "fit"): (
        "sits in the hand as if it grew there",
        "light enough that I forget it is there",
        "the balance is spot on",
    ),
    ("tool", "quality"): (
        "razor sharp out of the box and still is",
        "no play anywhere, solid as a rock",
        "it has done everything I asked of it",
    ),
    ("drink", "fit"): (
        "fits the side pocket and the car",
        "just the right size for a morning",
        "easy to hold even with gloves",
    ),
    ("drink", "quality"): (
        "tea still steaming at three in the afternoon",
        "not one drop lost in my bag",
        "survived a fall on concrete with hardly a mark",
    ),
    ("furniture", "fit"): ("comfortable for hours", "fits our small porch perfectly", "just the right height"),
    ("furniture", "quality"): (
        "rock solid and the wood is beautiful",
        "sturdy, no wobble, easy to put together",
        "takes my weight and then some",
    ),
    ("home", "fit"): (
        "the size is exactly right for our hall",
        "fits the room as if we had measured twice",
        "sits flat and stays put",
    ),
    ("home", "quality"): (
        "well made and the color is lovely in daylight",
        "has survived kids, a dog and a winter",
        "dense, sturdy, no smell",
    ),
}
BLAME: dict[str, tuple[str, ...]] = {
    "fit": (
        "the size is not quite what I expected",
        "it does not really suit me",
        "the proportions are a bit off for my taste",
    ),
    "quality": ("it feels cheaper than it looked online", "I do not expect it to last", "the finish is rough in places"),
}
SHARED: dict[tuple[str, bool], tuple[str, ...]] = {
    ("price", True): (
        "a fair price for what you get",
        "worth every cent",
        "I have paid twice as much for worse",
        "good value",
        "cheaper than the big names and just as good",
        "for this price you cannot complain",
    ),
    ("price", False): (
        "overpriced for what it is",
        "not worth the money",
        "I would expect more at this price",
        "you pay for the name",
        "half the price would be about right",
        "too expensive",
    ),
    ("delivery", True): (
        "arrived two days early",
        "shipping was quick and the box was all paper",
        "delivered the next morning, well packed",
        "fast delivery",
    ),
    ("delivery", False): (
        "delivery took almost two weeks",
        "the parcel came late and the box was crushed",
        "it sat at the carrier for days and nobody told me",
        "late, so it missed the trip it was meant for",
    ),
    ("service", True): (
        "the chat helped me choose the size in minutes",
        "customer service sorted out an exchange without any fuss",
        "friendly people on the phone",
        "the woman in the Boulder store knew her stuff",
    ),
    ("service", False): (
        "customer service answered after five days",
        "nobody replied to my e-mail",
        "the chat sent me in circles",
        "getting the refund was a struggle",
    ),
}
OPENERS: dict[int, tuple[str, ...]] = {
    5: (
        "love {these}",
        "could not be happier",
        "best {thing} I have owned",
        "exactly what I was looking for",
        "brilliant",
        "my new favorite",
        "ten out of ten",
        "bought one, went back for a second",
        "a joy to use",
        "impressed",
        "highly recommended",
    ),
    4: (
        "very good {thing}",
        "happy with {these} overall",
        "a solid buy",
        "does the job nicely",
        "pleased with {these}",
        "good, with a small remark",
        "nearly perfect",
        "would buy again",
        "nice {thing}",
    ),
    3: (
        "it's okay",
        "mixed feelings",
        "average {thing}",
        "neither great nor terrible",
        "so-so",
        "not bad, not special",
        "it does what it says, no more",
        "on the fence about {these}",
    ),
    2: (
        "disappointed",
        "expected more",
        "not for me",
        "I wanted to like {these}",
        "rather let down",
        "would not buy again",
        "sadly not good",
        "meh at best",
    ),
    1: (
        "do not buy {these}",
        "terrible",
        "sent {these} straight back",
        "a waste of money",
        "awful experience",
        "worst {thing} I have had",
        "very angry about {these}",
        "useless",
        "never again",
    ),
}
CLOSERS: dict[bool, tuple[str, ...]] = {
    True: (
        "would buy again",
        "five more years please",
        "thank you",
        "already told my neighbors about it",
        "my sister wants the same now",
        "recommended",
        "cannot wait for the next trip",
        "will keep coming back to this shop",
    ),
    False: (
        "going back tomorrow",
        "I asked for my money back",
        "look elsewhere",
        "save your money",
        "I will try another brand",
        "what a shame",
        "not what the description promised",
        "lesson learned",
    ),
}
SCENES: dict[str, tuple[str, ...]] = {
    "clothing": (
        "wore {them} on a week in the Wind Rivers",
        "used for walking the dog every day since {month}",
        "took {them} to Iceland",
        "bought for my commute by bike",
        "wore {them} on a rainy school trip",
    ),
    "footwear": (
        "did 60 miles in {them} so far",
        "wore {them} on the Wonderland Trail",
        "bought for work on a farm",
        "used {them} all of {month}",
        "took {them} out of the box and up a mountain",
    ),
    "shelter": (
        "three nights on the coast in {month}",
        "used at a festival and twice in the Cascades",
        "first family camping trip",
        "bike tour through Vermont",
        "set it up in the yard with the kids first",
    ),
    "bag": (
        "carried on a six-day hut tour",
        "use it for work and weekends",
        "took it on two flights",
        "packed for a canoe trip in {month}",
        "my daily bag since {month}",
    ),
    "sleep": (
        "four nights out at about freezing",
        "used in the van since {month}",
        "summer camp with the scouts",
        "first trip was a windy beach",
        "slept on it for two weeks",
    ),
    "cook": (
        "use it at home every Sunday",
        "cooked for four on a beach",
        "took it on a raft trip",
        "in use since {month}",
        "my first try was a simple stew",
    ),
    "light": (
        "stands by my bed since {month}",
        "used on early runs before work",
        "lit our cabin for a week",
        "two camping trips so far",
        "bought for the reading corner",
    ),
    "textile": (
        "on our sofa since {month}",
        "a present for my mother",
        "used every day this {month}",
        "took it to the cabin",
        "bought for my daughter's first apartment",
    ),
    "tool": (
        "lives in my pack since {month}",
        "used to clear a trail with volunteers",
        "took it on a hunting trip with my dad",
        "a present for my brother",
        "used every weekend",
    ),
    "drink": (
        "my desk companion since {month}",
        "taken to work every day",
        "used on ski tours",
        "present for a colleague",
        "bought three for the family",
    ),
    "furniture": (
        "on our porch since {month}",
        "bought for the cabin",
        "sat in it for whole evenings",
        "for our tiny apartment",
        "used at every ball game this {month}",
    ),
    "home": (
        "at the front door since {month}",
        "bought for the new house",
        "in the garden for all of {month}",
        "a present to ourselves",
        "for our living room",
    ),
}
TITLES: dict[int, tuple[str, ...]] = {
    5: ("Love it", "Perfect", "Just right", "Great buy", "Wow", "A keeper"),
    4: ("Good", "Nearly perfect", "Solid", "Happy with it", "Nice"),
    3: ("Okay", "Mixed", "Average", "Could be better"),
    2: ("Disappointed", "Not great", "Expected more", "Meh"),
    1: ("Don't buy", "Awful", "Returned", "Avoid", "Waste of money"),
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
