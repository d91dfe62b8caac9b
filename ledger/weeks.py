"""What an account's week came to: the facts of its digest."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import forecast, reports, seals, status
from ledger.forecast import Forecast
from ledger.models import Alert, AlertKind, Client, Verification
from ledger.status import Balance

TOP = 5
RUNNING_OUT = 3
LOOKED_AT = 10
"""Of so many clients with the least credits, and so many that used most, the days left are found:
those of thousands would take a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    name: str
    alias: str
    credits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """`open_alerts` are the worst of each wallet, with the client's name and alias, None for the
    pool; `head` is the number and digest of the pool's last sealed transfer."""

    consumed: int
    allocated: int
    pool: int
    top: list[Consumer]
    running_out: list[tuple[Balance, Forecast]]
    open_alerts: list[tuple[AlertKind, str | None, str | None]]
    verified: Verification | None
    head: tuple[int, str]


def week(session: Session, *, account_id: UUID, since: datetime, until: datetime) -> Week:
    consumed: Counter[UUID] = Counter()
    for client_id, _, credits in reports.consumed(session, account_id, None, since, until):
        consumed[client_id] += credits
    most = consumed.most_common(LOOKED_AT)
    return Week(
        consumed=consumed.total(),
        allocated=reports.allocated(session, account_id, since, until),
        pool=status.of_account(session, account_id=account_id, shown=1).pool,
        top=[consumer(session, account_id, *one) for one in most[:TOP]],
        running_out=running_out(session, account_id, [id for id, _ in most]),
        open_alerts=open_alerts(session, account_id),
        verified=last_verification(session, account_id),
        head=seals.head(session, account_id=account_id, wallet_id=account_id),
    )


def consumer(session: Session, account_id: UUID, client_id: UUID, credits: int) -> Consumer:
    client = session.get_one(Client, (account_id, client_id))
    return Consumer(name=client.name, alias=client.alias, credits=credits)


def running_out(
    session: Session, account_id: UUID, most: list[UUID]
) -> list[tuple[Balance, Forecast]]:
    """Who runs out first, at the rate of late."""
    urgent = status.of_account(session, account_id=account_id, shown=LOOKED_AT).most_urgent
    ids = dict.fromkeys([*(one.client_id for one in urgent), *most])
    found = []
    for id in ids:
        lasting = forecast.of_client(session, account_id=account_id, client_id=id)
        if lasting is not None:
            balance = status.of_client(session, account_id=account_id, client_id=id)
            found.append((balance, lasting))
    return sorted(found, key=lambda one: (one[1].days_left, one[0].available))[:RUNNING_OUT]


def open_alerts(
    session: Session, account_id: UUID
) -> list[tuple[AlertKind, str | None, str | None]]:
    """The first of the wallets of which something is open, each with the worst of it."""
    rows = session.execute(
        select(Alert.wallet_id, Alert.kind, Client.name, Client.alias)
        .outerjoin(Client, (Client.account_id == account_id) & (Client.id == Alert.wallet_id))
        .where(Alert.account_id == account_id, Alert.closed_at.is_(None))
        .order_by(Alert.opened_at)
    )
    ranks = list(AlertKind)
    worst: dict[UUID, tuple[AlertKind, str | None, str | None]] = {}
    for wallet_id, kind, name, alias in rows:
        if wallet_id not in worst or ranks.index(kind) > ranks.index(worst[wallet_id][0]):
            worst[wallet_id] = (kind, name, alias)
    return list(worst.values())


def last_verification(session: Session, account_id: UUID) -> Verification | None:
    return session.scalars(
        select(Verification)
        .where(Verification.account_id == account_id)
        .order_by(Verification.at.desc())
        .limit(1)
    ).one_or_none()
