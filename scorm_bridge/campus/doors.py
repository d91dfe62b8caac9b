"""Whose Campus an address is."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import learners
from ledger.keyring import KeyRing
from ledger.models import Access, Account, Campus, Client
from scorm_bridge.errors import NoSuchCampus


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A client's Campus, `code` in its address."""

    code: str
    account: Account
    client: Client


def find(session: Session, *, code: str) -> Door:
    """Raises NoSuchCampus, the same for every reason."""
    if not code.isalnum():  # a NUL is no text to PostgreSQL
        raise NoSuchCampus
    row = session.execute(
        select(Account, Client)
        .join(Client, Client.account_id == Account.id)
        .join(Campus, (Campus.account_id == Client.account_id) & (Campus.client_id == Client.id))
        .where(Campus.code == code)
    ).one_or_none()
    if row is None:
        raise NoSuchCampus
    account, client = row
    if client.access is not Access.CAMPUS or client.archived_at is not None:
        raise NoSuchCampus
    return Door(code=code, account=account, client=client)


def learner_key(door: Door, keyring: KeyRing, address: str) -> str:
    """By what a learner of that e-mail address is recognised. Raises BadLearner."""
    secret = keyring.decrypt(door.account.learner_secret)
    return learners.learner_key(secret, address, folds=door.client.folds_learner_ids)
