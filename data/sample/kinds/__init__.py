"""All kinds of products that the sample shop sells, category by category."""

from data.sample.kinds.camp import CAMP
from data.sample.kinds.carry_and_sleep import CARRY_AND_SLEEP
from data.sample.kinds.clothing_and_footwear import CLOTHING_AND_FOOTWEAR
from data.sample.kinds.home import HOME
from data.sample.kinds.jackets import JACKETS
from data.sample.kinds.kind import Fact, Kind
from data.sample.kinds.kitchen import KITCHEN
from data.sample.kinds.tools_and_light import TOOLS_AND_LIGHT

KINDS: tuple[Kind, ...] = (*JACKETS, *CLOTHING_AND_FOOTWEAR, *CAMP, *CARRY_AND_SLEEP, *KITCHEN, *TOOLS_AND_LIGHT, *HOME)

__all__ = ["KINDS", "Fact", "Kind"]
