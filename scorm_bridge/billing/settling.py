"""What becomes of a purchase by what its provider says: any number of times, in any order."""

from dataclasses import replace
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import purchases, refunds
from ledger.database import Database
from ledger.errors import PurchaseClosed, WrongPayment
from ledger.models import PaymentName, Purchase, RefundKind, Source
from ledger.purchases import Payment
from ledger.receipts import Seller
from scorm_bridge.billing.providers import Checkout, Ended, Order, Paid, Provider, Waiting
from scorm_bridge.billing.stripe_events import Disputed, Event, Refunded, Won

log = structlog.get_logger("obole.billing")


def open_checkout(database: Database, provider: Provider, order: Order) -> Checkout | None:
    """Have the provider take the payment, and remember where; once it is known, that place.

    Raises ProviderAway, ProviderRefuses; then the order stays quoted, and the same call may be made
    again.
    """
    known = database.read(lambda session: checkout_of(session, order))
    if known is not None:
        return known
    checkout = provider.open(order)
    if checkout is not None:
        database.write(lambda session: remember(session, order, checkout))
    return checkout


def checkout_of(session: Session, order: Order) -> Checkout | None:
    purchase = session.get_one(Purchase, (order.account_id, order.purchase_id))
    if purchase.checkout_url is None or purchase.closes_at is None:
        return None
    names = names_of(session, order.account_id, order.purchase_id)
    return Checkout(names=tuple(names), url=purchase.checkout_url, until=purchase.closes_at)


def remember(session: Session, order: Order, checkout: Checkout) -> Purchase:
    first, *others = checkout.names
    purchase = purchases.opened(
        session,
        account_id=order.account_id,
        purchase_id=order.purchase_id,
        name=first,
        url=checkout.url,
        until=checkout.until,
    )
    for name in others:
        purchases.call(session, purchase, name)
    return purchase


def ask(database: Database, provider: Provider, purchase: Purchase, seller: Seller) -> Purchase:
    """Look how it stands with a purchase, and do what follows. Raises ProviderAway,
    ProviderRefuses."""
    where = (purchase.account_id, purchase.id)

    def begun(session: Session) -> list[str]:
        purchases.asked(session, account_id=where[0], purchase_id=where[1])
        return names_of(session, *where)

    found = provider.look(database.write(begun))
    return database.write(lambda session: settle(session, *where, found, seller))


def is_askable(provider: Provider, purchase: Purchase) -> bool:
    """Whether it is waited for, and this provider's to know of."""
    is_waited_for = purchase.state in purchases.UNPAID and purchase.refused_at is None
    return is_waited_for and purchase.provider is provider.kind


def settle(
    session: Session,
    account_id: UUID,
    purchase_id: UUID,
    what: Paid | Ended | Waiting | Refunded | Disputed | Won,
    seller: Seller,
) -> Purchase:
    """The purchase as it is after what is known now. A payment that is not what was asked for
    leaves a trace and brings nothing."""
    purchase = purchases.locked(session, account_id, purchase_id)
    match what:
        case Paid():
            take(session, purchase, what.payment, seller)
            for name in what.names:
                purchases.call(session, purchase, name)
        case Ended():
            purchases.close(
                session, account_id=account_id, purchase_id=purchase_id, state=what.state
            )
        case Refunded() | Disputed() | Won():
            if what.payment is not None:
                take(session, purchase, what.payment, seller)
            if is_paid_by(purchase, what.reference):
                turn(session, purchase, what)
        case Waiting():
            pass
    return purchase


def take(session: Session, purchase: Purchase, payment: Payment, seller: Seller) -> None:
    try:
        purchases.pay(
            session,
            account_id=purchase.account_id,
            purchase_id=purchase.id,
            payment=payment,
            source=Source.WEB,
            seller=seller,
        )
    except (WrongPayment, PurchaseClosed) as error:
        purchases.refuse(session, purchase=purchase, payment=payment)
        log.warning("payment refused", order=purchase.number, error=type(error).__name__)


def already(session: Session, purchase: Purchase) -> int:
    """Cents of refunds that are known; those in dispute are counted by themselves."""
    return refunds.cents_of(session, purchase, RefundKind.REFUND)


def is_paid_by(purchase: Purchase, reference: str) -> bool:
    """One payment brought the credits: what becomes of another, which was refused, takes none."""
    return purchase.state in purchases.PAID and purchase.payment_reference == reference


def turn(session: Session, purchase: Purchase, what: Refunded | Disputed | Won) -> None:
    """Money of it went back, or came again."""
    match what:
        case Refunded():
            more = what.cents - already(session, purchase)
            give_back(session, purchase, what.name, more, RefundKind.REFUND)
        case Disputed():
            give_back(session, purchase, what.name, what.cents, RefundKind.DISPUTE)
        case Won():
            refunds.reinstate(
                session, purchase=purchase, name=what.name, cents=what.cents, source=Source.WEB
            )


def give_back(
    session: Session, purchase: Purchase, name: str, cents: int, kind: RefundKind
) -> None:
    refunds.refund(session, purchase=purchase, name=name, kind=kind, cents=cents, source=Source.WEB)


def with_payment(database: Database, provider: Provider, event: Event) -> Event:
    """A dispute does not say what was paid: where that is not known yet, it is asked for.

    Raises ProviderAway.
    """
    what = event.what
    if not isinstance(what, Disputed | Won) or database.read(lambda s: is_known_paid(s, event)):
        return event
    traced = provider.trace(what.reference)
    if traced is None:
        return event
    return replace(event, purchase=traced.purchase, what=replace(what, payment=traced.payment))


def is_known_paid(session: Session, event: Event) -> bool:
    purchase = purchase_of(session, event)
    return purchase is not None and purchase.state in purchases.PAID


def purchase_of(session: Session, event: Event) -> Purchase | None:
    where = found(session, event)
    return None if where is None else session.get_one(Purchase, where)


def found(session: Session, event: Event) -> tuple[UUID, UUID] | None:
    """The account and id of the purchase that an event is about."""
    purchase = purchases.called(session, event.names)
    if purchase is not None:
        return purchase.account_id, purchase.id
    if isinstance(event.what, Ended):
        # Of a session that was never kept: the order's page is another, and may be open.
        return None
    if event.purchase and session.get(Purchase, event.purchase) is not None:
        return event.purchase
    return None


def names_of(session: Session, account_id: UUID, purchase_id: UUID) -> list[str]:
    return list(
        session.scalars(
            select(PaymentName.name).where(
                PaymentName.account_id == account_id, PaymentName.purchase_id == purchase_id
            )
        )
    )
