"""What is dropped on the app's direct messages: a CSV is asked for its group, all else is said."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.slack import dropped_files
from bot.slack.asking import Happened
from bot.slack.driver import Answer
from bot.slack.office import Office
from bot.worker import Worker
from ledger.actors import Actor
from ledger.models import Member, OutboxRow
from scorm_bridge.places import Places
from tests.bot.stage import ANA, TEAM, Stage
from tests.campus import add_bolt, make_group, registered
from tests.worlds import KEYRING

PLACES = Places("https://obole.example", "https://{label}.games.example")


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def im(*files: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What Slack sends of a message to the app."""
    said = {"channel": "D0ANA", "channel_type": "im", "text": "", **more}
    return said | {"subtype": "file_share", "files": list(files)} if files else said


def dropped(stage: Stage, *files: dict[str, Any], **more: Any) -> None:
    """Bolt answers an event before its listener ran."""
    before = len(rows(stage))
    stage.driver.event("message", im(*files, user=stage.ana, **more))
    wait_until(lambda: len(rows(stage)) > before)


def heard(stage: Stage, event: dict[str, Any], *, actor: Actor | None, key: str = "Ev1") -> None:
    """The same in this thread."""
    world = stage.world
    office = Office(database=world.database, keyring=KEYRING, places=PLACES, api_url="")
    dropped_files.said(
        Happened(
            office=office,
            team_id=TEAM,
            installed_in=TEAM,
            slack_user_id=ANA,
            event=event,
            key=key,
            at=0,
            actor=actor,
        )
    )


def rows(stage: Stage) -> list[OutboxRow]:
    return stage.world.database.read(lambda session: list(session.scalars(select(OutboxRow))))


def told(stage: Stage) -> Answer:
    """The newest message to Ana, once the worker has sent what waits."""
    assert stage.slack is not None
    Worker(database=stage.world.database, keyring=KEYRING, api_url=stage.slack.api_url).drain()
    message = stage.slack.messages(stage.ana)[-1]
    return Answer(user=stage.ana, status=200, ack=None, later=[message], milliseconds=0)


def test_a_csv_is_asked_for_its_group_and_shown_before_anything_is_done(
    workspace: Stage, tmp_path: Path
) -> None:
    bolt = add_bolt(workspace.world)
    make_group(workspace.world, bolt)
    workspace.world.allocate(60, bolt)
    (tmp_path / "team.csv").write_text("email\nana@bolt.example\n")
    dropped(workspace, workspace.driver.upload(tmp_path / "team.csv"))
    asked = told(workspace)
    assert asked.text.startswith("Register the learners of “team.csv”? Say in which group,")
    form = workspace.driver.press(asked, "Choose the group")
    assert "The learners of “team.csv”" in form.text
    ordered = workspace.driver.submit(form, {"group": "Spring"})
    assert ordered.text.startswith("“team.csv” is being read.")
    preview = told(workspace)
    assert preview.text.startswith("Register 1 learner in Spring")
    workspace.driver.press(preview, "Register 1 learner")
    assert registered(workspace.world, bolt) == ["ana@bolt.example"]


def test_a_spreadsheet_and_words_are_answered_with_what_to_do(workspace: Stage) -> None:
    dropped(workspace, {"name": "team.xlsx", "filetype": "xlsx", "url_private_download": "x"})
    assert told(workspace).text == (
        "“team.xlsx” is not a CSV, so no learners can be read of it. A spreadsheet saves one: save "
        "it as CSV, and drop that here."
    )
    dropped(workspace, text="hello")
    assert told(workspace).text.startswith("Nobody reads what is written here. /credits help says")


def test_who_may_not_register_reads_who_may(workspace: Stage) -> None:
    owner = workspace.world.owner
    demoted = update(Member).where(Member.id == owner.id).values(role="viewer")
    workspace.world.database.write(lambda session: session.execute(demoted))
    dropped(workspace, {"name": "team.csv", "url_private_download": "x"})
    assert told(workspace).text.startswith("Only an owner or a manager may register learners.")


def test_an_event_that_comes_again_is_answered_once(stage: Stage) -> None:
    file = {"name": "team.csv", "url_private_download": "https://files.slack.com/x"}
    for _ in range(2):
        heard(stage, im(file), actor=stage.world.actor(stage.world.owner))
    assert [row.facts["file"] for row in rows(stage)] == ["team.csv"]


def test_what_the_app_said_itself_and_what_strangers_or_channels_say_is_left_alone(
    stage: Stage,
) -> None:
    owner = stage.world.actor(stage.world.owner)
    heard(stage, im(bot_id="B1"), actor=owner)
    heard(stage, im(subtype="message_changed"), actor=owner)
    heard(stage, im(channel_type="channel"), actor=owner)
    heard(stage, im(), actor=None)
    assert rows(stage) == []
    heard(stage, im(), actor=owner)
    assert len(rows(stage)) == 1
