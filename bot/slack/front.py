"""`/credits` alone: how the credits stand in two lines, and what can be done."""

from bot import wording
from bot.slack.asking import Asked
from bot.slack.messages import Message, message, typing
from ledger import status
from ledger.actors import Act

MOST_URGENT = 3


def show(asked: Asked) -> Message:
    asked.actor.must(Act.SEE)
    language, say, account_id = asked.language, asked.language.mrkdwn, asked.actor.account_id
    account = asked.database.read(
        lambda session: status.of_account(session, account_id=account_id, shown=MOST_URGENT)
    )
    may_order = asked.actor.may(Act.ORDER)
    low = [balance for balance in account.most_urgent if balance.is_low and balance.allocated]
    return message(
        say("status-pool", pool=account.pool),
        say("status-clients", clients=account.clients, **wording.figures(account)),
        *(say("status-line", is_low=True, **wording.balance(balance)) for balance in low),
        say("front-help"),
        buttons=[
            typing(language("front-allocate.button"), "allocate", name="allocate"),
            *([typing(language("front-buy.button"), "buy", name="buy")] if may_order else []),
            typing(language("front-status.button"), "status", name="status"),
            typing(language("front-clients.button"), "client list", name="clients"),
            typing(language("front-history.button"), "history", name="history"),
            typing(language("front-help.button"), "help", name="help"),
        ],
    )
