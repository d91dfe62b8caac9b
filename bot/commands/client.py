"""`obole client`."""

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, acting
from bot.wording import figures, named
from ledger import clients, status
from ledger.actors import Act, Actor
from ledger.models import Access
from ledger.status import Balance

LISTED = 10_000


@click.group()
def client() -> None:
    """Add and list clients."""


@client.command("add")
@click.argument("name")
@click.option("--alias", help="The team's own short word for it; learners see NAME.")
@click.option("--access", type=click.Choice([access.value for access in Access]), required=True)
@acting
def add(desk: Desk, name: str, alias: str | None, access: str) -> None:
    """Add the client NAME."""
    added = desk.write(
        lambda session, actor: clients.add_client(
            session, actor=actor, name=name, alias=alias, access=Access(access)
        )
    )
    click.echo(f"Added {named(added.name, added.alias)}, access {added.access.value}.")


@client.command("list")
@acting
def list_(desk: Desk) -> None:
    """List the clients, those that run out first at the top."""

    def balances(session: Session, actor: Actor) -> list[Balance]:
        actor.must(Act.SEE)
        found = status.of_account(session, account_id=actor.account_id, shown=LISTED)
        return found.most_urgent

    for balance in desk.read(balances):
        click.echo(f"{named(balance.name, balance.alias)}: {figures(balance)}")
