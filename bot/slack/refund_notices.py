"""What owners are told when money of a purchase went back, or came again."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot import people
from bot.letters import Letter
from bot.slack import buy
from bot.slack.messages import message
from ledger import journal
from ledger.models import Purchase, Refund
from ledger.outbox import Delivery


def told(session: Session, delivery: Delivery) -> Letter:
    """One matter a refund, as it stands: how many credits went with it, and what is owed of it."""
    language, account_id = people.language_for(session, delivery), delivery.account_id
    row = session.get_one(Refund, (account_id, UUID(delivery.facts["refund_id"])))
    purchase = session.get_one(Purchase, (account_id, row.purchase_id))
    say, owed = language.mrkdwn, row.credits - row.taken
    facts = {"number": purchase.number, "cents": row.cents, "credits": row.credits}
    pool = say("pool-now", pool=journal.balance(session, account_id, account_id))
    if row.reinstated_at is not None:
        words = message(say("refund-won", **facts), pool)
    elif owed:
        lines = (say("refund-told", kind=row.kind.value, **facts), pool)
        short = say("refund-owed", owed=owed)
        words = message(*lines, short, buttons=[buy.offer(language, owed)])
    else:
        words = message(say("refund-told", kind=row.kind.value, **facts), pool)
    return Letter(language=language, message=words, matter=f"refund {row.id}")
