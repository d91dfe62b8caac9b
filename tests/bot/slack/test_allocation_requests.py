"""A second yes: asked for in Slack, decided there, and a viewer's way to those who may."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.deliveries import COMPOSED
from bot.slack.driver import Answer
from ledger import clock, members, requests, status
from ledger.ids import new_id
from ledger.models import OutboxRow
from ledger.outbox import Delivery
from tests.bot.stage import ANA, MARC, VERA, Stage

WANTED = "120 credits, 20 plays to Acme Learning, reference “PO 7”"


@pytest.fixture
def limited(stage: Stage) -> Stage:
    """Marc may allocate 60 credits at once."""
    world = stage.world
    world.database.write(
        lambda s: members.limit_member(
            s, actor=world.actor(world.owner), member=world.manager, most=60
        )
    )
    return stage


def asked_by_marc(stage: Stage) -> Answer:
    preview = stage.driver.command('/credits allocate acme 120 "PO 7"', user=MARC)
    return stage.driver.press(preview, "Ask an owner")


def told(stage: Stage, kind: str, user: str, recipient_id: UUID) -> Answer:
    """The latest of a kind that the worker would send to this person."""
    world = stage.world

    def composed(session: Session) -> dict[str, object]:
        row = session.scalars(
            select(OutboxRow)
            .where(OutboxRow.kind == kind, OutboxRow.recipient_id == recipient_id)
            .order_by(OutboxRow.id.desc())
        ).first()
        assert row is not None, f"{kind} is told to no one"
        delivery = Delivery(
            account_id=world.account_id,
            id=new_id(),
            kind=kind,
            recipient_id=recipient_id,
            facts=row.facts,
            attempt=1,
        )
        return COMPOSED[kind](session, delivery).message.payload

    payload = world.database.read(composed)
    return Answer(user=user, status=200, ack=payload, milliseconds=0)


def to_ana(stage: Stage, kind: str = requests.ASKED) -> Answer:
    return told(stage, kind, ANA, stage.world.owner.id)


def held(stage: Stage) -> int:
    world = stage.world
    seen = world.database.read(
        lambda s: status.of_client(s, account_id=world.account_id, client_id=world.acme.id)
    )
    return seen.available


def test_an_owner_is_asked_and_shown_it_before_it_is_final(limited: Stage) -> None:
    assert asked_by_marc(limited).text == (
        f"The owners were asked for {WANTED}. You will read here what they decide."
    )
    question = to_ana(limited)
    assert question.text == (
        "Marc asks for more than the limit that was set. Approve it?\n"
        f"{WANTED}\n"
        "The pool holds 600 credits, 100 plays.\n"
        "[Approve]  [Decline]"
    )
    preview = limited.driver.press(question, "Approve")
    assert "Acme Learning then has 120 credits, 20 plays." in preview.text
    assert "An allocation cannot be undone" in preview.text
    assert held(limited) == 0
    done = limited.driver.press(preview, "Approve")
    assert done.text.startswith(f"Allocated {WANTED}.")
    assert held(limited) == 120
    for name in ("Approve", "request.confirm"):
        again = limited.driver.press(preview if name[0] == "r" else question, name)
        assert again.text.startswith("Already allocated")
    assert held(limited) == 120
    asker = told(limited, requests.DECIDED, MARC, limited.world.manager.id)
    assert asker.text == f"✓ Ana approved what you asked for, and it is allocated.\n{WANTED}"
    assert "Ana approved what Marc asked for" in to_ana(limited, requests.DECIDED).text
    assert "[Approve]" not in to_ana(limited).text


def test_an_owner_declines_and_a_yes_afterwards_comes_too_late(limited: Stage) -> None:
    asked_by_marc(limited)
    question = to_ana(limited)
    declined = limited.driver.press(question, "Decline")
    assert declined.text == (
        f"× Ana declined what Marc asked for, and nothing was allocated.\n{WANTED}"
    )
    late = limited.driver.press(question, "Approve")
    assert late.text == "An owner has declined this request before. Nothing was changed."
    assert held(limited) == 0


def test_who_is_no_owner_decides_nothing(limited: Stage) -> None:
    asked_by_marc(limited)
    for name in ("Approve", "Decline"):
        pressed = limited.driver.press(to_ana(limited), name, user=MARC)
        assert pressed.text == "Only an owner may approve allocations. Ask one of your team."


def test_an_owner_can_leave_it_as_it_is(limited: Stage) -> None:
    asked_by_marc(limited)
    preview = limited.driver.press(to_ana(limited), "Approve")
    assert limited.driver.press(preview, "Cancel").text == (
        "Nothing was decided: the request still waits."
    )


def test_who_leaves_it_after_the_yes_reads_what_was_decided(limited: Stage) -> None:
    asked_by_marc(limited)
    preview = limited.driver.press(to_ana(limited), "Approve")
    limited.driver.press(preview, "Approve")
    assert "Ana approved what Marc asked for" in limited.driver.press(preview, "Cancel").text


def test_what_was_shown_more_than_a_day_ago_is_shown_anew(
    limited: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_by_marc(limited)
    preview = limited.driver.press(to_ana(limited), "Approve")
    later = clock.now() + timedelta(days=365)
    monkeypatch.setattr(clock, "now", lambda: later)
    anew = limited.driver.press(preview, "Approve")
    assert anew.text.startswith(
        "This was shown more than a day ago, and nothing was changed. Look at it as it is now.\n"
        "Allocate 120 credits, 20 plays to Acme Learning"
    )
    assert held(limited) == 0
    limited.driver.press(anew, "Approve")
    assert held(limited) == 120


def test_a_pool_that_is_short_by_then_leaves_it_undecided(limited: Stage) -> None:
    asked_by_marc(limited)
    limited.world.allocate(500)
    said = limited.driver.press(to_ana(limited), "Approve")
    assert "it is 20 credits short of the 120 wanted" in said.text
    assert "[Buy 20 credits, 3 plays]" in said.text


def test_a_viewer_asks_those_who_may_and_one_press_shows_it_to_them(stage: Stage) -> None:
    preview = stage.driver.command('/credits allocate acme 120 "PO 7"', user=VERA)
    for _ in range(2):
        proposed = stage.driver.press(preview, "Ask those who may")
        assert proposed.text == f"All who may allocate were asked for {WANTED}."
    shown = told(stage, requests.PROPOSED, MARC, stage.world.manager.id)
    assert (
        shown.text == f"Vera, who may not allocate, asks for this.\n{WANTED}\n[Show the allocation]"
    )
    offered = stage.driver.press(shown, "Show the allocation")
    assert offered.text.startswith(f"Allocate {WANTED}?")
    stage.driver.press(offered, "Allocate")
    assert held(stage) == 120
