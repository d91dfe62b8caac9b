"""What the worker tells people of its own accord, composed when it is delivered."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot import wording
from bot.slack.messages import TYPED, Message, button, escape, message
from bot.slack.words import quoted
from ledger import alerts, journal
from ledger.amounts import credits_for
from ledger.models import AlertKind, Client
from ledger.outbox import Delivery

SOME_LEARNERS = 20


def opened(session: Session, delivery: Delivery) -> Message:
    """A matter opened: the numbers are those of that moment."""
    client = client_of(session, delivery)
    if client is None:
        return pool_is_low(delivery)
    sentence = MATTERS[AlertKind(delivery.facts["matter"])](title(client), delivery.facts)
    pool = journal.balance(session, delivery.account_id, delivery.account_id)
    needed = credits_for(SOME_LEARNERS)
    typed = f"allocate {quoted(client.alias)} {needed}"
    return message(
        sentence,
        f"The pool holds {wording.credits_(pool)}. For {SOME_LEARNERS} more learners, "
        f"{wording.counted(needed, 'credit')}: `/credits {escape(typed)}`",
        buttons=[
            button(f"Allocate {wording.credits_(needed)}", action_id=TYPED, value=escape(typed))
        ],
    )


def closed(session: Session, delivery: Delivery) -> Message:
    """A matter is over: the wallet is well above its threshold again."""
    client = client_of(session, delivery)
    who = title(client) if client else "*The pool*"
    holds = wording.credits_(delivery.facts["available"])
    return message(f":white_check_mark: {who} has {holds} again.")


def burst(session: Session, delivery: Delivery) -> Message:
    """Many newcomers came at once; where they wait, who can let them in reads how."""
    facts = delivery.facts
    client = session.get_one(Client, (delivery.account_id, UUID(facts["client_id"])))
    came = (
        f":warning: More than {facts['most']:,} new learners of {title(client)} came by one "
        f"package within {wording.counted(facts['minutes'], 'minute')}"
    )
    if facts["holds"]:
        return message(
            f"{came}. They wait, uncharged.",
            f"Let them in with: `obole package release {facts['package_id']}`",
        )
    return message(
        f"{came}. Each was registered and charged.",
        f"See who came with: `obole package usage {facts['package_id']}`",
    )


def runs_low(who: str, facts: dict[str, Any]) -> str:
    return (
        f":warning: {who} runs low: {wording.credits_(facts['available'])} left, "
        f"below {wording.credits_(facts['low_below'])}."
    )


def is_spent(who: str, facts: dict[str, Any]) -> str:
    cheapest = wording.counted(facts["cheapest"], "credit")
    return (
        f":no_entry: {who} has {wording.credits_(facts['available'])} left, and its cheapest game "
        f"costs {cheapest}: its next new learner is turned away."
    )


def turned_away(who: str, facts: dict[str, Any]) -> str:
    wanted = wording.counted(facts["wanted"], "credit")
    return (
        f":no_entry: A learner of {who} was turned away: a play costs {wanted}, and fewer are left."
    )


MATTERS: dict[AlertKind, Callable[[str, dict[str, Any]], str]] = {
    AlertKind.LOW: runs_low,
    AlertKind.SPENT: is_spent,
    AlertKind.TURNED_AWAY: turned_away,
}


def pool_is_low(delivery: Delivery) -> Message:
    return message(
        runs_low("*The pool*", delivery.facts), "Order more with: `obole credits order CREDITS`"
    )


def client_of(session: Session, delivery: Delivery) -> Client | None:
    """The client whose wallet it is about; None for the pool."""
    wallet_id = UUID(delivery.facts["wallet_id"])
    if wallet_id == delivery.account_id:
        return None
    return session.get_one(Client, (delivery.account_id, wallet_id))


def title(client: Client) -> str:
    return f"*{escape(wording.named(client.name, client.alias))}*"


COMPOSED: dict[str, Callable[[Session, Delivery], Message]] = {
    alerts.OPENED: opened,
    alerts.CLOSED: closed,
    alerts.BURST: burst,
}
