"""`/credits status [client]`: how the credits stand (R11)."""

from sqlalchemy.orm import Session

from bot import wording
from bot.slack.asking import Asked
from bot.slack.messages import Message, escape, message
from bot.slack.words import quoted
from ledger import clients, forecast, journal, status
from ledger.actors import Act
from ledger.status import AccountStatus, Balance


def show(asked: Asked) -> Message:
    asked.actor.must(Act.SEE)
    account_id, given = asked.actor.account_id, " ".join(asked.words)

    def of_client(session: Session) -> Message:
        client = clients.find_client(session, account_id=account_id, given=given)
        balance = status.of_client(session, account_id=account_id, client_id=client.id)
        lasting = forecast.of_client(session, account_id=account_id, client_id=client.id)
        pool = journal.balance(session, account_id, account_id)
        return client_message(balance, pool=pool, lasting=wording.forecast(lasting))

    def of_account(session: Session) -> Message:
        return account_message(status.of_account(session, account_id=account_id))

    return asked.database.read(of_client if given else of_account)


def client_message(balance: Balance, *, pool: int, lasting: str | None) -> Message:
    lines = [f"{title(balance)}: {wording.figures(balance)}."]
    if lasting:
        lines.append(lasting)
    if balance.is_low:
        command = f"/credits allocate {quoted(balance.alias)} 120"
        lines.append(
            f":warning: It runs low: below {wording.credits_(balance.low_below)}. "
            f"Allocate more, for 20 learners say, with `{escape(command)}`"
        )
    return message(*lines, f"The pool holds {wording.credits_(pool)}.")


def account_message(account: AccountStatus) -> Message:
    lines = [
        f"*The pool holds {wording.credits_(account.pool)}.*",
        f"{wording.counted(account.clients, 'client')}: {wording.figures(account)}.",
        "The first to run out:",
        *(line(balance) for balance in account.most_urgent),
    ]
    hidden = account.clients - len(account.most_urgent)
    if hidden:
        lines.append(f"and {hidden:,} more, each with `/credits status CLIENT`")
    return message(*lines)


def line(balance: Balance) -> str:
    mark = ":warning:" if balance.is_low else "•"
    return f"{mark} {title(balance)}: {wording.figures(balance)}"


def title(balance: Balance) -> str:
    return f"*{escape(wording.named(balance.name, balance.alias))}*"
