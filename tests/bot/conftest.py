"""What the tests of the bot can ask for: the team at Slack, in front of the application."""

from collections.abc import Iterator

import pytest

from bot.demo.emulators import SlackEmulator, slack_emulator
from bot.slack import acknowledgement
from tests.bot.stage import Stage, running_stage, running_workspace
from tests.worlds import World


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the machine is busy an answer may take longer than a command waits for it."""
    monkeypatch.setattr(acknowledgement, "COMMAND_SECONDS", acknowledgement.SECONDS)


@pytest.fixture
def stage(world: World, database_url: str) -> Iterator[Stage]:
    with running_stage(world, database_url) as stage:
        yield stage


@pytest.fixture(scope="session")
def slack() -> Iterator[SlackEmulator]:
    """One for all tests: starting it takes a second. What others sent is there, too."""
    with slack_emulator() as emulator:
        yield emulator


@pytest.fixture
def workspace(world: World, database_url: str, slack: SlackEmulator) -> Iterator[Stage]:
    """As `stage`, in the emulator's workspace: modals open, and messages arrive there."""
    with running_workspace(world, database_url, slack) as workspace:
        yield workspace
