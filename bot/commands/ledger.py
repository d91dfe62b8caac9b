"""`obole ledger`: is it whole, is it sealed, and all of it as a file."""

import sys
from typing import IO

import click

from bot.commands.desk import Desk, acting, with_database
from bot.language import ENGLISH
from ledger import exports, seals, verification
from ledger.actors import Act

STEP = 100_000


@click.group()
def ledger() -> None:
    """Verify the ledger, seal it, export what an account owns."""


@ledger.command()
@with_database
def verify(desk: Desk) -> None:
    """Read every wallet, transfer, seal and registration of all accounts; exit with 1 if any is
    wrong, and name the first."""
    reached = 0

    def progress(transfers: int) -> None:
        nonlocal reached
        if transfers - reached >= STEP:
            reached = transfers
            click.echo(f"{transfers:,} lines read", err=True)

    with desk.database.reading() as session:
        found = verification.verify(session, progress=progress)
    if found.wrong is not None:
        wrong = found.wrong
        click.echo(
            f"Wrong: {wrong.table} {wrong.id} of account {wrong.account_id}: {wrong.flaw}.",
            err=True,
        )
        sys.exit(1)
    click.echo(
        f"All is right: {ENGLISH.count(found.wallets, 'wallet')}, "
        f"{ENGLISH.count(found.transfers, 'line')} ({found.sealed:,} sealed), "
        f"{ENGLISH.count(found.registrations, 'registration')}."
    )


@ledger.command()
@with_database
def seal(desk: Desk) -> None:
    """Seal all transfers that are not sealed yet, as the worker does by and by."""
    total = 0
    while sealed := desk.database.write(seals.seal_some):
        total += sealed.transfers
    click.echo(f"Sealed {ENGLISH.count(total, 'line')}.")


@ledger.command()
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-")
@acting
def export(desk: Desk, output: IO[str]) -> None:
    """Write everything the account owns, one JSON object a line; secrets are left out."""
    with desk.database.reading() as session:
        actor = desk.actor(session)
        actor.must(Act.EXPORT)
        for line in exports.lines(session, actor=actor):
            output.write(f"{line}\n")
