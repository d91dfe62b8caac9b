"""Who may be registered by a package: a change takes effect at once, what is paid stays (R7)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledger import catalogue, clients, clock
from ledger.errors import AccessFixed, GameClosed, GameNotVisible, OboleError
from ledger.models import (
    Access,
    Audience,
    Client,
    Game,
    Group,
    Learner,
    Registration,
    Visibility,
)
from scorm_bridge import package_batches
from scorm_bridge.models import PackageStandard, Replays
from tests.scorm_bridge.lms import Lms, consumed, new_package
from tests.scorm_bridge.member import change, refused
from tests.scorm_bridge.test_replays import opened, press
from tests.worlds import KEYRING, World

pytestmark = pytest.mark.timeout(60)

CLOSED: dict[str, tuple[Visibility, Audience, str]] = {
    "not visible": (Visibility.OWN, Audience.EVERYONE, "not-visible"),
    "for groups alone": (Visibility.ALL, Audience.GROUPS, "closed"),
    "for nobody": (Visibility.ALL, Audience.NOBODY, "closed"),
}


def show(world: World, visibility: Visibility, audience: Audience) -> Game:
    def shown(session: Session) -> Game:
        game = session.get_one(Game, (world.account_id, world.game.id))
        catalogue.set_visibility(
            session,
            actor=world.operator,
            game=game,
            visibility=visibility,
            clients=[],
            audience=audience,
        )
        return game

    return world.database.write(shown)


@pytest.mark.parametrize("how", CLOSED)
def test_r7_a_game_that_is_closed_registers_nobody_new_and_shows_no_preview(
    lms: Lms, how: str
) -> None:
    visibility, audience, code = CLOSED[how]
    show(lms.world, visibility, audience)
    refused(lms.launch(), code)
    refused(lms.launch(mode="browse"), code)
    assert consumed(lms.world) == 0
    show(lms.world, Visibility.ALL, Audience.EVERYONE)
    assert lms.launch().status_code == 303
    assert lms.launch(mode="browse").status_code == 303


@pytest.mark.parametrize("how", CLOSED)
def test_r7_a_play_that_is_paid_goes_on_and_is_reviewed_in_a_game_that_is_closed_since(
    lms: Lms, how: str
) -> None:
    visibility, audience, code = CLOSED[how]
    lms.open("ana")
    show(lms.world, visibility, audience)
    assert lms.open("ana")["mode"] == "normal"
    lms.finish("ana")
    assert lms.open("ana")["mode"] == "review"
    assert lms.open("ana", mode="review")["mode"] == "review"
    assert consumed(lms.world) == 6
    refused(lms.launch("ben"), code)


@pytest.mark.parametrize("how", CLOSED)
def test_r7_another_play_is_a_new_registration_and_neither_offered_nor_made(
    lms: Lms, how: str
) -> None:
    visibility, audience, _ = CLOSED[how]
    change(lms, replays=Replays.NEW_PLAY)
    lms.finish()
    offer = lms.launch()
    assert "Play again" in offer.text
    show(lms.world, visibility, audience)
    assert lms.open()["mode"] == "review"
    assert opened(lms, press(lms, offer))["mode"] == "review"
    assert consumed(lms.world) == 6


@pytest.mark.parametrize(
    ("visibility", "audience", "refusal"),
    [
        (Visibility.OWN, Audience.EVERYONE, GameNotVisible),
        (Visibility.ALL, Audience.GROUPS, GameClosed),
        (Visibility.ALL, Audience.NOBODY, GameClosed),
    ],
)
def test_r7_no_package_is_built_of_a_game_that_no_package_registers_for(
    world: World, visibility: Visibility, audience: Audience, refusal: type[OboleError]
) -> None:
    game = show(world, visibility, audience)
    with pytest.raises(refusal):
        new_package(world, game=game)


def test_r7_packages_for_all_are_not_built_of_a_game_for_groups(world: World) -> None:
    game = show(world, Visibility.ALL, Audience.GROUPS)
    with pytest.raises(GameClosed) as refusal:
        world.database.write(
            lambda session: package_batches.build_next(
                session,
                actor=world.actor(world.manager),
                keyring=KEYRING,
                game=session.get_one(Game, (world.account_id, game.id)),
                standard=PackageStandard.SCORM_12,
            )
        )
    assert (refusal.value.game, refusal.value.audience) == ("The Ferryman", "groups")


def change_access(world: World, access: Access) -> Client:
    return world.database.write(
        lambda session: clients.change_access(
            session,
            actor=world.actor(world.manager),
            client=session.get_one(Client, (world.account_id, world.acme.id)),
            access=access,
        )
    )


def test_a_package_of_a_client_that_comes_in_by_the_campus_since_is_closed(lms: Lms) -> None:
    change_access(lms.world, Access.CAMPUS)
    refused(lms.launch(), "disabled")
    refused(lms.launch(mode="browse"), "disabled")
    change_access(lms.world, Access.SCORM)
    assert lms.launch().status_code == 303


def test_the_access_is_fixed_from_the_first_learner_on_and_the_date_is_given(lms: Lms) -> None:
    lms.open("ana")
    lms.open("ben")
    with lms.world.database.reading() as session:
        first = session.scalar(select(func.min(Learner.created_at)))
    with pytest.raises(AccessFixed) as refusal:
        change_access(lms.world, Access.CAMPUS)
    assert (refusal.value.client, refusal.value.since) == ("Acme Learning", first)
    assert str(refusal.value.since.tzinfo) == "Europe/Paris"
    assert change_access(lms.world, Access.SCORM).access is Access.SCORM, "which it was"


def test_the_database_itself_fixes_the_access_once_a_learner_came_in(lms: Lms) -> None:
    turn = update(Client).where(Client.id == lms.world.acme.id).values(access=Access.CAMPUS)
    back = turn.values(access=Access.SCORM)
    lms.world.database.write(lambda session: session.execute(turn))
    lms.world.database.write(lambda session: session.execute(back))
    lms.open("ana")
    with pytest.raises(IntegrityError):
        lms.world.database.write(lambda session: session.execute(turn))
    lms.world.database.write(lambda session: session.execute(back))


def test_r8_a_play_is_open_for_as_long_as_its_group_was_extended(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    lms.open("ana")
    now = clock.now()
    ends = {"ends_at": now + timedelta(days=1), "extended_until": now + timedelta(days=3)}
    package = lms.package
    lms.world.database.write(
        lambda session: session.execute(
            update(Group)
            .where(Group.id == package.group_id)
            .values(starts_at=now - timedelta(days=1), **ends)
        )
    )
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=2))
    assert lms.open("ana")["mode"] == "normal"
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=4))
    assert lms.open("ana")["mode"] == "review"
    assert consumed(lms.world) == 6
    with lms.world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Registration)) == 1
