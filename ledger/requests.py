"""Requests: allocations above a manager's limit, which wait for an owner's second yes."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import accounts, allocation, audit, clients, clock, idempotency, outbox
from ledger.actors import Act, Actor
from ledger.allocation import COMMENT_MOST, REFERENCE_MOST, Allocated
from ledger.amounts import whole_credits
from ledger.errors import RequestDecided, UnknownRequest
from ledger.ids import new_id
from ledger.models import AllocationRequest, Client, Verdict
from ledger.texts import optional_line

ASKED = "allocation asked for"
DECIDED = "allocation decided"
PROPOSED = "allocation proposed"
"""By someone who may not allocate, to all who may: its facts are those of the allocation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    request: AllocationRequest
    client: Client
    allocated: Allocated | None
    """None where the owner said no."""


def ask(
    session: Session,
    *,
    actor: Actor,
    client: Client,
    credits: int,
    key: str,
    reference: str | None = None,
    comment: str | None = None,
) -> AllocationRequest:
    """Ask the owners for an allocation; nothing is set aside for it meanwhile.

    The same key with the same facts returns the first request, as it stands by now. Raises
    NotAllowed, BadAmount, BadText, ClientArchived, IdempotencyConflict.
    """
    actor.must(Act.ALLOCATE)
    assert actor.member_id is not None  # an operator has no limit
    clients.must_be_active(client)
    request = AllocationRequest(
        account_id=actor.account_id,
        id=new_id(),
        client_id=client.id,
        credits=whole_credits(credits),
        reference=optional_line(reference, field="reference", most=REFERENCE_MOST),
        comment=optional_line(comment, field="comment", most=COMMENT_MOST),
        asked_by=actor.member_id,
        asked_at=clock.now(),
    )
    facts = {"act": "ask", **facts_of(request)}
    first_id = idempotency.claim(
        session, account_id=actor.account_id, key=key, facts=facts, result_id=request.id
    )
    if first_id != request.id:
        return session.get_one(AllocationRequest, (actor.account_id, first_id))
    session.add(request)
    session.flush()
    for owner_id in accounts.owners(session, actor.account_id):
        tell(session, request, ASKED, owner_id)
    return request


def propose(
    session: Session,
    *,
    actor: Actor,
    client: Client,
    credits: int,
    key: str,
    reference: str | None = None,
    comment: str | None = None,
) -> None:
    """Tell those who may allocate that a member, who may not, wants it done; once under a key.

    Raises NotAllowed, BadAmount, BadText, ClientArchived, IdempotencyConflict.
    """
    actor.must(Act.SEE)
    clients.must_be_active(client)
    facts = {
        "client": str(client.id),
        "credits": whole_credits(credits),
        "reference": optional_line(reference, field="reference", most=REFERENCE_MOST),
        "comment": optional_line(comment, field="comment", most=COMMENT_MOST),
    }
    id, claimed = new_id(), {"act": "propose", **facts}
    if id != idempotency.claim(
        session, account_id=actor.account_id, key=key, facts=claimed, result_id=id
    ):
        return
    for member in accounts.members_who_may(session, actor.account_id, Act.ALLOCATE):
        outbox.add(
            session,
            account_id=actor.account_id,
            kind=PROPOSED,
            recipient_id=member.id,
            facts={**facts, "by": str(actor.member_id)},
        )


def decide(session: Session, *, actor: Actor, request_id: UUID, verdict: Verdict) -> Decided:
    """An owner's yes allocates, as the owner's act; of two who decide, the first one does.

    The same verdict again returns what was decided. Raises NotAllowed, UnknownRequest,
    RequestDecided (the other verdict), and what an allocation raises: then it is still undecided.
    """
    actor.must(Act.APPROVE)
    request = find_request(session, account_id=actor.account_id, id=request_id)
    if request.verdict not in {None, verdict}:
        raise RequestDecided(verdict=request.verdict.value)
    client = session.get_one(Client, (request.account_id, request.client_id))
    allocated = allocate(session, actor, client, request) if verdict is Verdict.APPROVED else None
    if request.verdict is None:
        request.verdict, request.decided_at = verdict, clock.now()
        request.decided_by = actor.member_id
        settle(session, actor, request)
    return Decided(request=request, client=client, allocated=allocated)


def find_request(session: Session, *, account_id: UUID, id: UUID) -> AllocationRequest:
    """The request, locked. Raises UnknownRequest."""
    found = session.scalars(
        select(AllocationRequest)
        .where(AllocationRequest.account_id == account_id, AllocationRequest.id == id)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise UnknownRequest(given=str(id))
    return found


def waiting(session: Session, *, account_id: UUID) -> list[AllocationRequest]:
    """Those that no owner has decided, the oldest first."""
    return list(
        session.scalars(
            select(AllocationRequest)
            .where(AllocationRequest.account_id == account_id, AllocationRequest.verdict.is_(None))
            .order_by(AllocationRequest.id)
        )
    )


def facts_of(request: AllocationRequest) -> dict[str, object]:
    return {
        "client": str(request.client_id),
        "credits": request.credits,
        "reference": request.reference,
        "comment": request.comment,
    }


def allocate(
    session: Session, actor: Actor, client: Client, request: AllocationRequest
) -> Allocated:
    return allocation.allocate_credits(
        session,
        actor=actor,
        client=client,
        credits=request.credits,
        key=f"request {request.id.hex}",
        reference=request.reference,
        comment=request.comment,
    )


def settle(session: Session, actor: Actor, request: AllocationRequest) -> None:
    """Who asked is told, and every owner, whose message still has its buttons."""
    session.flush()
    audit.record(
        session,
        actor=actor,
        act="decide request",
        subject="allocation request",
        subject_id=request.id,
        after={"verdict": request.verdict},
    )
    told = {request.asked_by, *accounts.owners(session, request.account_id)}
    for member_id in sorted(told):
        tell(session, request, DECIDED, member_id)


def tell(session: Session, request: AllocationRequest, kind: str, member_id: UUID) -> None:
    outbox.add(
        session,
        account_id=request.account_id,
        kind=kind,
        recipient_id=member_id,
        facts={"request_id": str(request.id)},
    )
