"""`obole client`."""

from typing import Any

import click
from sqlalchemy.orm import Session

from bot import wording
from bot.commands.desk import Desk, acting, writing
from bot.language import ENGLISH
from ledger import clients, status
from ledger.actors import Act, Actor
from ledger.models import Access, Client
from ledger.status import Balance

LISTED = 10_000


@click.group()
def client() -> None:
    """Add, change and list clients."""


@client.command("add")
@click.argument("name")
@click.option("--alias", help="The team's own short word for it; learners see NAME.")
@click.option("--access", type=click.Choice([access.value for access in Access]), required=True)
@writing
def add(desk: Desk, name: str, alias: str | None, access: str) -> None:
    """Add the client NAME."""
    added = desk.write(
        lambda session, actor: clients.add_client(
            session, actor=actor, name=name, alias=alias, access=Access(access)
        )
    )
    click.echo(f"Added {wording.named(added.name, added.alias)}, access {added.access.value}.")


@client.command()
@click.argument("client")
@click.option("--name", help="Its learners see it.")
@click.option("--alias", help="The team's own short word for it.")
@click.option("--country", help="Two letters, such as FR.")
@click.option("--time-zone", help="Its IANA name, such as Europe/Paris.")
@click.option("--vat-id")
@click.option("--access", type=click.Choice([access.value for access in Access]))
@click.option("--colour", help="Of its Campus's head, #rrggbb; empty is ours.")
@click.option("--accent", help="Of its Campus's buttons and links, #rrggbb; empty is ours.")
@click.option("--leaderboard/--no-leaderboard", "has_leaderboard", default=None)
@writing
def edit(desk: Desk, client: str, access: str | None, **given: Any) -> None:
    """Change what is given of CLIENT. How its learners come in stays as it is once one has."""
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes and access is None:
        raise click.UsageError("Say what is to change; --help lists what can be.")

    def edited(session: Session, actor: Actor) -> Client:
        found = clients.find_client(session, account_id=actor.account_id, given=client)
        if access is not None:
            clients.change_access(session, actor=actor, client=found, access=Access(access))
        if changes:
            clients.change_client(session, actor=actor, client=found, **changes)
        return found

    done = desk.write(edited)
    click.echo(f"Changed {wording.named(done.name, done.alias)}.")


@client.command()
@click.argument("client")
@acting
def show(desk: Desk, client: str) -> None:
    """What CLIENT holds, how its learners come in, and where its Campus is."""

    def read(session: Session, actor: Actor) -> tuple[Client, Balance, str]:
        actor.must(Act.SEE)
        found = clients.find_client(session, account_id=actor.account_id, given=client)
        balance = status.of_client(session, account_id=actor.account_id, client_id=found.id)
        return found, balance, clients.campus_code(session, found)

    found, balance, code = desk.read(read)
    click.echo(ENGLISH("client-holds", **wording.balance(balance)))
    click.echo(f"Access {found.access.value}, time zone {found.time_zone}")
    if found.access is Access.CAMPUS:
        click.echo(f"Campus {desk.settings.places.campus_url(code)}")


@client.command("list")
@acting
def list_(desk: Desk) -> None:
    """List the clients, those that run out first at the top."""

    def balances(session: Session, actor: Actor) -> list[Balance]:
        actor.must(Act.SEE)
        found = status.of_account(session, account_id=actor.account_id, shown=LISTED)
        return found.most_urgent

    for balance in desk.read(balances):
        click.echo(ENGLISH("client-holds", **wording.balance(balance)))


@client.command()
@click.argument("client")
@click.option("--yes", is_flag=True, help="Do not ask.")
@writing
def archive(desk: Desk, client: str, yes: bool) -> None:
    """Keep CLIENT's books and close its doors: no launch, no package, no allocation any more."""
    if not yes and not desk.is_dry_run:
        click.confirm(
            "What the client holds stays its own, and is not given back. Go on?", abort=True
        )

    def archived(session: Session, actor: Actor) -> Client:
        found = clients.find_client(session, account_id=actor.account_id, given=client)
        clients.archive_client(session, actor=actor, client=found)
        return found

    done = desk.write(archived)
    click.echo(f"Archived {wording.named(done.name, done.alias)}.")
