"""Registering a learner for a game: one play, one charge, at that moment (R8, R9, R10)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ledger import alerts, clock, journal, learners
from ledger.database import insert_once
from ledger.errors import NotEnoughCredits, PlayIsOver
from ledger.ids import new_id
from ledger.models import Group, Learner, Registration, Source, TransferKind


@dataclass(frozen=True, slots=True)
class Play:
    """A learner's registration for a game; `number` counts their plays of it from 1."""

    id: UUID
    number: int
    game_version: int
    completed_at: datetime | None = None
    group_ends_at: datetime | None = None
    was_charged: bool = False

    def is_open(self, now: datetime) -> bool:
        """R8: until it is completed or its group ends."""
        return self.completed_at is None and (
            self.group_ends_at is None or now < self.group_ends_at
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who is to play what, at which price: everything a registration needs to be told.

    `learner_key` is `learners.learner_key` of the `lms_id`.
    """

    account_id: UUID
    client_id: UUID
    client_name: str
    learner_key: str
    lms_id: str
    learner_name: str | None
    game_id: UUID
    game_version: int
    group_id: UUID
    price: int


def last_play(session: Session, seat: Seat) -> Play | None:
    """The learner's latest play of the game, whichever package or group it came by."""
    row = session.execute(
        select(
            Registration.id,
            Registration.number,
            Registration.game_version,
            Registration.completed_at,
            Group.ends_at,
        )
        .join(
            Learner,
            (Learner.account_id == Registration.account_id)
            & (Learner.client_id == Registration.client_id)
            & (Learner.id == Registration.learner_id),
        )
        .join(
            Group,
            (Group.account_id == Registration.account_id) & (Group.id == Registration.group_id),
        )
        .where(
            Learner.account_id == seat.account_id,
            Learner.client_id == seat.client_id,
            Learner.key == seat.learner_key,
            Registration.game_id == seat.game_id,
        )
        .order_by(Registration.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Play(*row)


def register(session: Session, *, seat: Seat, source: Source, new_play: bool = False) -> Play:
    """The learner's open play, uncharged; or a new one, charged to the client at once.

    Raises PlayIsOver when there is a play that is over and `new_play` does not say that a new
    charge is wanted, and NotEnoughCredits with the client's numbers; then nothing was changed.
    """
    before = last_play(session, seat)
    if before is not None and before.is_open(clock.now()):
        return before
    if before is not None and not new_play:
        raise PlayIsOver(play=before.number, completed_at=before.completed_at, price=seat.price)
    return charge(session, seat=seat, source=source, number=before.number + 1 if before else 1)


def charge(session: Session, *, seat: Seat, source: Source, number: int) -> Play:
    """Make play `number` and pay for it, unless a concurrent call just did.

    The play is its own idempotency key: whoever inserts its row first pays, everyone else
    waits for that transaction and is given the row it left.
    """
    registration_id = new_id()
    is_new = insert_once(
        session,
        Registration,
        account_id=seat.account_id,
        client_id=seat.client_id,
        id=registration_id,
        learner_id=learners.recognise(
            session,
            account_id=seat.account_id,
            client_id=seat.client_id,
            key=seat.learner_key,
            lms_id=seat.lms_id,
            name=seat.learner_name,
        ),
        game_id=seat.game_id,
        number=number,
        group_id=seat.group_id,
        game_version=seat.game_version,
        source=source,
        registered_at=clock.now(),
    )
    if not is_new:
        made_meanwhile = last_play(session, seat)
        assert made_meanwhile is not None
        return made_meanwhile
    pay(session, seat=seat, source=source, registration_id=registration_id)
    return Play(registration_id, number, seat.game_version, was_charged=True)


def pay(session: Session, *, seat: Seat, source: Source, registration_id: UUID) -> None:
    try:
        posted = journal.post(
            session,
            account_id=seat.account_id,
            kind=TransferKind.CONSUMPTION,
            credits=seat.price,
            client_id=seat.client_id,
            registration_id=registration_id,
            source=source,
        )
    except NotEnoughCredits as refusal:
        refusal.client = seat.client_name
        raise
    if alerts.crossed_down(posted):
        alerts.tell_owners(
            session, account_id=seat.account_id, client_id=seat.client_id, posted=posted
        )


def complete(session: Session, *, account_id: UUID, client_id: UUID, id: UUID) -> None:
    """Mark a play as completed, once: from then on it is over (R8)."""
    session.execute(
        update(Registration)
        .where(
            Registration.account_id == account_id,
            Registration.client_id == client_id,
            Registration.id == id,
            Registration.completed_at.is_(None),
        )
        .values(completed_at=clock.now())
    )


def count(session: Session, *, account_id: UUID, client_id: UUID) -> int:
    """How many registrations a client has, of all its games and learners."""
    return session.execute(
        select(func.count())
        .select_from(Registration)
        .where(Registration.account_id == account_id, Registration.client_id == client_id)
    ).scalar_one()
