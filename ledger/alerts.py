"""The matters that owners are told of: a wallet runs low, is spent, or a learner is turned away.

A matter is told once, when it opens, and once more when it is over. It is over when the wallet
holds a fifth more than its threshold, so that a balance at the edge makes no noise.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from ledger import accounts, clock, outbox, snoozes
from ledger.amounts import PLAY_PRICE, credits_for
from ledger.database import insert_once
from ledger.ids import new_id
from ledger.journal import Entry, Posted
from ledger.models import Account, Alert, AlertKind, Client, Game, GameClient, Visibility
from ledger.places import Place

OPENED = "alert opened"
CLOSED = "alert closed"
BURST, BURST_OVER = "burst", "burst over"
"""Many newcomers of a package at once; and that those of them who waited were let in."""


def after_consumption(session: Session, place: Place, posted: Posted) -> None:
    """Open what the consumption gives reason for; called under the wallet's lock, in its act."""
    left = posted.debit.held
    if left < posted.debit.low_below:
        open_alert(
            session, place.account_id, place.client_id, AlertKind.LOW, facts_of(posted.debit)
        )
    # What was just paid was visible: only below its price can the cheapest be out of reach.
    if left < place.price:
        cheapest = cheapest_visible(session, place.account_id, place.client_id)
        if cheapest is not None and left < cheapest:
            facts = {**facts_of(posted.debit), "cheapest": cheapest}
            open_alert(session, place.account_id, place.client_id, AlertKind.SPENT, facts)


def after_allocation(session: Session, account_id: UUID, client_id: UUID, posted: Posted) -> None:
    """The pool may be low now, and the client no longer."""
    after_debit(session, account_id, posted.debit)
    after_credit(session, account_id, client_id, posted.credit)


def after_debit(session: Session, account_id: UUID, pool: Entry) -> None:
    """Open the pool's matter where so much left it that it is low."""
    if pool.held < pool.low_below:
        open_alert(session, account_id, account_id, AlertKind.LOW, facts_of(pool))


def after_credit(session: Session, account_id: UUID, wallet_id: UUID, entry: Entry) -> None:
    """Close what is over now that credits came in, or that the threshold was lowered.

    Credits in plenty by the threshold can still be too few for the game that was out of reach.
    """
    if entry.held < recovered_at(entry.low_below):
        return
    for matter in open_alerts(session, account_id, wallet_id):
        if entry.held >= matter.facts.get("cheapest", matter.facts.get("wanted", 0)):
            matter.closed_at = clock.now()
            tell_owners(
                session, account_id, CLOSED, matter.id, wallet_id, matter.kind, facts_of(entry)
            )
            snoozes.end_with_alerts(session, account_id, wallet_id)


def turned_away(session: Session, *, account_id: UUID, client_id: UUID, wanted: int) -> None:
    """A learner could not be registered for `wanted` credits; told once until it is over."""
    open_alert(session, account_id, client_id, AlertKind.TURNED_AWAY, {"wanted": wanted})


def burst(
    session: Session,
    *,
    account_id: UUID,
    client_id: UUID,
    facts: dict[str, Any],
    kind: str = BURST,
) -> None:
    """Tell the owners that a client's newcomers came in a burst, or that it is over; the caller
    says how often."""
    facts = {"client_id": str(client_id), **facts}
    for recipient_id in recipients(session, account_id):
        outbox.add(
            session, account_id=account_id, kind=kind, recipient_id=recipient_id, facts=facts
        )


def recovered_at(low_below: int) -> int:
    return low_below + -(-low_below // 5)


def missing(low_below: int, held: int) -> int:
    """The credits, in whole plays, after which a wallet that is low is so no more."""
    return credits_for(max(-(-(recovered_at(low_below) - held) // PLAY_PRICE), 1))


def open_alert(
    session: Session, account_id: UUID, wallet_id: UUID, kind: AlertKind, facts: dict[str, Any]
) -> None:
    id = new_id()
    is_new = insert_once(
        session,
        Alert,
        account_id=account_id,
        id=id,
        wallet_id=wallet_id,
        kind=kind,
        facts=facts,
        opened_at=clock.now(),
    )
    if is_new and not snoozes.is_snoozed(session, account_id, wallet_id):
        tell_owners(session, account_id, OPENED, id, wallet_id, kind, facts)


def tell_owners(
    session: Session,
    account_id: UUID,
    what: str,
    alert_id: UUID,
    wallet_id: UUID,
    kind: AlertKind,
    facts: dict[str, Any],
) -> None:
    """One outbox row a recipient, with the numbers as they were then."""
    for recipient_id in recipients(session, account_id):
        outbox.add(
            session,
            account_id=account_id,
            kind=what,
            recipient_id=recipient_id,
            facts={
                "alert_id": str(alert_id),
                "wallet_id": str(wallet_id),
                "matter": kind.value,
                **facts,
            },
        )


def recipients(session: Session, account_id: UUID) -> list[UUID]:
    """Each owner; or the account itself, which stands for what all of its team see."""
    account = session.get_one(Account, account_id)
    return [account_id] if account.tells_channel else accounts.owners(session, account_id)


def wake_due(session: Session) -> int:
    """Tell again what is still open where a snooze is over; returns how many wallets woke."""
    woken = snoozes.take_due(session)
    for account_id, wallet_id in woken:
        for matter in open_alerts(session, account_id, wallet_id):
            tell_owners(
                session, account_id, OPENED, matter.id, wallet_id, matter.kind, matter.facts
            )
    return len(woken)


def open_alerts(session: Session, account_id: UUID, wallet_id: UUID) -> list[Alert]:
    return list(
        session.scalars(
            select(Alert)
            .where(
                Alert.account_id == account_id,
                Alert.wallet_id == wallet_id,
                Alert.closed_at.is_(None),
            )
            .order_by(Alert.id)
        )
    )


def all_open(session: Session, *, account_id: UUID) -> list[Alert]:
    """Every matter of the account that is not over, the newest first."""
    return list(
        session.scalars(
            select(Alert)
            .where(Alert.account_id == account_id, Alert.closed_at.is_(None))
            .order_by(Alert.id.desc())
        )
    )


def facts_of(entry: Entry) -> dict[str, Any]:
    return {"available": entry.held, "low_below": entry.low_below}


def cheapest_visible(session: Session, account_id: UUID, client_id: UUID) -> int | None:
    """The lowest price among the games that the client sees (R7); None when it sees none."""
    is_named = exists().where(
        GameClient.account_id == Game.account_id,
        GameClient.game_id == Game.id,
        GameClient.client_id == client_id,
    )
    is_own = exists().where(
        Client.account_id == Game.account_id, Client.id == client_id, Client.is_own
    )
    return session.scalar(
        select(func.min(Game.price)).where(
            Game.account_id == account_id,
            Game.current_version > 0,
            or_(
                Game.visibility == Visibility.ALL,
                (Game.visibility == Visibility.OWN) & is_own,
                (Game.visibility == Visibility.ONLY) & is_named,
                (Game.visibility == Visibility.EXCEPT) & ~is_named,
            ),
        )
    )
