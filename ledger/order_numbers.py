"""The numbers of an account's orders: the next one, and which order has one or was paid by what."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.errors import PaymentUsed, UnknownPurchase
from ledger.models import Account, Purchase


def next_number(session: Session, account_id: UUID) -> int:
    """The next order number of the account, under its lock so that none is given twice."""
    lock_account(session, account_id)
    last = session.scalar(
        select(func.max(Purchase.number)).where(Purchase.account_id == account_id)
    )
    return (last or 0) + 1


def find(session: Session, account_id: UUID, number: int) -> UUID:
    """The id of the order of this number. Raises UnknownPurchase."""
    id = session.scalar(
        select(Purchase.id).where(Purchase.account_id == account_id, Purchase.number == number)
    )
    if id is None:
        raise UnknownPurchase(given=str(number))
    return id


def must_be_unused(session: Session, account_id: UUID, reference: str) -> None:
    """Under the account's lock, so that of two orders at once only one is paid by it.

    Raises PaymentUsed.
    """
    lock_account(session, account_id)
    number = session.scalar(
        select(func.min(Purchase.number)).where(
            Purchase.account_id == account_id, Purchase.payment_reference == reference
        )
    )
    if number is not None:
        raise PaymentUsed(given=reference, number=number)


def lock_account(session: Session, account_id: UUID) -> None:
    """Not the strongest lock: every key that refers to the account holds its row weakly, and two
    orders that both wanted more than that would wait for each other."""
    session.execute(
        select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
    )
