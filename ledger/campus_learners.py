"""The learners of a Campus, known by their addresses: as newcomers, found, or told more of."""

from collections.abc import Callable, Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from ledger import learners
from ledger.addresses import address
from ledger.errors import BadAddress, NotInGroup, UnknownLearner
from ledger.group_registration import chunks
from ledger.keyring import KeyRing
from ledger.learners import Newcomer, learner_key, personal
from ledger.models import Account, Client, Group, Learner
from ledger.rosters import RosterLine


def newcomers_of(
    session: Session, client: Client, keyring: KeyRing, lines: Iterable[RosterLine]
) -> list[Newcomer]:
    """Raises BadLearner."""
    key_of = keys_of(session, client, keyring)
    return [
        Newcomer(
            key=key_of(line.address),
            lms_id=line.address,
            name=line.name,
            language=line.language,
        )
        for line in lines
    ]


def keys_of(session: Session, client: Client, keyring: KeyRing) -> Callable[[str], str]:
    """By what a Campus knows its learners: `learner_key` of an address."""
    secret = keyring.decrypt(session.get_one(Account, client.account_id).learner_secret)
    return lambda known: learner_key(secret, known, folds=client.folds_learner_ids)


def learner_of(session: Session, keyring: KeyRing, group: Group, given: str) -> UUID:
    """Who of the group's client has that address. Raises NotInGroup."""
    client = session.get_one(Client, (group.account_id, group.client_id))
    try:
        key = keys_of(session, client, keyring)(address(given))
        learner = learners.find_learner(session, client=client, key=key, given=given)
    except (BadAddress, UnknownLearner):
        raise NotInGroup(group=group.name, given=given) from None
    return learner.id


def fill_in(
    session: Session, client: Client, newcomers: Sequence[Newcomer], *, came_in: Collection[UUID]
) -> None:
    """Keep the names and languages of learners who had none.

    Who was erased stays nameless, unless they `came_in` now: then they have an address again, or
    no mail would reach them.
    """
    changed = []
    by_key = {newcomer.key: newcomer for newcomer in newcomers}
    for keys in chunks(list(by_key)):
        lacking = session.execute(
            select(Learner.id, Learner.key, Learner.lms_id, Learner.name, Learner.language).where(
                Learner.account_id == client.account_id,
                Learner.client_id == client.id,
                Learner.key.in_(keys),
                or_(Learner.lms_id.is_(None), Learner.name.is_(None), Learner.language.is_(None)),
            )
        )
        for id, key, lms_id, name, language in lacking:
            if lms_id is None and id not in came_in:
                continue
            known = personal(by_key[key])
            after = {
                "lms_id": lms_id or known["lms_id"],
                "name": name or known["name"],
                "language": language or known["language"],
            }
            if after != {"lms_id": lms_id, "name": name, "language": language}:
                changed.append({"learner": id, **after})
    if changed:
        ours = {"account": client.account_id, "client": client.id}
        session.connection().execute(FILL_IN, [{**ours, **one} for one in changed])


FILL_IN = update(Learner).where(
    Learner.account_id == bindparam("account"),
    Learner.client_id == bindparam("client"),
    Learner.id == bindparam("learner"),
)
