"""Who asked for something that was given up is told so, wherever they can be reached."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import giving_up
from bot import worker as workers
from bot.demo.recorder import Fault
from bot.errands import Errand
from bot.models import SlackUser
from bot.slack import game_import, handover, history_file, results, roster_orders
from bot.worker import Worker
from ledger import clock, outbox, reports
from ledger.models import Member, OutboxRow, OutboxState
from tests.bot.stage import Stage
from tests.worlds import KEYRING

Told = Callable[[], list[str]]


@pytest.fixture
def told(workspace: Stage) -> Told:
    """What Ana was told since the test began."""
    assert workspace.slack is not None
    slack, count = workspace.slack, len(workspace.slack.messages(workspace.ana))
    return lambda: [one["text"] for one in slack.messages(workspace.ana)[count:]]


def worker(stage: Stage) -> Worker:
    assert stage.slack is not None
    return Worker(database=stage.world.database, keyring=KEYRING, api_url=stage.slack.api_url)


def order(stage: Stage, kind: str, **facts: Any) -> None:
    owner = stage.world.owner
    asked = {"member_id": str(owner.id), "locale": "en", **facts}
    stage.world.database.write(
        lambda session: outbox.add(
            session,
            account_id=owner.account_id,
            kind=kind,
            recipient_id=owner.id,
            facts=asked,
        )
    )


def states(stage: Stage) -> list[tuple[str, OutboxState]]:
    found = select(OutboxRow.kind, OutboxRow.state).order_by(OutboxRow.id)
    rows = stage.world.database.read(lambda session: session.execute(found).all())
    return [(kind, state) for kind, state in rows]


def fails(_errand: Errand) -> None:
    raise ValueError


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (history_file.MOVEMENTS, "The file of the movements was not sent"),
        (handover.FILE, "The zip of the package was not sent"),
        (game_import.IMPORT, "“one.zip” was not added"),
        (roster_orders.READ, "The learners of “one.zip” were not read"),
        (roster_orders.REGISTER, "The learners were not registered"),
        (results.RESULTS, "The results were not sent"),
    ],
)
def test_the_last_failure_of_an_errand_is_told_and_none_before_it(
    workspace: Stage, told: Told, monkeypatch: pytest.MonkeyPatch, kind: str, said: str
) -> None:
    monkeypatch.setitem(workers.ERRANDS, kind, fails)
    order(workspace, kind, file="one.zip")
    begun = clock.now()
    for hours in range(outbox.MOST_ATTEMPTS):
        assert told() == []
        at = begun + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        worker(workspace).drain()
    [text] = told()
    assert text.startswith(f":warning: {said}: it went wrong every time it was tried. Ask again")
    assert states(workspace) == [
        (kind, OutboxState.DEAD),
        (giving_up.GIVEN_UP, OutboxState.SENT),
    ]


def test_a_workspace_without_files_is_told_of_in_the_persons_language(
    workspace: Stage, told: Told
) -> None:
    assert workspace.slack is not None
    workspace.slack.recorder.faults["files.getUploadURLExternal"] = [Fault(error="missing_scope")]
    french = update(SlackUser).values(locale="fr-FR")
    workspace.world.database.write(lambda session: session.execute(french))
    workspace.driver.command("/credits report", user=workspace.ana)
    worker(workspace).drain()
    [text] = told()
    assert text == (
        ":warning: Le rapport n’a pas été envoyé\u202f: cet espace de travail ne laisse pas Obole "
        "déposer de fichiers. Faites-le autoriser par un administrateur, puis redemandez avec "
        "`/credits report`."
    )
    assert states(workspace) == [
        (reports.REPORT, OutboxState.DEAD),
        (giving_up.GIVEN_UP, OutboxState.SENT),
    ]


def test_who_is_no_member_any_more_and_what_nobody_asked_for_is_told_to_no_one(
    workspace: Stage, told: Told
) -> None:
    def removed(session: Session) -> None:
        session.execute(update(Member).values(removed_at=clock.now()))

    order(workspace, "unheard of")
    worker(workspace).drain()
    order(workspace, history_file.MOVEMENTS)
    workspace.world.database.write(removed)
    worker(workspace).drain()
    assert told() == []
    assert states(workspace) == [
        ("unheard of", OutboxState.DEAD),
        (history_file.MOVEMENTS, OutboxState.DEAD),
    ]
