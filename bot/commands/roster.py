"""`obole group register` and `obole group remove`."""

import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot import roster_wording
from bot.commands import progress
from bot.commands.desk import Desk, writing
from bot.commands.pool import key_option
from bot.language import ENGLISH
from bot.roster_wording import Considered
from bot.slack.plain import unmarked
from ledger import clients, groups, registering, rosters
from ledger.actors import Actor
from ledger.models import Client, Game, Group
from ledger.registering import Charge, Removed
from ledger.rosters import Read

FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@click.command()
@click.argument("client")
@click.argument("group")
@click.argument("addresses", metavar="[ADDRESS]...", nargs=-1)
@click.option("--file", type=FILE, help="A CSV of them; - is the standard input.")
@click.option("--new-plays", is_flag=True, help="Charge a new play to who has finished one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@key_option
@writing
def register(
    desk: Desk,
    client: str,
    group: str,
    addresses: tuple[str, ...],
    file: Path | None,
    new_plays: bool,
    yes: bool,
    key: str,
) -> None:
    """Register learners of CLIENT in GROUP, by their addresses or by a file: all, or none.

    It consumes their credits at once, whether or not they ever start. Who has an open play keeps
    it, uncharged.
    """
    if bool(addresses) is bool(file):
        raise click.UsageError("Give addresses, or a --file of them.")
    read = read_from(addresses, file)

    def considered(
        session: Session, actor: Actor, *, key: str | None, most: Charge | None = None
    ) -> Considered:
        found = find(session, actor, client, group)
        registered = registering.register_roster(
            session,
            actor=actor,
            keyring=desk.settings.keyring,
            group=found,
            lines=read.lines,
            new_plays=new_plays,
            key=key,
            most=most,
            on_progress=told if key else None,
        )
        return Considered(
            group=found,
            client=session.get_one(Client, (found.account_id, found.client_id)),
            game=session.get_one(Game, (found.account_id, found.game_id)),
            registered=registered,
            read=read,
        )

    preview = desk.rehearse(lambda session, actor: considered(session, actor, key=None))
    echo(roster_wording.preview(preview, ENGLISH))
    if desk.is_dry_run or preview.is_nothing:
        return
    most = None
    if not yes:
        click.confirm("Go on?", abort=True)
        most = Charge(learners=preview.count, credits=preview.registered.report.credits)
    with progress.bar("Registering") as told:
        done = desk.write(lambda session, actor: considered(session, actor, key=key, most=most))
    echo(roster_wording.outcome(done, ENGLISH))


def read_from(addresses: tuple[str, ...], file: Path | None) -> Read:
    """Raises BadRoster."""
    if file is None:
        return rosters.read_pasted("\n".join(addresses))
    if str(file) == "-":
        return rosters.read_csv(sys.stdin.buffer.read(rosters.BYTES_MOST + 1))
    with file.open("rb") as content:
        return rosters.read_csv(content.read(rosters.BYTES_MOST + 1))


@click.command()
@click.argument("client")
@click.argument("group")
@click.argument("address")
@click.option("--yes", is_flag=True, help="Do not ask.")
@writing
def remove(desk: Desk, client: str, group: str, address: str, yes: bool) -> None:
    """Take the learner ADDRESS of CLIENT out of GROUP; no credits come back."""

    def removed(session: Session, actor: Actor) -> tuple[Group, Client, Removed]:
        found = find(session, actor, client, group)
        done = registering.remove(
            session,
            actor=actor,
            keyring=desk.settings.keyring,
            group=found,
            address=address,
        )
        return found, session.get_one(Client, (found.account_id, found.client_id)), done

    found, of, done = desk.rehearse(removed)
    facts = {"given": address, "group": found.name, "client": of.name}
    began = "remove-started" if done.started else "remove-never-started"
    echo(
        [
            ENGLISH.mrkdwn("remove-preview", **facts),
            ENGLISH(began, credits=done.credits),
            ENGLISH("remove-reversible"),
        ]
    )
    if desk.is_dry_run:
        return
    if not yes:
        click.confirm("Go on?", abort=True)
    desk.write(removed)
    echo([ENGLISH.mrkdwn("remove-done", **facts)])


def find(session: Session, actor: Actor, client: str, group: str) -> Group:
    of = clients.find_client(session, account_id=actor.account_id, given=client)
    return groups.find(session, client=of, given=group)


def echo(lines: list[str]) -> None:
    click.echo("\n".join(map(unmarked, lines)))
