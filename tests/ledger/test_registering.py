"""Registering a roster in a group: who is charged, who is told, and who is not (R8, R9, R10)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import audit, catalogue, clients, clock, registering
from ledger.errors import (
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
from ledger.models import (
    Access,
    Audience,
    Client,
    Game,
    Group,
    GroupKind,
    IdempotencyKey,
    Roster,
    Source,
    Transfer,
    Visibility,
)
from ledger.registering import Charge, Registered
from ledger.rosters import RosterLine
from scorm_bridge import people
from scorm_bridge.models import Runtime
from tests.ledger.campus import Campus, make, new_campus, roster
from tests.worlds import KEYRING, World

pytestmark = pytest.mark.timeout(90)

ANA, BEN, CLEO = (f"{name}@acme.example" for name in ("ana", "ben", "cleo"))


@pytest.fixture
def campus(world: World) -> Campus:
    return new_campus(world)


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
    assert campus.held == 108
    assert campus.is_sound(registrations=2)
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
    assert campus.held == 114
    assert len(campus.told("invitation")) == 1
    assert campus.is_sound(registrations=1)


def test_r8_who_is_in_already_or_comes_back_is_not_charged_and_only_the_latter_is_invited(
    campus: Campus,
) -> None:
    campus.register(ANA, BEN)
    campus.remove("Ana@acme.example")
    again = campus.register(ANA, BEN)
    assert (again.returned, again.report.already) == ([ANA], [BEN])
    assert (again.report.registered, again.report.credits) == ([], 0)
    assert len(campus.told("invitation")) == 3
    assert campus.held == 108
    assert campus.is_sound(registrations=2)
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
    assert campus.is_sound(registrations=3)


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
    assert campus.is_untouched
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
    assert campus.is_sound(registrations=2)
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
    assert campus.is_sound(registrations=2)
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


REFUSED: dict[str, tuple[Callable[[Campus], object], type[OboleError]]] = {
    "the game is not visible any more": (lambda c: show(c, Visibility.OWN), GameNotVisible),
    "the game takes nobody": (lambda c: show(c, audience=Audience.NOBODY), GameClosed),
    "the client is archived": (archive, ClientArchived),
    "the client comes in by SCORM now": (
        lambda c: c.change_access(Access.SCORM),
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
    assert campus.is_untouched


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
    assert campus.held == 108
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


def test_r8_the_first_click_on_a_game_that_is_open_to_all_registers_and_no_other(
    campus: Campus,
) -> None:
    campus.know(ANA)
    first, second = campus.click(ANA), campus.click(ANA)
    assert (first.was_charged, second.was_charged, second.id) == (True, False, first.id)
    (play,) = campus.registrations(ANA)
    assert play.source is Source.WEB
    with campus.world.database.reading() as session:
        group = session.get_one(Group, (campus.world.account_id, play.group_id))
    assert (group.kind, group.ends_at) == (GroupKind.OPEN, None)
    assert campus.told("invitation") == []
    assert campus.held == 114
    assert campus.is_sound(registrations=1)


def test_r8_a_click_finds_the_play_of_a_group_also_of_a_game_that_is_closed_since(
    campus: Campus,
) -> None:
    campus.register(ANA)
    show(campus, Visibility.OWN, Audience.NOBODY)
    assert not campus.click(ANA).was_charged
    campus.complete(ANA)
    with pytest.raises(PlayIsOver):
        campus.click(ANA)


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
    campus.know(ANA)
    show(campus, visibility, audience)
    with pytest.raises(refusal):
        campus.click(ANA)
    assert campus.is_sound(registrations=0)


def test_who_was_removed_does_not_click_their_way_back(campus: Campus) -> None:
    campus.register(ANA)
    campus.remove(ANA)
    with pytest.raises(NotInGroup):
        campus.click(ANA)
