"""The token to call Slack with, renewed where Slack rotates it.

Slack gives a token for 12 hours with another one that is exchanged, once, for the next (its page
on token rotation). So one process asks, by a claim on the row that ends by itself, and what it was
given is kept only if the row still has what it gave for it.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import workspaces
from bot.models import Installation
from ledger import clock
from ledger.database import Database
from ledger.keyring import KeyRing

log = structlog.get_logger("obole.slack")

EARLY = timedelta(minutes=30)
CLAIM = timedelta(seconds=30)
CALL_SECONDS = 2
"""Someone may wait who was promised an answer within 3."""

WAIT_SECONDS = 2.0
"""How long one whose token is over waits for the process that has the claim."""

LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What proves to Slack which app asks."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """`credentials` is None for an app that is only connected by hand: nothing is rotated."""

    database: Database
    keyring: KeyRing
    api_url: str
    credentials: Credentials | None = None

    def of(self, installation: Installation) -> str:
        """The token to use now. Never raises for want of a new one: then it is the old one, and
        where that is over Slack says so to whoever calls."""
        if self.credentials is None or not is_due(installation):
            return self._plain(installation.bot_token)
        claimed = self._claimed(installation.team_id)
        if claimed is not None:
            return self._rotated(claimed, self.credentials)
        return self._plain(self._of_others(installation).bot_token)

    def _claimed(self, team_id: str) -> Installation | None:
        return self.database.write(lambda session: claim(session, team_id))

    def _rotated(self, claimed: Installation, credentials: Credentials) -> str:
        """After a failure the claim stays until its end, so that nobody presses Slack."""
        assert claimed.refresh_token is not None
        try:
            given = exchanged(self.api_url, credentials, self._plain(claimed.refresh_token))
            token, refresh, ends_at = given["access_token"], given["refresh_token"], end_of(given)
        except (SlackApiError, OSError, LookupError) as error:
            log.warning("a token was not rotated", team=claimed.team_id, reason=reason(error))
            return self._plain(claimed.bot_token)
        values: dict[str, object] = {
            "bot_token": self.keyring.encrypt(token.encode()),
            "refresh_token": self.keyring.encrypt(refresh.encode()),
            "token_ends_at": ends_at,
        }
        if not self.database.write(lambda session: keep(session, claimed, values)):
            log.warning("a token came too late", team=claimed.team_id)
        return str(token)

    def _of_others(self, installation: Installation) -> Installation:
        """The row as whoever has the claim leaves it; the old token is good for as long as it
        lives."""
        until, latest = time.monotonic() + WAIT_SECONDS, installation
        while is_over(latest) and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)
            found = self.database.read(lambda s: workspaces.find(s, installation.team_id))
            if found is None or found.removed_at is not None:
                break
            latest = found
        return latest

    def _plain(self, cipher: bytes) -> str:
        """Raises LookupError when no value of SECRET_KEY decrypts it."""
        return self.keyring.decrypt(cipher).decode()


def is_due(installation: Installation) -> bool:
    ends_at = installation.token_ends_at
    return ends_at is not None and ends_at <= clock.now() + EARLY


def is_over(installation: Installation) -> bool:
    ends_at = installation.token_ends_at
    return ends_at is not None and ends_at <= clock.now()


def claim(session: Session, team_id: str) -> Installation | None:
    """The row as it is now, for the one process that may ask; None for all others."""
    now = clock.now()
    mine = (
        update(Installation)
        .where(
            Installation.team_id == team_id,
            Installation.removed_at.is_(None),
            Installation.refresh_token.is_not(None),
            Installation.token_ends_at <= now + EARLY,
            Installation.rotating_until.is_(None) | (Installation.rotating_until <= now),
        )
        .values(rotating_until=now + CLAIM)
    )
    if session.connection().execute(mine).rowcount == 0:
        return None
    return workspaces.find(session, team_id)


def keep(session: Session, claimed: Installation, values: dict[str, object]) -> bool:
    """False where the workspace was installed again or removed meanwhile: that is newer."""
    still = update(Installation).where(
        Installation.team_id == claimed.team_id,
        Installation.removed_at.is_(None),
        # Encrypted, the same token is never the same twice: this is the very one that was used.
        Installation.refresh_token == claimed.refresh_token,
    )
    done = session.connection().execute(still.values(rotating_until=None, **values))
    return done.rowcount == 1


def exchanged(api_url: str, credentials: Credentials, refresh_token: str) -> dict[str, Any]:
    client = WebClient(base_url=api_url, timeout=CALL_SECONDS)
    answer = client.oauth_v2_access(
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        grant_type="refresh_token",
        refresh_token=refresh_token,
    )
    return content_of(answer)


def content_of(answer: SlackResponse) -> dict[str, Any]:
    """What was answered, in which a missing part is a LookupError: to slack_sdk it is None."""
    assert isinstance(answer.data, dict)
    return answer.data


def end_of(given: dict[str, Any]) -> datetime | None:
    """When the token that Slack gave is over; None for one that is not rotated."""
    seconds = given.get("expires_in")
    return None if seconds is None else clock.now() + timedelta(seconds=int(seconds))


def reason(error: Exception) -> str:
    """Slack's own word, or the kind of failure: never what was sent."""
    return (
        str(error.response["error"]) if isinstance(error, SlackApiError) else type(error).__name__
    )
