"""The team of an account: who its members are, what each may do, and who is none any more."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import accounts, audit, clock
from ledger.actors import Act, Actor
from ledger.errors import BadAmount, LastOwner
from ledger.models import Account, Member, Role

MOST_LIMIT = 1_000_000


def all_members(session: Session, *, account_id: UUID) -> list[Member]:
    """Those who were not removed: owners first, then by name."""
    found = session.scalars(
        select(Member).where(Member.account_id == account_id, Member.removed_at.is_(None))
    )
    return sorted(found, key=lambda member: (list(Role).index(member.role), member.name.casefold()))


def change_role(session: Session, *, actor: Actor, member: Member, role: Role) -> None:
    """Raises NotAllowed, or LastOwner when the only owner would be one no more."""
    actor.must(Act.CHANGE_MEMBER)
    lock_team(session, actor.account_id)
    if role is not Role.OWNER:
        must_not_be_last_owner(session, member)
    before, member.role = member.role, role
    session.add(member)
    record(session, actor, member, "change role", {"role": before}, {"role": role})


def limit_member(session: Session, *, actor: Actor, member: Member, most: int | None) -> None:
    """From how many credits on a manager's allocation waits for an owner; None is no limit.

    Raises NotAllowed, BadAmount.
    """
    actor.must(Act.CHANGE_MEMBER)
    if most is not None and not 0 <= most <= MOST_LIMIT:
        raise BadAmount(given=str(most), most=MOST_LIMIT)
    before, member.allocates_most = member.allocates_most, most
    session.add(member)
    record(
        session,
        actor,
        member,
        "limit member",
        {"allocates_most": before},
        {"allocates_most": most},
    )


def remove_member(session: Session, *, actor: Actor, member: Member) -> None:
    """Nothing may be done as the member from now on. Raises NotAllowed, LastOwner."""
    actor.must(Act.CHANGE_MEMBER)
    lock_team(session, actor.account_id)
    must_not_be_last_owner(session, member)
    if member.removed_at is not None:
        return
    member.removed_at = clock.now()
    session.add(member)
    record(
        session,
        actor,
        member,
        "remove member",
        {"removed_at": None},
        {"removed_at": member.removed_at},
    )


def lock_team(session: Session, account_id: UUID) -> None:
    """Of two owners who remove each other at once, the second finds the first one gone."""
    session.execute(
        select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
    )


def must_not_be_last_owner(session: Session, member: Member) -> None:
    session.flush()
    session.refresh(member)
    if accounts.owners(session, member.account_id) == [member.id]:
        raise LastOwner(member=member.name)


def record(
    session: Session,
    actor: Actor,
    member: Member,
    act: str,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    session.flush()
    audit.record(
        session,
        actor=actor,
        act=act,
        subject="member",
        subject_id=member.id,
        before=before,
        after=after,
    )
