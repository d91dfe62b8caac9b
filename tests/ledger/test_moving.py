"""A client changes its LMS: its learners' plays follow from old ids to new ones, uncharged."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import audit, erasure, learners, moving, registration
from ledger.errors import BadLearner, BadMoves, NotAllowed, PlayIsOver
from ledger.journal import balance
from ledger.models import Client, Learner, Member
from ledger.moving import Moved
from ledger.verification import verify
from tests.worlds import World, new_world


@pytest.fixture
def playing(world: World) -> World:
    """Ana, Ben and Cleo each have an open play."""
    world.allocate(120)
    for name in ("ana", "ben", "cleo"):
        world.register(name)
    return world


def test_an_open_play_follows_uncharged(playing: World) -> None:
    before = playing.register("ana")
    assert move(playing, ("ana", "a-1")) == Moved(moved=["ana"])
    assert playing.register("a-1").id == before.id
    assert held(playing) == 102


def test_a_completed_play_follows_so_that_a_new_one_is_said_to_be_a_new_charge(
    playing: World,
) -> None:
    done = playing.register("ana")
    playing.database.write(
        lambda session: registration.complete(
            session, account_id=playing.account_id, client_id=playing.acme.id, id=done.id
        )
    )
    move(playing, ("ana", "a-1"))
    with pytest.raises(PlayIsOver) as said:
        playing.register("a-1")
    assert said.value.play == 1


def test_the_old_id_is_nobodys_then_and_who_comes_by_it_is_new(playing: World) -> None:
    move(playing, ("ana", "a-1"))
    assert playing.register("ana").was_charged


def test_two_who_exchange_their_ids_keep_their_own_plays(playing: World) -> None:
    ana, ben = playing.register("ana"), playing.register("ben")
    assert move(playing, ("ana", "ben"), ("ben", "ana")).moved == ["ana", "ben"]
    assert (playing.register("ben").id, playing.register("ana").id) == (ana.id, ben.id)
    assert held(playing) == 102


def test_a_chain_of_ids_moves_as_one(playing: World) -> None:
    plays = [playing.register(name).id for name in ("ana", "ben", "cleo")]
    moves = (("ana", "ben"), ("ben", "cleo"), ("cleo", "dora"))
    assert move(playing, *moves).moved == ["ana", "ben", "cleo"]
    assert [playing.register(name).id for name in ("ben", "cleo", "dora")] == plays


def test_an_unknown_old_id_is_named_and_the_others_move(playing: World) -> None:
    report = move(playing, ("nobody", "n-1"), ("ana", "a-1"))
    assert (report.unknown, report.moved) == (["nobody"], ["ana"])
    assert playing.register("n-1").was_charged


def test_a_new_id_that_came_in_by_itself_is_named_and_neither_learner_changes(
    playing: World,
) -> None:
    ana, ben = playing.register("ana"), playing.register("ben")
    assert move(playing, ("ana", "ben")) == Moved(taken=["ana"])
    assert (playing.register("ana").id, playing.register("ben").id) == (ana.id, ben.id)


def test_who_waits_for_one_that_cannot_move_does_not_move_either(playing: World) -> None:
    """Cleo stays, so Ben stays, so Ana stays."""
    report = move(playing, ("ana", "ben"), ("ben", "cleo"))
    assert report == Moved(taken=["ana", "ben"])
    assert held(playing) == 102


def test_another_spelling_of_the_same_id_moves_to_itself(playing: World) -> None:
    before = playing.register("ana")
    assert move(playing, ("ana", "ANA")).moved == ["ana"]
    assert playing.register("ana").id == before.id
    assert learner_ids(playing) == ["ANA", "ben", "cleo"]


@pytest.mark.parametrize(
    ("moves", "given"),
    [
        ([("ana", "a-1"), ("ana", "a-2")], "ana"),
        ([("ana", "a-1"), ("ANA ", "a-2")], "ANA "),
        ([("ana", "x"), ("ben", "x")], "x"),
        ([("ana", "x"), ("ben", "X")], "X"),
    ],
)
def test_an_id_listed_twice_is_refused_and_nobody_moves(
    playing: World, moves: list[tuple[str, str]], given: str
) -> None:
    with pytest.raises(BadMoves) as refusal:
        move(playing, *moves)
    assert refusal.value.given == given
    assert learner_ids(playing) == ["ana", "ben", "cleo"]


@pytest.mark.parametrize("bad", [("ana", ""), ("", "a-1"), ("ana", " "), ("ana", "x" * 256)])
def test_an_id_that_names_nobody_is_refused_and_nobody_moves(
    playing: World, bad: tuple[str, str]
) -> None:
    with pytest.raises(BadLearner):
        move(playing, ("ben", "b-1"), bad)
    assert learner_ids(playing) == ["ana", "ben", "cleo"]


def test_a_viewer_moves_nobody(playing: World) -> None:
    with pytest.raises(NotAllowed) as refusal:
        move(playing, ("ana", "a-1"), by=playing.viewer)
    assert refusal.value.allowed == ["owner", "manager"]
    assert learner_ids(playing) == ["ana", "ben", "cleo"]


def test_another_accounts_learner_of_the_same_id_stays(playing: World) -> None:
    other = new_world(playing.database)
    other.allocate(6)
    stays = other.register("ana")
    move(playing, ("ana", "a-1"))
    assert other.register("ana").id == stays.id


def test_one_who_was_erased_moves_and_stays_erased(playing: World) -> None:
    """The plays follow by the key; nothing personal comes back by the list."""
    playing.database.write(lambda session: erase(session, playing, "ana"))
    before = playing.register("ana")
    assert move(playing, ("ana", "a-1")).moved == ["ana"]
    assert playing.register("a-1").id == before.id
    assert learner_ids(playing) == ["ben", "cleo", None]


def test_many_move_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "KEYS_AT_ONCE", 3)
    world.allocate(60)
    names = [f"learner {number}" for number in range(10)]
    plays = [world.register(name).id for name in names]
    assert move(world, *((name, f"new {name}") for name in names)).moved == names
    assert [world.register(f"new {name}").id for name in names] == plays


def test_a_move_is_written_down_without_anyones_id(playing: World) -> None:
    move(playing, ("ana", "a-1"), ("nobody", "n-1"), ("ben", "cleo"))
    (entry, *_) = playing.database.read(
        lambda session: audit.entries(session, account_id=playing.account_id)
    )
    assert (entry.act, entry.subject_id) == ("move learners", playing.acme.id)
    assert entry.after == {"moved": 1, "unknown": 1, "taken": 1}


def test_the_books_are_right_afterwards(playing: World) -> None:
    move(playing, ("ana", "ben"), ("ben", "ana"))
    assert playing.database.read(verify).wrong is None


def move(world: World, *moves: tuple[str, str], by: Member | None = None) -> Moved:
    return world.database.write(
        lambda session: moving.move_learners(
            session,
            actor=world.actor(by or world.manager),
            client=session.get_one(Client, (world.account_id, world.acme.id)),
            moves=moves,
            key_of=world.learner_key,
        )
    )


def erase(session: Session, world: World, lms_id: str) -> None:
    learner = learners.find_learner(
        session, client=world.acme, key=world.learner_key(lms_id), given=lms_id
    )
    erasure.erase_learner(session, actor=world.operator, client=world.acme, learner=learner)


def held(world: World) -> int:
    return world.database.read(lambda session: balance(session, world.account_id, world.acme.id))


def learner_ids(world: World) -> list[str | None]:
    """As the client's LMS names them; None for one who was erased."""
    with world.database.reading() as session:
        found = session.scalars(
            select(Learner.lms_id).where(Learner.account_id == world.account_id)
        ).all()
    return sorted(found, key=lambda id: (id is None, id))
