"""A game gets a new version: its packages stay, and its open plays stay or move."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import event, select, update

from ledger import accounts, catalogue, clock, versions
from ledger.audit import entries
from ledger.errors import NotAllowed
from ledger.models import Game, GameVersion, Group, Member, Registration
from scorm_bridge import games
from scorm_bridge.errors import BadArchive
from scorm_bridge.games import Updated
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import Lms, consumed, rows
from tests.scorm_bridge.zips import manifest
from tests.worlds import World

Update = Callable[..., Updated]


@pytest.fixture
def updated(world: World, tmp_path: Path) -> Update:
    """Give the world's game the version that a zip holds."""

    def update(
        page: bytes = b"second", *, xml: str = manifest(), by: Member | None = None
    ) -> Updated:
        file = zips.write(tmp_path / "game.zip", {"index.html": page}, manifest=xml)
        actor = world.actor(by or world.manager)
        return world.database.write(
            lambda session: games.update_game_from_zip(
                session,
                actor=actor,
                game=session.get_one(Game, (world.account_id, world.game.id)),
                file=file,
            )
        )

    return update


def let_move(world: World, *, moves: bool = True, by: Member | None = None) -> None:
    actor = world.actor(by or world.owner)
    world.database.write(
        lambda session: accounts.choose_open_plays(session, actor=actor, moves=moves)
    )


def versions_played(world: World) -> list[int]:
    with world.database.reading() as session:
        return list(
            session.scalars(select(Registration.game_version).order_by(Registration.registered_at))
        )


def test_a_package_opens_the_new_version_for_new_plays(lms: Lms, updated: Update) -> None:
    assert lms.open("ana")["game"]["standard"] == "scorm12"
    assert updated().version.number == 2
    href = lms.open("marc")["game"]["scos"][0]["href"]
    assert lms.browser.get(href, base_url=lms.content_origin).data == b"second"
    assert versions_played(lms.world) == [1, 2]


def test_an_open_play_stays_on_its_version_unless_the_account_says_otherwise(
    lms: Lms, updated: Update
) -> None:
    before = lms.open()["game"]["scos"][0]["href"]
    updated()
    assert lms.open()["game"]["scos"][0]["href"] == before
    let_move(lms.world)
    assert lms.open()["game"]["scos"][0]["href"] != before
    assert versions_played(lms.world) == [2]
    assert consumed(lms.world) == 6


def test_a_play_that_moves_keeps_what_it_has(lms: Lms, updated: Update) -> None:
    let_move(lms.world)
    facts = lms.open()
    lms.commit(facts, changes={"cmi.suspend_data": "oar=1"})
    updated()
    again = lms.open()
    assert again["state"] == {"cmi.suspend_data": "oar=1"}
    assert again["package"]["pointer"] == facts["package"]["pointer"]


def test_what_a_window_commits_after_its_play_moved_is_kept(lms: Lms, updated: Update) -> None:
    let_move(lms.world)
    older = lms.open()
    updated()
    lms.open()
    done = {"completion": "completed", "success": "passed", "score": 85, "location": ""}
    assert lms.commit(older, outcome=done).json == {"sequence": 1, "owner": False}
    assert lms.open()["mode"] == "review"


def test_a_finished_play_is_reviewed_on_the_version_it_was_played_on(
    lms: Lms, updated: Update
) -> None:
    let_move(lms.world)
    lms.finish()
    updated()
    for mode in ("normal", "review"):
        assert lms.open(mode=mode)["mode"] == "review"
    assert versions_played(lms.world) == [1]


def test_a_play_whose_group_ended_does_not_move(lms: Lms, updated: Update) -> None:
    let_move(lms.world)
    lms.open()
    updated()
    past = clock.now()
    lms.world.database.write(
        lambda session: session.execute(
            update(Group).values(starts_at=past - timedelta(days=2), ends_at=past)
        )
    )
    assert lms.open()["mode"] == "review"
    assert versions_played(lms.world) == [1]


def test_a_play_does_not_move_to_another_standard(lms: Lms, updated: Update) -> None:
    """What its run-time kept is of the standard that it began with."""
    let_move(lms.world)
    lms.open()
    updated(b"second", xml=manifest(version="2004 4th Edition"))
    assert lms.open()["game"]["standard"] == "scorm12"
    updated(b"third")
    assert lms.open()["game"]["standard"] == "scorm12"
    assert versions_played(lms.world) == [3]


def test_a_play_does_not_move_to_other_scos(lms: Lms, updated: Update) -> None:
    """What each of several SCOs kept is under its id, and a lone SCO's under none."""
    let_move(lms.world)
    lms.open()
    item = '<item identifier="{0}" identifierref="r"><title>{0}</title></item>'
    two = manifest(items=item.format("first") + item.format("second"))
    updated(b"second", xml=two)
    assert len(lms.open()["game"]["scos"]) == 1
    assert len(lms.open("bea")["game"]["scos"]) == 2
    updated(b"third", xml=two)
    lms.open("bea")
    assert versions_played(lms.world) == [1, 3]


def test_a_preview_shows_the_new_version(lms: Lms, updated: Update) -> None:
    before = lms.open(mode="browse")["game"]["scos"][0]["href"]
    updated()
    assert lms.open(mode="browse")["game"]["scos"][0]["href"] != before


@pytest.mark.parametrize("moves", [False, True])
def test_a_launch_asks_nothing_about_versions_unless_a_play_moves(
    lms: Lms, updated: Update, moves: bool
) -> None:
    """A relaunch runs as many statements as before, whatever the account chose."""
    lms.open()
    usual = statements(lms)
    let_move(lms.world, moves=moves)
    assert statements(lms) == usual
    updated()
    assert statements(lms) == usual + 2 * moves
    assert statements(lms) == usual


def statements(lms: Lms) -> int:
    seen: list[str] = []

    def count(_c: object, _k: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = lms.bridge.database.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        assert lms.launch().status_code == 303
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_16_launches_at_once_move_a_play_once_and_charge_nothing(lms: Lms, updated: Update) -> None:
    let_move(lms.world)
    lms.open()
    updated()
    start = Barrier(16)

    def launch(_: int) -> int:
        start.wait()
        return lms.launch().status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(launch, range(16))) == {303}
    assert versions_played(lms.world) == [2]
    assert consumed(lms.world) == 6


def test_the_same_content_makes_no_version(world: World, updated: Update) -> None:
    """An upload that is repeated, after an answer that was lost, finds what it left."""
    first = updated()
    before = rows(world.database)
    again = updated()
    assert (first.is_new, again.is_new) == (True, False)
    assert again.version.number == first.version.number == 2
    assert rows(world.database) == before
    assert updated(b"other!").is_new  # as long as the one before, and another


def test_the_same_content_read_otherwise_is_a_version(world: World, updated: Update) -> None:
    """As after an upgrade that reads more of a manifest than the one that took the zip."""
    updated()
    world.database.write(
        lambda session: session.execute(
            update(GameVersion).where(GameVersion.number == 2).values(launch_facts={"scos": []})
        )
    )
    assert updated().version.number == 3


def test_a_bad_zip_leaves_the_version_there_was(world: World, updated: Update) -> None:
    before = rows(world.database)
    with pytest.raises(BadArchive):
        updated(xml="<html/>")
    assert rows(world.database) == before


def test_an_update_is_of_owners_and_managers_and_is_written_down(
    world: World, updated: Update
) -> None:
    with pytest.raises(NotAllowed):
        updated(by=world.viewer)
    updated(by=world.manager)
    with world.database.reading() as session:
        newest, *_ = entries(session, account_id=world.account_id)
    assert (newest.act, newest.member_id) == ("add version", world.manager.id)
    assert newest.after is not None
    assert newest.after["version"] == 2


def test_only_an_owner_chooses_what_becomes_of_open_plays(world: World) -> None:
    for member in (world.viewer, world.manager):
        with pytest.raises(NotAllowed):
            let_move(world, by=member)
    let_move(world)
    let_move(world)  # as it was: nothing to write down
    with world.database.reading() as session:
        written = [
            (one.before, one.after)
            for one in entries(session, account_id=world.account_id)
            if one.act == "choose open plays"
        ]
    assert written == [({"moves_open_plays": False}, {"moves_open_plays": True})]


def test_versions_say_how_many_open_plays_are_on_them(lms: Lms, updated: Update) -> None:
    lms.finish("ana")
    lms.open("marc")
    updated()
    lms.open("vera")
    lms.open("zoe")
    world = lms.world
    listed = world.database.read(
        lambda session: versions.all_versions(
            session, actor=world.actor(world.viewer), game=world.game
        )
    )
    assert [(one.version.number, one.open_plays) for one in listed] == [(2, 2), (1, 1)]


def test_a_game_without_content_gets_its_first_version(world: World, updated: Update) -> None:
    world.game = world.database.write(
        lambda session: catalogue.add_game(session, actor=world.operator, title="Empty so far")
    )
    done = updated()
    assert (done.is_new, done.before, done.version.number) == (True, None, 1)
