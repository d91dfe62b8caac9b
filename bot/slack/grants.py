"""What Slack gives for an install: a code is exchanged for tokens, and who installed is asked.

See Slack's pages on installing with OAuth, oauth.v2.access and users.info. Network only; whoever
calls holds no transaction meanwhile.
"""

from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.slack.tokens import Credentials, content_of, end_of
from bot.workspaces import Grant, Installer

CALL_SECONDS = 5


class NobodyKnown(Exception):
    """Slack said no name or e-mail address of who installed, so they could not be an owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    grant: Grant
    installer: Installer
    app_id: str


def given_for(code: str, *, api_url: str, credentials: Credentials, redirect_uri: str) -> Given:
    """Raises SlackApiError, OSError, LookupError for an answer that is not as documented, or
    NobodyKnown."""
    answer = content_of(
        WebClient(base_url=api_url, timeout=CALL_SECONDS).oauth_v2_access(
            client_id=credentials.client_id,
            client_secret=credentials.client_secret,
            code=code,
            redirect_uri=redirect_uri,
        )
    )
    grant = granted(answer)
    client = WebClient(token=grant.bot_token, base_url=api_url, timeout=CALL_SECONDS)
    asked = client.users_info(user=answer["authed_user"]["id"], include_locale=True)
    installer = installer_of(content_of(asked)["user"])
    return Given(grant=grant, installer=installer, app_id=answer["app_id"])


def granted(answer: dict[str, Any]) -> Grant:
    """Of an org-wide install Slack names no workspace, but the org. Raises LookupError."""
    is_org = bool(answer.get("is_enterprise_install"))
    place = (answer["enterprise"] if is_org else answer["team"]) or {}
    return Grant(
        team_id=place["id"],
        team_name=place.get("name") or place["id"],
        is_org=is_org,
        bot_user_id=answer["bot_user_id"],
        bot_token=answer["access_token"],
        refresh_token=answer.get("refresh_token"),
        ends_at=end_of(answer),
        scopes=answer["scope"],
    )


def installer_of(user: dict[str, Any]) -> Installer:
    profile = user.get("profile", {})
    name = user.get("real_name") or profile.get("real_name")
    if not name or not profile.get("email"):
        raise NobodyKnown
    return Installer(
        slack_user_id=user["id"],
        name=name,
        email=profile["email"],
        locale=user.get("locale"),
        time_zone=user.get("tz"),
    )
