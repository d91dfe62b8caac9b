"""The bridge over a world of tests, and an LMS that launches through it."""

import pytest

from scorm_bridge.bridge import Bridge
from tests.scorm_bridge.lms import Lms, new_bridge, new_lms
from tests.worlds import World


@pytest.fixture
def bridge(world: World) -> Bridge:
    return new_bridge(world.database)


@pytest.fixture
def lms(world: World, bridge: Bridge) -> Lms:
    """An LMS with a package of Acme's, which has 120 credits."""
    world.allocate(120)
    return new_lms(world, bridge)
