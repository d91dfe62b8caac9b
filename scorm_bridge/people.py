"""A client's learners as its LMS names them: moved to new ids, or erased, here and in the core."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger import erasure, learners, moving
from ledger.actors import Actor
from ledger.keyring import KeyRing
from ledger.models import Account, Client, Registration
from ledger.moving import Moved
from scorm_bridge.models import Runtime


def move_learners(
    session: Session,
    *,
    actor: Actor,
    keyring: KeyRing,
    client: Client,
    moves: Sequence[tuple[str, str]],
) -> Moved:
    """See `moving.move_learners`."""
    secret = learner_secret(session, client, keyring)
    return moving.move_learners(
        session,
        actor=actor,
        client=client,
        moves=moves,
        key_of=lambda lms_id: learners.learner_key(secret, lms_id, folds=client.folds_learner_ids),
    )


def erase_learner(
    session: Session, *, actor: Actor, keyring: KeyRing, client: Client, lms_id: str
) -> None:
    """Erase what the core knows of a learner, and what their games kept of them.

    The outcome of a play stays, its state goes: a game may have written a name into it. Raises
    UnknownLearner, BadLearner, NotAllowed.
    """
    secret = learner_secret(session, client, keyring)
    key = learners.learner_key(secret, lms_id, folds=client.folds_learner_ids)
    learner = learners.find_learner(session, client=client, key=key, given=lms_id)
    erasure.erase_learner(session, actor=actor, client=client, learner=learner)
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


def learner_secret(session: Session, client: Client, keyring: KeyRing) -> bytes:
    return keyring.decrypt(session.get_one(Account, client.account_id).learner_secret)
