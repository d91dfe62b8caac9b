"""The app was taken out of a workspace, or its tokens revoked: from then on all is quiet there."""

from datetime import UTC, datetime, timedelta

from bot import workspaces
from bot.slack.asking import Happened
from bot.slack.listening import Listening

UNINSTALLED, REVOKED = "app_uninstalled", "tokens_revoked"


def register(on: Listening) -> None:
    on.event(UNINSTALLED, uninstalled)
    on.event(REVOKED, revoked)


def uninstalled(happened: Happened) -> None:
    """Told twice it changes nothing, and told late nothing of a newer install."""
    # Slack tells whole seconds: within the one it names, the install was there before.
    at = datetime.fromtimestamp(happened.at + 1, UTC) - timedelta(microseconds=1)
    happened.office.database.write(
        lambda session: workspaces.remove(session, team_id=happened.installed_in, at=at)
    )


def revoked(happened: Happened) -> None:
    """Slack names the bots whose tokens it revoked; those of people were never asked for."""
    if happened.event.get("tokens", {}).get("bot"):
        uninstalled(happened)
