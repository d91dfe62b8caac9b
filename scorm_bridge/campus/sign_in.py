"""Signing in by a link that is mailed: used once, soon over, and no hint whether an address exists.

Whoever asks is answered the same, and the same is written, for an address that is a learner's and
for one that is not. To the account's own Campus its members may sign in as well: they become
learners there when their link is used.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ledger import clock, learners, outbox
from ledger.ids import first_id, new_id
from ledger.keyring import KeyRing
from ledger.learners import Newcomer
from ledger.models import Account, Campus, Client, Learner
from scorm_bridge.campus import doors, sessions, team
from scorm_bridge.campus.doors import Door
from scorm_bridge.errors import LinkOver
from scorm_bridge.models import SignInLink

LINK_LIFETIME = timedelta(minutes=15)
MOST_AN_HOUR = 5
COUNTED_FOR = timedelta(hours=1)
"""Longer than a link can be used: none is removed before."""

MAIL = "sign-in link"
"""The kind of the outbox's row."""


def ask(session: Session, *, door: Door, keyring: KeyRing, address: str) -> None:
    """Have a link sent, where the address is that of someone who may come in.

    More than `MOST_AN_HOUR` of one address are not made, and nobody is told. Two asked for at the
    same moment may be one more: it is a bound on mail, not a rule. Raises BadLearner.
    """
    key = doors.learner_key(door, keyring, address)
    client = door.client
    now = clock.now()
    made = session.execute(
        select(func.count())
        .select_from(SignInLink)
        .where(
            SignInLink.account_id == client.account_id,
            SignInLink.client_id == client.id,
            SignInLink.address_key == key,
            SignInLink.id >= first_id(now - COUNTED_FOR),
        )
    ).scalar_one()
    if made >= MOST_AN_HOUR:
        return
    link = SignInLink(
        account_id=client.account_id,
        id=new_id(),
        client_id=client.id,
        learner_id=known_learner(session, client, key),
        address_key=key,
        created_at=now,
        ends_at=now + LINK_LIFETIME,
    )
    session.add(link)
    facts = {"client_id": str(client.id), "link_id": str(link.id)}
    outbox.add(session, account_id=client.account_id, kind=MAIL, recipient_id=link.id, facts=facts)


def known_learner(session: Session, client: Client, key: str) -> UUID | None:
    """A learner who was erased is nobody: there is no address left to write to."""
    return session.scalars(
        select(Learner.id).where(
            Learner.account_id == client.account_id,
            Learner.client_id == client.id,
            Learner.key == key,
            Learner.lms_id.is_not(None),
        )
    ).one_or_none()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom a link is sent; `learner_id` is None for a member who is no learner yet."""

    learner_id: UUID | None
    address: str
    name: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail with a link is made of."""

    door: Door
    link: SignInLink
    recipient: Recipient


def letter(session: Session, *, account_id: UUID, link_id: UUID, keyring: KeyRing) -> Letter | None:
    """The mail that a link is sent by; None where the link is nobody's, was used, or is over."""
    link = session.get(SignInLink, (account_id, link_id))
    if link is None or link.used_at is not None or link.ends_at <= clock.now():
        return None
    client = session.get_one(Client, (account_id, link.client_id))
    code = session.scalars(
        select(Campus.code).where(Campus.account_id == account_id, Campus.client_id == client.id)
    ).one()
    door = Door(code=code, account=session.get_one(Account, account_id), client=client)
    recipient = recipient_of(session, door, keyring, link)
    return None if recipient is None else Letter(door=door, link=link, recipient=recipient)


def recipient_of(
    session: Session, door: Door, keyring: KeyRing, link: SignInLink
) -> Recipient | None:
    if link.learner_id is None:
        member = team.member_of(session, door, keyring, link.address_key)
        if member is None:
            return None
        return Recipient(learner_id=None, address=member.email, name=member.name, language=None)
    learner = session.get_one(Learner, (link.account_id, link.client_id, link.learner_id))
    if not team.may_enter(session, door, keyring, learner):
        return None
    return Recipient(
        learner_id=learner.id,
        address=learner.lms_id or "",
        name=learner.name,
        language=learner.language,
    )


def look(session: Session, *, door: Door, link_id: UUID) -> None:
    """Whether a link can still be used. Mail scanners open links, so to look uses nothing up.

    Raises LinkOver, the same for every reason.
    """
    link = session.get(SignInLink, (door.account.id, link_id))
    if (
        link is None
        or link.client_id != door.client.id
        or link.used_at is not None
        or link.ends_at <= clock.now()
    ):
        raise LinkOver


def use(session: Session, *, door: Door, link_id: UUID, keyring: KeyRing) -> str:
    """Use a link up: the cookie of a new session. Raises LinkOver; then nothing was changed.

    Of two uses at once the second waits for the first one's row, and finds it used.
    """
    used = session.connection().execute(
        update(SignInLink)
        .where(
            SignInLink.account_id == door.account.id,
            SignInLink.id == link_id,
            SignInLink.client_id == door.client.id,
            SignInLink.used_at.is_(None),
            SignInLink.ends_at > clock.now(),
        )
        .values(used_at=clock.now())
    )
    if used.rowcount != 1:
        raise LinkOver
    link = session.get_one(SignInLink, (door.account.id, link_id))
    learner_id = link.learner_id or member_as_learner(session, door, keyring, link)
    if learner_id is None:
        raise LinkOver
    learner = session.get_one(Learner, (door.account.id, door.client.id, learner_id))
    if not team.may_enter(session, door, keyring, learner):
        raise LinkOver
    return sessions.begin(session, client=door.client, learner_id=learner_id)


def member_as_learner(
    session: Session, door: Door, keyring: KeyRing, link: SignInLink
) -> UUID | None:
    member = team.member_of(session, door, keyring, link.address_key)
    if member is None:
        return None
    newcomer = Newcomer(key=link.address_key, lms_id=member.email, name=member.name)
    return learners.recognise(
        session, account_id=door.account.id, client_id=door.client.id, newcomer=newcomer
    )
