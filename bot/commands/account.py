"""`obole account`."""

import click

from bot.commands.desk import Desk, acting, with_database
from ledger import accounts
from ledger.models import Role


@click.group()
def account() -> None:
    """Open accounts, add their members."""


@account.command("open")
@click.argument("name")
@with_database
def open_(desk: Desk, name: str) -> None:
    """Open the account NAME, and its own client with it."""
    keyring = desk.settings.keyring
    opened = desk.database.write(
        lambda session: accounts.open_account(session, name=name, keyring=keyring)
    )
    click.echo(f"Opened the account {opened.name}, and its own client.")


@account.group()
def member() -> None:
    """The people of an account."""


@member.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@acting
def add(desk: Desk, name: str, email: str, role: str) -> None:
    """Add NAME, reached at EMAIL."""
    added = desk.write(
        lambda session, actor: accounts.add_member(
            session, actor=actor, name=name, email=email, role=Role(role)
        )
    )
    click.echo(f"Added {added.name} ({added.email}), {added.role.value}.")
