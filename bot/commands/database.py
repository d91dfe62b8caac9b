"""`obole db`."""

import sys

import click

from bot.commands.desk import Desk, with_database
from ledger.migrations import newest_revision, revision
from ledger.migrations import upgrade as upgrade_schema


@click.group()
def db() -> None:
    """Create or upgrade the database, or check it."""


@db.command()
@with_database
def upgrade(desk: Desk) -> None:
    """Bring the schema to the newest revision, from empty or from any older one."""
    before = revision(desk.database)
    upgrade_schema(desk.database)
    after = revision(desk.database)
    click.echo(
        f"Already at {after}." if before == after else f"From {before or 'empty'} to {after}."
    )


@db.command()
@with_database
def check(desk: Desk) -> None:
    """Say whether the schema is the newest; exit with 1 when it is not."""
    at, newest = revision(desk.database), newest_revision(desk.database)
    if at == newest:
        click.echo(f"At {at}, the newest.")
        return
    click.echo(f"At {at or 'empty'}, the newest is {newest}. Run: obole db upgrade", err=True)
    sys.exit(1)
