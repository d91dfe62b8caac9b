"""`/credits whoami`: the member that a Slack user is, and what they may do."""

from sqlalchemy.orm import Session

from bot.language import Word
from bot.slack.asking import Asked
from bot.slack.messages import Message, message
from ledger.actors import ALLOWED
from ledger.models import Account, Member


def show(asked: Asked) -> Message:
    say, actor = asked.language.mrkdwn, asked.actor

    def found(session: Session) -> Message:
        member = session.get_one(Member, (actor.account_id, actor.member_id))
        account = session.get_one(Account, actor.account_id)
        role = Word("role", member.role.value)
        acts = [Word("act", act.value) for act, roles in ALLOWED.items() if member.role in roles]
        lines = [
            say(
                "whoami-member",
                member=member.name,
                email=member.email,
                role=role,
                account=account.name,
            ),
            say("whoami-acts", acts=acts),
        ]
        if actor.allocates_most is not None:
            lines.append(say("whoami-limit", most=actor.allocates_most))
        return message(*lines)

    return asked.database.read(found)
