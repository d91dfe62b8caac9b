"""Where a slash command is typed from: a workspace, and a person in it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import click
from sqlalchemy.orm import Session

from bot import people, workspaces
from bot.commands.desk import Desk
from bot.models import Installation
from bot.slack.driver import Driver, WebApi
from bot.slack.routes import PATH
from ledger import accounts, members
from ledger.actors import Actor
from ledger.models import Member

NO_WORKSPACE = "The account has no workspace, and an emulator's needs"
CONNECT = "Give it one: obole slack connect"
HERE = {"127.0.0.1", "localhost", "::1"}


@contextmanager
def seated(desk: Desk, *, user_id: str | None, email: str | None) -> Iterator[tuple[Driver, str]]:
    """The driver, and the Slack user who types: `user_id`, the member with this address, or else
    the first owner. An account without a workspace is given the emulator's meanwhile."""

    workspace = desk.read(
        lambda session, actor: workspaces.find_workspace(session, account_id=actor.account_id)
    )
    if workspace is None:
        with in_own_workspace(desk, email) as seat:
            yield seat
    else:
        user = user_id or user_of(desk, email)
        with driver_for(desk, workspace) as driver:
            yield driver, user


@contextmanager
def in_own_workspace(desk: Desk, email: str | None) -> Iterator[tuple[Driver, str]]:
    from bot.demo.processes import ProgramEnded
    from bot.demo.workspace import own_workspace

    team = desk.read(
        lambda session, actor: members.all_members(session, account_id=actor.account_id)
    )
    member = typist(desk, email)
    with ExitStack() as stack:
        try:
            workspace = stack.enter_context(own_workspace(desk.settings, desk.database, team))
        except ModuleNotFoundError as error:  # a wheel has no Node to run the emulator with
            raise click.ClickException(f"{NO_WORKSPACE} {error.name}. {CONNECT}") from None
        except ProgramEnded as error:
            raise click.ClickException(f"{NO_WORKSPACE} npm's emulate: {error}") from None
        yield workspace.driver, workspace.users[member.id]


def driver_for(desk: Desk, workspace: Installation) -> Driver:
    """To the app that runs at PUBLIC_URL; its modals show where it calls an emulator."""
    settings = desk.settings
    web_api = None
    if urlsplit(settings.slack_api_url).hostname in HERE:
        token = settings.keyring.decrypt(workspace.bot_token).decode()
        found = WebApi(settings.slack_api_url, token)
        web_api = found if found.is_recorded else None
    return Driver(
        f"{settings.places.public_url.rstrip('/')}{PATH}",
        signing_secret=settings.signing_secret,
        team_id=workspace.team_id,
        web_api=web_api,
    )


def typist(desk: Desk, email: str | None) -> Member:
    """Raises UnknownMember."""

    def found(session: Session, actor: Actor) -> Member | None:
        if email:
            return accounts.find_member(session, account_id=actor.account_id, email=email)
        owners = accounts.owners(session, actor.account_id)
        return session.get_one(Member, (actor.account_id, owners[0])) if owners else None

    member = desk.read(found)
    if member is None:
        raise click.ClickException("The account has no owner. Use: obole account member add")
    return member


def user_of(desk: Desk, email: str | None) -> str:
    member = typist(desk, email)
    user = desk.read(
        lambda session, actor: people.find_user(
            session, account_id=actor.account_id, member_id=member.id
        )
    )
    if user is None:
        raise click.ClickException(f"{member.name} is no Slack user yet. Use: obole slack user")
    return user
