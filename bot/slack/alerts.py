"""What the worker tells people of its own accord, composed when it is delivered."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from bot import wording
from bot.slack.messages import TYPED, Message, button, escape, message
from bot.slack.words import quoted
from ledger import alerts, journal
from ledger.amounts import credits_for
from ledger.models import Client
from ledger.outbox import Delivery

SOME_LEARNERS = 20


def low_balance(session: Session, delivery: Delivery) -> Message:
    """A client fell below its threshold: the numbers are those of that moment."""
    account_id, facts = delivery.account_id, delivery.facts
    client = session.get_one(Client, (account_id, UUID(facts["client_id"])))
    pool = journal.balance(session, account_id, account_id)
    needed = credits_for(SOME_LEARNERS)
    typed = f"allocate {quoted(client.alias)} {needed}"
    return message(
        f":warning: *{escape(wording.named(client.name, client.alias))}* runs low: "
        f"{wording.credits_(facts['available'])} left, "
        f"below {wording.credits_(facts['low_below'])}.",
        f"The pool holds {wording.credits_(pool)}. For {SOME_LEARNERS} more learners, "
        f"{wording.counted(needed, 'credit')}: `/credits {escape(typed)}`",
        buttons=[
            button(f"Allocate {wording.credits_(needed)}", action_id=TYPED, value=escape(typed))
        ],
    )


COMPOSED: dict[str, Callable[[Session, Delivery], Message]] = {alerts.LOW_BALANCE: low_balance}
