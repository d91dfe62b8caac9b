"""Registering many learners of a client for a game at once, in a handful of statements."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger import alerts, clients, clock, journal
from ledger.amounts import plays
from ledger.database import insert_many_once
from ledger.errors import NotEnoughCredits
from ledger.ids import new_id
from ledger.learners import Newcomer, personal
from ledger.models import Client, Group, Learner, Registration, Source
from ledger.places import Place
from ledger.registration import Play as LastPlay

T = TypeVar("T")

CHUNK = 1_000
"""Rows a statement: SQLite takes 32,766 values in one, PostgreSQL 65,535."""


@dataclass(slots=True, kw_only=True)
class Report:
    """Who is in and who is not, each once, by the LMS's id as it was given.

    `already` have an open play; `returned` had been removed from it and are back; `over` have
    played before, and a new play would be a new charge; `left_out` the credits do not cover. Only
    `registered` were charged. `came_in` are the ids of those who are in now and were not before.
    """

    registered: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    came_in: list[UUID] = field(default_factory=list, compare=False)
    credits: int = 0
    available: int = 0


@dataclass(frozen=True, slots=True)
class Play:
    learner: Newcomer
    learner_id: UUID
    number: int


@dataclass(slots=True)
class Progress:
    """How many of `total` learners are done, told as they are; each is recognised and then made.

    What it tells must not wait: it is told within the transaction.
    """

    total: int
    tell: Callable[[int, int], None] | None = None
    halves: int = 0

    def add(self, learners: int) -> None:
        self.halves += learners
        if self.tell is not None:
            self.tell(self.halves // 2, self.total)


@dataclass(frozen=True, slots=True)
class Terms:
    """Of one call, for all that it registers."""

    place: Place
    source: Source
    member_id: UUID | None
    at: datetime
    progress: Progress


def register_learners(
    session: Session,
    *,
    place: Place,
    learners: Sequence[Newcomer],
    source: Source,
    member_id: UUID | None = None,
    as_many_as_fit: bool = False,
    new_plays: bool = False,
    at: datetime | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Register all of them, or none: or with `as_many_as_fit` the first ones the credits cover.

    A learner given twice counts once. `new_plays` says that those whose play is over are to
    have, and be charged for, a new one. Who was removed and whose play is open is put back, into
    this group, uncharged. `at` is the time of the registrations. Raises ClientArchived, and
    NotEnoughCredits with the client's numbers.
    """
    clients.must_be_active(session.get_one(Client, (place.account_id, place.client_id)))
    wanted = {learner.key: learner for learner in learners}
    report, progress = Report(), Progress(len(wanted), on_progress)
    to_register = sorted_out(session, place, wanted, report, progress, new_plays=new_plays)
    put_back(session, place, report)
    terms = Terms(place, source, member_id, at or clock.now(), progress)
    made = registered(session, terms, to_register, as_many_as_fit)
    report.registered = [play.learner.lms_id for play in made]
    report.came_in += [play.learner_id for play in made]
    in_now = {play.learner_id for play in made}
    rest = [play for play in to_register if play.learner_id not in in_now]
    settle_rest(session, place, rest, report)
    report.credits = len(made) * place.price
    report.available = journal.balance(session, place.account_id, place.client_id)
    return report


def sorted_out(
    session: Session,
    place: Place,
    wanted: dict[str, Newcomer],
    report: Report,
    progress: Progress,
    *,
    new_plays: bool,
) -> list[Play]:
    """Who is to have which play; the others go into the report at once."""
    ids, known = recognised(session, place, wanted, progress)
    last = last_plays(session, place, known)
    now = clock.now()
    to_register = []
    for key, learner in wanted.items():
        before = last.get(ids[key])
        if before is None:
            to_register.append(Play(learner, ids[key], 1))
        elif before.is_open(now) and before.removed_at is not None:
            report.returned.append(learner.lms_id)
            report.came_in.append(ids[key])
        elif before.is_open(now):
            report.already.append(learner.lms_id)
        elif new_plays:
            to_register.append(Play(learner, ids[key], before.number + 1))
        else:
            report.over.append(learner.lms_id)
    return to_register


def put_back(session: Session, place: Place, report: Report) -> None:
    """Those who were removed go on with the play that is paid for, in the group of now."""
    for chunk in chunks(report.came_in):
        session.execute(
            update(Registration)
            .where(
                Registration.account_id == place.account_id,
                Registration.client_id == place.client_id,
                Registration.game_id == place.game_id,
                Registration.learner_id.in_(chunk),
                Registration.removed_at.is_not(None),
                Registration.completed_at.is_(None),
            )
            .values(removed_at=None, group_id=place.group_id)
        )


def registered(
    session: Session, terms: Terms, to_register: list[Play], as_many_as_fit: bool
) -> list[Play]:
    """Those of `to_register` that were made and paid for."""
    if not as_many_as_fit:
        return charged(session, terms, to_register)
    place = terms.place
    while True:
        held = journal.balance(session, place.account_id, place.client_id)
        fitting = to_register[: plays(held, place.price)]
        try:
            with session.begin_nested():
                return charged(session, terms, fitting)
        except NotEnoughCredits:
            # Others spent meanwhile: fewer fit now. Each time round less is left, so it ends.
            continue


def charged(session: Session, terms: Terms, to_register: list[Play]) -> list[Play]:
    """Make the rows first and pay for those that were made: the wallet's row is held briefly."""
    place = terms.place
    wanted = {new_id(): play for play in to_register}
    kept: set[UUID] = set()
    # Always in the order of the learners: two groups never wait for each other.
    for chunk in chunks(sorted(wanted, key=lambda id: wanted[id].learner_id)):
        rows = [row_of(terms, id, wanted[id]) for id in chunk]
        kept.update(insert_many_once(session, Registration, rows, returning=Registration.id))
        terms.progress.add(len(chunk))
    made = [id for id in wanted if id in kept]
    if not made:
        return []
    try:
        posted = journal.post_consumptions(
            session,
            account_id=place.account_id,
            client_id=place.client_id,
            registration_ids=made,
            price=place.price,
            source=terms.source,
            member_id=terms.member_id,
        )
    except NotEnoughCredits as refusal:
        refusal.client = place.client_name
        raise
    alerts.after_consumption(session, place, posted)
    return [wanted[id] for id in made]


def row_of(terms: Terms, id: UUID, play: Play) -> dict[str, Any]:
    place = terms.place
    return {
        "account_id": place.account_id,
        "client_id": place.client_id,
        "id": id,
        "learner_id": play.learner_id,
        "game_id": place.game_id,
        "number": play.number,
        "group_id": place.group_id,
        "game_version": place.game_version,
        "source": terms.source,
        "registered_at": terms.at,
    }


def settle_rest(session: Session, place: Place, rest: list[Play], report: Report) -> None:
    """Who was not made: others registered them meanwhile, or the credits did not go so far."""
    last = last_plays(session, place, [play.learner_id for play in rest])
    for play in rest:
        made_meanwhile = last.get(play.learner_id)
        if made_meanwhile is not None and made_meanwhile.number >= play.number:
            report.already.append(play.learner.lms_id)
        else:
            report.left_out.append(play.learner.lms_id)


def recognised(
    session: Session, place: Place, wanted: dict[str, Newcomer], progress: Progress
) -> tuple[dict[str, UUID], list[UUID]]:
    """The learners' ids by key, and which of them were known; the others are added.

    Who is new has no play yet: nobody else sees them before this transaction ends.
    """
    ids: dict[str, UUID] = {}
    known: list[UUID] = []
    now = clock.now()
    for chunk in chunks(sorted(wanted.values(), key=lambda learner: learner.key)):
        rows: list[dict[str, Any]] = [
            {
                "account_id": place.account_id,
                "client_id": place.client_id,
                "id": new_id(),
                **personal(learner),
                "created_at": now,
            }
            for learner in chunk
        ]
        new = set(insert_many_once(session, Learner, rows, returning=Learner.id))
        ids.update((row["key"], row["id"]) for row in rows if row["id"] in new)
        keys = [row["key"] for row in rows if row["id"] not in new]
        if keys:
            found = session.execute(
                select(Learner.key, Learner.id).where(
                    Learner.account_id == place.account_id,
                    Learner.client_id == place.client_id,
                    Learner.key.in_(keys),
                )
            ).all()
            ids.update((row.key, row.id) for row in found)
            known.extend(row.id for row in found)
        progress.add(len(chunk))
    return ids, known


def last_plays(session: Session, place: Place, learner_ids: Sequence[UUID]) -> dict[UUID, LastPlay]:
    """Each learner's latest play of the game, of those who have any."""
    last: dict[UUID, LastPlay] = {}
    for chunk in chunks(learner_ids):
        rows = session.execute(
            select(
                Registration.learner_id,
                Registration.id,
                Registration.number,
                Registration.game_version,
                Registration.completed_at,
                Group.closes_at,
                Registration.removed_at,
            )
            .join(
                Group,
                (Group.account_id == Registration.account_id) & (Group.id == Registration.group_id),
            )
            .where(
                Registration.account_id == place.account_id,
                Registration.client_id == place.client_id,
                Registration.game_id == place.game_id,
                Registration.learner_id.in_(chunk),
            )
            .order_by(Registration.number)
        )
        for learner_id, id, number, version, completed_at, ends_at, removed_at in rows:
            last[learner_id] = LastPlay(id, number, version, completed_at, ends_at, removed_at)
    return last


def chunks(items: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
