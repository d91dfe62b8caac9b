"""Registering a roster in a group: who is charged, who is told, and who is not (R8, R9, R10)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from ledger import audit, catalogue, clients, clock, registering
from ledger.errors import (
    AccessFixed,
    AccessIsScorm,
    ClientArchived,
    GameClosed,
    GameNotVisible,
    GroupEnded,
    IdempotencyConflict,
    MoreThanShown,
    NoContent,
    NotAllowed,
    NotEnoughCredits,
    NotInGroup,
    OboleError,
    PlayIsOver,
    UnknownRoster,
)
from ledger.journal import balance
from ledger.models import (
    Access,
    Audience,
    Client,
    Game,
    Group,
    GroupKind,
    IdempotencyKey,
    Learner,
    OutboxRow,
    Registration,
    Roster,
    Source,
    Transfer,
    Visibility,
)
from ledger.registering import Charge, Registered
from ledger.registration import Play
from ledger.rosters import RosterLine
from ledger.verification import verify
from scorm_bridge import people
from scorm_bridge.models import Runtime
from tests.ledger.campus import Campus, make, new_campus, roster
from tests.worlds import KEYRING, World

pytestmark = pytest.mark.timeout(90)

ANA, BEN, CLEO = (f"{name}@acme.example" for name in ("ana", "ben", "cleo"))


@pytest.fixture
def campus(world: World) -> Campus:
    return new_campus(world)


def held(campus: Campus) -> int:
    ours = (campus.client.account_id, campus.client.id)
    return campus.world.database.read(lambda session: balance(session, *ours))


def is_sound(campus: Campus, *, registrations: int) -> bool:
    found = campus.world.database.read(verify)
    return found.wrong is None and found.registrations == registrations


def show(
    campus: Campus,
    visibility: Visibility = Visibility.ALL,
    audience: Audience = Audience.EVERYONE,
) -> None:
    campus.world.database.write(
        lambda session: catalogue.set_visibility(
            session,
            actor=campus.world.operator,
            game=session.get_one(Game, (campus.world.account_id, campus.game.id)),
            visibility=visibility,
            clients=[],
            audience=audience,
        )
    )


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    then = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: then)


def test_r9_all_of_a_roster_are_charged_at_that_moment_and_invited_once(campus: Campus) -> None:
    done = campus.register(ANA, BEN, key="roster 1")
    assert done.report.registered == [ANA, BEN]
    assert (done.report.credits, done.report.available, done.pool) == (12, 108, 480)
    assert held(campus) == 108
    assert is_sound(campus, registrations=2)
    learner = campus.learner(ANA)
    assert learner is not None
    told = campus.told("invitation")
    assert len(told) == 2
    assert {
        "client_id": str(campus.client.id),
        "group_id": str(campus.group.id),
        "learner_id": str(learner.id),
    } in told
    assert "@" not in str(told), "facts hold nothing personal"


def test_each_transfer_names_the_member_and_an_entry_says_how_many(campus: Campus) -> None:
    world = campus.world
    campus.register(ANA, BEN)
    with world.database.reading() as session:
        by = session.scalars(
            select(Transfer.member_id).where(Transfer.registration_id.is_not(None))
        )
        assert set(by) == {world.manager.id}
        (entry,) = audit.entries(session, account_id=world.account_id, most=1)
    assert (entry.act, entry.subject_id) == ("register learners", campus.group.id)
    assert entry.after == {"registered": 2, "already": 0, "returned": 0, "over": 0, "credits": 12}


def test_a_roster_shows_before_the_yes_what_it_will_do_and_changes_nothing(campus: Campus) -> None:
    world = campus.world
    campus.register(ANA)

    def preview(session: Session) -> Registered:
        return registering.register_roster(
            session,
            actor=world.actor(world.manager),
            keyring=KEYRING,
            group=session.get_one(Group, (world.account_id, campus.group.id)),
            lines=roster(ANA, BEN, CLEO),
            key=None,
        )

    shown = world.database.rehearse(preview)
    assert (shown.report.registered, shown.report.already) == ([BEN, CLEO], [ANA])
    assert (shown.report.credits, shown.report.available, shown.pool) == (12, 102, 480)
    assert held(campus) == 114
    assert len(campus.told("invitation")) == 1
    assert is_sound(campus, registrations=1)


def test_r8_who_is_in_already_or_comes_back_is_not_charged_and_only_the_latter_is_invited(
    campus: Campus,
) -> None:
    campus.register(ANA, BEN)
    campus.remove("Ana@acme.example")
    again = campus.register(ANA, BEN)
    assert (again.returned, again.report.already) == ([ANA], [BEN])
    assert (again.report.registered, again.report.credits) == ([], 0)
    assert len(campus.told("invitation")) == 3
    assert held(campus) == 108
    assert is_sound(campus, registrations=2)
    (play,) = campus.registrations(ANA)
    assert play.removed_at is None


def test_r8_another_group_of_the_game_returns_the_open_play(campus: Campus) -> None:
    campus.register(ANA, BEN)
    campus.remove(BEN)
    autumn = campus.make()
    again = campus.register(ANA, BEN, group=autumn)
    assert (again.report.already, again.returned, again.report.credits) == ([ANA], [BEN], 0)
    (stayed,), (moved,) = campus.registrations(ANA), campus.registrations(BEN)
    assert stayed.group_id == campus.group.id
    assert moved.group_id == autumn.id, "who was removed is in the group that they were put in"


def test_r8_a_play_that_is_over_is_a_new_charge_only_where_it_is_asked_for(campus: Campus) -> None:
    campus.register(ANA, BEN)
    campus.complete(ANA)
    once = campus.register(ANA, BEN)
    assert (once.report.over, once.report.already, once.report.credits) == ([ANA], [BEN], 0)
    twice = campus.register(ANA, BEN, new_plays=True)
    assert (twice.report.registered, twice.report.credits) == ([ANA], 6)
    assert [play.number for play in campus.registrations(ANA)] == [1, 2]
    assert is_sound(campus, registrations=3)


def test_r8_a_play_is_open_until_the_extension_of_its_group_ends(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus.register(ANA, BEN)
    assert campus.group.ends_at is not None
    campus.change(extended_until=campus.group.ends_at + timedelta(days=5))
    autumn = campus.make(ends_at=clock.now() + timedelta(days=90))
    later(monkeypatch, timedelta(days=33))
    assert campus.register(ANA, group=autumn).report.already == [ANA]
    later(monkeypatch, timedelta(days=5))
    assert campus.register(ANA, group=autumn).report.over == [ANA]


def test_what_is_known_of_a_learner_is_kept_and_filled_in_and_never_overwritten(
    campus: Campus,
) -> None:
    def line(name: str | None, language: str | None) -> list[RosterLine]:
        return [RosterLine(1, ANA, name, language)]

    expected = [
        (line(None, None), (None, None)),
        (line("Ana Silva", None), ("Ana Silva", None)),
        (line("Another", "fr"), ("Ana Silva", "fr")),
        (line(None, "es"), ("Ana Silva", "fr")),
    ]
    for lines, kept in expected:
        campus.register(lines=lines)
        learner = campus.learner(ANA)
        assert learner is not None
        assert (learner.lms_id, learner.name, learner.language) == (ANA, *kept)


def test_who_was_erased_stays_so_until_they_are_registered_anew(campus: Campus) -> None:
    world = campus.world

    def erase() -> None:
        world.database.write(
            lambda session: people.erase_learner(
                session,
                actor=world.actor(world.owner),
                keyring=KEYRING,
                client=campus.client,
                lms_id=ANA,
            )
        )

    campus.register(lines=[RosterLine(1, ANA, "Ana Silva", "fr")])
    erase()
    again = campus.register(lines=[RosterLine(1, ANA, "Ana Silva", "fr")])
    assert again.report.already == [ANA]
    learner = campus.learner(ANA)
    assert learner is not None
    assert (learner.lms_id, learner.name) == (None, None)
    campus.complete(ANA)
    campus.register(lines=[RosterLine(1, ANA, "Ana S.", "es")], new_plays=True)
    learner = campus.learner(ANA)
    assert learner is not None
    assert (learner.lms_id, learner.name, learner.language) == (ANA, "Ana S.", "es")


def test_too_few_credits_refuse_the_whole_roster_by_how_many_are_short(campus: Campus) -> None:
    names = [f"learner{number}@acme.example" for number in range(21)]
    with pytest.raises(NotEnoughCredits) as refusal:
        campus.register(*names, key="roster 1")
    short = refusal.value
    assert (short.wanted, short.available, short.short_by, short.client) == (126, 120, 6, "Bolt")
    assert nothing_is_left(campus)
    assert campus.register(*names[:20], key="roster 1").report.credits == 120, "no key is spent"


def test_r10_the_same_key_gives_what_was_done_and_another_roster_under_it_is_refused(
    campus: Campus,
) -> None:
    first = campus.register(ANA, BEN, key="roster 1")
    campus.register(CLEO)
    again = campus.register(ANA, BEN, key=" roster  1 ")
    assert again.is_repeat
    assert sorted(again.report.registered) == sorted(first.report.registered)
    assert (again.report.credits, again.report.available) == (12, 102)
    assert len(campus.told("invitation")) == 3
    for changed in ({"new_plays": True}, {"lines": roster(ANA, CLEO)}):
        with pytest.raises(IdempotencyConflict):
            campus.register(ANA, BEN, key="roster 1", **changed)
    with campus.world.database.reading() as session:
        facts = session.scalars(
            select(IdempotencyKey.facts).where(IdempotencyKey.key == "roster 1")
        ).one()
    assert "@" not in str(facts), "nothing personal"


def test_a_kept_roster_goes_with_the_yes_and_a_second_yes_changes_nothing(campus: Campus) -> None:
    id = campus.keep(ANA, BEN)
    first = campus.register_kept(id)
    again = campus.register_kept(id)
    assert (first.report.credits, first.is_repeat, again.is_repeat) == (12, False, True)
    assert sorted(again.report.registered) == [ANA, BEN]
    with campus.world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Roster)) == 0
    assert is_sound(campus, registrations=2)
    other = campus.keep(CLEO)
    with pytest.raises(UnknownRoster):
        campus.register_kept(other, by=campus.world.owner)


def test_r8_no_more_is_charged_than_was_shown_whoever_finishes_meanwhile(campus: Campus) -> None:
    campus.register(ANA, BEN)
    campus.complete(ANA)
    id = campus.keep(ANA, BEN)
    campus.complete(BEN)
    with pytest.raises(MoreThanShown) as refused:
        campus.register_kept(id, new_plays=True, most=Charge(learners=1, credits=6))
    assert (refused.value.learners, refused.value.credits) == (2, 12)
    assert is_sound(campus, registrations=2)
    with pytest.raises(MoreThanShown):
        campus.register_kept(id, new_plays=True, most=Charge(learners=2, credits=11))
    done = campus.register_kept(id, new_plays=True, most=Charge(learners=2, credits=12))
    assert done.report.credits == 12
    again = campus.register_kept(id, new_plays=True, most=Charge(learners=1, credits=6))
    assert again.is_repeat


def archive(campus: Campus) -> None:
    campus.world.database.write(
        lambda session: clients.archive_client(
            session,
            actor=campus.world.operator,
            client=session.get_one(Client, (campus.world.account_id, campus.client.id)),
        )
    )


def empty_group(campus: Campus) -> None:
    world = campus.world
    empty = world.database.write(
        lambda s: catalogue.add_game(s, actor=world.operator, title="Not yet")
    )
    campus.group = make(world, campus.client, "Empty", game=empty)


def change_access(campus: Campus, access: Access) -> Client:
    world = campus.world
    return world.database.write(
        lambda session: clients.change_access(
            session,
            actor=world.actor(world.manager),
            client=session.get_one(Client, (world.account_id, campus.client.id)),
            access=access,
        )
    )


REFUSED: dict[str, tuple[Callable[[Campus], object], type[OboleError]]] = {
    "the game is not visible any more": (lambda c: show(c, Visibility.OWN), GameNotVisible),
    "the game takes nobody": (lambda c: show(c, audience=Audience.NOBODY), GameClosed),
    "the client is archived": (archive, ClientArchived),
    "the client comes in by SCORM now": (
        lambda c: change_access(c, Access.SCORM),
        AccessIsScorm,
    ),
    "the game has no content": (empty_group, NoContent),
}


@pytest.mark.parametrize("why", REFUSED)
def test_r7_nobody_is_registered_where(campus: Campus, why: str) -> None:
    prepare, refusal = REFUSED[why]
    prepare(campus)
    with pytest.raises(refusal):
        campus.register(ANA, key="roster 1")
    assert nothing_is_left(campus)


def test_r7_a_game_for_groups_registers_in_groups(campus: Campus) -> None:
    show(campus, audience=Audience.GROUPS)
    assert campus.register(ANA).report.registered == [ANA]


def test_learners_are_registered_in_a_planned_group_and_not_in_its_extension(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert campus.group.ends_at is not None
    planned = campus.make(starts_at=clock.now() + timedelta(days=10))
    assert campus.register(ANA, group=planned).report.registered == [ANA]
    campus.change(extended_until=campus.group.ends_at + timedelta(days=5))
    later(monkeypatch, timedelta(days=31))
    with pytest.raises(GroupEnded) as refusal:
        campus.register(BEN)
    assert (refusal.value.group, refusal.value.at) == ("Spring", campus.group.ends_at)


def test_viewers_register_and_remove_nobody(campus: Campus) -> None:
    campus.register(ANA)
    for act in (campus.register, campus.remove):
        with pytest.raises(NotAllowed):
            act(ANA, by=campus.world.viewer)


def test_r9_who_is_removed_gives_no_credits_back_and_whether_they_began_is_said(
    campus: Campus,
) -> None:
    campus.register(ANA, BEN)
    begin(campus, BEN)
    idle, begun = campus.remove(ANA), campus.remove(" BEN@acme.example ")
    assert (idle.started, idle.credits) == (False, 6)
    assert (begun.started, begun.credits) == (True, 6)
    assert held(campus) == 108
    for unknown in (ANA, CLEO, "nobody"):
        with pytest.raises(NotInGroup) as refusal:
            campus.remove(unknown)
        assert refusal.value.given == unknown
    with campus.world.database.reading() as session:
        (entry, *_) = audit.entries(session, account_id=campus.world.account_id)
    assert entry.act == "remove learner"
    assert "@" not in str(entry.after)


def begin(campus: Campus, address: str) -> None:
    (play,) = campus.registrations(address)
    campus.world.database.write(
        lambda session: session.add(
            Runtime(
                account_id=play.account_id,
                client_id=play.client_id,
                registration_id=play.id,
                window_id=play.id,
                state={},
                updated_at=clock.now(),
            )
        )
    )


def click(campus: Campus, address: str) -> Play:
    learner = campus.learner(address)
    assert learner is not None
    one = learner
    return campus.world.database.write(
        lambda session: registering.register_by_click(
            session,
            client=session.get_one(Client, (campus.world.account_id, campus.client.id)),
            game=session.get_one(Game, (campus.world.account_id, campus.game.id)),
            learner=one,
        )
    )


def known(campus: Campus, address: str) -> None:
    """A learner who is registered for nothing."""
    world = campus.world
    world.database.write(
        lambda session: session.add(
            Learner(
                account_id=world.account_id,
                client_id=campus.client.id,
                id=campus.group.id,
                key=world.learner_key(address),
                lms_id=address,
                created_at=clock.now(),
            )
        )
    )


def test_r8_the_first_click_on_a_game_that_is_open_to_all_registers_and_no_other(
    campus: Campus,
) -> None:
    known(campus, ANA)
    first, second = click(campus, ANA), click(campus, ANA)
    assert (first.was_charged, second.was_charged, second.id) == (True, False, first.id)
    (play,) = campus.registrations(ANA)
    assert play.source is Source.WEB
    with campus.world.database.reading() as session:
        group = session.get_one(Group, (campus.world.account_id, play.group_id))
    assert (group.kind, group.ends_at) == (GroupKind.OPEN, None)
    assert campus.told("invitation") == []
    assert held(campus) == 114
    assert is_sound(campus, registrations=1)


def test_r8_a_click_finds_the_play_of_a_group_also_of_a_game_that_is_closed_since(
    campus: Campus,
) -> None:
    campus.register(ANA)
    show(campus, Visibility.OWN, Audience.NOBODY)
    assert not click(campus, ANA).was_charged
    campus.complete(ANA)
    with pytest.raises(PlayIsOver):
        click(campus, ANA)


@pytest.mark.parametrize(
    ("visibility", "audience", "refusal"),
    [
        (Visibility.OWN, Audience.EVERYONE, GameNotVisible),
        (Visibility.ALL, Audience.GROUPS, GameClosed),
        (Visibility.ALL, Audience.NOBODY, GameClosed),
    ],
)
def test_r7_a_click_registers_nobody_for_a_game_that_is_not_open_to_all(
    campus: Campus, visibility: Visibility, audience: Audience, refusal: type[OboleError]
) -> None:
    known(campus, ANA)
    show(campus, visibility, audience)
    with pytest.raises(refusal):
        click(campus, ANA)
    assert is_sound(campus, registrations=0)


def test_who_was_removed_does_not_click_their_way_back(campus: Campus) -> None:
    campus.register(ANA)
    campus.remove(ANA)
    with pytest.raises(NotInGroup):
        click(campus, ANA)


def at_once(number: int, act: Callable[[int], Any]) -> list[Any]:
    start = Barrier(number)

    def run(which: int) -> Any:
        start.wait()
        try:
            return act(which)
        except OboleError as refusal:
            return refusal

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_r10_a_kept_roster_said_yes_to_many_times_at_once_is_charged_once(campus: Campus) -> None:
    names = [f"learner{number}@acme.example" for number in range(8)]
    id = campus.keep(*names)
    done = at_once(5, lambda _: campus.register_kept(id))
    assert sorted(one.is_repeat for one in done) == [False, True, True, True, True]
    assert {len(one.report.registered) for one in done} == {8}
    assert len(campus.told("invitation")) == 8
    assert (held(campus), is_sound(campus, registrations=8)) == (72, True)


def test_r10_rosters_in_any_order_and_clicks_at_once_are_charged_once(campus: Campus) -> None:
    names = [f"learner{number}@acme.example" for number in range(6)]
    for name in names:
        campus.register(name)
        campus.complete(name)
    left = held(campus)
    fresh = [*names, *(f"fresh{number}@acme.example" for number in range(6))]

    def act(which: int) -> object:
        order = fresh if which % 2 else fresh[::-1]
        if which < 4:
            return campus.register(*order)
        return click(campus, names[which - 4])

    done = at_once(6, act)
    assert sum(len(one.report.registered) for one in done[:4]) == 6
    assert all(isinstance(one, PlayIsOver) for one in done[4:])
    assert (held(campus), is_sound(campus, registrations=12)) == (left - 36, True)


def test_r10_first_clicks_at_once_make_one_group_and_one_charge(campus: Campus) -> None:
    known(campus, ANA)
    plays = at_once(5, lambda _: click(campus, ANA))
    assert len({play.id for play in plays}) == 1
    assert sum(play.was_charged for play in plays) == 1
    with campus.world.database.reading() as session:
        count = select(func.count()).where(Group.kind == GroupKind.OPEN)
        assert session.scalar(count) == 1
    assert is_sound(campus, registrations=1)


def test_the_first_learners_and_a_change_of_the_access_exclude_each_other(campus: Campus) -> None:
    registered, changed = at_once(
        2,
        lambda which: campus.register(ANA) if which == 0 else change_access(campus, Access.SCORM),
    )
    if isinstance(changed, Client):
        assert isinstance(registered, AccessIsScorm)
        assert is_sound(campus, registrations=0)
    else:
        assert isinstance(changed, AccessFixed)
        assert registered.report.registered == [ANA]


@contextmanager
def failing_at(campus: Campus, table: str) -> Iterator[None]:
    """The database goes away as the first row of `table` is written."""

    def fail(_1: object, _2: object, statement: str, *_rest: object) -> None:
        if statement.startswith((f"INSERT INTO {table} ", f"UPDATE {table} ")):
            raise ConnectionError(table)

    event.listen(campus.world.database.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(campus.world.database.engine, "before_cursor_execute", fail)


@pytest.mark.parametrize(
    "table", ["learners", "registrations", "wallets", "transfers", "outbox", "audit_entries"]
)
def test_a_fault_in_the_middle_leaves_nothing_and_the_same_yes_is_done_then(
    campus: Campus, table: str
) -> None:
    names = [f"learner{number}@acme.example" for number in range(20)]
    with failing_at(campus, table), pytest.raises(ConnectionError):
        campus.register(*names, key="roster 1")
    assert nothing_is_left(campus)
    assert campus.register(*names, key="roster 1").report.credits == 120
    assert is_sound(campus, registrations=20)


def nothing_is_left(campus: Campus) -> bool:
    with campus.world.database.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table))
            for table in (Learner, Registration)
        ]
        keys = session.scalar(select(func.count()).where(IdempotencyKey.key.like("roster %")))
        told = session.scalar(select(func.count()).where(OutboxRow.kind == "invitation"))
    return (counts, keys, told, held(campus)) == ([0, 0], 0, 0, 120)


def test_progress_is_told_of_all_learners_and_ends_with_them(campus: Campus) -> None:
    world, seen = campus.world, list[tuple[int, int]]()
    world.database.write(
        lambda session: registering.register_roster(
            session,
            actor=world.actor(world.manager),
            keyring=KEYRING,
            group=session.get_one(Group, (world.account_id, campus.group.id)),
            lines=roster(ANA, BEN),
            key=None,
            on_progress=lambda done, of: seen.append((done, of)),
        )
    )
    assert seen == [(1, 2), (2, 2)]
