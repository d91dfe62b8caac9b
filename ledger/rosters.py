"""Rosters: who is to be registered, as a member pasted or uploaded it, line by line.

What is read is kept between a preview and the member's yes, and no longer than a day.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ledger import clock, tables
from ledger.actors import Act, Actor
from ledger.addresses import address
from ledger.errors import BadAddress, BadRoster, UnknownRoster
from ledger.ids import new_id
from ledger.models import Group, Roster
from ledger.roster_columns import Columns, language_of, name_of
from ledger.tables import Row

LINES_MOST = 20_000
BYTES_MOST = 5 * 1024 * 1024
SHOWN_MOST = 80
"""Characters of a line that cannot be read, for whoever looks it up."""
KEPT = timedelta(days=1)


class Flaw(StrEnum):
    """Why a line is of no use."""

    NO_ADDRESS = "no address"
    BAD_ADDRESS = "bad address"


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A learner of a roster; `number` is the line they stand in, counted from 1."""

    number: int
    address: str
    name: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Invalid:
    number: int
    text: str
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An address that line `first` has already."""

    number: int
    address: str
    first: int


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: `lines` hold each address once."""

    lines: list[RosterLine] = field(default_factory=list)
    invalid: list[Invalid] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """What may be a learner, before its address was looked at; "" is no address."""

    number: int
    address: str
    text: str
    name: str | None = None
    language: str | None = None


def read_csv(raw: bytes) -> Read:
    """The learners of a file, with a header in English, French or Spanish or without one.

    Raises BadRoster where it is too large, or no table that has addresses.
    """
    if len(raw) > BYTES_MOST:
        raise BadRoster(flaw="file too large", facts={"found": len(raw), "most": BYTES_MOST})
    return sorted_out(of_table(tables.rows(tables.decoded(raw))))


def read_pasted(text: str) -> Read:
    """The learners of a text: a table, or addresses in lines, with or without names.

    Raises BadRoster where it is too long, or has nothing in it.
    """
    if len(text) > BYTES_MOST:
        raise BadRoster(flaw="file too large", facts={"found": len(text), "most": BYTES_MOST})
    found = tables.rows(text)
    if found and Columns.of_header(found[0][1]) is not None:
        return sorted_out(of_table(found))
    lines = enumerate(text.splitlines(), start=1)
    return sorted_out(
        [one for number, line in lines if line.strip() for one in of_line(number, line)]
    )


def sorted_out(entries: Sequence[Entry]) -> Read:
    """Raises BadRoster."""
    if not entries:
        raise BadRoster(flaw="no lines")
    if len(entries) > LINES_MOST:
        raise BadRoster(flaw="too many lines", facts={"found": len(entries), "most": LINES_MOST})
    read, seen = Read(), dict[str, int]()
    for entry in entries:
        try:
            known = address(entry.address)
        except BadAddress:
            flaw = Flaw.BAD_ADDRESS if entry.address else Flaw.NO_ADDRESS
            read.invalid.append(Invalid(entry.number, entry.text[:SHOWN_MOST], flaw))
            continue
        first = seen.get(known.casefold())
        if first is not None:
            read.duplicates.append(Duplicate(entry.number, known, first))
        else:
            seen[known.casefold()] = entry.number
            read.lines.append(RosterLine(entry.number, known, entry.name, entry.language))
    return read


def of_table(found: Sequence[Row]) -> list[Entry]:
    columns = Columns.of_header(found[0][1]) if found else None
    if columns is not None:
        return [of_row(columns, row) for row in found[1:]]
    return [of_row(Columns.of_cells(cells), (number, cells)) for number, cells in found]


def of_row(columns: Columns, row: Row) -> Entry:
    number, cells = row
    given, own_name = addressed(columns.address(cells))
    return Entry(
        number,
        given,
        " ".join(filter(None, cells)),
        columns.name(cells) or own_name,
        columns.language(cells),
    )


PIECE = re.compile(r'(?:[^,"]|"[^"]*")+'), re.compile(r'(?:[^;\t"]|"[^"]*")+')


def of_line(number: int, line: str) -> Iterator[Entry]:
    """The learners of a pasted line: one with a name, or several apart by commas or semicolons.

    Mail programs write `Silva, Ana <ana@acme.example>; …`: a comma is part of a name there.
    """
    by_comma, by_others = PIECE
    cut = by_others if re.search(r"[;\t]", line) else by_comma
    pieces = [piece.strip() for piece in cut.findall(line) if piece.strip()]
    with_address = [piece for piece in pieces if "@" in piece]
    if len(with_address) == 1 and not has_several(with_address[0]):
        yield of_one(number, line, pieces, with_address[0])
        return
    before: list[str] = []
    for piece in pieces:
        if "@" not in piece:
            before.append(piece)
            continue
        if before and "<" not in piece:
            yield Entry(number, "", " ".join(before))
            before = []
        yield from of_piece(number, piece, before)
        before = []
    if before:
        yield Entry(number, "", " ".join(before))


def of_one(number: int, line: str, pieces: list[str], piece: str) -> Entry:
    """The one learner of a line, whose other pieces are their name and language."""
    given, own_name = addressed(piece)
    rest = [one for one in pieces if one is not piece]
    languages = [spoken for spoken in map(language_of, rest) if spoken]
    others = [one for one in rest if language_of(one) is None]
    name = name_of([own_name or "", *others])
    return Entry(number, given, line.strip(), name, languages[0] if languages else None)


def of_piece(number: int, piece: str, before: list[str]) -> Iterator[Entry]:
    if has_several(piece):
        for word in piece.split():
            yield Entry(number, addressed(word)[0], word)
        return
    given, own_name = addressed(piece)
    yield Entry(number, given, piece, name_of([own_name or "", *before]))


def has_several(piece: str) -> bool:
    """Whether it is addresses apart by spaces."""
    words = piece.split()
    return len(words) > 1 and all("@" in word for word in words) and "<" not in piece


# Slack writes `<mailto:ana@acme.example|ana@acme.example>`.
IN_BRACKETS = re.compile(r"(?P<name>[^<>]*)<(?:mailto:)?(?P<address>[^<>|]*)(?:\|[^<>]*)?>")


def addressed(text: str) -> tuple[str, str | None]:
    """The address in a text, and a name beside it: `Ana Silva <ana@acme.example>`, or bare."""
    found = IN_BRACKETS.fullmatch(text)
    if found:
        is_name = "@" not in found["name"]  # some programs write the address there, too
        return found["address"].strip(), name_of([found["name"]]) if is_name else None
    words = text.removeprefix("mailto:").split()
    with_at = [word for word in words if "@" in word]
    if len(with_at) != 1:
        return text, None
    rest = [word for word in words if "@" not in word]
    return with_at[0].strip("()[]\"'.:"), name_of(rest)


def keep(session: Session, *, actor: Actor, group: Group, read: Read) -> Roster:
    """Keep what was read until the member's yes. Raises NotAllowed."""
    actor.must(Act.REGISTER)
    roster = Roster(
        account_id=actor.account_id,
        id=new_id(),
        group_id=group.id,
        member_id=actor.member_id,
        learners=[asdict(line) for line in read.lines],
        created_at=clock.now(),
    )
    session.add(roster)
    session.flush()
    return roster


def kept(session: Session, *, actor: Actor, id: UUID) -> Roster:
    """What the same member kept. Raises NotAllowed, and UnknownRoster once it is gone."""
    actor.must(Act.REGISTER)
    roster = session.get(Roster, (actor.account_id, id))
    if roster is None or roster.member_id != actor.member_id:
        raise UnknownRoster(given=str(id))
    return roster


def lines_of(roster: Roster) -> list[RosterLine]:
    return [RosterLine(**line) for line in roster.learners]


def forget(session: Session, *, account_id: UUID, ids: Iterable[UUID]) -> int:
    """Returns how many were there: of two who forget one at once, one did."""
    wanted = (Roster.account_id == account_id, Roster.id.in_(list(ids)))
    return session.connection().execute(delete(Roster).where(*wanted)).rowcount


def forget_old(session: Session, now: datetime | None = None) -> int:
    """Remove those that nobody said yes to within a day; returns how many."""
    before = (now or clock.now()) - KEPT
    gone = session.connection().execute(delete(Roster).where(Roster.created_at < before))
    return gone.rowcount


def forget_of_client(session: Session, *, account_id: UUID, client_id: UUID) -> None:
    """Remove all that wait for a yes: any may name a learner who is erased."""
    groups = select(Group.id).where(Group.account_id == account_id, Group.client_id == client_id)
    session.execute(
        delete(Roster).where(Roster.account_id == account_id, Roster.group_id.in_(groups))
    )
