"""What a payment provider is to Obole: two calls, both network only, never in a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ledger.models import Provider as Kind
from ledger.models import Purchase, PurchaseState
from ledger.purchases import Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be paid, and where the payer goes afterwards."""

    account_id: UUID
    purchase_id: UUID
    number: int
    credits: int
    total_cents: int
    ordered_at: datetime
    # What stands on the provider's page, in the payer's language.
    title: str
    language: str
    paid_url: str
    left_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """Where it can be paid until when; `names` are the provider's for it, the page's first."""

    names: tuple[str, ...]
    url: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    payment: Payment
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """It was not paid, and cannot be any more."""

    state: PurchaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A payment that was looked for by its name, and the account and id of what it pays."""

    payment: Payment
    purchase: tuple[UUID, UUID]


class Waiting:
    """It may still be paid."""


Finding = Paid | Ended | Waiting

TAKEN = {Kind.STRIPE: range(50, 100_000_000)}
"""Cents that one payment may be of, where that has an end: for Stripe at least EUR 0.50 (its page
on minimum amounts) and eight digits (its page on prices)."""


class Provider(Protocol):
    @property
    def kind(self) -> Kind: ...

    def open(self, order: Order, /) -> Checkout | None:
        """Take the payment somewhere; the same place for the same order. None where there is no
        such place, and somebody confirms the payment. Raises ProviderAway, ProviderRefuses."""

    def look(self, names: Sequence[str], /) -> Finding:
        """How it stands with the purchase that is called so. Raises ProviderAway,
        ProviderRefuses."""

    def trace(self, name: str, /) -> Traced | None:
        """The payment that is called so; None where it pays nothing of ours. Raises
        ProviderAway."""


class Manual:
    """A bill that is paid by other means, and an operator who confirms it at the terminal."""

    kind = Kind.MANUAL

    def open(self, _: Order, /) -> Checkout | None:
        return None

    def look(self, _: Sequence[str], /) -> Finding:
        return Waiting()

    def trace(self, _: str, /) -> Traced | None:
        return None


MANUAL = Manual()


def order_of(purchase: Purchase, *, title: str, language: str, back: str) -> Order:
    """`back` is where the payer comes back to; it has to be the same each time it is asked for."""
    return Order(
        account_id=purchase.account_id,
        purchase_id=purchase.id,
        number=purchase.number,
        credits=purchase.credits,
        total_cents=purchase.total_cents,
        ordered_at=purchase.ordered_at,
        title=title,
        language=language,
        paid_url=back,
        left_url=f"{back}?left=1",
    )
