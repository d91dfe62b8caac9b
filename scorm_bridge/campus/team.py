"""The account's own Campus: its members come in unregistered, and not when they left the team."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.keyring import KeyRing
from ledger.models import Group, GroupKind, Learner, Member, Registration
from scorm_bridge.campus import doors
from scorm_bridge.campus.doors import Door


def member_of(session: Session, door: Door, keyring: KeyRing, key: str) -> Member | None:
    """The member of that address, whom the account's own Campus lets in.

    Addresses are compared by their keys, of which alone a link has one; a team is small.
    """
    if not door.client.is_own:
        return None
    active = select(Member).where(Member.account_id == door.account.id, Member.removed_at.is_(None))
    return next(
        (
            member
            for member in session.scalars(active)
            if doors.learner_key(door, keyring, member.email) == key
        ),
        None,
    )


def may_enter(session: Session, door: Door, keyring: KeyRing, learner: Learner) -> bool:
    """Whether a learner may come in: on the own Campus a member, or who is in a group there.

    Who was a member became a learner by coming in, and what is open to all there is the team's.
    """
    if not door.client.is_own or member_of(session, door, keyring, learner.key) is not None:
        return True
    in_group = (
        select(Registration.id)
        .join(
            Group,
            (Group.account_id == Registration.account_id) & (Group.id == Registration.group_id),
        )
        .where(
            Registration.account_id == learner.account_id,
            Registration.client_id == learner.client_id,
            Registration.learner_id == learner.id,
            Registration.removed_at.is_(None),
            Group.kind == GroupKind.MADE,
        )
    )
    return session.scalars(in_group.limit(1)).first() is not None
