"""What a webhook of Stripe's says, once its signature and age are proven.

Events come in any order and any number of times, so each says by itself what it needs to: a
refund that comes first brings its payment along.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import stripe

from ledger.models import PurchaseState
from ledger.purchases import Payment
from scorm_bridge.billing.providers import Ended, Paid, Waiting
from scorm_bridge.billing.stripe_checkout import Facts, paid, purchase_in
from scorm_bridge.errors import EventRejected

TOLERANCE_SECONDS = 300
"""How old an event may be: what Stripe's library takes, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded:
    """So many cents of a payment went back in all; `name` is what it is counted under."""

    payment: Payment
    name: str
    cents: int

    @property
    def reference(self) -> str:
        return self.payment.reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """So many cents of the payment called `reference` are in dispute.

    `payment` is that payment where it was asked for: the dispute came first.
    """

    name: str
    reference: str
    cents: int
    payment: Payment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """The dispute of this name was decided for the seller, and the money came again."""

    name: str
    reference: str
    cents: int
    payment: Payment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`names` are what Stripe calls the purchase; `purchase` its account and id, where it says."""

    names: tuple[str, ...]
    purchase: tuple[UUID, UUID] | None
    # Waiting: Stripe has to be asked.
    what: Paid | Ended | Waiting | Refunded | Disputed | Won


def read(body: bytes, signature: str, secret: str) -> Event | None:
    """None for an event that is none of ours. Raises EventRejected."""
    try:
        stripe.WebhookSignature.verify_header(
            body.decode(), signature, secret, tolerance=TOLERANCE_SECONDS
        )
        event = json.loads(body)
        kind, facts = event["type"], event["data"]["object"]
        reader = READERS.get(kind)
        return None if reader is None else reader(facts)
    except (stripe.SignatureVerificationError, ValueError, LookupError, TypeError):
        raise EventRejected from None


def of_session(facts: Facts) -> Event:
    if facts.get("payment_status") != "paid":
        return of_purchase(facts, Waiting())  # by a means that takes days
    cents, currency = facts.get("amount_total"), facts.get("currency")
    if not isinstance(cents, int) or not isinstance(currency, str):
        return of_purchase(facts, Waiting())
    return of_purchase(facts, paid(facts, cents, currency))


def of_end(state: PurchaseState) -> Callable[[Facts], Event]:
    return lambda facts: of_purchase(facts, Ended(state=state))


def of_charge(facts: Facts) -> Event:
    cents = int(facts["amount_refunded"])
    payment = Payment(
        reference=str(facts.get("payment_intent") or facts["id"]),
        cents=int(facts["amount"]),
        currency=str(facts["currency"]),
    )
    refunded = Refunded(payment=payment, name=f"{facts['id']}:{cents}", cents=cents)
    return of_purchase(facts, refunded)


def of_complaint(facts: Facts) -> Event | None:
    """An inquiry moves no money; where it comes to more, its withdrawal is told by itself."""
    if str(facts.get("status")).startswith("warning_"):
        return None
    return of_dispute(facts)


def of_dispute(facts: Facts) -> Event:
    return of_purchase(facts, Disputed(**of_money(facts)))


def of_verdict(facts: Facts) -> Event | None:
    if facts.get("status") == "lost":
        return of_dispute(facts)  # the money went when it began, which may be told later
    if facts.get("status") != "won":
        return None  # an inquiry, which moved no money
    return of_reinstatement(facts)


def of_reinstatement(facts: Facts) -> Event:
    return of_purchase(facts, Won(**of_money(facts)))


def of_money(facts: Facts) -> dict[str, Any]:
    """A dispute, the payment that it is about, and how much of it."""
    reference = str(facts.get("payment_intent") or facts["charge"])
    return {"name": str(facts["id"]), "reference": reference, "cents": int(facts["amount"])}


def of_purchase(facts: Facts, what: Paid | Ended | Waiting | Refunded | Disputed | Won) -> Event:
    names = (facts.get(name) for name in ("id", "payment_intent", "charge"))
    return Event(
        names=tuple(name for name in names if isinstance(name, str)),
        purchase=purchase_in(facts.get("metadata")),
        what=what,
    )


READERS: dict[str, Callable[[Facts], Event | None]] = {
    "checkout.session.completed": of_session,
    "checkout.session.async_payment_succeeded": of_session,
    "checkout.session.async_payment_failed": of_end(PurchaseState.FAILED),
    "checkout.session.expired": of_end(PurchaseState.EXPIRED),
    "charge.refunded": of_charge,
    "charge.dispute.created": of_complaint,
    "charge.dispute.funds_withdrawn": of_dispute,
    "charge.dispute.funds_reinstated": of_reinstatement,
    "charge.dispute.closed": of_verdict,
}
