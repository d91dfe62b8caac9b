"""`/credits status [client]`: how the credits stand (R11)."""

from sqlalchemy.orm import Session

from bot import wording
from bot.language import Say
from bot.slack.asking import Asked
from bot.slack.messages import Message, message
from bot.slack.words import quoted
from ledger import clients, forecast, journal, refunds, status
from ledger.actors import Act, Actor
from ledger.forecast import Forecast
from ledger.status import AccountStatus, Balance


def show(asked: Asked) -> Message:
    asked.actor.must(Act.SEE)
    say = asked.language.mrkdwn
    account_id, given = asked.actor.account_id, " ".join(asked.words)

    def of_client(session: Session) -> Message:
        client = clients.find_client(session, account_id=account_id, given=given)
        balance = status.of_client(session, account_id=account_id, client_id=client.id)
        lasting = forecast.of_client(session, account_id=account_id, client_id=client.id)
        pool = journal.balance(session, account_id, account_id)
        return client_message(say, balance, pool=pool, lasting=lasting)

    def of_account(session: Session) -> Message:
        found = status.of_account(session, account_id=account_id)
        return account_message(say, found, owed=owed_by(session, asked.actor))

    return asked.database.read(of_client if given else of_account)


def client_message(say: Say, balance: Balance, *, pool: int, lasting: Forecast | None) -> Message:
    lines = [say("status-client", **wording.balance(balance)), *wording.forecast(say, lasting)]
    if balance.is_low:
        alias = quoted(balance.alias)
        lines.append(say("status-low", low_below=balance.low_below, alias=alias))
    return message(*lines, say("pool-holds", pool=pool))


def owed_by(session: Session, actor: Actor) -> int:
    """What is owed after a refund, for who buys."""
    return refunds.owed(session, account_id=actor.account_id) if actor.may(Act.ORDER) else 0


def account_message(say: Say, account: AccountStatus, *, owed: int) -> Message:
    lines = [
        say("status-pool", pool=account.pool),
        *([say("status-owed", owed=owed)] if owed else []),
        say("status-clients", clients=account.clients, **wording.figures(account)),
        say("status-first"),
        *(
            say("status-line", is_low=balance.is_low, **wording.balance(balance))
            for balance in account.most_urgent
        ),
    ]
    hidden = account.clients - len(account.most_urgent)
    if hidden:
        lines.append(say("status-more", hidden=hidden))
    return message(*lines)
