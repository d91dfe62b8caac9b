"""What was consumed over time and by client, in whole days of the account's time zone."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import outbox
from ledger.actors import Act, Actor
from ledger.errors import BadPeriod
from ledger.ids import first_id
from ledger.models import Account, Client, Transfer, TransferKind
from ledger.statements import midnight

REPORT = "report"
"""A report that a member asked for; it is drawn when it is delivered."""

SLACK_OF_IDS = timedelta(hours=1)
"""Between the time in a transfer's id and its own, which may be that of another clock."""

DAYS_BY_DAY, DAYS_BY_WEEK = 31, 26 * 7
LONGEST = timedelta(days=366 * 10)
PAGE = 5_000


class Step(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(slots=True)
class Sum:
    credits: int = 0
    plays: int = 0

    def add(self, credits: int, plays: int = 1) -> None:
        self.credits += credits
        self.plays += plays


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one client consumed in the period, and in each of its steps that has any."""

    client_id: UUID
    name: str
    alias: str
    total: Sum
    by_start: dict[date, Sum]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`starts` are the days at which the steps start, the first that of the period itself.

    `clients` are those that consumed, the most first; `client` the one it is of, None for all."""

    first: date
    last: date
    step: Step
    starts: list[date]
    client: Client | None
    clients: list[Share]

    @property
    def total(self) -> Sum:
        found = Sum()
        for share in self.clients:
            found.add(share.total.credits, share.total.plays)
        return found

    def over_time(self) -> list[tuple[date, Sum]]:
        found = {start: Sum() for start in self.starts}
        for share in self.clients:
            for start, part in share.by_start.items():
                found[start].add(part.credits, part.plays)
        return list(found.items())


def ask(session: Session, *, actor: Actor, client: Client | None, first: date, last: date) -> None:
    """Have a report delivered to the member who asks. Raises NotAllowed, BadPeriod."""
    actor.must(Act.SEE)
    must_be_period(first, last)
    assert actor.member_id is not None
    outbox.add(
        session,
        account_id=actor.account_id,
        kind=REPORT,
        recipient_id=actor.member_id,
        facts={
            "client_id": str(client.id) if client else None,
            "first": first.isoformat(),
            "last": last.isoformat(),
        },
    )


def must_be_period(first: date, last: date) -> None:
    """Raises BadPeriod where it ends before it begins, or is longer than ten years."""
    if first > last or last - first > LONGEST or last >= date.max or first <= date.min:
        raise BadPeriod(first=first, last=last)


def report(
    session: Session, *, account_id: UUID, client_id: UUID | None, first: date, last: date
) -> Report:
    """Both days are included. Raises BadPeriod."""
    must_be_period(first, last)
    zone = session.get_one(Account, account_id).time_zone
    step = step_of(first, last)
    starts = list(steps(first, last, step))
    bounds = [midnight(day, zone) for day in starts]
    until = midnight(last + timedelta(days=1), zone)
    cells: dict[UUID, dict[date, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for client, at, credits in consumed(session, account_id, client_id, bounds[0], until):
        cells[client][starts[bisect_right(bounds, at) - 1]].add(credits)
    return Report(
        first=first,
        last=last,
        step=step,
        starts=starts,
        client=session.get_one(Client, (account_id, client_id)) if client_id else None,
        clients=shares(session, account_id, cells),
    )


def step_of(first: date, last: date) -> Step:
    """Days for a month, weeks for half a year, months for more."""
    days = (last - first).days + 1
    if days <= DAYS_BY_DAY:
        return Step.DAY
    return Step.WEEK if days <= DAYS_BY_WEEK else Step.MONTH


def steps(first: date, last: date, step: Step) -> Iterator[date]:
    """The day each step starts; weeks start on Mondays, and the first step with the period."""
    day = first
    while day <= last:
        yield day
        match step:
            case Step.DAY:
                day += timedelta(days=1)
            case Step.WEEK:
                day += timedelta(days=7 - day.weekday())
            case Step.MONTH:
                day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def consumed(
    session: Session, account_id: UUID, client_id: UUID | None, since: datetime, until: datetime
) -> Iterator[tuple[UUID, datetime, int]]:
    """Client, time and credits of each consumption, in pages.

    Ids are in the order of time, so that the period is a range of the primary key and no index on
    times is needed; what its edges let through too much is left out by its own time.
    """
    wanted = (
        select(Transfer.debit_wallet_id, Transfer.at, Transfer.credits)
        .where(
            Transfer.account_id == account_id,
            Transfer.id >= first_id(since - SLACK_OF_IDS),
            Transfer.id < first_id(until + SLACK_OF_IDS),
            Transfer.kind == TransferKind.CONSUMPTION,
            Transfer.at >= since,
            Transfer.at < until,
        )
        .execution_options(yield_per=PAGE)
    )
    if client_id is not None:
        wanted = wanted.where(Transfer.debit_wallet_id == client_id)
    for row in session.execute(wanted):
        yield row.debit_wallet_id, row.at, row.credits


def shares(session: Session, account_id: UUID, cells: dict[UUID, dict[date, Sum]]) -> list[Share]:
    if not cells:
        return []
    found = []
    names = select(Client.id, Client.name, Client.alias).where(Client.account_id == account_id)
    for id, name, alias in session.execute(names):
        if id in cells:
            total = Sum()
            for part in cells[id].values():
                total.add(part.credits, part.plays)
            found.append(
                Share(client_id=id, name=name, alias=alias, total=total, by_start=dict(cells[id]))
            )
    return sorted(found, key=lambda share: (-share.total.credits, share.alias))


def allocated(session: Session, account_id: UUID, since: datetime, until: datetime) -> int:
    """The credits that were allocated to clients in the period."""
    found = session.scalar(
        select(func.sum(Transfer.credits)).where(
            Transfer.account_id == account_id,
            Transfer.id >= first_id(since - SLACK_OF_IDS),
            Transfer.id < first_id(until + SLACK_OF_IDS),
            Transfer.kind == TransferKind.ALLOCATION,
            Transfer.at >= since,
            Transfer.at < until,
        )
    )
    return int(found or 0)
