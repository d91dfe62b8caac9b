"""A client's learners as its LMS names them: moved to new ids, or erased, here and in the core."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from ledger import audit, erasure, learners, moving
from ledger.actors import Act, Actor
from ledger.database import insert_once
from ledger.keyring import KeyRing
from ledger.models import Account, Client, Learner, Registration
from ledger.moving import KEYS_AT_ONCE, Moved
from scorm_bridge.campus import sessions
from scorm_bridge.models import HeldLearner, Package, PackageLearner, Runtime


def move_learners(
    session: Session,
    *,
    actor: Actor,
    keyring: KeyRing,
    client: Client,
    moves: Sequence[tuple[str, str]],
) -> Moved:
    """See `moving.move_learners`; where packages list learners, the new ids are listed."""
    key_of = keys_of(session, client, keyring)
    report = moving.move_learners(session, actor=actor, client=client, moves=moves, key_of=key_of)
    stay = set(report.taken)
    move_listed(
        session, client, {key_of(old): key_of(new) for old, new in moves if old not in stay}
    )
    return report


def move_listed(session: Session, client: Client, moves: dict[str, str]) -> None:
    """Put new keys in the place of old ones in all lists of the client, which may exchange them."""
    old_keys = list(moves)
    listed: list[tuple[UUID, str]] = []
    for start in range(0, len(old_keys), KEYS_AT_ONCE):
        is_old = (
            PackageLearner.account_id == client.account_id,
            PackageLearner.package_id.in_(packages_of(client)),
            PackageLearner.learner_key.in_(old_keys[start : start + KEYS_AT_ONCE]),
        )
        gone = (
            delete(PackageLearner)
            .where(*is_old)
            .returning(PackageLearner.package_id, PackageLearner.learner_key)
        )
        listed += [(package_id, old) for package_id, old in session.execute(gone)]
    for package_id, old in listed:
        insert_once(
            session,
            PackageLearner,
            account_id=client.account_id,
            package_id=package_id,
            learner_key=moves[old],
        )


def erase_learner(
    session: Session, *, actor: Actor, keyring: KeyRing, client: Client, lms_id: str
) -> None:
    """Erase what the core knows of a learner, and what their games kept of them.

    The outcome of a play stays, its state goes: a game may have written a name into it. They are
    signed out of the Campus, and none of their links is left. Raises UnknownLearner, BadLearner,
    NotAllowed.
    """
    key = keys_of(session, client, keyring)(lms_id)
    actor.must(Act.ERASE_LEARNER)
    if forget_held(session, client, key):
        audit.record(
            session, actor=actor, act="erase held learner", subject="client", subject_id=client.id
        )
        if not is_known(session, client, key):
            return
    learner = learners.find_learner(session, client=client, key=key, given=lms_id)
    erasure.erase_learner(session, actor=actor, client=client, learner=learner)
    sessions.forget(session, learner)
    plays = select(Registration.id).where(
        Registration.account_id == client.account_id,
        Registration.client_id == client.id,
        Registration.learner_id == learner.id,
    )
    session.execute(
        update(Runtime)
        .where(
            Runtime.account_id == client.account_id,
            Runtime.client_id == client.id,
            Runtime.registration_id.in_(plays),
        )
        .values(state={}, location="")
    )


def forget_held(session: Session, client: Client, key: str) -> bool:
    """Erase the id of a learner who waits in a burst; they are recognised by their key alone."""
    held = session.connection().execute(
        update(HeldLearner)
        .where(
            HeldLearner.account_id == client.account_id,
            HeldLearner.package_id.in_(packages_of(client)),
            HeldLearner.learner_key == key,
            HeldLearner.lms_id.is_not(None),
        )
        .values(lms_id=None)
    )
    return held.rowcount > 0


def is_known(session: Session, client: Client, key: str) -> bool:
    ours = (Learner.account_id == client.account_id, Learner.client_id == client.id)
    return session.scalar(select(Learner.id).where(*ours, Learner.key == key)) is not None


def packages_of(client: Client) -> Select[UUID]:
    return select(Package.id).where(
        Package.account_id == client.account_id, Package.client_id == client.id
    )


def keys_of(session: Session, client: Client, keyring: KeyRing) -> Callable[[str], str]:
    """By what the client's learners are known: `learner_key`, of an LMS's id alone."""
    secret = keyring.decrypt(session.get_one(Account, client.account_id).learner_secret)
    return lambda lms_id: learners.learner_key(secret, lms_id, folds=client.folds_learner_ids)
