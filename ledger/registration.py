"""Registering a learner for a game: one play, one charge, at that moment (R8, R9, R10)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from ledger import alerts, clock, journal, learners
from ledger.database import insert_once
from ledger.errors import NotEnoughCredits, PlayIsOver
from ledger.ids import new_id
from ledger.learners import Newcomer
from ledger.models import Group, Learner, Registration, Source, TransferKind
from ledger.places import Place


@dataclass(frozen=True, slots=True)
class Play:
    """A learner's registration for a game; `number` counts their plays of it from 1."""

    id: UUID
    number: int
    game_version: int
    completed_at: datetime | None = None
    group_ends_at: datetime | None = None
    removed_at: datetime | None = None
    was_charged: bool = False

    def is_open(self, now: datetime) -> bool:
        """R8: until it is completed or its group ends."""
        return self.completed_at is None and (
            self.group_ends_at is None or now < self.group_ends_at
        )


def last_play(session: Session, place: Place, learner_key: str) -> Play | None:
    """The learner's latest play of the game, whichever package or group it came by."""
    values = {
        "account": place.account_id,
        "client": place.client_id,
        "game": place.game_id,
        "key": learner_key,
    }
    session.flush()
    row = session.connection().execute(LAST_PLAY, values).one_or_none()
    return None if row is None else Play(*row)


# Made once: to make a statement anew takes longer than to run it.
LAST_PLAY = (
    select(
        Registration.id,
        Registration.number,
        Registration.game_version,
        Registration.completed_at,
        Group.closes_at,
        Registration.removed_at,
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
        Learner.account_id == bindparam("account"),
        Learner.client_id == bindparam("client"),
        Learner.key == bindparam("key"),
        Registration.game_id == bindparam("game"),
    )
    .order_by(Registration.number.desc())
    .limit(1)
)


def register(
    session: Session, *, place: Place, newcomer: Newcomer, source: Source, new_play: bool = False
) -> Play:
    """The learner's open play, uncharged; or a new one, charged to the client at once.

    Raises PlayIsOver when there is a play that is over and `new_play` does not say that a new
    charge is wanted, and NotEnoughCredits with the client's numbers; then nothing was changed.
    """
    before = last_play(session, place, newcomer.key)
    if before is not None and before.is_open(clock.now()):
        return before
    if before is not None and not new_play:
        raise PlayIsOver(play=before.number, completed_at=before.completed_at, price=place.price)
    return charge(
        session,
        place=place,
        newcomer=newcomer,
        source=source,
        number=before.number + 1 if before else 1,
    )


def charge(
    session: Session, *, place: Place, newcomer: Newcomer, source: Source, number: int
) -> Play:
    """Make play `number` and pay for it, unless a concurrent call just did.

    The play is its own idempotency key: whoever inserts its row first pays, everyone else
    waits for that transaction and is given the row it left.
    """
    registration_id = new_id()
    is_new = insert_once(
        session,
        Registration,
        account_id=place.account_id,
        client_id=place.client_id,
        id=registration_id,
        learner_id=learners.recognise(
            session,
            account_id=place.account_id,
            client_id=place.client_id,
            newcomer=newcomer,
        ),
        game_id=place.game_id,
        number=number,
        group_id=place.group_id,
        game_version=place.game_version,
        source=source,
        registered_at=clock.now(),
    )
    if not is_new:
        made_meanwhile = last_play(session, place, newcomer.key)
        assert made_meanwhile is not None
        return made_meanwhile
    pay(session, place=place, source=source, registration_id=registration_id)
    return Play(registration_id, number, place.game_version, was_charged=True)


def pay(session: Session, *, place: Place, source: Source, registration_id: UUID) -> None:
    try:
        posted = journal.post(
            session,
            account_id=place.account_id,
            kind=TransferKind.CONSUMPTION,
            credits=place.price,
            client_id=place.client_id,
            registration_id=registration_id,
            source=source,
        )
    except NotEnoughCredits as refusal:
        refusal.client = place.client_name
        raise
    alerts.after_consumption(session, place, posted)


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
