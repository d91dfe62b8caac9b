"""`obole client`."""

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
    """Add and list clients."""


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
