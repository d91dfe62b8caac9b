"""`obole learner`."""

import csv
from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, writing
from bot.language import ENGLISH
from ledger import clients
from ledger.actors import Actor
from ledger.moving import Moved
from scorm_bridge import people

COLUMNS = 2


@click.group()
def learner() -> None:
    """Move a client's learners to new ids, erase a learner."""


@learner.command()
@click.argument("client")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@writing
def move(desk: Desk, client: str, file: Path) -> None:
    """CLIENT changed its LMS: FILE lists old and new learner ids, a pair a line, apart by a comma.

    Open and completed plays follow, and nothing is charged.
    """
    moves = pairs(file)
    keyring = desk.settings.keyring

    def moved(session: Session, actor: Actor) -> Moved:
        found = clients.find_client(session, account_id=actor.account_id, given=client)
        return people.move_learners(
            session, actor=actor, keyring=keyring, client=found, moves=moves
        )

    report = desk.write(moved)
    click.echo(f"Moved {ENGLISH.count(len(report.moved), 'learner')}.")
    for why, ids in (
        ("never came in, under their old id", report.unknown),
        ("came in under their new id already, and are two learners now", report.taken),
    ):
        if ids:
            click.echo(f"Not moved, they {why}: {', '.join(ids)}")


@learner.command()
@click.argument("client")
@click.argument("lms_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
@writing
def erase(desk: Desk, client: str, lms_id: str, yes: bool) -> None:
    """Erase the personal data of CLIENT's learner LMS_ID; the books stay whole.

    Who comes back with the same id is known as already registered.
    """
    if not yes and not desk.is_dry_run:
        click.confirm("What is erased cannot be brought back. Go on?", abort=True)
    keyring = desk.settings.keyring

    def erased(session: Session, actor: Actor) -> None:
        found = clients.find_client(session, account_id=actor.account_id, given=client)
        people.erase_learner(session, actor=actor, keyring=keyring, client=found, lms_id=lms_id)

    desk.write(erased)
    click.echo("Erased.")


def pairs(file: Path) -> list[tuple[str, str]]:
    with file.open(newline="", encoding="utf-8-sig") as lines:
        rows = [row for row in csv.reader(lines) if any(cell.strip() for cell in row)]
    for number, row in enumerate(rows, 1):
        if len(row) != COLUMNS:
            raise click.BadParameter(f"line {number} has {len(row)} columns; two are wanted")
    return [(old, new) for old, new in rows]
