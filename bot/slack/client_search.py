"""The search for a client in modals: what is typed into it, and what was chosen."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot import wording
from bot.slack import inputs
from bot.slack.asking import Asked, Sought
from bot.slack.blocks import Block, option
from bot.slack.listening import Listening
from ledger import clients
from ledger.actors import Act
from ledger.models import Client

SEARCH = "clients.search"
CLIENT = "client"
"""The input's name."""


def search(label: str, hint: str | None = None, *, chosen: Client | None = None) -> Block:
    one = (wording.named(chosen.name, chosen.alias), chosen.id.hex) if chosen else None
    return inputs.search(CLIENT, label, action_id=SEARCH, chosen=one, hint=hint)


def suggestions(sought: Sought) -> list[Block]:
    sought.actor.must(Act.SEE)
    account_id = sought.actor.account_id
    found = sought.database.read(
        lambda session: clients.suggest(session, account_id=account_id, typed=sought.typed)
    )
    return [option(wording.named(one.name, one.alias), one.id.hex) for one in found]


def chosen(session: Session, asked: Asked, value: str | None) -> Client:
    """The client of an option's value, or of a button's."""
    return session.get_one(Client, (asked.actor.account_id, UUID(value or "")))


def register(on: Listening) -> None:
    on.suggestions(SEARCH, suggestions)
