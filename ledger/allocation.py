"""Allocating credits of the pool to a client: final (R5), and never above the pool (R6)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import alerts, clients, idempotency, journal, thresholds
from ledger.actors import Act, Actor
from ledger.amounts import plays, whole_credits
from ledger.errors import AboveLimit
from ledger.ids import new_id
from ledger.journal import Posted
from ledger.models import Allocation, Client, Transfer, TransferKind
from ledger.texts import optional_line

REFERENCE_MOST = 100
COMMENT_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """An allocation, and both balances as it left them."""

    id: UUID
    client: Client
    credits: int
    pool: int
    available: int
    reference: str | None
    comment: str | None
    is_repeat: bool = False

    @property
    def plays(self) -> int:
        return plays(self.credits)


def allocate_credits(
    session: Session,
    *,
    actor: Actor,
    client: Client,
    credits: int,
    key: str,
    reference: str | None = None,
    comment: str | None = None,
) -> Allocated:
    """Move `credits` from the pool to `client`, for good.

    The same key with the same facts returns the first allocation. Raises NotAllowed, BadAmount,
    BadText, ClientArchived, AboveLimit, NotEnoughCredits (with the pool's numbers),
    IdempotencyConflict.
    """
    actor.must(Act.ALLOCATE)
    clients.must_be_active(client)
    credits = whole_credits(credits)
    reference = optional_line(reference, field="reference", most=REFERENCE_MOST)
    comment = optional_line(comment, field="comment", most=COMMENT_MOST)
    facts = {
        "act": "allocate",
        "client": str(client.id),
        "credits": credits,
        "reference": reference,
        "comment": comment,
    }
    claim_id = new_id()
    first_id = idempotency.claim(
        session, account_id=actor.account_id, key=key, facts=facts, result_id=claim_id
    )
    if first_id != claim_id:
        return allocated_before(session, client, first_id)
    # Only now: what was allocated before stays so, whatever the limit has become.
    if actor.allocates_most is not None and credits > actor.allocates_most:
        raise AboveLimit(credits=credits, most=actor.allocates_most)
    posted = move(session, actor, client, credits, claim_id)
    session.add(
        Allocation(
            account_id=actor.account_id,
            id=posted.id,
            client_id=client.id,
            reference=reference,
            comment=comment,
        )
    )
    session.flush()
    return Allocated(
        id=posted.id,
        client=client,
        credits=credits,
        pool=posted.debit.held,
        available=posted.credit.held,
        reference=reference,
        comment=comment,
    )


def move(session: Session, actor: Actor, client: Client, credits: int, id: UUID) -> Posted:
    """The transfer, with the threshold and the alerts that come of it."""
    posted = journal.post(
        session,
        account_id=actor.account_id,
        kind=TransferKind.ALLOCATION,
        credits=credits,
        client_id=client.id,
        source=actor.source,
        member_id=actor.member_id,
        low_below=thresholds.low_below(
            session, account_id=actor.account_id, wallet_id=client.id, given=credits
        ),
        transfer_id=id,
    )
    alerts.after_allocation(session, actor.account_id, client.id, posted)
    return posted


def allocated_before(session: Session, client: Client, id: UUID) -> Allocated:
    transfer, words = session.execute(
        select(Transfer, Allocation)
        .join(
            Allocation,
            (Allocation.account_id == Transfer.account_id) & (Allocation.id == Transfer.id),
        )
        .where(Transfer.account_id == client.account_id, Transfer.id == id)
    ).one()
    return Allocated(
        id=id,
        client=client,
        credits=transfer.credits,
        pool=transfer.debit_balance or 0,
        available=transfer.credit_balance or 0,
        reference=words.reference,
        comment=words.comment,
        is_repeat=True,
    )
