"""`obole outbox`: what waits and what is dead, and putting it back."""

from uuid import UUID

import pytest
from sqlalchemy import select

from ledger import audit, outbox
from ledger.ids import new_id
from ledger.models import OutboxRow, OutboxState
from tests.bot.terminal import Type
from tests.worlds import World


@pytest.fixture
def letters(ludum: World) -> list[UUID]:
    """A dead letter to Ana, and one that waits."""

    def add(n: int) -> None:
        ludum.database.write(
            lambda session: outbox.add(
                session,
                account_id=ludum.account_id,
                kind=f"kind {n}",
                recipient_id=ludum.owner.id,
                facts={"name": "Ana Pérez"},
            )
        )

    add(1)
    add(2)
    [first] = ludum.database.write(outbox.take)
    ludum.database.write(lambda s: outbox.dead(s, first, error="Slack said user_not_found"))
    found = select(OutboxRow.id).order_by(OutboxRow.id)
    return ludum.database.read(lambda session: list(session.scalars(found)))


def states(world: World) -> list[OutboxState]:
    found = select(OutboxRow.state).order_by(OutboxRow.id)
    return world.database.read(lambda session: list(session.scalars(found)))


def test_what_is_dead_and_what_waits_is_listed_and_says_nothing_of_people(
    letters: list[UUID], ludum: World, typed: Type
) -> None:
    dead, waiting, sums, advice = typed("outbox", "list").out.splitlines()
    assert dead.startswith(f"{letters[0]}  dead  kind 1  Ludum  added ")
    assert dead.endswith(" ago  1 attempt  Slack said user_not_found")
    assert waiting.startswith(f"{letters[1]}  waits  kind 2  Ludum  added ")
    assert waiting.endswith(" ago  0 attempts")
    assert sums == "1 dead letter, 1 delivery waits."
    assert "obole outbox retry" in advice
    assert "Ana" not in typed("outbox", "list").out
    assert str(ludum.owner.id) not in typed("outbox", "list").out


def test_an_empty_outbox_says_so(ludum: World, typed: Type) -> None:
    assert typed("outbox", "list").out == "0 dead letters, 0 deliveries wait."


def test_a_dead_letter_is_put_back_by_its_id(
    letters: list[UUID], ludum: World, typed: Type
) -> None:
    assert typed("outbox", "retry", str(letters[0])).out == "Put back 1 dead letter."
    assert states(ludum) == [OutboxState.PENDING] * 2
    again = typed("outbox", "retry", letters[0].hex)
    assert again.status == 1
    assert again.err == (
        f"There is no dead letter {letters[0]}. Give ids that are listed as dead; "
        "nothing was put back."
    )


@pytest.mark.usefixtures("letters")
def test_all_are_put_back_together_and_a_dry_run_puts_none_back(ludum: World, typed: Type) -> None:
    said = typed("outbox", "retry", "--all-dead", "--dry-run").out.splitlines()
    assert said == ["A dry run: nothing is changed.", "Would put back 1 dead letter."]
    assert OutboxState.DEAD in states(ludum)
    entries = ludum.database.read(lambda s: audit.entries(s, account_id=ludum.account_id))
    assert "retry" not in {entry.act for entry in entries}
    assert typed("outbox", "retry", "--all-dead").out == "Put back 1 dead letter."
    assert typed("outbox", "retry", "--all-dead").out == "Put back 0 dead letters."


def test_an_account_can_be_named_and_an_unknown_one_is_refused(
    letters: list[UUID], typed: Type
) -> None:
    assert str(letters[0]) in typed("outbox", "list", "--account", "Ludum").out
    refused = typed("outbox", "retry", "--all-dead", "--account", "Nobody")
    assert refused.status == 1
    assert "Nobody" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Give the ids that `obole outbox list` shows, or --all-dead."),
        ([str(new_id()), "--all-dead"], "Give the ids that `obole outbox list` shows"),
        (["17"], "'17' is not a valid UUID."),
    ],
)
def test_what_cannot_be_put_back_is_said(
    ludum: World, typed: Type, words: list[str], said: str
) -> None:
    refused = typed("outbox", "retry", *words)
    assert refused.status == 2
    assert said in refused.err
