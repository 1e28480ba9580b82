from __future__ import annotations

import pytest

from data.sample.make import World, make_world
from data.sample.sample_shop import SampleShop


@pytest.fixture(scope="session")
def world() -> World:
    return make_world()


@pytest.fixture(scope="session")
def shop(world: World) -> SampleShop:
    return world.shop
