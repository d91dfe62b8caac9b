"""What is personal of a learner is erased wherever it stands, and the books stay whole."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import audit, erasure, exports, learners, seals, statements
from ledger.errors import NotAllowed, UnknownLearner
from ledger.journal import balance
from ledger.models import Allocation, AuditEntry, IdempotencyKey, Learner, Member
from ledger.verification import verify
from tests.worlds import World, new_world

ANA = "ana.lima@acme.example"


@pytest.fixture
def played(world: World) -> World:
    world.allocate(120)
    world.register(ANA, name="Ana Lima")
    world.database.write(seals.seal_some)
    return world


def test_the_id_and_the_name_are_gone_and_the_key_stays(played: World) -> None:
    erase(played, ANA)
    (row,) = rows(played, Learner)
    assert (row.lms_id, row.name, row.key) == (None, None, played.learner_key(ANA))


def test_books_seals_and_totals_stay_whole_and_verify(played: World) -> None:
    before = lines(played)
    erase(played, ANA)
    found = played.database.read(verify)
    assert (found.wrong, found.registrations, found.sealed) == (None, 1, 4)
    assert [(line.number, line.balance) for line in lines(played)] == [
        (line.number, line.balance) for line in before
    ]
    assert [line.learner for line in before] == [None, ANA]
    assert [line.learner for line in lines(played)] == [None, None]


def test_the_same_id_coming_back_is_known_uncharged_and_stays_erased(played: World) -> None:
    first = played.register(ANA)
    erase(played, ANA)
    again = played.register(ANA.upper(), name="Ana Lima")
    assert (again.id, again.was_charged, held(played)) == (first.id, False, 114)
    assert rows(played, Learner)[0].lms_id is None


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("for Ana Lima", "for ***"),
        ("ANA LIMA and ana lima", "*** and ***"),
        (f"mail {ANA} first", "mail *** first"),
        (f"<{ANA.upper()}>", "<***>"),
        ("for Ben", "for Ben"),
        ("for Ana", "for Ana"),
    ],
)
def test_words_on_allocations_that_name_the_learner_are_struck_out(
    played: World, written: str, left: str
) -> None:
    played.allocate(6, reference=written, comment=f"x {written} y")
    erase(played, ANA)
    newest = rows(played, Allocation)[-1]
    assert (newest.reference, newest.comment) == (left, f"x {left} y")


@pytest.mark.parametrize(
    ("name", "written", "left"),
    [
        ("Émile Zoë", "for ÉMILE ZOË", "for ***"),
        ("Émile Zoë", "for Émile Zoë", "for ***"),
        ("E\u0301mile Zoe\u0308", "for Émile Zoë", "for ***"),
        ("Émile  Zoë ", "for Émile Zoë", "for ***"),
        ("محمد علي", "إلى محمد علي", "إلى ***"),
        ("王小明", "学生王小明付款", "学生***付款"),
        ("🛶 Ana", "see 🛶 Ana", "see ***"),
        ("100% _Ana_", "100% _ana_, not 100X XAnaX", "***, not 100X XAnaX"),
        ("A.* (x|y)+ [z] \\d", "A.* (x|y)+ [z] \\d; AAA xx z 1", "***; AAA xx z 1"),
        ('O\'Neil "Q" \\ /', 'by O\'Neil "Q" \\ /', "by ***"),
    ],
)
def test_a_name_in_any_script_or_full_of_signs_is_taken_as_it_is(
    world: World, name: str, written: str, left: str
) -> None:
    world.allocate(12, comment=written)
    note(world, {"comment": written})
    world.register("x-1", name=name)
    erase(world, "x-1")
    assert rows(world, Allocation)[0].comment == left
    assert noted(world) == {"comment": left}


def test_a_name_struck_out_many_times_still_fits_where_it_stood(world: World) -> None:
    world.allocate(12, reference="Ana" * 33)
    world.register("x-1", name="Ana")
    erase(world, "x-1")
    assert rows(world, Allocation)[0].reference == "***" * 33


@pytest.mark.parametrize("name", ["X", "Li", "."])
def test_a_name_too_short_to_be_told_from_other_words_is_left_in_them(
    world: World, name: str
) -> None:
    world.allocate(12, comment=f"{name} or Lilli.")
    world.register("no", name=name)
    erase(world, "no")
    assert rows(world, Allocation)[0].comment == f"{name} or Lilli."
    assert rows(world, Learner)[0].name is None


def test_values_in_the_audit_are_struck_out_however_deep_they_are(played: World) -> None:
    note(played, {"for": ["Ana Lima", {"mail": ANA}, 6, None], "Ben": "Ben"})
    erase(played, ANA)
    assert noted(played) == {"for": ["***", {"mail": "***"}, 6, None], "Ben": "Ben"}


def test_the_facts_kept_under_an_allocations_key_are_struck_out_too(played: World) -> None:
    played.allocate(6, key="k", reference="for Ana Lima", comment=f"mail {ANA}")
    erase(played, ANA)
    kept = next(row for row in rows(played, IdempotencyKey) if row.key == "k")
    assert (kept.facts["reference"], kept.facts["comment"]) == ("for ***", "mail ***")
    assert kept.facts["credits"] == 6


def test_nothing_that_is_exported_names_the_learner_any_more(played: World) -> None:
    played.allocate(6, reference="Ana Lima", comment=f"mail {ANA}")
    note(played, {"for": "Ana Lima"})
    assert "Ana Lima" in exported(played)
    assert ANA in exported(played)
    erase(played, ANA)
    assert "Ana Lima" not in exported(played)
    assert ANA not in exported(played)


def test_another_accounts_words_are_left_alone(played: World) -> None:
    other = new_world(played.database)
    other.allocate(6, comment="for Ana Lima")
    erase(played, ANA)
    assert rows(other, Allocation)[0].comment == "for Ana Lima"


def test_another_learner_is_left_alone(played: World) -> None:
    played.register("ben@acme.example", name="Ben")
    erase(played, ANA)
    assert [row.name for row in rows(played, Learner)] == [None, "Ben"]


def test_erasing_again_changes_nothing(played: World) -> None:
    erase(played, ANA)
    erase(played, ANA)
    assert rows(played, Learner)[0].lms_id is None


def test_a_learner_nobody_knows_is_said_to_be_unknown(played: World) -> None:
    with pytest.raises(UnknownLearner) as refusal:
        erase(played, "nobody")
    assert refusal.value.given == "nobody"


@pytest.mark.parametrize("who", ["manager", "viewer"])
def test_only_an_owner_erases(played: World, who: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        erase(played, ANA, by=getattr(played, who))
    assert refusal.value.allowed == ["owner"]
    assert rows(played, Learner)[0].lms_id == ANA


def test_a_rehearsal_erases_nothing(played: World) -> None:
    played.database.rehearse(lambda session: call(session, played, ANA, played.owner))
    assert rows(played, Learner)[0].name == "Ana Lima"


def test_the_erasure_is_written_down_without_saying_whom(played: World) -> None:
    erase(played, ANA)
    newest = rows(played, AuditEntry)[-1]
    assert (newest.act, newest.subject, newest.member_id) == (
        "erase learner",
        "learner",
        played.owner.id,
    )
    assert newest.subject_id == rows(played, Learner)[0].id
    assert newest.after == {"client": str(played.acme.id)}


def erase(world: World, lms_id: str, *, by: Member | None = None) -> None:
    world.database.write(lambda session: call(session, world, lms_id, by or world.owner))


def call(session: Session, world: World, lms_id: str, by: Member) -> None:
    learner = learners.find_learner(
        session, client=world.acme, key=world.learner_key(lms_id), given=lms_id
    )
    erasure.erase_learner(session, actor=world.actor(by), client=world.acme, learner=learner)


def note(world: World, facts: dict[str, Any]) -> None:
    world.database.write(
        lambda session: audit.record(
            session,
            actor=world.operator,
            act="note",
            subject="client",
            subject_id=world.acme.id,
            after=facts,
        )
    )


def noted(world: World) -> Any:
    return next(row.after for row in rows(world, AuditEntry) if row.act == "note")


def rows(world: World, table: Any) -> list[Any]:
    """The account's rows, the oldest first."""
    order = table.created_at if table is IdempotencyKey else table.id
    wanted = select(table).where(table.account_id == world.account_id).order_by(order)
    with world.database.reading() as session:
        return list(session.scalars(wanted))


def lines(world: World) -> list[statements.Line]:
    return world.database.read(
        lambda session: list(
            statements.lines(session, account_id=world.account_id, wallet_id=world.acme.id)
        )
    )


def held(world: World) -> int:
    return world.database.read(lambda session: balance(session, world.account_id, world.acme.id))


def exported(world: World) -> str:
    with world.database.reading() as session:
        return "\n".join(exports.lines(session, actor=world.operator))
