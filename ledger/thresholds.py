"""Below how many credits of a wallet owners are told."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger import alerts, audit
from ledger.actors import Act, Actor
from ledger.amounts import PLAY_PRICE
from ledger.errors import BadAmount
from ledger.journal import Entry
from ledger.models import Threshold, ThresholdUnit, Transfer, Wallet

LOW_PLAYS = 10
LOW_PER_CENT = 10
MOST = {
    ThresholdUnit.PLAYS: 1_000_000,
    ThresholdUnit.CREDITS: 1_000_000,
    ThresholdUnit.PER_CENT: 100,
}


def in_credits(threshold: Threshold | None, last_given: int) -> int:
    """The threshold in credits, after `last_given` credits came into the wallet.

    Without one of its own: 10 plays, or 10 per cent of what was given last where that is more.
    """
    if threshold is None:
        return max(LOW_PLAYS * PLAY_PRICE, per_cent(last_given, LOW_PER_CENT))
    if threshold.unit is ThresholdUnit.PLAYS:
        return threshold.value * PLAY_PRICE
    if threshold.unit is ThresholdUnit.CREDITS:
        return threshold.value
    return per_cent(last_given, threshold.value)


def per_cent(of: int, value: int) -> int:
    """Rounded up: one credit is below ten per cent of eleven."""
    return -(-of * value // 100)


def low_below(session: Session, *, account_id: UUID, wallet_id: UUID, given: int) -> int:
    """What a wallet's threshold becomes with an allocation, or a purchase, of `given` credits."""
    own = session.get(Threshold, (account_id, wallet_id))
    return in_credits(own, given)


def set_threshold(
    session: Session, *, actor: Actor, wallet_id: UUID, unit: ThresholdUnit, value: int
) -> int:
    """Give a client's wallet, or the pool, a threshold of its own; returns it in credits.

    Raises NotAllowed, or BadAmount for a value below 0 or above what the unit allows.
    """
    actor.must(Act.SET_THRESHOLD)
    if not 0 <= value <= MOST[unit]:
        raise BadAmount(given=str(value), most=MOST[unit])
    before = session.get(Threshold, (actor.account_id, wallet_id))
    audit.record(
        session,
        actor=actor,
        act="set threshold",
        subject="wallet",
        subject_id=wallet_id,
        before={"unit": before.unit, "value": before.value} if before else {},
        after={"unit": unit, "value": value},
    )
    if before is None:
        before = Threshold(account_id=actor.account_id, wallet_id=wallet_id, unit=unit, value=value)
        session.add(before)
    before.unit, before.value = unit, value
    session.flush()
    return applied(session, actor, wallet_id, before)


def clear_threshold(session: Session, *, actor: Actor, wallet_id: UUID) -> int:
    """Give a wallet the default back; returns it in credits. Raises NotAllowed."""
    actor.must(Act.SET_THRESHOLD)
    own = session.get(Threshold, (actor.account_id, wallet_id))
    if own is not None:
        session.delete(own)
        session.flush()
        audit.record(
            session,
            actor=actor,
            act="clear threshold",
            subject="wallet",
            subject_id=wallet_id,
            before={"unit": own.unit, "value": own.value},
            after={},
        )
    return applied(session, actor, wallet_id, None)


def applied(session: Session, actor: Actor, wallet_id: UUID, own: Threshold | None) -> int:
    """Put it into the wallet's row; a matter that it ends is over."""
    low = in_credits(own, last_given(session, actor.account_id, wallet_id))
    wallet = session.execute(
        update(Wallet)
        .where(Wallet.account_id == actor.account_id, Wallet.id == wallet_id)
        .values(low_below=low)
        .returning(Wallet.last_number, Wallet.credited - Wallet.debited, Wallet.last_at)
    ).one()
    alerts.after_credit(session, actor.account_id, wallet_id, Entry(*wallet, low))
    return low


def own_thresholds(session: Session, *, account_id: UUID) -> list[Threshold]:
    """Of the wallets that have one of their own."""
    return list(
        session.scalars(
            select(Threshold)
            .where(Threshold.account_id == account_id)
            .order_by(Threshold.wallet_id)
        )
    )


def last_given(session: Session, account_id: UUID, wallet_id: UUID) -> int:
    """The credits that came into the wallet last; 0 before any did."""
    return (
        session.scalar(
            select(Transfer.credits)
            .where(
                Transfer.account_id == account_id,
                Transfer.credit_wallet_id == wallet_id,
                Transfer.credit_number.is_not(None),
            )
            .order_by(Transfer.credit_number.desc())
            .limit(1)
        )
        or 0
    )
