"""The search for a group in modals: what is typed into it, and what was chosen."""

from uuid import UUID

from bot.slack import inputs
from bot.slack.asking import Sought
from bot.slack.blocks import Block, option
from bot.slack.listening import Listening
from ledger import groups
from ledger.actors import Act
from ledger.models import Client, Group

SEARCH = "groups.search"
GROUP = "group"
"""The input's name."""


def search(label: str, hint: str | None = None, *, chosen: Group | None = None) -> Block:
    one = (chosen.name, chosen.id.hex) if chosen else None
    return inputs.search(GROUP, label, action_id=SEARCH, chosen=one, hint=hint)


def suggestions(sought: Sought) -> list[Block]:
    """Groups that members made, of all clients."""
    sought.actor.must(Act.SEE)
    account_id = sought.actor.account_id
    found = sought.database.read(
        lambda session: groups.suggest(session, account_id=account_id, typed=sought.typed)
    )
    return [shown(group, client) for group, client in found]


def shown(group: Group, client: Client) -> Block:
    return option(group.name, group.id.hex, description=client.alias)


def chosen(value: str | None) -> UUID:
    return UUID(value or "")


def register(on: Listening) -> None:
    on.suggestions(SEARCH, suggestions)
