"""The rules of the business where the bridge is what keeps them, one test a rule."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ledger import clock
from ledger.errors import GameNotVisible
from ledger.models import Game, Group, Registration, Source, Visibility
from tests.scorm_bridge.lms import Lms, consumed, new_package, rows, token_of
from tests.worlds import World


def test_r7_a_client_that_does_not_see_a_game_gets_no_package_of_it(world: World) -> None:
    world.game.visibility = Visibility.OWN
    before = rows(world.database)
    with pytest.raises(GameNotVisible):
        new_package(world)
    assert rows(world.database) == before


def test_r7_a_game_that_is_hidden_takes_no_newcomer_and_who_has_a_play_plays_on(
    lms: Lms,
) -> None:
    lms.open("ana")
    hide = update(Game).values(visibility=Visibility.OWN)
    lms.world.database.write(lambda session: session.execute(hide))
    assert lms.launch("ben").status_code == 403
    assert lms.launch("ana").status_code == 303
    assert (consumed(lms.world), rows(lms.world.database)["registrations"]) == (6, 1)


def test_r8_an_open_play_is_returned_whichever_package_asks(lms: Lms) -> None:
    first = lms.open()
    other = token_of(lms.world, new_package(lms.world))
    again = lms.browser.get(lms.launch(token=other).location)
    assert first["package"]["pointer"] in again.text
    assert (consumed(lms.world), rows(lms.world.database)["registrations"]) == (6, 1)


def test_r8_after_completion_a_launch_is_a_review_and_charges_nothing(lms: Lms) -> None:
    lms.finish()
    again = lms.open()
    assert (again["mode"], again["commit"]["token"]) == ("review", "")
    assert again["outcome"]["score"] == 85
    assert lms.open(mode="review")["outcome"] == again["outcome"]
    assert (consumed(lms.world), rows(lms.world.database)["registrations"]) == (6, 1)


def test_r8_after_its_group_ended_a_play_is_over_and_a_launch_charges_nothing(lms: Lms) -> None:
    lms.open()
    past = {"starts_at": clock.now() - timedelta(days=1), "ends_at": clock.now()}
    lms.world.database.write(lambda session: session.execute(update(Group).values(past)))
    assert lms.open()["mode"] == "review"
    assert consumed(lms.world) == 6


def test_r8_a_launch_registers_in_the_packages_own_group(lms: Lms) -> None:
    lms.open()
    with lms.world.database.reading() as session:
        made = session.scalars(select(Registration)).one()
    assert (made.group_id, made.source) == (lms.package.group_id, Source.LMS)


def test_r9_a_learner_who_never_starts_has_consumed_their_credits(lms: Lms) -> None:
    assert lms.launch().status_code == 303  # and the browser is closed before the player loads
    assert consumed(lms.world) == 6


def test_r9_a_learner_whom_a_member_registered_launches_uncharged(lms: Lms) -> None:
    play = lms.world.register("ana")
    assert consumed(lms.world) == 6
    assert lms.open()["package"]["pointer"] == f"o1.{play.id.hex}"
    assert consumed(lms.world) == 6


def test_r10_each_learner_and_each_game_is_charged_once(lms: Lms) -> None:
    for learner in ("ana", "Ana", "marc", "ana", "MARC "):
        lms.open(learner)
    assert (consumed(lms.world), rows(lms.world.database)["registrations"]) == (12, 2)
