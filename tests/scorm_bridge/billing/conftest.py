"""A bridge that takes payments by Stripe, and what Stripe sends it."""

import pytest

from tests.ledger.buying import Buying
from tests.scorm_bridge.billing.till import Till, new_till
from tests.worlds import World


@pytest.fixture
def till(world: World) -> Till:
    return new_till(Buying(world))
