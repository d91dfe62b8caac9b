"""Snoozes: a while in which no alert of a wallet is told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from ledger import audit, clock
from ledger.actors import Act, Actor
from ledger.models import Snooze


def snooze(session: Session, *, actor: Actor, wallet_id: UUID, until: datetime | None) -> None:
    """Tell nothing of a client's wallet, or the pool, until then; None until its alerts are over.

    Raises NotAllowed.
    """
    actor.must(Act.SNOOZE)
    row = session.get(Snooze, (actor.account_id, wallet_id))
    before = {"until": row.until} if row else {}
    if row is None:
        row = Snooze(account_id=actor.account_id, wallet_id=wallet_id)
        session.add(row)
    row.until = until
    session.flush()
    audit.record(
        session,
        actor=actor,
        act="snooze alerts",
        subject="wallet",
        subject_id=wallet_id,
        before=before,
        after={"until": until or "its alerts are over"},
    )


def is_snoozed(session: Session, account_id: UUID, wallet_id: UUID) -> bool:
    row = session.get(Snooze, (account_id, wallet_id))
    return row is not None and (row.until is None or row.until > clock.now())


def of_account(session: Session, *, account_id: UUID) -> list[Snooze]:
    """Those that are not over."""
    return list(
        session.scalars(
            select(Snooze).where(
                Snooze.account_id == account_id,
                or_(Snooze.until.is_(None), Snooze.until > clock.now()),
            )
        )
    )


def end_with_alerts(session: Session, account_id: UUID, wallet_id: UUID) -> None:
    """The wallet recovered: what was snoozed until then is told again from its next crossing."""
    session.execute(
        delete(Snooze).where(
            Snooze.account_id == account_id, Snooze.wallet_id == wallet_id, Snooze.until.is_(None)
        )
    )


def take_due(session: Session) -> list[tuple[UUID, UUID]]:
    """End the snoozes that are over; each account and wallet is given to one caller only."""
    gone = (
        delete(Snooze)
        .where(Snooze.until <= clock.now())
        .returning(Snooze.account_id, Snooze.wallet_id)
    )
    return [(row.account_id, row.wallet_id) for row in session.execute(gone)]
