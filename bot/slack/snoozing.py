"""The ways below an alert: quiet for a while, and the client it is about."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from bot import wording
from bot.language import Language
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import Block, option, select
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from ledger import clock, snoozes
from ledger.errors import UnknownClient
from ledger.models import Account, Client

SNOOZE = "alerts.snooze"
OPEN_CLIENT = "alerts.client"

FOR: dict[str, timedelta | None] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "crossing": None,
}
"""How long alerts can be snoozed; the last until the wallet recovered, and so the next crossing."""

OPTIONS = {
    "day": "snooze-day.option",
    "week": "snooze-week.option",
    "crossing": "snooze-crossing.option",
}


def menu(language: Language, wallet_id: str) -> Block:
    options = [option(language(id), f"{name} {wallet_id}") for name, id in OPTIONS.items()]
    return select(*options, action_id=SNOOZE, placeholder=language("snooze.placeholder"))


def chosen(pressed: Pressed) -> Message:
    name, _, wallet_id = pressed.value.partition(" ")
    return snoozed(pressed, UUID(wallet_id), name)


def snoozed(asked: Asked, wallet_id: UUID, name: str) -> Message:
    """Raises NotAllowed; UnknownClient where the wallet is of nobody any more."""
    length = FOR[name]
    until = clock.now() + length if length else None

    def snooze(session: Session) -> tuple[str | None, str]:
        label = None
        if wallet_id != asked.actor.account_id:
            client = session.get(Client, (asked.actor.account_id, wallet_id))
            if client is None:
                raise UnknownClient(given=str(wallet_id))
            label = wording.named(client.name, client.alias)
        snoozes.snooze(session, actor=asked.actor, wallet_id=wallet_id, until=until)
        return label, session.get_one(Account, asked.actor.account_id).time_zone

    label, zone = asked.database.write(snooze)
    return message(sentence(asked.language, label, until, zone))


def sentence(language: Language, client: str | None, until: datetime | None, zone: str) -> str:
    wallet = {"wallet": "client", "client": client} if client else {"wallet": "pool"}
    if until is None:
        return language.mrkdwn("snoozed-until-crossing", **wallet)
    return language.mrkdwn("snoozed-until", **wallet, moment=language.moment(until, zone))


def register(on: Listening) -> None:
    on.action(SNOOZE, chosen)
