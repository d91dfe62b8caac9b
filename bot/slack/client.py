"""`/credits client add|edit|list|show`: the clients, each with what can be done for it (R12)."""

from sqlalchemy.orm import Session

from bot import wording
from bot.slack import client_forms, client_page
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import Block
from bot.slack.listening import Listening
from bot.slack.messages import Message, Replaced, button, message
from bot.slack.modals import Modal
from ledger import status
from ledger.actors import Act

PAGE = "client.page"
SHOWN = 20


def typed(asked: Asked) -> Message | Modal:
    first, *rest = asked.words or ["list"]
    match first.casefold():
        case "add":
            return client_forms.add(asked, rest)
        case "edit":
            return client_forms.edit(asked, rest)
        case "show" if rest:
            return client_page.show(asked, " ".join(rest))
        case "list":
            return listed(asked, 0)
    return message(asked.language.mrkdwn("client-usage"))


def listed(asked: Asked, skipped: int) -> Message:
    asked.actor.must(Act.SEE)
    say, account_id = asked.language.mrkdwn, asked.actor.account_id

    def found(session: Session) -> Message:
        balances, count = status.page(session, account_id=account_id, skipped=skipped, most=SHOWN)
        lines = [say("status-line", is_low=one.is_low, **wording.balance(one)) for one in balances]
        shown = {"first": skipped + 1, "last": skipped + len(balances), "count": count}
        return message(say("client-list", **shown), *lines, buttons=ways(asked, skipped, count))

    return asked.database.read(found)


def ways(asked: Asked, skipped: int, count: int) -> list[Block]:
    shown = []
    if skipped:
        value = str(max(0, skipped - SHOWN))
        shown.append(
            button(asked.language("client-before.button"), action_id=f"{PAGE}.before", value=value)
        )
    if skipped + SHOWN < count:
        value = str(skipped + SHOWN)
        shown.append(
            button(asked.language("client-after.button"), action_id=f"{PAGE}.after", value=value)
        )
    return shown


def turned(pressed: Pressed) -> Replaced:
    return Replaced(message=listed(pressed, int(pressed.value)))


def register(on: Listening) -> None:
    on.action(f"{PAGE}.before", turned)
    on.action(f"{PAGE}.after", turned)
    client_forms.register(on)
