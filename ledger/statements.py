"""Statements: the transfers of one wallet in order, with the balance after each.

Order is that of the wallet's own numbers, never of a time or an id: numbers are given under the
wallet's lock, so that a reader who goes on after a number misses nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from ledger.allocation import COMMENT_MOST
from ledger.errors import BadPeriod
from ledger.models import (
    Allocation,
    Learner,
    Member,
    Registration,
    Source,
    Transfer,
    TransferKind,
    Wallet,
)
from ledger.texts import line as as_line

PAGE = 2_000
"""Lines held in memory while a statement streams."""


@dataclass(frozen=True, slots=True)
class Line:
    """A transfer as one wallet sees it; `credits` is negative where they went out.

    `member` is the name of who did it; `learner` the LMS's id of who was registered, unless erased.
    """

    number: int
    balance: int
    credits: int
    transfer_id: UUID
    kind: TransferKind
    at: datetime
    source: Source
    registration_id: UUID | None
    member: str | None
    reference: str | None
    comment: str | None
    learner: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines: all that is given has to fit. Times are aware; `until` is not included."""

    since: datetime | None = None
    until: datetime | None = None
    kind: TransferKind | None = None
    member_id: UUID | None = None
    reference: str | None = None
    """The reference, or a part of the comment, in any case."""
    learner_key: str | None = None
    """As `learners.learner_key` makes it of the LMS's id."""


EVERYTHING = Wanted()


def period(
    first: date | None, last: date | None, *, time_zone: str
) -> tuple[datetime | None, datetime | None]:
    """From the start of the day `first` to the end of the day `last`, there, as instants.

    A midnight that a change of clocks leaves out is the first instant after it. The first and
    the last day that dates know leave their side open. Raises BadPeriod when `first` is after
    `last`.
    """
    if first is not None and last is not None and first > last:
        raise BadPeriod(first=first, last=last)
    return (
        midnight(first, time_zone) if first and first > date.min else None,
        midnight(last + timedelta(days=1), time_zone) if last and last < date.max else None,
    )


def midnight(day: date, time_zone: str) -> datetime:
    """The instant a day starts at; where its midnight is skipped, the clocks' change itself."""
    there = datetime.combine(day, time(), ZoneInfo(time_zone))
    return there.astimezone(ZoneInfo("UTC"))


def lines(
    session: Session,
    *,
    account_id: UUID,
    wallet_id: UUID,
    wanted: Wanted = EVERYTHING,
    after: int = 0,
    most: int | None = None,
) -> Iterator[Line]:
    """The wallet's lines after number `after`, oldest first, in pages: memory stays flat.

    Raises BadText for a `reference` that no allocation can have.
    """
    if wanted.reference is not None:
        text = as_line(wanted.reference, field="reference", most=COMMENT_MOST)
        wanted = replace(wanted, reference=text)
    wallet = Numbers(session, account_id, wallet_id)
    first = wallet.before(wanted.since) if wanted.since else 0
    last = wallet.before(wanted.until) if wanted.until else wallet.last
    found = pages(session, account_id, wallet_id, wanted, range(max(after, first), last))
    return islice(found, most)


def pages(
    session: Session, account_id: UUID, wallet_id: UUID, wanted: Wanted, numbers: range
) -> Iterator[Line]:
    """The wanted lines of `numbers`, each one below its line's. A page is a range of numbers, and
    no limit after a join: it costs the same at the start and at the end of a million lines."""
    for start in numbers[::PAGE]:
        page = range(start, min(start + PAGE, numbers.stop))
        for row in session.execute(selected(account_id, wallet_id, wanted, page)).all():
            yield Line(*row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some lines of a wallet, the newest first, of a period whose sums are told too.

    `before` is where the next older page begins, None on the last one; `after` is where the
    newer one begins, None on the first.
    """

    lines: list[Line]
    came_in: int
    went_out: int
    opened_with: int
    closed_with: int
    count: int
    before: int | None
    after: int | None


def page(
    session: Session,
    *,
    account_id: UUID,
    wallet_id: UUID,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    most: int = 20,
) -> Page:
    """The newest `most` lines of the period, or those up to the number `before`."""
    wallet = Numbers(session, account_id, wallet_id)
    first = wallet.before(since) if since else 0
    last = max(first, wallet.before(until) if until else wallet.last)
    stop = max(first, min(before, last) if before is not None else last)
    start = max(first, stop - most)
    found = list(pages(session, account_id, wallet_id, EVERYTHING, range(start, stop)))
    came_in, went_out = sums(session, account_id, wallet_id, range(first, last))
    return Page(
        lines=found[::-1],
        came_in=came_in,
        went_out=went_out,
        opened_with=wallet.line(first).balance if first else 0,
        closed_with=wallet.line(last).balance if last else 0,
        count=last - first,
        before=start if start > first else None,
        after=min(last, stop + most) if stop < last else None,
    )


def sums(session: Session, account_id: UUID, wallet_id: UUID, numbers: range) -> tuple[int, int]:
    """The credits that came into the wallet, and that went out of it, in these lines."""
    line = sides(account_id, wallet_id, numbers).c
    came_in, went_out = session.execute(
        select(
            func.sum(case((line.credits > 0, line.credits), else_=0)),
            func.sum(case((line.credits < 0, -line.credits), else_=0)),
        )
    ).one()
    return int(came_in or 0), int(went_out or 0)


def balance_at(session: Session, *, account_id: UUID, wallet_id: UUID, instant: datetime) -> int:
    """What the wallet held at `instant`, all transfers of that very instant included."""
    wallet = Numbers(session, account_id, wallet_id)
    number = wallet.until(instant)
    return wallet.line(number).balance if number else 0


class Numbers:
    """A wallet's numbers by time. Its times never run backwards, so halving finds an instant
    in a handful of look-ups, and the hot path is spared an index on times."""

    def __init__(self, session: Session, account_id: UUID, wallet_id: UUID) -> None:
        self._session = session
        self._wallet = (account_id, wallet_id)
        self.last: int = (
            session.scalar(
                select(Wallet.last_number).where(
                    Wallet.account_id == account_id, Wallet.id == wallet_id
                )
            )
            or 0
        )

    def before(self, instant: datetime) -> int:
        """The number of the last transfer before `instant`; 0 when there is none."""
        return bisect_left(range(1, self.last + 1), instant, key=self._time)

    def until(self, instant: datetime) -> int:
        """The number of the last transfer before or at `instant`; 0 when there is none."""
        return bisect_right(range(1, self.last + 1), instant, key=self._time)

    def line(self, number: int) -> Row[Any]:
        return self._session.execute(select(sides(*self._wallet, range(number - 1, number)))).one()

    def _time(self, number: int) -> datetime:
        at: datetime = self.line(number).at
        return at


def selected(account_id: UUID, wallet_id: UUID, wanted: Wanted, page: range) -> Select[Any]:
    of_wallet = sides(account_id, wallet_id, page)
    line = of_wallet.c
    return (
        select(
            *(line[name] for name in OF_TRANSFER),
            Member.name.label("member"),
            Allocation.reference,
            Allocation.comment,
            Learner.lms_id.label("learner"),
        )
        .select_from(of_wallet)
        .outerjoin(Member, (Member.account_id == account_id) & (Member.id == line.member_id))
        .outerjoin(
            Allocation,
            (Allocation.account_id == account_id) & (Allocation.id == line.transfer_id),
        )
        .outerjoin(
            Registration,
            (Registration.account_id == account_id)
            & (Registration.client_id == wallet_id)
            & (Registration.id == line.registration_id),
        )
        .outerjoin(
            Learner,
            (Learner.account_id == account_id)
            & (Learner.client_id == wallet_id)
            & (Learner.id == Registration.learner_id),
        )
        .where(*conditions(of_wallet, wanted))
        .order_by(line.number)
    )


OF_TRANSFER = (
    "number",
    "balance",
    "credits",
    "transfer_id",
    "kind",
    "at",
    "source",
    "registration_id",
)


def conditions(of_wallet: Subquery, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    line = of_wallet.c
    if wanted.kind is not None:
        yield line.kind == wanted.kind
    if wanted.member_id is not None:
        yield line.member_id == wanted.member_id
    if (text := wanted.reference) is not None:
        # As it was typed too: engines differ in what they take for a letter's lower case.
        yield or_(
            Allocation.reference == text,
            func.lower(Allocation.reference) == text.lower(),
            Allocation.comment.contains(text, autoescape=True),
            func.lower(Allocation.comment).contains(text.lower(), autoescape=True),
        )
    if wanted.learner_key is not None:
        yield Learner.key == wanted.learner_key


def sides(account_id: UUID, wallet_id: UUID, page: range) -> Subquery:
    """What went out of the wallet and what came in, each by an index of its own: the lines
    numbered above `page.start` up to `page.stop`."""
    out = (Transfer.debit_wallet_id, Transfer.debit_number, Transfer.debit_balance, -1)
    into = (Transfer.credit_wallet_id, Transfer.credit_number, Transfer.credit_balance, 1)
    return union_all(
        *(
            select(
                number.label("number"),
                balance.label("balance"),
                (Transfer.credits * literal(sign)).label("credits"),
                Transfer.id.label("transfer_id"),
                Transfer.kind.label("kind"),
                Transfer.at.label("at"),
                Transfer.source.label("source"),
                Transfer.registration_id.label("registration_id"),
                Transfer.member_id.label("member_id"),
            ).where(
                Transfer.account_id == account_id,
                wallet == wallet_id,
                number > page.start,
                number <= page.stop,
            )
            for wallet, number, balance, sign in (out, into)
        )
    ).subquery("lines")
