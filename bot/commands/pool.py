"""`obole credits`: into the pool by an order, out of it by an allocation."""

import click
from sqlalchemy.orm import Session

from bot import wording
from bot.commands import buying
from bot.commands.desk import Desk, writing
from bot.language import ENGLISH
from ledger import allocation, clients, manual_orders, pricing, purchases, thresholds
from ledger.actors import Actor
from ledger.allocation import Allocated
from ledger.amounts import whole_credits
from ledger.ids import new_id
from ledger.models import Purchase, ThresholdUnit
from ledger.pricing import Quote

key_option = click.option(
    "--key", default=lambda: f"cli {new_id().hex}", help="Done once, however often it is given."
)


@click.group()
def credits() -> None:
    """What credits cost, orders and their payments, receipts, allocations."""


credits.add_command(buying.price)
credits.add_command(buying.list_receipts)


@credits.command()
@click.argument("count", metavar="CREDITS")
@key_option
@writing
def order(desk: Desk, count: str, key: str) -> None:
    """Order CREDITS at the price shown; they arrive once the payment is confirmed."""
    if desk.email is None:
        raise click.UsageError("An order is an owner's: say whose with --as EMAIL.")

    def ordered(session: Session, actor: Actor) -> tuple[Purchase, Quote]:
        tiers = pricing.price_list(session, account_id=actor.account_id, public=desk.settings.tiers)
        quote = pricing.quote(whole_credits(count), tiers)
        purchase = purchases.order_credits(
            session,
            actor=actor,
            credits=quote.credits,
            key=key,
            public_tiers=desk.settings.tiers,
        )
        return purchase, quote

    purchase, quote = desk.write(ordered)
    first, *others = buying.described(quote)
    click.echo(f"Order {purchase.number}: {first}")
    for line in (*others, desk.settings.billing_note):
        if line:
            click.echo(line)
    if desk.is_dry_run:
        return
    click.echo(
        "Nothing is paid yet. Once it is, an operator confirms it: "
        f"obole credits confirm {purchase.number} --payment REFERENCE"
    )


@credits.command()
@click.argument("number", type=int)
@click.option("--payment", required=True, help="The payment's own reference, for example a bank's.")
@click.option("--outside", is_flag=True, help="Paid outside of the provider that takes it.")
@click.option("--shared", is_flag=True, help="The payment is of several orders.")
@writing
def confirm(desk: Desk, number: int, payment: str, outside: bool, shared: bool) -> None:
    """Confirm that order NUMBER was paid: its credits arrive in the pool, once."""
    done = desk.write(
        lambda session, actor: purchases.confirm_payment(
            session,
            actor=actor,
            number=number,
            payment_reference=payment,
            seller=desk.settings.named_seller,
            is_outside=outside,
            is_shared=shared,
        )
    )
    bought = ENGLISH.credits(done.purchase.credits)
    click.echo(f"Order {number} is paid: {bought}. The pool holds {ENGLISH.credits(done.pool)}.")


@credits.command()
@click.argument("number", type=int)
@click.option("--payment", required=True, help="The reference of the payment that went back.")
@click.option("--cents", type=click.IntRange(1), help="So many; without it, all that is left.")
@click.option("--key", help="Done once, however often it is given; else once a payment.")
@writing
def refund(desk: Desk, number: int, payment: str, cents: int | None, key: str | None) -> None:
    """Write down that order NUMBER was paid back: its credits leave the pool."""
    done = desk.write(
        lambda session, actor: manual_orders.refund_payment(
            session,
            actor=actor,
            number=number,
            payment_reference=payment,
            key=key or f"refund {number} {payment}",
            cents=cents,
        )
    )
    back, gone = ENGLISH.money(done.refund.cents), ENGLISH.credits(done.refund.credits)
    click.echo(f"Of order {number} {back} went back, and {gone} with it.")
    if done.owed:
        owed = ENGLISH.credits(done.owed)
        click.echo(f"Owed of them, and taken from the next purchase: {owed}.")
    click.echo(f"The pool holds {ENGLISH.credits(done.pool)}.")


@credits.command()
@click.argument("number", type=int)
@key_option
@writing
def cancel(desk: Desk, number: int, key: str) -> None:
    """Cancel order NUMBER, which nobody will pay."""
    desk.write(
        lambda session, actor: manual_orders.cancel_order(
            session, actor=actor, number=number, key=key
        )
    )
    click.echo(f"Order {number} has ended: nothing is paid, and nothing waited for.")


@credits.command()
@click.argument("client")
@click.argument("count", metavar="CREDITS")
@click.option("--reference", help="A word by which it is found again.")
@click.option("--comment")
@click.option("--yes", is_flag=True, help="Do not ask.")
@key_option
@writing
def allocate(
    desk: Desk,
    client: str,
    count: str,
    reference: str | None,
    comment: str | None,
    yes: bool,
    key: str,
) -> None:
    """Allocate CREDITS of the pool to CLIENT, for good."""

    def allocated(session: Session, actor: Actor) -> Allocated:
        return allocation.allocate_credits(
            session,
            actor=actor,
            client=clients.find_client(session, account_id=actor.account_id, given=client),
            credits=whole_credits(count),
            key=key,
            reference=reference,
            comment=comment,
        )

    if desk.is_dry_run or not yes:
        click.echo(described(desk.rehearse(allocated), "To allocate:", "then"))
    if desk.is_dry_run:
        return
    if not yes:
        click.confirm("An allocation cannot be undone. Allocate?", abort=True)
    done = desk.write(allocated)
    verb, when = ("Already allocated", "then") if done.is_repeat else ("Allocated", "now")
    click.echo(described(done, verb, when))


@credits.command()
@click.argument("value", type=int)
@click.argument("unit", type=click.Choice([unit.value for unit in ThresholdUnit]))
@click.option("--client", help="A client; without it, the pool.")
@writing
def threshold(desk: Desk, value: int, unit: str, client: str | None) -> None:
    """Tell owners when a client, or the pool, holds less than VALUE UNIT.

    Per cent are those of the last allocation, or for the pool of the last order.
    """

    def set_(session: Session, actor: Actor) -> tuple[str, int]:
        name, wallet = "The pool", actor.account_id
        if client is not None:
            found = clients.find_client(session, account_id=actor.account_id, given=client)
            name, wallet = found.name, found.id
        chosen = ThresholdUnit(unit)
        low = thresholds.set_threshold(
            session, actor=actor, wallet_id=wallet, unit=chosen, value=value
        )
        return name, low

    name, low = desk.write(set_)
    click.echo(f"{name}: owners are told below {ENGLISH.credits(low)}.")


def described(done: Allocated, verb: str, when: str) -> str:
    labels = ENGLISH("allocation-labels", **wording.allocation(done))
    what = f"{ENGLISH.credits(done.credits)} to {done.client.name}{labels}"
    return "\n".join((f"{verb} {what}.", *wording.balances(ENGLISH, done, when)))
