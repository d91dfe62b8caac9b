"""`obole status`."""

import click
from sqlalchemy.orm import Session

from bot import wording
from bot.commands.desk import Desk, acting
from bot.language import ENGLISH
from ledger import clients, forecast
from ledger import status as balances
from ledger.actors import Act, Actor


@click.command()
@click.argument("client", required=False)
@acting
def status(desk: Desk, client: str | None) -> None:
    """Show the pool and the clients that run out first, or the credits of CLIENT."""
    click.echo("\n".join(desk.read(lambda session, actor: lines(session, actor, client))))


def lines(session: Session, actor: Actor, client: str | None) -> list[str]:
    actor.must(Act.SEE)
    account_id = actor.account_id
    if client is not None:
        found = clients.find_client(session, account_id=account_id, given=client)
        balance = balances.of_client(session, account_id=account_id, client_id=found.id)
        lasting = forecast.of_client(session, account_id=account_id, client_id=found.id)
        return [described(balance), *wording.forecast(ENGLISH, lasting)]
    account = balances.of_account(session, account_id=account_id)
    return [
        ENGLISH("pool-holds", pool=account.pool),
        ENGLISH("clients-hold", clients=account.clients, **wording.figures(account)) + ".",
        *(described(balance) for balance in account.most_urgent),
    ]


def described(balance: balances.Balance) -> str:
    low = f", low: below {ENGLISH.credits(balance.low_below)}" if balance.is_low else ""
    return ENGLISH("client-holds", **wording.balance(balance)) + low
