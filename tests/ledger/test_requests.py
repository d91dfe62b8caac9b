"""A second yes: asked of the owners, decided once, allocated once."""

import threading

import pytest
from sqlalchemy import select

from ledger import requests, status
from ledger.errors import (
    IdempotencyConflict,
    NotAllowed,
    NotEnoughCredits,
    RequestDecided,
    UnknownRequest,
)
from ledger.ids import new_id
from ledger.models import AllocationRequest, Member, OutboxRow, Verdict
from ledger.requests import Decided
from tests.worlds import World

YES, NO = Verdict.APPROVED, Verdict.DECLINED


def ask(
    world: World, credits: int = 120, *, by: Member | None = None, key: str | None = None
) -> AllocationRequest:
    return world.database.write(
        lambda session: requests.ask(
            session,
            actor=world.actor(by or world.manager),
            client=world.acme,
            credits=credits,
            key=key or world.key(),
            reference="PO 7",
            comment="autumn",
        )
    )


def decide(
    world: World, request: AllocationRequest, verdict: Verdict, *, by: Member | None = None
) -> Decided:
    return world.database.write(
        lambda session: requests.decide(
            session, actor=world.actor(by or world.owner), request_id=request.id, verdict=verdict
        )
    )


def told(world: World) -> list[tuple[str, object]]:
    rows = world.database.read(lambda s: s.scalars(select(OutboxRow).order_by(OutboxRow.id)).all())
    return [
        (row.kind, row.recipient_id)
        for row in rows
        if row.kind in {requests.ASKED, requests.DECIDED}
    ]


def available(world: World) -> int:
    seen = world.database.read(
        lambda s: status.of_client(s, account_id=world.account_id, client_id=world.acme.id)
    )
    return seen.available


def test_a_request_tells_the_owners_and_moves_nothing(world: World) -> None:
    ask(world)
    assert told(world) == [(requests.ASKED, world.owner.id)]
    assert available(world) == 0
    waiting = world.database.read(lambda s: requests.waiting(s, account_id=world.account_id))
    assert [(one.credits, one.asked_by) for one in waiting] == [(120, world.manager.id)]


def test_an_owners_yes_allocates_with_the_words_of_who_asked(world: World) -> None:
    decided = decide(world, ask(world), YES)
    assert decided.allocated is not None
    assert (decided.allocated.reference, decided.allocated.comment) == ("PO 7", "autumn")
    assert available(world) == 120
    assert set(told(world)[1:]) == {
        (requests.DECIDED, world.owner.id),
        (requests.DECIDED, world.manager.id),
    }
    assert not world.database.read(lambda s: requests.waiting(s, account_id=world.account_id))


def test_a_no_moves_nothing_and_is_final(world: World) -> None:
    request = ask(world)
    assert decide(world, request, NO).allocated is None
    with pytest.raises(RequestDecided) as refusal:
        decide(world, request, YES)
    assert (refusal.value.verdict, available(world)) == ("declined", 0)


def test_the_same_answer_again_changes_nothing(world: World) -> None:
    request = ask(world)
    first, again = decide(world, request, YES), decide(world, request, YES)
    assert first.allocated is not None
    assert again.allocated is not None
    assert (first.allocated.id, again.allocated.is_repeat) == (again.allocated.id, True)
    assert (available(world), len(told(world))) == (120, 3)


def test_owners_who_answer_at_once_allocate_once(world: World) -> None:
    request = ask(world)
    threads = [threading.Thread(target=decide, args=(world, request, YES)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert available(world) == 120


def test_a_pool_that_is_short_leaves_the_request_undecided(world: World) -> None:
    request = ask(world, 606)
    with pytest.raises(NotEnoughCredits):
        decide(world, request, YES)
    waiting = world.database.read(lambda s: requests.waiting(s, account_id=world.account_id))
    assert [one.id for one in waiting] == [request.id]


@pytest.mark.parametrize("who", ["manager", "viewer"])
def test_only_an_owner_decides_and_no_viewer_asks(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        decide(world, ask(world), YES, by=getattr(world, who))
    with pytest.raises(NotAllowed):
        ask(world, by=world.viewer)


def test_a_request_of_nobodys_is_refused(world: World) -> None:
    request = ask(world)
    request.id = new_id()
    with pytest.raises(UnknownRequest):
        decide(world, request, YES)


def test_asked_twice_under_one_key_it_is_one_request(world: World) -> None:
    first, again = ask(world, key="press 1"), ask(world, key="press 1")
    assert first.id == again.id
    assert told(world) == [(requests.ASKED, world.owner.id)]
    with pytest.raises(IdempotencyConflict):
        ask(world, 126, key="press 1")


def test_who_may_not_allocate_proposes_it_once_to_all_who_may(world: World) -> None:
    for _ in range(2):
        world.database.write(
            lambda session: requests.propose(
                session,
                actor=world.actor(world.viewer),
                client=world.acme,
                credits=120,
                key="press 1",
                reference="PO 7",
            )
        )
    rows = world.database.read(lambda s: s.scalars(select(OutboxRow).order_by(OutboxRow.id)).all())
    assert [(row.kind, row.recipient_id) for row in rows] == [
        (requests.PROPOSED, world.owner.id),
        (requests.PROPOSED, world.manager.id),
    ]
    assert rows[0].facts == {
        "client": str(world.acme.id),
        "credits": 120,
        "reference": "PO 7",
        "comment": None,
        "by": str(world.viewer.id),
    }
    assert available(world) == 0
