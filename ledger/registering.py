"""Registering the learners of a Campus: by a member, from a roster, or by their own click (R8).

On top of `group_registration` and `registration`, which make and pay; here is who may be put where,
and what they are told. `remove` takes a learner out again, which returns no credits (R9).
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Uuid,
    and_,
    column,
    exists,
    func,
    select,
    table,
    update,
)
from sqlalchemy.orm import Session

from ledger import (
    audit,
    campus_learners,
    catalogue,
    clock,
    group_registration,
    groups,
    idempotency,
    journal,
    outbox,
    registration,
    rosters,
)
from ledger.actors import Act, Actor
from ledger.errors import MoreThanShown, NotInGroup, PlayIsOver, UnknownRoster
from ledger.group_registration import Report
from ledger.ids import new_id
from ledger.keyring import KeyRing
from ledger.learners import Newcomer
from ledger.models import (
    Client,
    Game,
    Group,
    GroupKind,
    Learner,
    Registration,
    Source,
    Transfer,
    WalletKind,
)
from ledger.models.journal import wallet_id
from ledger.places import Place
from ledger.registration import Play
from ledger.rosters import RosterLine

INVITATION = "invitation"
"""The kind of the outbox's rows for those who are in a group now and were not before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What became of a roster, and the pool's balance; the client's is in the report.

    Of a repeat the report knows who was registered, and nobody else.
    """

    report: Report
    pool: int
    is_repeat: bool = False

    @property
    def returned(self) -> list[str]:
        """Who had been removed and is back, uncharged."""
        return self.report.returned


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """For how many learners how many credits are consumed."""

    learners: int
    credits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Who was taken out of a group: whether they had begun to play, and what their play cost."""

    started: bool
    credits: int


def register_roster(
    session: Session,
    *,
    actor: Actor,
    keyring: KeyRing,
    group: Group,
    lines: Sequence[RosterLine],
    new_plays: bool = False,
    key: str | None,
    most: Charge | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Registered:
    """Register all of a roster in a group, or none; who is in or comes back is not charged.

    `new_plays` charges a new play to those whose play is over. The same key with the same facts
    returns what was done the first time. `most` is what a preview showed that it charges.
    `on_progress` is told how many learners of how many are done, within the transaction: it must
    not wait. Under `Database.rehearse` this is the preview.

    Raises NotAllowed, ClientArchived, AccessIsScorm, UnknownGroup of a package's, GameNotVisible,
    GameClosed, NoContent, GroupEnded, BadLearner, IdempotencyConflict, NotEnoughCredits with the
    client's numbers, and MoreThanShown where plays ended, or the price rose, since the preview.
    """
    actor.must(Act.REGISTER)
    client = locked(session, group)
    newcomers = campus_learners.newcomers_of(session, client, keyring, lines)
    facts = facts_of(group, newcomers, new_plays=new_plays)
    at, is_first = claimed(session, actor, key, facts)
    if not is_first:
        return done_before(session, group, at)
    place = must_be_registrable(session, client, group)
    report = group_registration.register_learners(
        session,
        place=place,
        learners=newcomers,
        source=actor.source,
        member_id=actor.member_id,
        new_plays=new_plays,
        at=at,
        on_progress=on_progress,
    )
    if most is not None:
        must_be_covered(report, most)
    campus_learners.fill_in(session, client, newcomers, came_in=set(report.came_in))
    invite(session, group, report.came_in)
    record(session, actor, "register learners", group, counts_of(report))
    return Registered(report=report, pool=pool_of(session, actor.account_id))


def claimed(
    session: Session, actor: Actor, key: str | None, facts: dict[str, object]
) -> tuple[datetime, bool]:
    """When it is done, or was; and whether it is for the first time."""
    if key is None:
        return clock.now(), True
    mine = new_id()
    first = idempotency.claim(
        session, account_id=actor.account_id, key=key, facts=facts, result_id=mine
    )
    # Its registrations are of the claim's own time, by which they are found again.
    claim = idempotency.find(session, account_id=actor.account_id, key=key)
    assert claim is not None
    return claim.created_at, first == mine


def register_kept(
    session: Session,
    *,
    actor: Actor,
    keyring: KeyRing,
    roster_id: UUID,
    new_plays: bool = False,
    most: Charge,
    on_progress: Callable[[int, int], None] | None = None,
) -> Registered:
    """`register_roster` of a roster that was kept, which goes with it; done again it is a repeat.

    Raises what that does, and UnknownRoster where it was forgotten before the yes.
    """
    actor.must(Act.REGISTER)
    try:
        roster = rosters.kept(session, actor=actor, id=roster_id)
    except UnknownRoster:
        return registered_before(session, actor=actor, roster_id=roster_id)
    registered = register_roster(
        session,
        actor=actor,
        keyring=keyring,
        group=groups.by_id(session, account_id=actor.account_id, id=roster.group_id),
        lines=rosters.lines_of(roster),
        new_plays=new_plays,
        key=key_of(roster_id),
        most=most,
        on_progress=on_progress,
    )
    rosters.forget(session, account_id=actor.account_id, ids=[roster_id])
    return registered


def registered_before(session: Session, *, actor: Actor, roster_id: UUID) -> Registered:
    """What came of a roster that is not kept any longer: it goes in the transaction that registers
    it, so that by now its key is there. Raises UnknownRoster where it was forgotten."""
    done = idempotency.find(session, account_id=actor.account_id, key=key_of(roster_id))
    if done is None:
        raise UnknownRoster(given=str(roster_id))
    group = groups.by_id(session, account_id=actor.account_id, id=UUID(done.facts["group"]))
    return done_before(session, group, done.created_at)


def key_of(roster_id: UUID) -> str:
    return f"roster {roster_id}"


def must_be_covered(report: Report, most: Charge) -> None:
    """By the yes that was given; raises MoreThanShown, with which all of it is rolled back.

    Only the rows that were made say what it came to: who counts first may count too few.
    """
    learners = len(report.registered)
    if learners > most.learners or report.credits > most.credits:
        raise MoreThanShown(learners=learners, credits=report.credits)


def locked(session: Session, group: Group) -> Client:
    """The group's client, whose access stays as it is until the transaction ends.

    Shared with all who register: only a change of the access waits (FOR KEY SHARE).
    """
    key = (group.account_id, group.client_id)
    return session.get_one(Client, key, with_for_update={"read": True, "key_share": True})


def must_be_registrable(session: Session, client: Client, group: Group) -> Place:
    """The group's place, where members may register learners in it."""
    groups.must_be_campus(client)
    groups.must_be_on_campus(group)
    place = groups.place_of(session, group)
    game = session.get_one(Game, (group.account_id, group.game_id))
    catalogue.must_admit(session, client=client, game=game, kind=group.kind)
    groups.must_take_newcomers(group, client, clock.now())
    return place


def facts_of(group: Group, newcomers: Iterable[Newcomer], *, new_plays: bool) -> dict[str, object]:
    """What is kept under the key: of the learners a digest, nothing personal."""
    keys = "".join(sorted({newcomer.key for newcomer in newcomers}))
    return {
        "act": "register",
        "group": str(group.id),
        "learners": hashlib.sha256(keys.encode()).hexdigest(),
        "new_plays": new_plays,
    }


def done_before(session: Session, group: Group, at: datetime) -> Registered:
    """What was registered at `at`, under a key that is used again."""
    rows = session.execute(
        select(Learner.lms_id, Learner.key, Transfer.credits)
        .join(Registration, is_of(Learner))
        .join(
            Transfer,
            and_(
                Transfer.account_id == Registration.account_id,
                Transfer.debit_wallet_id == Registration.client_id,
                Transfer.registration_id == Registration.id,
            ),
        )
        .where(
            Registration.account_id == group.account_id,
            Registration.client_id == group.client_id,
            Registration.game_id == group.game_id,
            Registration.registered_at == at,
        )
        .order_by(Registration.id)
    ).all()
    report = Report(
        registered=[lms_id or key for lms_id, key, _ in rows],
        credits=sum(credits for _, _, credits in rows),
        available=journal.balance(session, group.account_id, group.client_id),
    )
    return Registered(report=report, pool=pool_of(session, group.account_id), is_repeat=True)


def is_of(learner: type[Learner]) -> ColumnElement[bool]:
    """Whether a registration is the learner's."""
    return and_(
        Registration.account_id == learner.account_id,
        Registration.client_id == learner.client_id,
        Registration.learner_id == learner.id,
    )


def pool_of(session: Session, account_id: UUID) -> int:
    return journal.balance(session, account_id, wallet_id(account_id, WalletKind.POOL))


def invite(session: Session, group: Group, learner_ids: Iterable[UUID]) -> None:
    facts = {"client_id": str(group.client_id), "group_id": str(group.id)}
    outbox.add_many(
        session,
        account_id=group.account_id,
        kind=INVITATION,
        rows=[(id, {**facts, "learner_id": str(id)}) for id in learner_ids],
    )


def record(
    session: Session, actor: Actor, act: str, group: Group, after: dict[str, object]
) -> None:
    audit.record(session, actor=actor, act=act, subject="group", subject_id=group.id, after=after)


def counts_of(report: Report) -> dict[str, object]:
    return {
        "registered": len(report.registered),
        "already": len(report.already),
        "returned": len(report.returned),
        "over": len(report.over),
        "credits": report.credits,
    }


def remove(
    session: Session, *, actor: Actor, keyring: KeyRing, group: Group, address: str
) -> Removed:
    """Take a learner out of a group: they play in it no more, and no credits return (R9).

    To register them again is free while their play is open. Raises NotAllowed, UnknownGroup of a
    package's, and NotInGroup.
    """
    actor.must(Act.REGISTER)
    groups.must_be_on_campus(group)
    learner_id = campus_learners.learner_of(session, keyring, group, address)
    of_learner = (
        Registration.account_id == group.account_id,
        Registration.client_id == group.client_id,
        Registration.group_id == group.id,
        Registration.learner_id == learner_id,
        Registration.removed_at.is_(None),
    )
    removed = session.scalars(
        update(Registration)
        .where(*of_learner)
        .values(removed_at=clock.now())
        .returning(Registration.id)
    ).all()
    if not removed:
        raise NotInGroup(group=group.name, given=address)
    record(session, actor, "remove learner", group, {"learner": learner_id, "plays": len(removed)})
    return Removed(
        started=have_started(session, group, removed), credits=paid(session, group, removed)
    )


# The bridge keeps what was played: all that the core asks of it is whether a play has begun.
RUNTIMES = table(
    "runtimes",
    column("account_id", Uuid()),
    column("client_id", Uuid()),
    column("registration_id", Uuid()),
)


def have_started(session: Session, group: Group, ids: Sequence[UUID]) -> bool:
    begun = exists().where(
        RUNTIMES.c.account_id == group.account_id,
        RUNTIMES.c.client_id == group.client_id,
        RUNTIMES.c.registration_id.in_(ids),
    )
    return bool(session.scalar(select(begun)))


def paid(session: Session, group: Group, ids: Sequence[UUID]) -> int:
    """The credits that the plays have cost."""
    return session.execute(
        select(func.sum(Transfer.credits)).where(
            Transfer.account_id == group.account_id,
            Transfer.debit_wallet_id == group.client_id,
            Transfer.registration_id.in_(ids),
        )
    ).scalar_one()


def register_by_click(session: Session, *, client: Client, game: Game, learner: Learner) -> Play:
    """The learner's open play of a game that is open to all; or a new one, charged at once.

    Raises ClientArchived, AccessIsScorm, GameNotVisible, GameClosed, NoContent, NotInGroup where a
    member removed them, PlayIsOver, and NotEnoughCredits.
    """
    group = groups.open_group(session, client=client, game=game)
    place = groups.place_of(session, group)
    before = registration.last_play(session, place, learner.key)
    if before is not None and before.is_open(clock.now()):
        if before.removed_at is not None:
            raise NotInGroup(group=group.name, given=learner.lms_id or "")
        return before
    if before is not None:
        raise PlayIsOver(play=before.number, completed_at=before.completed_at, price=place.price)
    catalogue.must_admit(session, client=client, game=game, kind=GroupKind.OPEN)
    newcomer = Newcomer(key=learner.key, lms_id=learner.lms_id or "", name=learner.name)
    return registration.charge(session, place=place, newcomer=newcomer, source=Source.WEB, number=1)
