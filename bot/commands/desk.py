"""The desk a command is given: the database, and who acts on which account."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from bot.settings import Settings
from ledger import accounts, actors
from ledger.actors import Actor
from ledger.database import Database
from ledger.models import Source

T = TypeVar("T")
Work = Callable[[Session, Actor], T]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An operator acts, or the member whose address `--as` gave; of one account, by its name."""

    settings: Settings
    database: Database
    account: str | None = None
    email: str | None = None
    is_dry_run: bool = False

    def read(self, work: Work[T]) -> T:
        return self.database.read(lambda session: work(session, self.actor(session)))

    def write(self, work: Work[T]) -> T:
        """Run `work` and keep what it did; of a dry run, only what it would have done."""
        if self.is_dry_run:
            return self.rehearse(work)
        return self.database.write(lambda session: work(session, self.actor(session)))

    def rehearse(self, work: Work[T]) -> T:
        return self.database.rehearse(lambda session: work(session, self.actor(session)))

    def actor(self, session: Session) -> Actor:
        """Raises UnknownAccount, AmbiguousName or UnknownMember."""
        account = accounts.find_account(session, self.account)
        if self.email is None:
            return actors.operator(account.id)
        member = accounts.find_member(session, account_id=account.id, email=self.email)
        return actors.of_member(member, Source.COMMAND_LINE)


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command a `desk` without an account."""

    @wraps(command)
    def run(*args: Any, **given: Any) -> Any:
        return command(desk_for(None, None), *args, **given)

    return run


def of_account(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command a `desk` of the account that `--account` names."""

    @click.option("--account", envvar="OBOLE_ACCOUNT", help="The account, where there are several.")
    @wraps(command)
    def run(*args: Any, account: str | None, **given: Any) -> Any:
        return command(desk_for(account, None), *args, **given)

    return run


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """As `of_account`; `--as` acts as a member, with no more than that member's role."""

    @click.option("--account", envvar="OBOLE_ACCOUNT", help="The account, where there are several.")
    @click.option(
        "--as", "acting_as", metavar="EMAIL", help="Act as this member, not as an operator."
    )
    @wraps(command)
    def run(*args: Any, account: str | None, acting_as: str | None, **given: Any) -> Any:
        return command(desk_for(account, acting_as), *args, **given)

    return run


def writing(command: Callable[..., Any]) -> Callable[..., Any]:
    """As `acting`, and `rehearsable`."""
    return acting(rehearsable(command))


def rehearsable(command: Callable[..., Any]) -> Callable[..., Any]:
    """With `--dry-run` the same code runs, and nothing of it is kept."""

    @click.option("--dry-run", is_flag=True, help="Show what it would do, and change nothing.")
    @wraps(command)
    def run(desk: Desk, *args: Any, dry_run: bool, **given: Any) -> Any:
        if dry_run:
            click.echo("A dry run: nothing is changed.")
        return command(replace(desk, is_dry_run=dry_run), *args, **given)

    return run


def desk_for(account: str | None, email: str | None) -> Desk:
    settings = Settings.read()
    database = settings.open_database()
    click.get_current_context().call_on_close(database.close)
    return Desk(settings=settings, database=database, account=account, email=email)
