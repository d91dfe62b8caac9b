"""What the worker tells people of its own accord, composed when it is delivered."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot import people, wording
from bot.slack import allocation_requests
from bot.slack.messages import TYPED, Message, button, escape, message
from bot.slack.words import quoted
from ledger import alerts, journal, requests
from ledger.amounts import credits_for
from ledger.models import AlertKind, Client
from ledger.outbox import Delivery

SOME_LEARNERS = 20

MATTERS = {
    AlertKind.LOW: "alert-low",
    AlertKind.SPENT: "alert-spent",
    AlertKind.TURNED_AWAY: "alert-turned-away",
}


def opened(session: Session, delivery: Delivery) -> Message:
    """A matter opened: the numbers are those of that moment."""
    language = people.language_of_account(session, delivery.account_id)
    say, client = language.mrkdwn, client_of(session, delivery)
    matter = say(MATTERS[AlertKind(delivery.facts["matter"])], **whose(client), **delivery.facts)
    if client is None:
        return message(matter, say("alert-order"))
    facts = {
        "pool": journal.balance(session, delivery.account_id, delivery.account_id),
        "learners": SOME_LEARNERS,
        "needed": credits_for(SOME_LEARNERS),
        "alias": quoted(client.alias),
    }
    typed = f"allocate {quoted(client.alias)} {facts['needed']}"
    label = language("alert-allocate.button", **facts)
    return message(
        matter,
        say("alert-allocate", **facts),
        buttons=[button(label, action_id=TYPED, value=escape(typed))],
    )


def closed(session: Session, delivery: Delivery) -> Message:
    """A matter is over: the wallet is well above its threshold again."""
    say = people.language_of_account(session, delivery.account_id).mrkdwn
    available = delivery.facts["available"]
    return message(say("alert-over", **whose(client_of(session, delivery)), available=available))


def burst(session: Session, delivery: Delivery) -> Message:
    """Many newcomers came at once; where they wait, who can let them in reads how."""
    say, facts = people.language_of_account(session, delivery.account_id).mrkdwn, delivery.facts
    client = session.get_one(Client, (delivery.account_id, UUID(facts["client_id"])))
    to_do = "alert-burst-release" if facts["holds"] else "alert-burst-usage"
    return message(
        say("alert-burst", **whose(client), **facts), say(to_do, package=facts["package_id"])
    )


def client_of(session: Session, delivery: Delivery) -> Client | None:
    """The client whose wallet it is about; None for the pool."""
    wallet_id = UUID(delivery.facts["wallet_id"])
    if wallet_id == delivery.account_id:
        return None
    return session.get_one(Client, (delivery.account_id, wallet_id))


def whose(client: Client | None) -> dict[str, Any]:
    if client is None:
        return {"wallet": "pool"}
    return {"wallet": "client", "client": wording.named(client.name, client.alias)}


COMPOSED: dict[str, Callable[[Session, Delivery], Message]] = {
    alerts.OPENED: opened,
    alerts.CLOSED: closed,
    alerts.BURST: burst,
    requests.ASKED: allocation_requests.asked_for,
    requests.DECIDED: allocation_requests.decided,
    requests.PROPOSED: allocation_requests.proposed,
}
