"""What a number of credits costs, as the modal that buys them shows it (R13, R14)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy.orm import Session

from bot import wording
from bot.language import Language
from bot.slack import blocks
from bot.slack.asking import Asked
from bot.slack.blocks import Block
from bot.slack.messages import packed
from ledger import pricing, refunds
from ledger.amounts import PLAY_PRICE
from ledger.pricing import Quote, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """`quote` is None where nothing was typed that has a price. Of what is bought, `owed` credits
    go to what was refunded before."""

    quote: Quote | None
    steps: Sequence[Step]
    owed: int

    @classmethod
    def of(cls, session: Session, asked: Asked, credits: int | None) -> Self:
        account_id = asked.actor.account_id
        tiers = pricing.price_list(
            session, account_id=account_id, public=asked.office.billing.tiers
        )
        return cls(
            quote=None if credits is None else pricing.quote(credits, tiers),
            steps=pricing.steps(tiers),
            owed=refunds.owed(session, account_id=account_id),
        )

    @property
    def shown(self) -> list[int]:
        """By which a submission tells whether it is what was shown."""
        return [self.quote.credits, self.quote.total_cents] if self.quote else []

    def blocks(self, language: Language) -> Iterator[Block]:
        price = list(self.lines(language)) or [language.mrkdwn("buy-nothing")]
        for lines in (price, list(self.tiers(language))):
            if lines:
                yield from map(blocks.section, packed(lines))

    def lines(self, language: Language) -> Iterator[str]:
        say, quote = language.mrkdwn, self.quote
        if quote is None:
            return
        yield f"*{wording.price(say, quote)}*"
        if quote.left_over:
            yield say("buy-left-over", count=quote.left_over, price=PLAY_PRICE)
        if quote.cheaper:
            yield say("buy-cheaper", **step(quote.cheaper))
        elif quote.next:
            yield say("buy-next", **step(quote.next))
        if self.owed:
            yield say("buy-owed", owed=self.owed)

    def tiers(self, language: Language) -> Iterator[str]:
        """The steps of the price, and which of them is reached; one alone is no step."""
        if len(self.steps) == 1:
            return
        credits = self.quote.credits if self.quote else 0
        reached = [one for one in self.steps if one.credits <= credits][-1:]
        yield language.mrkdwn("buy-steps")
        for one in self.steps:
            yield language.mrkdwn("buy-step", is_reached=one in reached, **step(one))


def step(one: Step) -> dict[str, int]:
    return {
        "credits": one.credits,
        "unit_millicents": one.unit_millicents,
        "total_cents": one.total_cents,
    }
