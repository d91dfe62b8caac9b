"""A built package reaches who built it: a message with its link, then the file itself."""

import io
import zipfile
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import giving_up
from bot.demo.recorder import Fault
from bot.slack import handover
from bot.worker import Worker
from ledger import members
from ledger.models import Member, OutboxRow, OutboxState
from scorm_bridge import bridge
from tests.bot.slack.test_packages import all_packages, typed
from tests.bot.stage import Stage
from tests.worlds import KEYRING


def worker(stage: Stage, *, is_placed: bool = True) -> Worker:
    assert stage.slack is not None
    here: bridge.Bridge = stage.app.extensions[bridge.EXTENSION]
    return Worker(
        database=stage.world.database,
        keyring=KEYRING,
        api_url=stage.slack.api_url,
        places=here.places if is_placed else None,
    )


def settled(stage: Stage) -> list[tuple[str, OutboxState, str | None]]:
    found = select(OutboxRow).order_by(OutboxRow.id)
    rows = stage.world.database.read(lambda session: list(session.scalars(found)))
    return [(row.kind, row.state, row.last_error) for row in rows]


def test_the_message_comes_first_and_then_the_file(workspace: Stage) -> None:
    assert workspace.slack is not None
    count = len(workspace.slack.messages(workspace.ana))
    typed(workspace, 'build acme "The Ferryman"')
    assert worker(workspace).drain() == 2
    link, file = workspace.slack.messages(workspace.ana)[count:]
    assert link["text"].startswith("*The Ferryman* for *Acme Learning (acme)*, SCORM 1.2")
    [button] = [one for one in link["blocks"][-1]["elements"] if "url" in one]
    parts = urlsplit(button["url"])
    got = workspace.client.get(parts.path, base_url=f"http://{parts.netloc}")
    assert got.status_code == 200
    assert "upload this zip to the LMS as it is" in file["text"]
    [shared] = file["files"]
    assert shared["name"] == "acme-the-ferryman-scorm12.zip"
    with urlopen(asked(shared["url_private_download"], workspace)) as answer:
        assert answer.read() == got.data
    with zipfile.ZipFile(io.BytesIO(got.data)) as archive:
        assert archive.testzip() is None


def asked(url: str, stage: Stage) -> Request:
    assert stage.slack is not None
    return Request(url, headers={"Authorization": f"Bearer {stage.slack.bot_token}"})


def test_the_file_alone_is_tried_again_when_slack_fails_at_it(workspace: Stage) -> None:
    assert workspace.slack is not None
    count = len(workspace.slack.messages(workspace.ana))
    workspace.slack.recorder.faults["files.completeUploadExternal"] = [Fault(status=500)]
    typed(workspace, 'build acme "The Ferryman"')
    worker(workspace).drain()
    assert [state for _, state, _ in settled(workspace)] == [OutboxState.SENT, OutboxState.PENDING]

    def due(session: Session) -> None:
        session.execute(update(OutboxRow).values(due_at=OutboxRow.created_at))

    workspace.world.database.write(due)
    worker(workspace).drain()
    assert [state for _, state, _ in settled(workspace)] == [OutboxState.SENT, OutboxState.SENT]
    assert len(workspace.slack.messages(workspace.ana)) == count + 2


def test_a_workspace_that_takes_no_files_holds_nothing_up(workspace: Stage) -> None:
    assert workspace.slack is not None
    workspace.slack.recorder.faults["files.getUploadURLExternal"] = [Fault(error="missing_scope")]
    typed(workspace, 'build acme "The Ferryman"')
    worker(workspace).drain()
    assert settled(workspace) == [
        (handover.BUILT, OutboxState.SENT, None),
        (handover.FILE, OutboxState.DEAD, "Slack said missing_scope"),
        (giving_up.GIVEN_UP, OutboxState.SENT, None),
    ]


def test_who_was_removed_meanwhile_gets_nothing(workspace: Stage) -> None:
    typed(workspace, 'build acme "The Ferryman"', user=workspace.marc)
    world = workspace.world

    def removed(session: Session) -> None:
        marc = session.get_one(Member, (world.account_id, world.manager.id))
        members.remove_member(session, actor=world.actor(world.owner), member=marc)

    world.database.write(removed)
    worker(workspace).drain()
    assert {(state, error) for _, state, error in settled(workspace)} == {
        (OutboxState.DEAD, "the member was removed")
    }


def test_a_worker_that_knows_no_public_url_leaves_a_reason(workspace: Stage) -> None:
    typed(workspace, 'build acme "The Ferryman"')
    worker(workspace, is_placed=False).drain()
    assert len(all_packages(workspace)) == 1
    assert settled(workspace)[0][1:] == (
        OutboxState.DEAD,
        "PUBLIC_URL and CONTENT_URL are not set for the worker",
    )
