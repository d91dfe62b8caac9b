"""Slack workspaces and orgs: installed, found, and gone again; whose account each is.

Of an org-wide install the org's id stands where a workspace's would: it is one for all of them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import people
from bot.language import Language
from bot.models import Installation, SlackUser
from ledger import accounts, clock
from ledger.actors import Actor
from ledger.database import add_once
from ledger.errors import NameTaken
from ledger.keyring import KeyRing
from ledger.models import Role, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What Slack gave for an install, in plain: `ends_at` and `refresh_token` of a token that is
    rotated."""

    team_id: str
    team_name: str
    is_org: bool
    bot_user_id: str
    bot_token: str
    refresh_token: str | None
    ends_at: datetime | None
    scopes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Installer:
    """Who installed: `locale` as Slack gives it, fr-FR, and `time_zone` by its IANA name."""

    slack_user_id: str
    name: str
    email: str
    locale: str | None
    time_zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """`is_new` where the account was opened by it."""

    account_id: UUID
    is_new: bool


def install(session: Session, *, grant: Grant, installer: Installer, keyring: KeyRing) -> Installed:
    """A workspace not known opens its account, and who installed is its first owner. One that is
    known gets its new tokens, and comes back if it was gone; nobody becomes an owner by that.

    Raises BadText where a name is of no use.
    """
    known = find(session, grant.team_id)
    if known is None:
        opened = opened_for(session, grant, installer, keyring)
        if opened is not None:
            return opened
        # Another install of the same workspace was first; by now it is there to be seen.
        known = find(session, grant.team_id)
        assert known is not None
    renew(known, grant, keyring)
    return Installed(account_id=known.account_id, is_new=False)


def opened_for(
    session: Session, grant: Grant, installer: Installer, keyring: KeyRing
) -> Installed | None:
    """None where the workspace got its account meanwhile: then nothing was opened."""
    attempt = session.begin_nested()
    account = accounts.open_account(
        session,
        name=grant.team_name,
        keyring=keyring,
        language=Language.of(installer.locale).locale,
        **zone_of(installer),
    )
    if not add_once(session, row_of(grant, account.id, keyring)):
        attempt.rollback()
        return None
    owner = accounts.add_member(
        session,
        actor=Actor(account_id=account.id, source=Source.SLACK),
        name=installer.name,
        email=installer.email,
        role=Role.OWNER,
    )
    people.connect_user(session, member=owner, slack_user_id=installer.slack_user_id)
    attempt.commit()
    return Installed(account_id=account.id, is_new=True)


def zone_of(installer: Installer) -> dict[str, str]:
    """Slack's zone, where this machine knows it too; else the account gets the default."""
    zone = installer.time_zone
    return {"time_zone": zone} if zone in available_timezones() else {}


def row_of(grant: Grant, account_id: UUID, keyring: KeyRing) -> Installation:
    row = Installation(
        team_id=grant.team_id,
        account_id=account_id,
        bot_user_id=grant.bot_user_id,
        bot_token=b"",
        created_at=clock.now(),
    )
    renew(row, grant, keyring)
    return row


def renew(row: Installation, grant: Grant, keyring: KeyRing) -> None:
    row.bot_user_id, row.is_org = grant.bot_user_id, grant.is_org
    row.bot_token = keyring.encrypt(grant.bot_token.encode())
    row.refresh_token = sealed(grant.refresh_token, keyring)
    row.token_ends_at, row.rotating_until = grant.ends_at, None
    row.scopes = grant.scopes[:1000]
    # When these tokens were given: an uninstall that is older is not about them.
    row.created_at, row.removed_at = clock.now(), None


def sealed(token: str | None, keyring: KeyRing) -> bytes | None:
    return None if token is None else keyring.encrypt(token.encode())


def remove(session: Session, *, team_id: str, at: datetime) -> bool:
    """It was uninstalled at `at`, or its tokens revoked: they are forgotten, and until the next
    install nothing is sent there and nobody answered. Its people stay who they are.

    False where it is not known, gone already, or was installed again since. Twice does no more.
    """
    gone = update(Installation).where(
        Installation.team_id == team_id,
        Installation.removed_at.is_(None),
        Installation.created_at <= at,
    )
    nothing = {"bot_token": b"", "refresh_token": None, "token_ends_at": None}
    done = session.connection().execute(
        gone.values(removed_at=clock.now(), rotating_until=None, **nothing)
    )
    session.expire_all()
    return done.rowcount == 1


def connect_workspace(
    session: Session,
    *,
    account_id: UUID,
    team_id: str,
    bot_user_id: str,
    bot_token: str,
    keyring: KeyRing,
) -> Installation:
    """Give an account its workspace, or a new token to the one it has.

    Raises NameTaken when the workspace is another account's.
    """
    whose = session.scalar(select(Installation.account_id).where(Installation.team_id == team_id))
    if whose not in {None, account_id}:
        raise NameTaken(field="Slack workspace", given=team_id)
    session.execute(delete(Installation).where(Installation.account_id == account_id))
    installation = Installation(
        team_id=team_id,
        account_id=account_id,
        bot_user_id=bot_user_id,
        bot_token=keyring.encrypt(bot_token.encode()),
        is_org=team_id.startswith("E"),
        created_at=clock.now(),
    )
    session.add(installation)
    session.flush()
    return installation


def disconnect_workspace(session: Session, *, account_id: UUID) -> None:
    """Take its workspace from an account, and with it who its people are there."""
    session.execute(delete(SlackUser).where(SlackUser.account_id == account_id))
    session.execute(delete(Installation).where(Installation.account_id == account_id))


def find(session: Session, team_id: str) -> Installation | None:
    return session.get(Installation, team_id, populate_existing=True)


def find_workspace(session: Session, *, account_id: UUID) -> Installation | None:
    return session.scalars(
        select(Installation).where(Installation.account_id == account_id)
    ).one_or_none()


def choose_channel(session: Session, *, account_id: UUID, channel_id: str) -> None:
    """Where alerts and the digest go when the account tells a channel."""
    workspace = find_workspace(session, account_id=account_id)
    if workspace is not None:
        workspace.channel_id = channel_id
