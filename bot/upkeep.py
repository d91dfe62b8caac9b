"""What the worker keeps up in Slack that is no message: it publishes a Home, it asks for a profile.

An errand to somebody who is gone is done: there is nothing left to do. Done again it does no harm.
"""

from sqlalchemy.orm import Session

from bot import onlookers, people, profiles
from bot.errands import Errand
from bot.slack import overview
from bot.slack.home import Home
from ledger import actors
from ledger.models import Source


def publish_home(errand: Errand) -> None:
    """As things stand now, for the role that the person has now, if they still look."""
    mailbox = errand.mailbox()

    def composed(session: Session) -> Home | None:
        onlooker = onlookers.find_onlooker(
            session, account_id=errand.delivery.account_id, member_id=errand.member_id
        )
        if onlooker is None:
            return None
        actor = actors.of_member(onlooker.member, Source.SLACK)
        language = people.spoken(onlooker.locale, onlooker.account_language)
        return overview.composed(session, actor, language)

    home = errand.database.read(composed)
    if mailbox is not None and home is not None:
        errand.client(mailbox).views_publish(user_id=mailbox.slack_user_id or "", view=home.view)


def ask_profile(errand: Errand) -> None:
    mailbox = errand.mailbox()
    if mailbox is None:
        return
    user = mailbox.slack_user_id or ""
    said = errand.client(mailbox).users_info(user=user, include_locale=True)["user"]
    errand.database.write(
        lambda session: profiles.keep(
            session, account_id=errand.delivery.account_id, slack_user_id=user, said=said
        )
    )
