"""The feature of the tests, registered beside the app's own."""

from collections.abc import Iterator

import pytest

from bot.demo.emulators import SlackEmulator
from bot.slack import app, commands
from tests.bot.slack import trial
from tests.bot.stage import Stage, running_workspace
from tests.worlds import World


@pytest.fixture
def trying(
    world: World, database_url: str, slack: SlackEmulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """A workspace whose app has `/credits trial` as well."""
    monkeypatch.setattr(app, "FEATURES", (trial.register, *app.FEATURES))
    monkeypatch.setitem(commands.SUBCOMMANDS, "trial", trial.command)
    with running_workspace(world, database_url, slack) as workspace:
        yield workspace
