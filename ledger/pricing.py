"""What a number of credits costs (R3, R13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import audit
from ledger.actors import Act, Actor
from ledger.amounts import LIST_PRICE_CENTS, MOST_CREDITS, left_over, plays, whole_credits
from ledger.errors import BadPriceList
from ledger.models import PriceTier

MILLICENTS = 1000

CHEAPEST_CENTS, DEAREST_CENTS = 1, 100_000
"""What a credit may cost: so that no order is free, and the largest is far from what a column
holds."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From `from_credits` on, every credit of the order costs `unit_millicents` of a cent."""

    from_credits: int
    unit_millicents: int


PUBLIC_LIST = (Tier(1, LIST_PRICE_CENTS * MILLICENTS),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A price before it is paid; amounts are whole euro cents.

    `next` is the tier after the one that is reached, and what its first credits cost in all: since
    a tier prices every credit of an order, that may be less than this order does.
    """

    credits: int
    unit_millicents: int
    list_cents: int
    total_cents: int
    next: "Step | None" = None
    cheaper: "Step | None" = None

    @property
    def plays(self) -> int:
        return plays(self.credits)

    @property
    def left_over(self) -> int:
        """Credits beyond the last whole play."""
        return left_over(self.credits)

    @property
    def discount_cents(self) -> int:
        """None below zero: a partner's list may be above the list price."""
        return max(0, self.list_cents - self.total_cents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A tier as one is shown it: from so many credits, each costs so much, and those all that."""

    credits: int
    unit_millicents: int
    total_cents: int


def quote(credits: int, tiers: Sequence[Tier] = PUBLIC_LIST) -> Quote:
    """The price of `credits` by the tier they reach; half a cent rounds up.

    More credits may cost less, just before a tier: `cheaper` is then the smallest larger order
    that costs no more. Raises BadAmount for anything but 1 to 1,000,000.
    """
    credits = whole_credits(credits)
    shown = steps(tiers)
    reached = [step for step in shown if step.credits <= credits][-1]
    total = total_cents(credits, reached.unit_millicents)
    beyond = shown[shown.index(reached) + 1 :]
    return Quote(
        credits=credits,
        unit_millicents=reached.unit_millicents,
        list_cents=credits * LIST_PRICE_CENTS,
        total_cents=total,
        next=beyond[0] if beyond else None,
        cheaper=next((step for step in beyond if step.total_cents <= total), None),
    )


def steps(tiers: Sequence[Tier]) -> list[Step]:
    """The tiers in order, the first for 1 credit; what cannot be ordered is no step."""
    return [
        Step(
            credits=tier.from_credits,
            unit_millicents=tier.unit_millicents,
            total_cents=total_cents(tier.from_credits, tier.unit_millicents),
        )
        for tier in sorted(tiers, key=lambda tier: tier.from_credits)
        if tier.from_credits <= MOST_CREDITS
    ]


def total_cents(credits: int, unit_millicents: int) -> int:
    """Half a cent rounds up: of one order only, since it is its total that is rounded."""
    return (credits * unit_millicents + MILLICENTS // 2) // MILLICENTS


def price_list(
    session: Session, *, account_id: UUID, public: Sequence[Tier] = PUBLIC_LIST
) -> Sequence[Tier]:
    """A partner account's own list where it has one, else the public one, never both (R3)."""
    own = session.execute(
        select(PriceTier.from_credits, PriceTier.unit_millicents)
        .where(PriceTier.account_id == account_id)
        .order_by(PriceTier.from_credits)
    ).all()
    return [Tier(*row) for row in own] or public


def parsed_tiers(text: str) -> tuple[Tier, ...]:
    """The public list from its setting, `600:190 6000:175.5`: from so many credits, so many cents.

    It starts at the list price. Raises ValueError with what is wrong.
    """
    try:
        return following(text, PUBLIC_LIST)
    except BadPriceList as error:
        raise ValueError(
            f"the tier {error.facts['given']} must be credits and cents, as 600:190, start later "
            f"and cost no more than the one before, at {MOST_CREDITS} credits or fewer and at "
            f"{CHEAPEST_CENTS} cent or more"
        ) from None


def parsed_list(text: str) -> tuple[Tier, ...]:
    """A list that stands alone, so that its first step is for 1 credit; none for an empty text.

    Raises BadPriceList with what is wrong.
    """
    tiers = following(text, ())
    if tiers and tiers[0].from_credits != 1:
        raise BadPriceList(flaw="late first step")
    return tiers


def following(text: str, first: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """Raises BadPriceList with the step that is wrong."""
    tiers = list(first)
    for step in text.split():
        tier = tier_of(step)
        after_last = not tiers or (
            tier.from_credits > tiers[-1].from_credits
            and tier.unit_millicents <= tiers[-1].unit_millicents
        )
        if not after_last:
            raise BadPriceList(flaw="step out of order", facts={"given": step})
        if not is_within_bounds(tier):
            raise BadPriceList(
                flaw="step out of bounds",
                facts={
                    "given": step,
                    "most": MOST_CREDITS,
                    "cheapest": CHEAPEST_CENTS,
                    "dearest": DEAREST_CENTS,
                },
            )
        tiers.append(tier)
    return tuple(tiers)


def is_within_bounds(tier: Tier) -> bool:
    """It can be reached by an order, and no order at its price is free."""
    least, most = CHEAPEST_CENTS * MILLICENTS, DEAREST_CENTS * MILLICENTS
    return 1 <= tier.from_credits <= MOST_CREDITS and least <= tier.unit_millicents <= most


def tier_of(step: str) -> Tier:
    from_text, _, cents_text = step.partition(":")
    try:
        return Tier(int(from_text), round(float(cents_text) * MILLICENTS))
    except (ValueError, OverflowError):  # of infinite cents
        raise BadPriceList(flaw="no step", facts={"given": step}) from None


def set_price_list(session: Session, *, actor: Actor, tiers: Sequence[Tier]) -> None:
    """Give a partner account a list of its own, or with no tiers the public one again (R3).

    Only an operator sets it. Raises NotAllowed.
    """
    actor.must(Act.SET_PRICE)
    before = session.scalars(
        select(PriceTier).where(PriceTier.account_id == actor.account_id)
    ).all()
    audit.record(
        session,
        actor=actor,
        act="set price list",
        subject="account",
        subject_id=actor.account_id,
        before={"tiers": sorted([row.from_credits, row.unit_millicents] for row in before)},
        after={"tiers": [[tier.from_credits, tier.unit_millicents] for tier in tiers]},
    )
    for row in before:
        session.delete(row)
    session.flush()
    for tier in tiers:
        session.add(
            PriceTier(
                account_id=actor.account_id,
                from_credits=tier.from_credits,
                unit_millicents=tier.unit_millicents,
            )
        )
