"""What the tests of the bot can ask for: the team at Slack, in front of the application."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot.demo.emulators import SlackEmulator, slack_emulator
from bot.settings import Settings
from bot.slack import acknowledgement
from tests.bot.slack.shop import TIERS, Provider, Shop
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


CALLS_LEFT = 2_500
"""The most that any test makes: the emulator takes 5,000 an hour, then refuses them all."""


class Emulators:
    """One for all tests, as long as it takes more calls: to start one takes a second."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._running: SlackEmulator | None = None

    def current(self) -> SlackEmulator:
        if self._running is None or calls_left(self._running) < CALLS_LEFT:
            self.close()
            self._running = self._open.enter_context(slack_emulator())
        return self._running

    def close(self) -> None:
        self._open.close()
        self._running = None


def calls_left(emulator: SlackEmulator) -> int:
    return int(emulator.client.auth_test().headers["x-ratelimit-remaining"])


@pytest.fixture(scope="session")
def emulators() -> Iterator[Emulators]:
    emulators = Emulators()
    yield emulators
    emulators.close()


@pytest.fixture
def slack(emulators: Emulators) -> SlackEmulator:
    """What other tests sent is there, too."""
    return emulators.current()


@pytest.fixture
def workspace(world: World, database_url: str, slack: SlackEmulator) -> Iterator[Stage]:
    """As `stage`, in the emulator's workspace: modals open, and messages arrive there."""
    with running_workspace(world, database_url, slack) as workspace:
        yield workspace


@pytest.fixture
def shop(
    world: World, database_url: str, slack: SlackEmulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shop]:
    """A workspace whose owner pays somewhere, at prices with two steps."""
    provider = Provider()
    monkeypatch.setattr(Settings, "_provider", lambda _: provider)
    with running_workspace(world, database_url, slack, price_tiers=TIERS) as workspace:
        yield Shop(
            stage=workspace, provider=provider, told_before=len(slack.messages(workspace.ana))
        )
