"""A group in one call: all or none, or as many as the credits cover, each charged once."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, func, select, update

from ledger import clock, group_registration, registration
from ledger.errors import NotEnoughCredits, PlayIsOver
from ledger.group_registration import Report
from ledger.journal import balance
from ledger.learners import Newcomer
from ledger.models import Group, Learner, OutboxRow, Registration, Source, Transfer, TransferKind
from ledger.verification import verify
from tests.worlds import World, buy

pytestmark = pytest.mark.timeout(60)


def test_all_are_registered_and_charged_in_the_order_they_were_given(world: World) -> None:
    world.allocate(120)
    report = register(world, ["cleo", "ana", "ben"])
    assert report.registered == ["cleo", "ana", "ben"]
    assert (report.already, report.over, report.left_out) == ([], [], [])
    assert (report.credits, report.available) == (18, 102)
    assert is_sound(world, registrations=3)


def test_nobody_is_a_group_too_and_costs_nothing(world: World) -> None:
    assert register(world, []) == Report(credits=0, available=0)


def test_a_learner_given_twice_however_written_counts_once(world: World) -> None:
    world.allocate(120)
    report = register(world, ["Ana", "ben", " ana ", "ANA"])
    assert len(report.registered) == 2
    assert report.credits == 12
    assert is_sound(world, registrations=2)


def test_all_or_none_is_refused_with_its_numbers_and_changes_nothing(world: World) -> None:
    world.allocate(17)
    with pytest.raises(NotEnoughCredits) as refusal:
        register(world, ["ana", "ben", "cleo"])
    short = refusal.value
    assert (short.wanted, short.available, short.short_by) == (18, 17, 1)
    assert short.client == "Acme Learning"
    assert held(world) == 17
    assert counted(world, Learner) == 0
    assert is_sound(world, registrations=0)


def test_all_or_none_asks_credits_only_for_those_who_have_no_play(world: World) -> None:
    world.allocate(18)
    world.register("ana")
    assert register(world, ["ana", "ben", "cleo"]).available == 0


def test_as_many_as_fit_are_the_first_ones_and_the_rest_is_named(world: World) -> None:
    world.allocate(17)
    report = register(world, ["ana", "ben", "cleo", "dora"], as_many_as_fit=True)
    assert (report.registered, report.left_out) == (["ana", "ben"], ["cleo", "dora"])
    assert (report.credits, report.available) == (12, 5)
    assert is_sound(world, registrations=2)


def test_where_nothing_fits_all_are_left_out(world: World) -> None:
    world.allocate(5)
    report = register(world, ["ana", "ben"], as_many_as_fit=True)
    assert (report.registered, report.left_out) == ([], ["ana", "ben"])
    assert (report.credits, report.available) == (0, 5)


def test_those_left_out_are_registered_once_there_are_credits(world: World) -> None:
    world.allocate(6)
    register(world, ["ana", "ben"], as_many_as_fit=True)
    world.allocate(6)
    report = register(world, ["ana", "ben"], as_many_as_fit=True)
    assert (report.already, report.registered, report.left_out) == (["ana"], ["ben"], [])


def test_an_open_play_a_play_that_is_over_and_no_play_are_told_apart(world: World) -> None:
    world.allocate(120)
    world.register("open")
    complete(world, "over")
    report = register(world, ["open", "over", "new"])
    assert (report.already, report.over, report.registered) == (["open"], ["over"], ["new"])
    assert report.credits == 6
    assert is_sound(world, registrations=3)


def test_a_play_whose_group_ended_is_over(world: World) -> None:
    world.allocate(120)
    world.register("ana")
    ended = clock.now() + timedelta(microseconds=1)
    world.database.write(lambda session: session.execute(update(Group).values(ends_at=ended)))
    assert register(world, ["ana"]).over == ["ana"]


def test_a_new_play_is_charged_only_where_it_was_asked_for(world: World) -> None:
    world.allocate(120)
    complete(world, "over")
    world.register("open")
    report = register(world, ["over", "open"], new_plays=True)
    assert (report.registered, report.already, report.over) == (["over"], ["open"], [])
    assert numbers(world, "over") == [1, 2]
    assert register(world, ["over"], new_plays=True).already == ["over"]
    assert is_sound(world, registrations=3)


def test_each_play_is_a_line_of_its_own_with_its_balance_and_who_did_it(world: World) -> None:
    world.allocate(20)
    register(world, ["ana", "ben", "cleo"], by_member=True)
    with world.database.reading() as session:
        paid = session.scalars(
            select(Transfer)
            .where(Transfer.kind == TransferKind.CONSUMPTION)
            .order_by(Transfer.debit_number)
        ).all()
    assert [(row.debit_number, row.credits, row.debit_balance) for row in paid] == [
        (2, 6, 14),
        (3, 6, 8),
        (4, 6, 2),
    ]
    assert {(row.member_id, row.source) for row in paid} == {(world.manager.id, Source.SLACK)}


def test_a_rehearsal_reports_the_same_and_changes_nothing(world: World) -> None:
    world.allocate(17)
    names = ["ana", "ben", "cleo"]
    shown = world.database.rehearse(lambda session: call(session, world, names, as_many=True))
    assert held(world) == 17
    assert counted(world, Learner) == 0
    assert register(world, names, as_many_as_fit=True) == shown


def test_registering_the_same_group_again_charges_nobody(world: World) -> None:
    world.allocate(120)
    register(world, ["ana", "ben"])
    again = register(world, ["ana", "ben"])
    assert (again.already, again.credits, again.available) == (["ana", "ben"], 0, 108)


@pytest.mark.parametrize("lms_id", ["مريم", "👩‍🎓", "e\u0301", "a" * 255, "'; --", "%_"])
def test_an_id_in_any_script_is_reported_as_it_was_given(world: World, lms_id: str) -> None:
    world.allocate(6)
    assert register(world, [lms_id]).registered == [lms_id]
    assert register(world, [lms_id]).already == [lms_id]


def test_a_thousand_learners_take_a_handful_of_statements(world: World) -> None:
    fill(world, 12_000)
    with statements_of(world) as few:
        register(world, [f"early {number}" for number in range(5)])
    with statements_of(world) as many:
        register(world, [f"learner {number}" for number in range(1000)])
    assert len(many) == len(few) <= 10
    assert is_sound(world, registrations=1005)


def test_more_than_a_statement_takes_goes_in_several(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_registration, "CHUNK", 3)
    world.allocate(60)
    names = [f"learner {number}" for number in range(11)]
    report = register(world, names, as_many_as_fit=True)
    assert (report.registered, report.left_out) == (names[:10], names[10:])
    assert is_sound(world, registrations=10)


def test_an_alert_that_opens_in_the_middle_of_a_group_is_told_once(world: World) -> None:
    world.allocate(120)
    register(world, [f"learner {number}" for number in range(15)])
    with world.database.reading() as session:
        (told,) = session.scalars(select(OutboxRow)).all()
    assert (told.facts["matter"], told.facts["available"]) == ("low", 30)


def test_the_same_group_asked_for_many_times_at_once_is_charged_once(world: World) -> None:
    world.allocate(120)
    names = [f"learner {number}" for number in range(10)]
    reports = at_once(6, lambda _: register(world, names))
    assert sorted(len(report.registered) for report in reports) == [0] * 5 + [10]
    assert all(len(report.registered) + len(report.already) == 10 for report in reports)
    assert (held(world), is_sound(world, registrations=10)) == (60, True)


def test_groups_in_opposite_orders_and_single_learners_at_once_are_charged_once(
    world: World,
) -> None:
    world.allocate(120)
    names = [f"learner {number}" for number in range(10)]

    def act(which: int) -> object:
        if which == 0:
            return register(world, names)
        if which == 1:
            return register(world, names[::-1])
        return world.register(names[which - 2])

    at_once(8, act)
    assert (held(world), is_sound(world, registrations=10)) == (60, True)


def test_groups_that_compete_for_the_last_credits_never_take_one_too_many(world: World) -> None:
    world.allocate(60)
    reports = at_once(
        4,
        lambda which: register(
            world, [f"learner {which} {number}" for number in range(5)], as_many_as_fit=True
        ),
    )
    assert sum(len(report.registered) for report in reports) == 10
    assert sum(len(report.left_out) for report in reports) == 10
    assert (held(world), is_sound(world, registrations=10)) == (0, True)


def test_single_and_group_registration_know_each_others_plays(world: World) -> None:
    world.allocate(120)
    register(world, ["ana"])
    assert not world.register("ana").was_charged
    complete(world, "ana")
    with pytest.raises(PlayIsOver):
        world.register("ana")


def register(
    world: World,
    names: Sequence[str],
    *,
    as_many_as_fit: bool = False,
    new_plays: bool = False,
    by_member: bool = False,
) -> Report:
    return world.database.write(
        lambda session: call(
            session, world, names, as_many=as_many_as_fit, new_plays=new_plays, by_member=by_member
        )
    )


def call(
    session: Any,
    world: World,
    names: Sequence[str],
    *,
    as_many: bool = False,
    new_plays: bool = False,
    by_member: bool = False,
) -> Report:
    newcomers: list[Newcomer] = [world.newcomer(name) for name in names]
    return group_registration.register_learners(
        session,
        place=world.place(),
        learners=newcomers,
        source=Source.SLACK,
        member_id=world.manager.id if by_member else None,
        as_many_as_fit=as_many,
        new_plays=new_plays,
    )


def complete(world: World, lms_id: str) -> None:
    play = world.register(lms_id)
    world.database.write(
        lambda session: registration.complete(
            session, account_id=world.account_id, client_id=world.acme.id, id=play.id
        )
    )


def fill(world: World, credits: int) -> None:
    """So many credits for the client, however many the pool holds."""
    world.database.write(lambda session: buy(session, world, credits))
    world.allocate(credits)


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    start = Barrier(number)

    def run(which: int) -> Any:
        start.wait()
        return act(which)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


@contextmanager
def statements_of(world: World) -> Iterator[list[str]]:
    """What is said to the database meanwhile; an insert of many rows is one."""
    said: list[str] = []

    def listen(_1: object, _2: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(world.database.engine, "before_cursor_execute", listen)


def held(world: World) -> int:
    return world.database.read(lambda session: balance(session, world.account_id, world.acme.id))


def counted(world: World, table: type) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def numbers(world: World, lms_id: str) -> list[int]:
    """Which plays a learner has, each made once."""
    key = world.learner_key(lms_id)
    with world.database.reading() as session:
        return sorted(
            session.scalars(
                select(Registration.number)
                .join(Learner, Learner.id == Registration.learner_id)
                .where(Learner.key == key)
            )
        )


def is_sound(world: World, *, registrations: int) -> bool:
    """Whether the books are right and hold so many registrations, each paid for once."""
    found = world.database.read(verify)
    return found.wrong is None and found.registrations == registrations
