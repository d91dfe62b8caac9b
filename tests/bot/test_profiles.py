"""A person's locale, asked of Slack by the worker; who was deactivated gets nothing any more."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import people, profiles, workspaces
from bot.models import SlackUser
from bot.worker import Worker
from ledger import audit
from ledger.models import OutboxRow, OutboxState
from tests.bot.stage import ANA, MARC, NOBODY, Stage
from tests.bot.test_worker import answering
from tests.worlds import KEYRING, World


@pytest.fixture
def unasked(stage: Stage) -> Stage:
    """Nobody's locale was asked for so far."""
    stage.world.database.write(lambda s: s.execute(update(SlackUser).values(asked_at=None)))
    return stage


def asked_for(world: World) -> list[OutboxRow]:
    of_kind = select(OutboxRow).where(OutboxRow.kind == profiles.PROFILE)
    return world.database.read(lambda session: list(session.scalars(of_kind)))


def deliver(world: World, **said: Any) -> None:
    """What the outbox holds, where Slack says this of the user."""
    answer = json.dumps({"ok": True, "user": said}).encode()
    with answering(200, {"Content-Type": "application/json"}, answer) as api_url:
        Worker(database=world.database, keyring=KEYRING, api_url=api_url).drain()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def status_of(stage: Stage, user: str = ANA) -> str:
    return stage.driver.command("/credits status", user=user).text


def change(stage: Stage, user: str = ANA, **said: Any) -> None:
    """Slack sends user_change; its work is done when this returns."""
    stage.driver.event("user_change", {"user": {"id": user, **said}})
    # Bolt answers an event before its listener ran: one that surely writes comes behind it.
    before = len(asked_for(stage.world))
    stage.driver.event("user_change", {"user": {"id": MARC, "deleted": True}})
    wait_until(lambda: len(asked_for(stage.world)) > before)


def test_a_command_has_the_locale_asked_for_and_the_next_is_in_it(unasked: Stage) -> None:
    assert status_of(unasked).startswith("The pool holds 600 credits")
    wait_until(lambda: len(asked_for(unasked.world)) == 1)
    deliver(unasked.world, id=ANA, locale="fr-FR")
    assert status_of(unasked).startswith("En attente d’attribution")
    [row] = asked_for(unasked.world)
    assert row.state is OutboxState.SENT


def test_it_is_asked_once_a_week(unasked: Stage) -> None:
    account_id = unasked.world.account_id

    def ask(session: Session) -> bool:
        return profiles.ask(session, account_id=account_id, slack_user_id=ANA)

    asked = [unasked.world.database.write(ask) for _ in range(3)]
    assert asked == [True, False, False]
    assert len(asked_for(unasked.world)) == 1


def test_it_is_not_asked_for_who_is_no_member(unasked: Stage) -> None:
    status_of(unasked, NOBODY)
    assert asked_for(unasked.world) == []


def test_a_language_that_is_not_ours_leaves_the_accounts(stage: Stage) -> None:
    spoken = [people.spoken(locale, "fr").locale for locale in ("de-DE", None, "en-GB", "fr-CA")]
    assert spoken == ["fr", "fr", "en", "fr"]


def test_a_member_is_written_to_in_their_own_language(stage: Stage) -> None:
    world = stage.world

    def language(member_id: Any) -> str:
        return world.database.read(
            lambda s: (
                people.language_of_member(
                    s, account_id=world.account_id, member_id=member_id
                ).locale
            )
        )

    french = update(SlackUser).where(SlackUser.slack_user_id == MARC).values(locale="fr-FR")
    world.database.write(lambda s: s.execute(french))
    assert language(world.manager.id) == "fr"
    assert language(world.owner.id) == "en"


def test_slack_that_gives_no_locale_leaves_the_accounts_language(unasked: Stage) -> None:
    status_of(unasked)
    wait_until(lambda: len(asked_for(unasked.world)) == 1)
    deliver(unasked.world, id=ANA)
    assert status_of(unasked).startswith("The pool holds 600 credits")


def test_another_locale_is_asked_for_when_slack_says_so(stage: Stage) -> None:
    change(stage, locale="fr-FR")
    deliver(stage.world, id=ANA, locale="fr-FR")
    assert status_of(stage).startswith("En attente d’attribution")


@pytest.mark.parametrize("said", [{}, {"locale": "en-US"}])
def test_a_new_status_is_no_reason_to_ask(stage: Stage, said: dict[str, str]) -> None:
    known = update(SlackUser).where(SlackUser.slack_user_id == ANA).values(locale="en-US")
    stage.world.database.write(lambda s: s.execute(known))
    change(stage, **said)
    [row] = asked_for(stage.world)
    assert row.facts == {"member_id": str(stage.world.manager.id)}


def test_an_event_of_who_is_no_member_is_none_of_ours(stage: Stage) -> None:
    change(stage, NOBODY, deleted=True)
    [row] = asked_for(stage.world)
    assert row.facts == {"member_id": str(stage.world.manager.id)}


def test_who_was_deactivated_is_no_slack_user_of_ours_and_the_audit_says_so(stage: Stage) -> None:
    world = stage.world
    change(stage, deleted=True)
    deliver(world, deleted=True)
    assert status_of(stage).startswith("Your Slack user U0ANA is no member of the account.")
    found = world.database.read(lambda s: audit.entries(s, account_id=world.account_id, most=2))
    assert {one.subject_id for one in found} == {world.owner.id, world.manager.id}
    assert {one.act for one in found} == {"deactivate Slack user"}
    assert {"slack_user_id": ANA} in [one.before for one in found]


def test_an_old_event_of_who_is_active_again_removes_nobody(stage: Stage) -> None:
    change(stage, deleted=True)
    deliver(stage.world, deleted=False, locale="fr-FR")
    assert status_of(stage).startswith("En attente d’attribution")


def test_what_was_asked_of_who_was_disconnected_meanwhile_is_done(stage: Stage) -> None:
    world = stage.world
    change(stage, deleted=True)
    world.database.write(lambda s: workspaces.disconnect_workspace(s, account_id=world.account_id))
    deliver(world, deleted=True)
    assert {row.state for row in asked_for(world)} == {OutboxState.SENT}
