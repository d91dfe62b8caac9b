"""`obole account`."""

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, acting, rehearsable, with_database, writing
from bot.language import ENGLISH
from ledger import accounts, buyers, pricing, receipts
from ledger.actors import Act, Actor
from ledger.audit import entries
from ledger.models import AuditEntry, Role

LANGUAGES = ("en", "fr", "es")


@click.group()
def account() -> None:
    """Open accounts, add their members."""


@account.command("open")
@click.argument("name")
@click.option("--time-zone", default="Europe/Paris", show_default=True, help="Whose days count.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@with_database
@rehearsable
def open_(desk: Desk, name: str, time_zone: str, language: str) -> None:
    """Open the account NAME, and its own client with it."""
    keyring = desk.settings.keyring
    run = desk.database.rehearse if desk.is_dry_run else desk.database.write
    opened = run(
        lambda session: accounts.open_account(
            session, name=name, keyring=keyring, language=language, time_zone=time_zone
        )
    )
    click.echo(f"Opened the account {opened.name}, and its own client.")


@account.group()
def member() -> None:
    """The people of an account."""


@member.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@writing
def add(desk: Desk, name: str, email: str, role: str) -> None:
    """Add NAME, reached at EMAIL."""
    added = desk.write(
        lambda session, actor: accounts.add_member(
            session, actor=actor, name=name, email=email, role=Role(role)
        )
    )
    click.echo(f"Added {added.name} ({added.email}), {added.role.value}.")


@account.command()
@click.argument("tiers")
@writing
def prices(desk: Desk, tiers: str) -> None:
    """Give a partner account its own price list, as 1:190 600:175.5; an empty one takes it back.

    From so many credits on, every credit of an order costs so many cents.
    """

    def set_(session: Session, actor: Actor) -> int:
        steps = pricing.parsed_list(tiers)
        pricing.set_price_list(session, actor=actor, tiers=steps)
        return len(steps)

    count = desk.write(set_)
    click.echo(
        f"The account has a list of its own with {ENGLISH.count(count, 'step')}."
        if count
        else "The account has the public price list."
    )


@account.command()
@click.option("--name", help="Who is billed; else the account, by its own name.")
@click.option("--address", help=r"Its lines apart by \n.")
@click.option("--vat-id")
@writing
def billing(desk: Desk, name: str | None, address: str | None, vat_id: str | None) -> None:
    """What the receipts of the next payments say of the buyer; an empty text takes it back."""

    def described(session: Session, actor: Actor) -> dict[str, str]:
        lines = None if address is None else address.replace("\\n", "\n")
        account = buyers.describe_buyer(
            session, actor=actor, name=name, address=lines, vat_id=vat_id
        )
        return receipts.buyer(account)

    buyer = desk.write(described)
    parts = [buyer["name"], *buyer["address"].splitlines(), buyer["vat_id"]]
    click.echo(f"Receipts are for {', '.join(part for part in parts if part)}.")


@account.command("open-plays")
@click.argument("choice", type=click.Choice(["stay", "move"]))
@writing
def open_plays(desk: Desk, choice: str) -> None:
    """Whether open plays stay on the version of a game that they began with, or move to a new one.

    A play that moves takes along what its game kept, so move only where a new version reads what
    the one before it wrote. It moves at its next launch; to a version of another standard, never.
    """
    desk.write(
        lambda session, actor: accounts.choose_open_plays(
            session, actor=actor, moves=choice == "move"
        )
    )
    click.echo(
        "Open plays move to a game's new version at their next launch."
        if choice == "move"
        else "Open plays stay on the version of the game that they began with."
    )


@account.command()
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True)
@acting
def audit(desk: Desk, most: int) -> None:
    """Who changed what, the newest first."""

    def found(session: Session, actor: Actor) -> list[AuditEntry]:
        actor.must(Act.SEE)
        return entries(session, account_id=actor.account_id, most=most)

    for entry in desk.read(found):
        who = f"member {entry.member_id}" if entry.member_id else "operator"
        change = " ".join(
            f"{name}={value}"
            for name, value in (("before", entry.before), ("after", entry.after))
            if value
        )
        when = entry.at.isoformat(timespec="seconds")
        click.echo(f"{when} {who} ({entry.source}) {entry.act} {entry.subject} {change}")
