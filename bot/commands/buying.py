"""`obole credits price` and `receipts`: what credits cost, and what was paid for them."""

from collections.abc import Iterator
from typing import IO

import click
from sqlalchemy.orm import Session

from bot import wording
from bot.commands.desk import Desk, acting
from bot.language import ENGLISH, LANGUAGES, Language
from ledger import pricing, receipts
from ledger.actors import Act, Actor
from ledger.amounts import MOST_CREDITS, PLAY_PRICE, credits_for, whole_credits
from ledger.models import Account, Purchase, Receipt
from ledger.pricing import Quote, Step


@click.command()
@click.argument("count", metavar="[CREDITS]", required=False)
@click.option(
    "--learners",
    type=click.IntRange(1, MOST_CREDITS // PLAY_PRICE),
    help="A play each, at 6 credits.",
)
@acting
def price(desk: Desk, count: str | None, learners: int | None) -> None:
    """What CREDITS cost, or those that so many learners need: nothing is ordered."""
    if (count is None) == (learners is None):
        raise click.UsageError("Give a number of credits, or --learners.")
    wanted = whole_credits(count) if learners is None else credits_for(learners)

    def quoted(session: Session, actor: Actor) -> Quote:
        actor.must(Act.SEE)
        tiers = pricing.price_list(session, account_id=actor.account_id, public=desk.settings.tiers)
        return pricing.quote(wanted, tiers)

    for line in described(desk.read(quoted)):
        click.echo(line)


def described(quote: Quote) -> Iterator[str]:
    """R13, R14: the price, what is left over, and which larger order is the better one."""
    yield f"{wording.price(ENGLISH, quote)}."
    if quote.left_over:
        over = ENGLISH.count(quote.left_over, "credit")
        yield f"{over} of them are more than whole plays need."
    if quote.cheaper:
        yield f"More for no more: {step(quote.cheaper)}."
    elif quote.next:
        each = ENGLISH.unit_price(quote.next.unit_millicents)
        yield f"The next step is {step(quote.next)}: {each} a credit."


def step(step: Step) -> str:
    return f"{ENGLISH.credits(step.credits)} for {ENGLISH.money(step.total_cents)}"


@click.command("receipts")
@click.argument("number", type=int, required=False)
@click.option("--pdf", type=click.File("wb"), metavar="FILE", help="Write it there, as a PDF.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="Else the account's.")
@acting
def list_receipts(
    desk: Desk, number: int | None, pdf: IO[bytes] | None, language: str | None
) -> None:
    """The receipts of what was paid, the newest first, or receipt NUMBER alone."""
    if pdf is not None and number is None:
        raise click.UsageError("Say which receipt: obole credits receipts NUMBER --pdf FILE")

    def found(session: Session, actor: Actor) -> tuple[list[tuple[Receipt, Purchase]], Language]:
        actor.must(Act.ORDER)
        account = session.get_one(Account, actor.account_id)
        spoken = Language.of(language or account.language)
        if number is None:
            return receipts.all_of(session, account_id=account.id), spoken
        return [receipts.numbered(session, account_id=account.id, number=number)], spoken

    rows, spoken = desk.read(found)
    if pdf is None:
        for receipt, purchase in rows:
            click.echo(line(receipt, purchase))
        if not rows:
            click.echo("There are no receipts yet: the first comes with the first payment.")
        return
    from bot import receipt_files  # its fonts and their library take a while to load

    (row,) = rows
    pdf.write(receipt_files.pdf(*row, spoken))


def line(receipt: Receipt, purchase: Purchase) -> str:
    vat = f", of which VAT {ENGLISH.money(receipt.vat_cents)}" if receipt.vat_rate else ""
    return (
        f"{receipt.number:>6}  {receipt.issued_at:%Y-%m-%d}  order {purchase.number}  "
        f"{ENGLISH.credits(purchase.credits)}  {ENGLISH.money(purchase.total_cents)}{vat}"
    )
