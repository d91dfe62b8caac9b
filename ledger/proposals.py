"""Proposals: credits that a member, who may not order them, wants the owners to buy."""

from sqlalchemy.orm import Session

from ledger import accounts, idempotency, outbox
from ledger.actors import Act, Actor
from ledger.amounts import whole_credits
from ledger.ids import new_id

PROPOSED = "purchase proposed"
"""To each owner: how many credits, and who wants them."""


def propose(session: Session, *, actor: Actor, credits: int, key: str) -> None:
    """Tell the owners that the member wants so many credits to be bought; once under a key.

    Nothing is ordered by it. Raises NotAllowed, BadAmount, IdempotencyConflict.
    """
    actor.must(Act.SEE)
    facts = {"credits": whole_credits(credits), "by": str(actor.member_id)}
    id = new_id()
    if id != idempotency.claim(
        session,
        account_id=actor.account_id,
        key=key,
        facts={"act": "propose", **facts},
        result_id=id,
    ):
        return
    for owner_id in accounts.owners(session, actor.account_id):
        outbox.add(
            session,
            account_id=actor.account_id,
            kind=PROPOSED,
            recipient_id=owner_id,
            facts=facts,
        )
