"""Opening an account, and its members."""

import secrets
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import audit, clients, clock, journal, texts
from ledger.actors import ALLOWED, Act, Actor
from ledger.database import add_once
from ledger.errors import AmbiguousName, NameTaken, UnknownAccount, UnknownMember
from ledger.ids import new_id
from ledger.keyring import KeyRing
from ledger.models import Access, Account, Member, Role, WalletKind
from ledger.texts import comparable, line


def open_account(
    session: Session,
    *,
    name: str,
    keyring: KeyRing,
    language: str = "en",
    time_zone: str = "Europe/Paris",
) -> Account:
    """R1: an account opens with its pool and its own client, whose access is `campus`.

    Raises BadText, BadTimeZone.
    """
    account = Account(
        id=new_id(),
        name=line(name, field="name", most=120),
        language=language,
        time_zone=texts.time_zone(time_zone),
        learner_secret=keyring.encrypt(secrets.token_bytes(32)),
        created_at=clock.now(),
    )
    session.add(account)
    session.flush()
    for kind in (WalletKind.ISSUED, WalletKind.POOL, WalletKind.CONSUMED):
        journal.open_wallet(session, account_id=account.id, kind=kind)
    clients.open_client(
        session,
        account_id=account.id,
        name=account.name,
        access=Access.CAMPUS,
        time_zone=account.time_zone,
        is_own=True,
    )
    return account


def find_account(session: Session, given: str | None) -> Account:
    """An account by its id or name; without either, the only one there is.

    Raises UnknownAccount, or AmbiguousName where the name, or nothing, fits several.
    """
    wanted = select(Account).order_by(Account.id)
    if given is not None:
        as_id = is_uuid(given)
        wanted = wanted.where(Account.id == as_id if as_id else Account.name == given.strip())
    found = session.scalars(wanted.limit(3)).all()
    if not found:
        raise UnknownAccount(given=given or "")
    if len(found) > 1:
        raise AmbiguousName(given=given or "", candidates=[str(account.id) for account in found])
    return found[0]


def name_of(session: Session, account_id: UUID) -> str | None:
    """None when there is no such account."""
    return session.scalar(select(Account.name).where(Account.id == account_id))


def all_ids(session: Session) -> list[UUID]:
    return list(session.scalars(select(Account.id).order_by(Account.id)))


def add_member(session: Session, *, actor: Actor, name: str, email: str, role: Role) -> Member:
    """A member who was removed comes back as the same person.

    Raises NotAllowed, BadText, or NameTaken when the address is a member's already.
    """
    actor.must(Act.ADD_MEMBER)
    member = Member(
        account_id=actor.account_id,
        id=new_id(),
        name=line(name, field="name", most=120),
        email=comparable(line(email, field="e-mail address", most=254)),
        role=role,
        created_at=clock.now(),
    )
    if not add_once(session, member):
        member = brought_back(session, member)
    audit.record(
        session,
        actor=actor,
        act="add member",
        subject="member",
        subject_id=member.id,
        after={"name": member.name, "email": member.email, "role": member.role},
    )
    return member


def brought_back(session: Session, member: Member) -> Member:
    """Raises NameTaken unless who has the address was removed."""
    before = session.scalars(
        select(Member)
        .where(Member.account_id == member.account_id, Member.email == member.email)
        .with_for_update()
    ).one()
    if before.removed_at is None:
        raise NameTaken(field="e-mail address", given=member.email)
    before.name, before.role = member.name, member.role
    before.removed_at = before.allocates_most = None
    return before


def find_member(session: Session, *, account_id: UUID, email: str) -> Member:
    """Raises UnknownMember."""
    member = member_of(session, account_id=account_id, email=email)
    if member is None:
        raise UnknownMember(given=email)
    return member


def member_of(session: Session, *, account_id: UUID, email: str) -> Member | None:
    """The member with this address, unless they were removed."""
    return session.scalars(
        select(Member).where(
            Member.account_id == account_id,
            Member.email == comparable(email),
            Member.removed_at.is_(None),
        )
    ).one_or_none()


def owners(session: Session, account_id: UUID) -> list[UUID]:
    """The ids of the account's owners, the first made first."""
    return list(
        session.scalars(
            select(Member.id)
            .where(
                Member.account_id == account_id,
                Member.role == Role.OWNER,
                Member.removed_at.is_(None),
            )
            .order_by(Member.id)
        )
    )


def members_who_may(session: Session, account_id: UUID, act: Act) -> list[Member]:
    """Those whose role allows it, the first made first."""
    return list(
        session.scalars(
            select(Member)
            .where(
                Member.account_id == account_id,
                Member.role.in_(ALLOWED[act]),
                Member.removed_at.is_(None),
            )
            .order_by(Member.id)
        )
    )


def choose_alerts(session: Session, *, actor: Actor, tells_channel: bool) -> None:
    """Whether alerts and the digest go to what all of the team see, or to each owner.

    Raises NotAllowed.
    """
    actor.must(Act.PLACE_ALERTS)
    account = session.get_one(Account, actor.account_id)
    before, account.tells_channel = account.tells_channel, tells_channel
    audit.record(
        session,
        actor=actor,
        act="choose where alerts go",
        subject="account",
        subject_id=account.id,
        before={"tells_channel": before},
        after={"tells_channel": tells_channel},
    )


def choose_open_plays(session: Session, *, actor: Actor, moves: bool) -> None:
    """Whether open plays move to a game's new version at their next launch, or stay on theirs.

    Raises NotAllowed.
    """
    actor.must(Act.MOVE_PLAYS)
    account = session.get_one(Account, actor.account_id)
    audit.record(
        session,
        actor=actor,
        act="choose open plays",
        subject="account",
        subject_id=account.id,
        before={"moves_open_plays": account.moves_open_plays},
        after={"moves_open_plays": moves},
    )
    account.moves_open_plays = moves


def is_uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
