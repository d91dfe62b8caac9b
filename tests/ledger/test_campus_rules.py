"""The rules where members make the groups: on a Campus (R7 to R10)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import catalogue, clock, learners, registering, status
from ledger.errors import (
    AccessIsScorm,
    GameClosed,
    GameNotVisible,
    GroupEnded,
    NotEnoughCredits,
    NotInGroup,
    PlayIsOver,
)
from ledger.models import Audience, Client, Game, Group, GroupKind, Registration, Visibility
from ledger.registration import Play
from tests.ledger.campus import Campus, make, new_campus
from tests.worlds import World

ANA, BEN = "ana@bolt.example", "ben@bolt.example"


@pytest.fixture
def campus(world: World) -> Campus:
    return new_campus(world)


def show(
    campus: Campus,
    visibility: Visibility = Visibility.ALL,
    *clients: Client,
    audience: Audience = Audience.EVERYONE,
) -> None:
    world = campus.world
    world.database.write(
        lambda session: catalogue.set_visibility(
            session,
            actor=world.operator,
            game=game_of(session, world),
            visibility=visibility,
            clients=list(clients),
            audience=audience,
        )
    )


def game_of(session: Session, world: World) -> Game:
    return session.get_one(Game, (world.account_id, world.game.id))


def click(campus: Campus, address: str) -> Play:
    """A learner who has signed in opens the game by themselves."""
    learner = campus.learner(address)
    assert learner is not None
    return campus.world.database.write(
        lambda session: registering.register_by_click(
            session,
            client=campus.client,
            game=game_of(session, campus.world),
            learner=learner,
        )
    )


def known(campus: Campus, address: str) -> None:
    """A learner who has signed in once, and is registered for nothing."""
    newcomer = campus.world.newcomer(address)
    campus.world.database.write(
        lambda session: learners.recognise(
            session,
            account_id=campus.world.account_id,
            client_id=campus.client.id,
            newcomer=newcomer,
        )
    )


def offered(campus: Campus) -> list[str]:
    with campus.world.database.reading() as session:
        return [game.title for game in catalogue.open_games(session, campus.client)]


def consumed(campus: Campus) -> int:
    return campus.world.database.read(
        lambda session: status.of_client(
            session, account_id=campus.world.account_id, client_id=campus.client.id
        )
    ).consumed


HIDDEN: dict[str, Callable[[Campus], None]] = {
    "own client only": lambda campus: show(campus, Visibility.OWN),
    "only another": lambda campus: show(campus, Visibility.ONLY, campus.world.acme),
    "all except it": lambda campus: show(campus, Visibility.EXCEPT, campus.client),
}


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN)
def test_r7_on_a_campus_a_game_is_there_for_a_client_that_sees_it(
    campus: Campus, hide: Callable[[Campus], None]
) -> None:
    assert offered(campus) == ["The Ferryman"]
    campus.register(ANA)
    hide(campus)
    assert offered(campus) == []
    for act in (lambda: campus.register(BEN), lambda: campus.make("Winter")):
        with pytest.raises(GameNotVisible):
            act()
    assert click(campus, ANA).was_charged is False  # what is paid stays playable
    assert consumed(campus) == 6


def test_r7_within_a_client_a_game_is_for_all_for_groups_or_for_nobody(campus: Campus) -> None:
    known(campus, ANA)
    show(campus, audience=Audience.GROUPS)
    assert offered(campus) == []
    with pytest.raises(GameClosed):
        click(campus, ANA)
    assert campus.register(BEN).report.registered == [BEN]
    show(campus, audience=Audience.NOBODY)
    with pytest.raises(GameClosed):
        campus.register(ANA)
    assert click(campus, BEN).was_charged is False  # what is paid stays playable


def test_r7_a_clients_access_says_how_its_learners_come_in(world: World) -> None:
    with pytest.raises(AccessIsScorm):
        make(world, world.acme)


def test_r8_an_open_play_is_returned_whichever_group_asks(campus: Campus) -> None:
    campus.register(ANA)
    again = campus.register(ANA, BEN, group=campus.make("Autumn"))
    assert (again.report.already, again.report.registered) == ([ANA], [BEN])
    play = click(campus, ANA)
    assert (play.number, play.was_charged) == (1, False)
    assert consumed(campus) == 12


def test_r8_a_game_that_is_open_to_all_has_a_group_of_its_own_without_an_end(
    campus: Campus,
) -> None:
    known(campus, BEN)
    first, again = click(campus, BEN), click(campus, BEN)
    assert (first.was_charged, again.was_charged, again.id) == (True, False, first.id)
    with campus.world.database.reading() as session:
        [group] = session.scalars(select(Group).where(Group.kind == GroupKind.OPEN))
        made = session.get_one(Registration, (group.account_id, campus.client.id, first.id))
    assert (made.group_id, group.ends_at) == (group.id, None)
    assert consumed(campus) == 6


def test_r8_a_new_play_after_completion_is_a_members_to_give(campus: Campus) -> None:
    campus.register(ANA)
    campus.complete(ANA)
    with pytest.raises(PlayIsOver):
        click(campus, ANA)
    assert campus.register(ANA).report.over == [ANA]
    assert consumed(campus) == 6


def test_r8_a_play_is_over_once_its_group_has_ended_and_a_new_one_is_asked_for(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus.register(ANA)
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(GroupEnded):
        campus.register(BEN)
    winter = campus.make("Winter", ends_at=later + timedelta(days=30))
    assert campus.register(ANA, group=winter).report.over == [ANA]
    assert consumed(campus) == 6
    assert campus.register(ANA, group=winter, new_plays=True).report.registered == [ANA]
    assert consumed(campus) == 12


def test_r8_an_extension_keeps_a_play_open_and_takes_nobody_in(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus.register(ANA)
    now = clock.now()
    campus.change(extended_until=now + timedelta(days=60))
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=31))
    assert click(campus, ANA).was_charged is False
    with pytest.raises(GroupEnded):
        campus.register(BEN)


def test_r9_who_is_removed_without_having_started_has_consumed_their_credits(
    campus: Campus,
) -> None:
    campus.register(ANA)
    removed = campus.remove(ANA)
    assert (removed.started, removed.credits) == (False, 6)
    assert consumed(campus) == 6
    with pytest.raises(NotInGroup):
        click(campus, ANA)


def test_r10_a_roster_that_the_credits_do_not_cover_registers_and_charges_nobody(
    campus: Campus,
) -> None:
    addresses = [f"{n}@bolt.example" for n in range(21)]
    with pytest.raises(NotEnoughCredits) as refusal:
        campus.register(*addresses)
    assert (refusal.value.wanted, refusal.value.available) == (126, 120)
    with campus.world.database.reading() as session:
        assert session.scalars(select(Registration)).all() == []
    assert consumed(campus) == 0
