"""Where Obole was taken out of a workspace, nothing is sent and nobody is answered."""

import json
import time
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

import pytest
from sqlalchemy import select, update

from bot import workspaces
from bot.models import Installation
from bot.slack import uninstalls
from bot.slack.asking import Happened
from bot.slack.office import Office
from bot.worker import Worker
from ledger import alerts, clock, outbox
from ledger.models import OutboxRow, OutboxState
from scorm_bridge.places import Places
from tests.bot.stage import ANA, TEAM, Stage, signed
from tests.worlds import KEYRING

NO_ACCOUNT = "This Slack workspace belongs to no account of Obole. "
PLACES = Places("https://obole.example", "https://{label}.games.example")
OF_THE_BOT = {"tokens": {"oauth": [], "bot": ["U0OBOLE"]}}


def row(stage: Stage, team_id: str = TEAM) -> Installation:
    found = stage.world.database.read(lambda session: workspaces.find(session, team_id))
    assert found is not None
    return found


def is_gone(stage: Stage) -> bool:
    return row(stage).removed_at is not None


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("kind", "more"), [("app_uninstalled", {}), ("tokens_revoked", OF_THE_BOT)]
)
def test_from_an_uninstall_on_its_tokens_are_gone_and_nobody_is_answered(
    stage: Stage, kind: str, more: dict[str, object]
) -> None:
    for _ in range(2):
        assert stage.driver.event(kind, more).status == 200
        wait_until(lambda: is_gone(stage))
    assert row(stage).bot_token == b""
    answer = stage.driver.command("/credits status", user=ANA)
    assert answer.text.startswith(NO_ACCOUNT)


def told(stage: Stage, event: dict[str, object], *, at: float) -> Happened:
    return Happened(
        office=Office(database=stage.world.database, keyring=KEYRING, places=PLACES, api_url=""),
        team_id=TEAM,
        installed_in=TEAM,
        slack_user_id=None,
        event=event,
        key="slack event Ev0",
        at=int(at),
    )


def test_the_tokens_of_a_person_are_no_matter(stage: Stage) -> None:
    event: dict[str, object] = {"tokens": {"oauth": [ANA], "bot": []}}
    uninstalls.revoked(told(stage, event, at=time.time()))
    assert not is_gone(stage)


def test_an_uninstall_that_slack_tells_late_is_not_of_the_install_after_it(stage: Stage) -> None:
    uninstalls.uninstalled(told(stage, {}, at=time.time() - 60))
    assert not is_gone(stage)
    uninstalls.uninstalled(told(stage, {}, at=time.time()))
    assert is_gone(stage)


LOW = {"alert_id": str(UUID(int=1)), "matter": "low", "available": 54, "low_below": 60}


def test_what_waits_for_it_dies_with_a_sentence(stage: Stage) -> None:
    database, account_id = stage.world.database, stage.world.account_id
    database.write(lambda session: workspaces.remove(session, team_id=TEAM, at=clock.now()))
    database.write(
        lambda session: outbox.add(
            session,
            account_id=account_id,
            kind=alerts.OPENED,
            recipient_id=stage.world.owner.id,
            facts=LOW | {"wallet_id": str(stage.world.acme.id)},
        )
    )
    Worker(database=database, keyring=KEYRING, api_url="http://127.0.0.1:1/").drain()
    [waited] = database.read(lambda session: session.scalars(select(OutboxRow)).all())
    assert waited.state is OutboxState.DEAD
    assert waited.last_error == "the member has no Slack user, or the account no workspace"


def in_org(stage: Stage, fields: dict[str, str]) -> str:
    """The answer to a command that was typed in a workspace of an org."""
    asked = {"command": "/credits", "text": "status", "user_id": ANA, "channel_id": "C0", **fields}
    body = urlencode(asked)
    return stage.post(body, signed(body)).text


def test_an_org_wide_install_is_taken_out_as_one(stage: Stage) -> None:
    """Slack names the workspace an event is of, and the org as what authorised it."""

    of_org = update(Installation).values(team_id="E0ORG", is_org=True)
    stage.world.database.write(lambda session: session.execute(of_org))
    one = {"team_id": "T0ONE", "enterprise_id": "E0ORG", "is_enterprise_install": "true"}
    assert "600 credits" in in_org(stage, one)
    assert in_org(stage, {**one, "enterprise_id": "E0OTHER"}).startswith(NO_ACCOUNT)
    body = json.dumps(
        {
            "type": "event_callback",
            "team_id": "T0ONE",
            "enterprise_id": "E0ORG",
            "event": {"type": "app_uninstalled"},
            "event_id": "Ev1",
            "event_time": int(time.time()),
            "authorizations": [
                {"enterprise_id": "E0ORG", "team_id": None, "is_enterprise_install": True}
            ],
        }
    )
    sent = stage.client.post(
        "/slack/events",
        data=body,
        headers=signed(body),
        content_type="application/json",
        base_url=f"http://{stage.host}",
    )
    assert sent.status_code == 200
    wait_until(lambda: row(stage, "E0ORG").removed_at is not None)
    assert in_org(stage, one).startswith(NO_ACCOUNT)
