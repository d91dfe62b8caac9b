"""Sealing: after the fact, the worker links each wallet's transfers into a chain of digests.

A digest covers a transfer's ids, kind, numbers, amounts and time, and the digest before it.
Nothing personal is in it, so that what is personal can be erased and the chain still holds.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ledger.database import insert_many_once
from ledger.models import Seal, Transfer, Wallet, WalletKind

FIRST = "0" * 64
"""What the first transfer of a wallet is linked to."""

BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """How many transfers were sealed, and of which accounts; false where there were none."""

    transfers: int
    account_ids: frozenset[UUID]

    def __bool__(self) -> bool:
        return self.transfers > 0


def seal_some(session: Session, *, most: int = BATCH) -> Sealed:
    """Seal up to `most` transfers of the wallets that have any unsealed.

    Two workers at the same wallet make the same seals: the second one's are there already.
    """
    left, account_ids = most, set()
    for account_id, wallet_id in unsealed_wallets(session):
        left -= seal_wallet(session, account_id=account_id, wallet_id=wallet_id, most=left)
        account_ids.add(account_id)
        if left <= 0:
            break
    return Sealed(transfers=most - left, account_ids=frozenset(account_ids))


def seal_wallet(session: Session, *, account_id: UUID, wallet_id: UUID, most: int) -> int:
    number, digest = head(session, account_id=account_id, wallet_id=wallet_id)
    rows = []
    for transfer in transfers_after(session, account_id, wallet_id, number, most):
        number, digest = number + 1, link(digest, transfer)
        rows.append(
            {
                "account_id": account_id,
                "wallet_id": wallet_id,
                "number": number,
                "transfer_id": transfer.id,
                "digest": digest,
            }
        )
    return len(insert_many_once(session, Seal, rows, returning=Seal.number))


def head(session: Session, *, account_id: UUID, wallet_id: UUID) -> tuple[int, str]:
    """The number and digest of the last sealed transfer: what a digest to owners carries."""
    row = session.execute(
        select(Seal.number, Seal.digest)
        .where(Seal.account_id == account_id, Seal.wallet_id == wallet_id)
        .order_by(Seal.number.desc())
        .limit(1)
    ).one_or_none()
    return (row.number, row.digest) if row else (0, FIRST)


def unsealed_wallets(session: Session) -> Iterator[tuple[UUID, UUID]]:
    sealed = (
        select(func.max(Seal.number))
        .where(Seal.account_id == Wallet.account_id, Seal.wallet_id == Wallet.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Wallet.account_id, Wallet.id)
        .where(
            Wallet.kind.in_((WalletKind.POOL, WalletKind.CLIENT)),
            Wallet.last_number > func.coalesce(sealed, 0),
        )
        .limit(BATCH)
    )
    return ((row.account_id, row.id) for row in rows.all())


def transfers_after(
    session: Session, account_id: UUID, wallet_id: UUID, number: int, most: int
) -> list[Transfer]:
    """The wallet's next transfers, by its own number."""
    of_debit = and_(Transfer.debit_wallet_id == wallet_id, Transfer.debit_number > number)
    of_credit = and_(Transfer.credit_wallet_id == wallet_id, Transfer.credit_number > number)
    found = [
        transfer
        for side, column in (
            (of_debit, Transfer.debit_number),
            (of_credit, Transfer.credit_number),
        )
        for transfer in session.scalars(
            select(Transfer)
            .where(Transfer.account_id == account_id, side)
            .order_by(column)
            .limit(most)
        )
    ]
    return sorted(found, key=lambda transfer: number_in(transfer, wallet_id))[:most]


def number_in(transfer: Transfer, wallet_id: UUID) -> int:
    """The number a transfer has in the wallet, one of its two."""
    number = (
        transfer.debit_number if transfer.debit_wallet_id == wallet_id else transfer.credit_number
    )
    return number or 0


def link(before: str, transfer: Transfer) -> str:
    """The digest of a transfer behind the digest `before`: SHA-256 over its fields as text."""
    fields = (
        before,
        transfer.account_id.hex,
        transfer.id.hex,
        transfer.kind.value,
        transfer.credits,
        transfer.at.astimezone(UTC).isoformat(timespec="microseconds"),
        transfer.debit_wallet_id.hex,
        transfer.debit_number,
        transfer.debit_balance,
        transfer.credit_wallet_id.hex,
        transfer.credit_number,
        transfer.credit_balance,
        transfer.registration_id.hex if transfer.registration_id else None,
    )
    return hashlib.sha256("|".join(map(str, fields)).encode()).hexdigest()
