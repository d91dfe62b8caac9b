"""`obole outbox`: what could not be delivered, for whoever mends why."""

from datetime import datetime
from uuid import UUID

import click
from babel.dates import format_timedelta
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, of_account, rehearsable
from bot.language import ENGLISH
from ledger import accounts, clock, undelivered
from ledger.undelivered import Counts, Undelivered


@click.group()
def outbox() -> None:
    """See which deliveries wait or are dead, put dead ones back."""


@outbox.command("list")
@click.option("--most", type=click.IntRange(1, 100_000), default=100, show_default=True)
@of_account
def list_(desk: Desk, most: int) -> None:
    """The dead letters, then what waits, the oldest first; of all accounts, where none is named.

    What a delivery says, and to whom, is not shown.
    """

    def found(session: Session) -> tuple[Counts, list[Undelivered]]:
        account_id = chosen(session, desk)
        counts = undelivered.counts(session, account_id=account_id)
        return counts, undelivered.listed(session, account_id=account_id, most=most)

    counts, shown = desk.database.read(found)
    now = clock.now()
    for one in shown:
        click.echo(line(one, now))
    click.echo(
        f"{ENGLISH.count(counts.dead, 'dead-letter')}, "
        f"{ENGLISH.count(counts.waiting, 'waiting-delivery')}."
    )
    if counts.dead:
        click.echo("Once the cause is mended: obole outbox retry ID, or --all-dead")


@outbox.command()
@click.argument("ids", metavar="[ID]...", nargs=-1, type=click.UUID)
@click.option("--all-dead", is_flag=True, help="All dead letters, of all accounts or of one.")
@of_account
@rehearsable
def retry(desk: Desk, ids: tuple[UUID, ...], all_dead: bool) -> None:
    """Put the dead letters with these IDs back: the worker tries them at once, as if they were new.

    Each is sent as late as it is, so look whether it is still news.
    """
    if bool(ids) == all_dead:
        raise click.UsageError("Give the ids that `obole outbox list` shows, or --all-dead.")

    def put_back(session: Session) -> int:
        account_id = chosen(session, desk)
        return undelivered.retry(session, account_id=account_id, ids=None if all_dead else ids)

    run = desk.database.rehearse if desk.is_dry_run else desk.database.write
    count = run(put_back)
    done = "Would put back" if desk.is_dry_run else "Put back"
    click.echo(f"{done} {ENGLISH.count(count, 'dead-letter')}.")


def chosen(session: Session, desk: Desk) -> UUID | None:
    """The account that was named; None is all of them. Raises UnknownAccount, AmbiguousName."""
    return accounts.find_account(session, desk.account).id if desk.account else None


def line(one: Undelivered, now: datetime) -> str:
    age = format_timedelta(now - one.added_at, threshold=1, locale=ENGLISH.locale)
    tried = ENGLISH.count(one.attempts, "attempt")
    away = f", {one.outages} of them in an outage" if one.outages else ""
    return (
        f"{one.id}  {'dead' if one.is_dead else 'waits'}  {one.kind}  {one.account}  "
        f"added {age} ago  {tried}{away}  {one.last_error or ''}"
    ).rstrip()
