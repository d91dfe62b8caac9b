"""`/credits history`: the movements of a wallet, paged in place, and all of them as a file."""

from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.demo.recorder import Fault
from bot.models import SlackUser
from bot.slack import history_file
from bot.slack.driver import Answer
from bot.worker import ERRAND_TIME
from ledger import clock, members, outbox, reports
from ledger.models import Member, OutboxRow, OutboxState, Role
from tests.bot.slack.test_handover import worker
from tests.bot.slack.test_registering import typed, with_group
from tests.bot.slack.test_roster_files import errands
from tests.bot.stage import ANA, VERA, Stage

Uploads = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def uploads(workspace: Stage) -> Uploads:
    """Those that Slack showed since the test began."""
    assert workspace.slack is not None
    recorder = workspace.slack.recorder
    mark = len(recorder.calls)
    return lambda: [
        call for call in recorder.after(mark) if call["method"] == "files.completeUploadExternal"
    ]


def asked(stage: Stage, typed: str = "", *, user: str = ANA) -> Answer:
    return stage.driver.command(f"/credits history {typed}".strip(), user=user)


def test_it_names_each_movement_with_the_balance_after_it(stage: Stage) -> None:
    stage.world.allocate(120, reference="PO 7", comment="autumn")
    head, first, second, sums, ways = asked(stage, user=VERA).text.splitlines()
    assert head == "The movements of the pool, the newest first:"
    assert first.endswith(
        ": allocation, 120 out, then 480 credits, 80 plays, by Ana, "
        "reference “PO 7”, comment “autumn”"
    )
    assert ": purchase, 600 in, then 600 credits, 100 plays" in second
    assert sums == "2 movements in all: 600 in, 120 out, 480 credits, 80 plays at the end."
    assert ways == "[Send me the file]"
    of_client = asked(stage, "acme")
    assert of_client.text.startswith("The movements of Acme Learning (acme), the newest first:\n")
    assert ": allocation, 120 in, then 120 credits, 20 plays, by Ana" in of_client.text


def test_pages_turn_in_place(stage: Stage) -> None:
    for _ in range(25):
        stage.world.allocate(6)
    newest = asked(stage, "acme")
    assert newest.text.count("•") == 20
    oldest = stage.driver.press(newest, "Older")
    assert oldest.later[0]["replace_original"] is True
    assert oldest.text.count("•") == 5
    assert "25 movements in all" in oldest.text
    assert "[Older]" not in oldest.text
    assert stage.driver.press(oldest, "Newer").text == newest.text


def test_days_and_months_bound_it(stage: Stage) -> None:
    stage.world.allocate(6)
    assert "There are none in this time." in asked(stage, "acme 2019-01-01 31/12/2019").text
    assert "1 movement in all" in asked(stage, "acme 2019-01-01").text
    assert "There are none in this time." in asked(stage, '"march 2019"').text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("acme 32/13/2026", "“32/13/2026” is no day."),
        ("acme 2026-01-01 2026-01-02 2026-01-03", "“2026-01-03” is no day."),
        ("nope", "No client is called “nope”."),
        ("2026-02-01 2026-01-01", "The statement would start on 2026-02-01, after it ends"),
    ],
)
def test_what_cannot_be_read_is_said(stage: Stage, typed: str, said: str) -> None:
    assert asked(stage, typed).text.startswith(said)


def test_the_file_comes_as_a_direct_message_and_no_cell_of_it_is_a_formula(
    workspace: Stage, uploads: Uploads
) -> None:
    workspace.world.allocate(120, reference="=1+1", comment="@cmd")
    sent = press_for_file(workspace, "acme")
    assert sent.text == ("The file acme.csv is being made. It comes to you as a direct message.")
    assert uploads() == []
    worker(workspace).drain()
    [done] = uploads()
    assert done["answer"]["ok"]
    assert done["arguments"]["channel_id"].startswith("D")
    assert done["arguments"]["initial_comment"] == "The movements you asked for."
    header, line = content(workspace, done)
    assert header == ("Number,Day,Time,Movement,Credits,Balance,By,Reference,Comment,Learner")
    assert line.endswith(",allocation,120,120,Ana,'=1+1,'@cmd,")


def test_the_file_of_the_pool_holds_the_period_alone_in_the_language_of_who_asked(
    workspace: Stage, uploads: Uploads
) -> None:
    speak_french(workspace)
    workspace.world.allocate(120)
    press_for_file(workspace, "2019-01-01")
    worker(workspace).drain()
    [done] = uploads()
    header, bought, allocated = content(workspace, done)
    assert header.startswith("Numéro,Jour,Heure,Mouvement,")
    assert ",achat,600,600," in bought
    assert ",attribution,-120,480," in allocated


ROLES = [("ana", Role.OWNER), ("marc", Role.MANAGER), ("vera", Role.VIEWER)]


@pytest.mark.parametrize(("name", "role"), ROLES)
def test_only_who_may_see_learners_reads_of_them_in_the_file(
    workspace: Stage, uploads: Uploads, name: str, role: Role
) -> None:
    with_group(workspace)
    register = typed(workspace, "register bolt Spring eve@bolt.example")
    workspace.driver.press(register, "Register 1 learner")
    press_for_file(workspace, "bolt", user=getattr(workspace, name))
    errands(workspace)
    header, *_, consumed = content(workspace, uploads()[-1])
    assert header.endswith(",Comment,Learner")
    said = "" if role is Role.VIEWER else "eve@bolt.example"
    assert consumed.endswith(f",consumption,-6,54,Ana,,,{said}")


def test_who_became_a_viewer_meanwhile_reads_of_no_learners(
    workspace: Stage, uploads: Uploads
) -> None:
    with_group(workspace)
    register = typed(workspace, "register bolt Spring eve@bolt.example")
    workspace.driver.press(register, "Register 1 learner")
    press_for_file(workspace, "bolt", user=workspace.marc)
    lower = update(Member).where(Member.role == Role.MANAGER).values(role=Role.VIEWER)
    workspace.world.database.write(lambda session: session.execute(lower))
    errands(workspace)
    assert not any("eve@" in line for line in content(workspace, uploads()[-1]))


def test_a_worker_killed_over_the_file_sends_it_once_more_at_the_most(
    workspace: Stage, uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    press_for_file(workspace, "2019-01-01")
    with monkeypatch.context() as dying:
        dying.setattr(outbox, "delivered", killed)
        with pytest.raises(Killed):
            worker(workspace).drain()
    assert len(uploads()) == 1
    assert worker(workspace).drain() == 0
    later = clock.now() + ERRAND_TIME
    monkeypatch.setattr(clock, "now", lambda: later)
    worker(workspace).drain()
    assert len(uploads()) == 2
    assert worker(workspace).drain() == 0
    assert states(workspace) == [(history_file.MOVEMENTS, OutboxState.SENT)]


def test_a_file_that_slack_fails_at_is_sent_later_and_holds_up_nothing_else(
    workspace: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workspace.slack is not None
    workspace.slack.recorder.faults["files.completeUploadExternal"] = [Fault(status=500)]
    press_for_file(workspace, "2019-01-01")
    # To draw the report may take longer than the file waits for its next attempt.
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    worker(workspace).drain()
    workspace.driver.command("/credits report", user=workspace.ana)
    worker(workspace).drain()
    assert states(workspace) == [
        (history_file.MOVEMENTS, OutboxState.PENDING),
        (reports.REPORT, OutboxState.SENT),
    ]
    monkeypatch.setattr(clock, "now", lambda: now + outbox.FIRST_WAIT)
    worker(workspace).drain()
    assert {state for _, state in states(workspace)} == {OutboxState.SENT}


def test_who_was_removed_meanwhile_gets_no_file(workspace: Stage, uploads: Uploads) -> None:
    press_for_file(workspace, "2019-01-01", user=workspace.vera)
    world = workspace.world

    def removed(session: Session) -> None:
        vera = session.get_one(Member, (world.account_id, world.viewer.id))
        members.remove_member(session, actor=world.actor(world.owner), member=vera)

    world.database.write(removed)
    worker(workspace).drain()
    assert uploads() == []
    assert states(workspace) == [(history_file.MOVEMENTS, OutboxState.DEAD)]


class Killed(BaseException):
    """As a worker ends that is killed: nothing of it is caught, or done after it."""


def killed(*_: object, **__: object) -> None:
    raise Killed


def press_for_file(workspace: Stage, typed: str, *, user: str | None = None) -> Answer:
    shown = asked(workspace, typed, user=user or workspace.ana)
    return workspace.driver.press(shown, "history.file")


def content(workspace: Stage, done: dict[str, Any]) -> list[str]:
    assert workspace.slack is not None
    file = done["answer"]["files"][0]
    url = file.get("url_private_download") or file["url_private"]
    request = Request(url, headers={"Authorization": f"Bearer {workspace.slack.bot_token}"})
    with urlopen(request) as response:
        lines: list[str] = response.read().decode("utf-8-sig").splitlines()
    return lines


def states(workspace: Stage) -> list[tuple[str, OutboxState]]:
    found = select(OutboxRow.kind, OutboxRow.state).order_by(OutboxRow.id)
    rows = workspace.world.database.read(lambda session: session.execute(found).all())
    return [(kind, state) for kind, state in rows]


def speak_french(workspace: Stage) -> None:
    fr = update(SlackUser).where(SlackUser.slack_user_id == workspace.ana).values(locale="fr-FR")
    workspace.world.database.write(lambda session: session.execute(fr))
