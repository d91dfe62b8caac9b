"""What the tests of the bot can ask for: the team at Slack, in front of the application."""

from collections.abc import Iterator

import pytest

from tests.bot.stage import Stage, running_stage
from tests.worlds import World


@pytest.fixture
def stage(world: World, database_url: str) -> Iterator[Stage]:
    with running_stage(world, database_url) as stage:
        yield stage
