"""Closed lists of English words that describe a product without naming it: colours, materials, units, praise, joints.

Nothing here knows what any one shop sells; what a catalogue calls its things is learnt from the catalogue.
"""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


#: base colour → words that mean a shade of it. A thing in "navy" is found by "blue".
COLOURS: dict[str, tuple[str, ...]] = {
    "black": ("jet", "onyx"),
    "white": ("snow",),
    "grey": ("gray", "charcoal", "slate", "graphite", "ash", "anthracite"),
    "red": ("crimson", "scarlet", "burgundy", "maroon", "ruby", "cherry", "wine"),
    "blue": ("navy", "azure", "cobalt", "indigo", "denim", "sapphire", "aqua"),
    "green": ("olive", "emerald", "khaki", "moss", "sage", "forest", "lime", "mint"),
    "yellow": ("mustard", "lemon", "ochre"),
    "orange": ("tangerine", "apricot", "rust"),
    "purple": ("violet", "lilac", "lavender", "plum", "mauve"),
    "pink": ("rose", "magenta", "fuchsia", "coral", "salmon"),
    "brown": ("tan", "chocolate", "chestnut", "mocha", "umber"),
    "beige": ("sand", "cream", "ivory", "ecru", "taupe", "camel"),
    "turquoise": ("teal", "cyan"),
    "gold": ("golden",),
    "silver": ("chrome",),
    "bronze": ("copper",),
    "multicolour": ("multicolor", "multicoloured", "multicolored", "rainbow", "assorted"),
}
COLOUR_OF: dict[str, str] = {shade: base for base, shades in COLOURS.items() for shade in (base, *shades)}
#: Shades that are also common things or names: a colour only where an option or attribute says so, not in a title.
UNSURE_SHADES = frozenset(
    listed(
        """
    jet snow slate ash ruby cherry wine denim moss sage forest lime mint lemon rust plum rose coral salmon tan
    chocolate chestnut sand cream camel copper rainbow assorted golden chrome graphite ivory olive aqua gold silver
    bronze
    """
    )
)

MATERIALS: tuple[str, ...] = listed(
    """
    acrylic alder aluminium aluminum bamboo basswood brass bronze canvas cardboard carbon cashmere cast-iron ceramic
    cork cotton crystal denim down ebony fabric felt fleece foam glass hemp iron jute latex leather linen mahogany
    maple marble merino mesh metal microfiber neoprene nylon oak paper pewter pine plastic plush polyester porcelain
    pvc rattan resin rosewood rubber satin silicone silk spruce stainless-steel steel stone stoneware suede synthetic
    teak terracotta tin titanium velvet vinyl walnut wicker wood wooden wool zinc
    """
)

#: Materials that are also things, places or other words: a material where it is told so, or beside a thing.
UNSURE_MATERIALS = frozenset(
    listed(
        "carbon crystal down fabric felt foam glass iron maple metal paper pine plush stone tin walnut alder marble "
        "satin canvas mesh"
    )
)
#: "stainless" alone is said for "stainless steel"
SHORT_FOR: dict[str, str] = {"stainless steel": "stainless"}
#: "made of it", as a word of its own
MADE_OF: dict[str, tuple[str, ...]] = {
    "wool": ("woolen", "woollen"), "wood": ("wooden",), "silk": ("silken",), "oak": ("oaken",), "metal": ("metallic",),
    "gold": ("golden",),
}  # fmt: skip

_PAIRS = listed(
    """
    grey/gray aluminium/aluminum multicolour/multicolor multicolour/multicoloured multicolour/multicolored fibre/fiber
    enamelled/enameled galvanised/galvanized anodised/anodized moulded/molded rotomoulded/rotomolded jewellery/jewelry
    pyjamas/pajamas pyjama/pajama axe/ax doughnut/donut tyre/tire mould/mold centre/center litre/liter metre/meter
    colour/color coloured/colored colouring/coloring organiser/organizer moisturiser/moisturizer
    woollen/woolen ageing/aging plough/plow theatre/theater armour/armor hoodie/hoody whisky/whiskey
    microfibre/microfiber neighbour/neighbor travelling/traveling
    """
)
#: British and American spellings of one word, each to the others.
SPELLINGS: dict[str, tuple[str, ...]] = {}
for _pair in _PAIRS:
    _one, _, _other = _pair.partition("/")
    SPELLINGS[_one] = (*SPELLINGS.get(_one, ()), _other)
    SPELLINGS[_other] = (*SPELLINGS.get(_other, ()), _one)

SIZE_WORDS: tuple[str, ...] = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl", "4xl", "5xl", "one size")

#: Words that follow a number and measure or count: "38 inch", "6 pack".
UNITS = frozenset(
    listed(
        """
    in inch inches ft foot feet yard yards mm cm m meter meters metre metres km mil oz ounce ounces lb lbs pound
    pounds kg g gram grams gal gallon gallons quart quarts qt liter liters litre litres l ml watt watts w v volt
    volts a amp amps mah ah hz khz mhz ghz ohm ohms k kohm uf db gb tb mb pc pcs piece pieces pk pack packs packet
    count ct pair pairs pics lot yr yrs scale degree degrees percent size gauge th st nd rd gsm denier tog lumen
    lumens seat x dozen
    """
    )
)

#: Words that follow a number and count parts of the thing: "6 string", "3 drawer". Alone they may name a thing.
PARTS = frozenset(
    listed(
        """
    band bands burner burners button buttons channel channels color colors colour colours course courses cup cups
    day days drawer drawers fret frets hole holes hour hours key keys light lights line lines month months note
    notes page pages people peoples person persons player players ply plys pole poles row rows saddle saddles season
    seasons seater seaters sheet sheets shelf shelfs shelves slice slices speed speeds step steps string strings
    tier tiers tone tones way ways year years
    """
    )
)

#: Many of a thing, sold together: the word before says of what.
COLLECTIVES = frozenset(listed("set sets kit kits pack packs bundle bundles package packages collection assortment pair lot"))

#: Praise, audience, condition and pose: may stand anywhere in a title and never names the thing.
FLUFF = frozenset(
    listed(
        """
    a an the new brand original genuine authentic official premium professional pro deluxe luxury classic standard
    basic ultra super best great good perfect ideal cute beautiful unique cool nice fun amazing awesome custom
    personalized personalised handmade durable portable lightweight heavy light compact mini small medium large big
    jumbo extra full half size sized quality high low adjustable universal replacement vintage retro modern style
    type kids kid children childrens child's boys girls boy girl men mens men's women womens women's unisex adult
    adults baby toddler toddlers beginner beginners student left right hand handed series model edition version
    limited special anniversary gift gifts assorted various multi multiple single double dual triple natural gloss
    finish matte distressed imitation real complete free usa us uk eu made limited-edition old young open bulk value
    wholesale clearance sale discount hot popular top favorite my your our his her their no not non this that these
    those all any each every own most more less very so only just also inspired themed approx about waterproof
    water-resistant resistant proof washable reusable disposable foldable folding collapsible removable detachable
    exclusive ltd inc llc co corp tm r male female wide long short tall slim thin thick burst sunburst glossy jr ver
    vs dr mr mrs st rare common uncommon holo foil first 1st 2nd hd multi-color multicolored solid upgraded latest
    newest super-soft soft extra-large x-large x-small oversized random
    """
    )
)

#: What follows is what the thing is for, comes with, or is made by: not the thing.
ASIDE = frozenset(
    listed(
        """
    for with without by from compatible fits fit featuring features includes including include included w/o
    designed made suitable ideal perfect using used via to works against on into at comes based inspired
    """
    )
)
#: A new part of the title starts here, which may name the thing when nothing before did.
TURN = frozenset(("in", "as"))
JOINERS = frozenset(("and", "or", "n", "&", "of", "the", "la", "de"))

STOP = frozenset(
    listed(
        """
    a an and are as at be by can do does for from has have how i if in is it its of on or that the this to was what
    when where which who will with you your my me we our us they them their there these those not no please would
    could should am were been but so than then too very just about any some im id ive looking want need show find get got like
    buy
    """
    )
)

#: Words of any conversation with a shop: alone they are no type that a title may be read as.
TALK = frozenset(
    listed(
        """
    order return refund exchange delivery shipping parcel coupon code discount deal offer promotion gift present help question
    answer account person human agent bot price cost money size colour color brand material quality day night time week month
    year way life world wish win hero love name review star rating people stock shop store payment number email phone
    address problem issue reason idea thing stuff item product work use test position side end start part piece option choice
    chance fun party surprise attack adventure story dream power force master mission secret magic legend war how why what it
    go show look want need give take make run play call stop place home room top line point company movement
        """
    )
)
