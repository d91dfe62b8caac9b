"""What Slack says of its people by itself: that somebody changed, or is there no more."""

from bot import profiles
from bot.slack.asking import Happened
from bot.slack.listening import Listening


def changed(event: Happened) -> None:
    """Slack's page on user_change: it is sent for a new status, too, and holds the user object."""
    said, user = event.event.get("user") or {}, event.slack_user_id
    if user is not None:
        event.office.database.write(
            lambda session: profiles.ask_again(
                session, team_id=event.team_id, slack_user_id=user, said=said
            )
        )


def register(on: Listening) -> None:
    on.event("user_change", changed)
