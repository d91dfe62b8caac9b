"""`obole statement`: the lines of a wallet, at a terminal or as a file."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import IO
from uuid import UUID
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, acting
from bot.language import ENGLISH
from ledger import accounts, clients, learners, statement_files, statements
from ledger.actors import Act, Actor
from ledger.models import Account, Client, TransferKind
from ledger.statements import Line, Wanted

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("client", required=False)
@click.option("--from", "first", type=DAY, help="The first day, in the account's time zone.")
@click.option("--to", "last", type=DAY, help="The last day, in the account's time zone.")
@click.option("--kind", type=click.Choice([kind.value for kind in TransferKind]))
@click.option("--reference", help="A reference, or a part of a comment.")
@click.option("--by", metavar="EMAIL", help="The member who did it.")
@click.option("--learner", metavar="LMS_ID", help="Who was registered.")
@click.option(
    "--format", "kind_of_file", type=click.Choice(["text", "csv", "jsonl"]), default="text"
)
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-")
@acting
def statement(
    desk: Desk,
    client: str | None,
    first: datetime | None,
    last: datetime | None,
    kind: str | None,
    reference: str | None,
    by: str | None,
    learner: str | None,
    kind_of_file: str,
    output: IO[str],
) -> None:
    """The transfers of CLIENT, or of the pool, with the balance after each."""
    with desk.database.reading() as session:
        actor = desk.actor(session)
        actor.must(Act.SEE)
        account = session.get_one(Account, actor.account_id)
        found = (
            clients.find_client(session, account_id=account.id, given=client) if client else None
        )
        since, until = statements.period(day(first), day(last), time_zone=account.time_zone)
        wanted = Wanted(
            since=since,
            until=until,
            kind=TransferKind(kind) if kind else None,
            reference=reference,
            member_id=member_id(session, actor, by),
            learner_key=learner_key(desk, account, found, learner),
        )
        lines = statements.lines(
            session,
            account_id=account.id,
            wallet_id=found.id if found else account.id,
            wanted=wanted,
        )
        for text in written(lines, kind_of_file, account.time_zone):
            output.write(text)


def written(lines: Iterator[Line], kind: str, time_zone: str) -> Iterator[str]:
    if kind == "csv":
        return statement_files.as_csv(lines)
    if kind == "jsonl":
        return statement_files.as_json_lines(lines)
    return (f"{described(line, ZoneInfo(time_zone))}\n" for line in lines)


def described(line: Line, there: ZoneInfo) -> str:
    when = line.at.astimezone(there).strftime("%Y-%m-%d %H:%M")
    labels = [
        line.reference and f"reference “{line.reference}”",
        line.comment and f"comment “{line.comment}”",
        line.learner and f"learner {line.learner}",
        f"by {line.member}" if line.member else f"by {line.source}",
    ]
    said = ", ".join(label for label in labels if label)
    after = ENGLISH.credits(line.balance)
    return f"{line.number:>6}  {when}  {line.kind:<11} {line.credits:>+9,}  then {after}  ({said})"


def day(given: datetime | None) -> date | None:
    return given.date() if given else None


def member_id(session: Session, actor: Actor, email: str | None) -> UUID | None:
    if email is None:
        return None
    return accounts.find_member(session, account_id=actor.account_id, email=email).id


def learner_key(
    desk: Desk, account: Account, client: Client | None, lms_id: str | None
) -> str | None:
    if lms_id is None:
        return None
    if client is None:
        raise click.UsageError("Say whose learner it is: name a client.")
    secret = desk.settings.keyring.decrypt(account.learner_secret)
    return learners.learner_key(secret, lms_id, folds=client.folds_learner_ids)
