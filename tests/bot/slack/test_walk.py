"""Whatever the team meets in Slack keeps to Slack's limits, also where every name is as long as it
can be and there is more of everything than one answer holds."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import deliveries
from bot.language import LANGUAGES
from bot.models import SlackUser
from bot.slack import failures
from bot.slack.driver import Answer
from bot.worker import Worker
from ledger.models import Account, OutboxRow
from scorm_bridge import bridge
from tests.bot.slack.crowd import NAMES, fill, longest
from tests.bot.slack.walk import Walk
from tests.bot.stage import Stage
from tests.worlds import KEYRING


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """What no one expected to be raised."""
    raised: list[Exception] = []
    said = failures.reported

    def note(error: Exception, language: Any) -> str:
        raised.append(error)
        return said(error, language)

    monkeypatch.setattr(failures, "reported", note)
    return raised


def speak(session: Session, locale: str) -> None:
    session.execute(update(Account).values(language=locale))
    session.execute(update(SlackUser).values(locale=locale))


def worker(stage: Stage) -> Worker:
    assert stage.slack is not None
    here: bridge.Bridge = stage.app.extensions[bridge.EXTENSION]
    return Worker(
        database=stage.world.database,
        keyring=KEYRING,
        api_url=stage.slack.api_url,
        places=here.places,
    )


def delivered(stage: Stage) -> list[Answer]:
    """What the worker sends to the owner of all that waits, of every kind that there is."""
    assert stage.slack is not None
    kinds = stage.world.database.read(lambda session: set(session.scalars(select(OutboxRow.kind))))
    assert deliveries.COMPOSED.keys() <= kinds, "the crowd has nothing of a kind of delivery"
    mark = stage.slack.recorder.calls[-1]["number"] if stage.slack.recorder.calls else 0
    worker(stage).drain()
    calls = stage.slack.recorder.after(mark)
    sent = [call["arguments"] for call in calls if call["method"].startswith("chat.")]
    return [Answer(user=stage.ana, status=200, ack=one, milliseconds=0) for one in sent]


MET = {
    "allocate.form",
    "allocate.confirm",
    "allocate.ask slack",
    "allocate.propose slack",
    "request.approve",
    "alerts.snooze day",
    "alerts.form",
    "buy.form",
    "receipt.send",
    "client.add",
    "client.edit",
    "digest.form",
    "game.add",
    "game.visibility",
    "group.change",
    "group.make",
    "home.next",
    "history.older",
    "package.build",
    "package.options",
    "package.revoke slack",
    "remove.confirm",
    "results.form",
    "roster.confirm",
    "roster.file",
    "roster.form",
    "team.add",
}
"""Some of what a walk that goes far enough presses and sends."""

WALKS = [*(("ampersands", locale) for locale in LANGUAGES), ("families", "fr")]
"""What grows longest when it is escaped, in every language; and what is cut in two most easily."""


@pytest.mark.timeout(600)  # half a minute of work, on a machine that may have other work
# Some thousand answers, which a busy machine takes minutes for.
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("name", "locale"), WALKS)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_everything_keeps_to_slacks_limits(
    workspace: Stage, name: str, locale: str, reported: list[Exception], tmp_path: Path
) -> None:
    letter = NAMES[name]
    fill(workspace.world, letter)
    workspace.world.database.write(lambda session: speak(session, locale))
    file = tmp_path / f"{longest('é', 100)}.zip"
    file.write_bytes(b"no zip")
    walk = Walk(workspace, LANGUAGES[locale], letter, file)
    for answer in delivered(workspace):
        walk.look(answer)
    users = (workspace.ana, workspace.marc, workspace.vera)
    for user in users:  # before the walk changes what each may do, and who may play what
        walk.type(walk.meant("allocate CLIENT 12 reference comment"), user)
        walk.type(walk.meant("register CLIENT GROUP bob@acme.example"), user)
    for user in users:
        walk.leaf(user)
        walk.type_all(user)
    worker(workspace).drain()
    assert walk.pressed.keys() >= MET
    assert walk.flaws == {}
    assert reported == []
