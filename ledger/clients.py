"""The clients of an account."""

from uuid import UUID

from sqlalchemy import case, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledger import audit, clock, journal, names, texts
from ledger.actors import Act, Actor
from ledger.database import add_once
from ledger.errors import ClientArchived, NameTaken, UnknownClient
from ledger.ids import new_id
from ledger.models import Access, Client, WalletKind
from ledger.texts import comparable, line, optional_line


def add_client(
    session: Session,
    *,
    actor: Actor,
    name: str,
    access: Access,
    alias: str | None = None,
    country: str | None = None,
    time_zone: str = "Europe/Paris",
    vat_id: str | None = None,
    folds_learner_ids: bool = True,
) -> Client:
    """Add a client with an empty wallet. Raises NotAllowed, BadText, NameTaken (the alias)."""
    actor.must(Act.ADD_CLIENT)
    client = open_client(
        session,
        account_id=actor.account_id,
        name=name,
        access=access,
        alias=alias,
        country=country,
        time_zone=time_zone,
        vat_id=vat_id,
        folds_learner_ids=folds_learner_ids,
    )
    audit.record(
        session,
        actor=actor,
        act="add client",
        subject="client",
        subject_id=client.id,
        after=facts_of(client),
    )
    return client


def open_client(
    session: Session,
    *,
    account_id: UUID,
    name: str,
    access: Access,
    alias: str | None = None,
    country: str | None = None,
    time_zone: str = "Europe/Paris",
    vat_id: str | None = None,
    folds_learner_ids: bool = True,
    is_own: bool = False,
) -> Client:
    name = line(name, field="name", most=120)
    alias = optional_line(alias, field="alias", most=60) or line(name[:60], field="alias", most=60)
    client = Client(
        account_id=account_id,
        id=new_id(),
        name=name,
        name_key=comparable(name),
        alias=alias,
        alias_key=comparable(alias),
        access=access,
        country=optional_line(country, field="country", most=2),
        time_zone=texts.time_zone(time_zone),
        vat_id=optional_line(vat_id, field="VAT id", most=20),
        is_own=is_own,
        folds_learner_ids=folds_learner_ids,
        created_at=clock.now(),
    )
    if not add_once(session, client):
        raise NameTaken(field="alias", given=alias)
    journal.open_wallet(session, account_id=account_id, kind=WalletKind.CLIENT, client_id=client.id)
    return client


def find_client(session: Session, *, account_id: UUID, given: str) -> Client:
    """By alias, name, or an unambiguous beginning. Raises UnknownClient or AmbiguousName."""
    return names.find(
        session,
        Client,
        (Client.alias_key, Client.name_key),
        account_id=account_id,
        given=given,
        unknown=UnknownClient,
    )


SUGGESTED_MOST = 100


def suggest(session: Session, *, account_id: UUID, typed: str) -> list[Client]:
    """The clients one may mean who typed so far: those that begin so first, then those that hold
    it; by alias. Archived ones are left out."""
    wanted = comparable(typed)
    keys = (Client.alias_key, Client.name_key)
    begins = or_(*(key.startswith(wanted, autoescape=True) for key in keys))
    holds = or_(*(key.contains(wanted, autoescape=True) for key in keys))
    return list(
        session.scalars(
            select(Client)
            .where(Client.account_id == account_id, Client.archived_at.is_(None), holds)
            .order_by(case((begins, 0), else_=1), Client.alias_key)
            .limit(SUGGESTED_MOST)
        )
    )


CHANGEABLE = frozenset({"name", "alias", "country", "time_zone", "vat_id"})
"""Access is fixed by other rules, and how learner ids are folded for good: see `Client`."""


def change_client(
    session: Session, *, actor: Actor, client: Client, **changes: str | None
) -> Client:
    """Set some of what is `CHANGEABLE`; the client is the row as this transaction sees it.

    Raises NotAllowed, BadText, BadTimeZone, NameTaken (the alias).
    """
    actor.must(Act.CHANGE_CLIENT)
    assert changes.keys() <= CHANGEABLE
    before = facts_of(client)
    if "name" in changes:
        client.name = line(changes["name"] or "", field="name", most=120)
        client.name_key = comparable(client.name)
    if "alias" in changes:
        client.alias = line(changes["alias"] or "", field="alias", most=60)
        client.alias_key = comparable(client.alias)
    if "country" in changes:
        client.country = optional_line(changes["country"], field="country", most=2)
    if "time_zone" in changes:
        client.time_zone = texts.time_zone(changes["time_zone"] or "")
    if "vat_id" in changes:
        client.vat_id = optional_line(changes["vat_id"], field="VAT id", most=20)
    alias = client.alias
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise NameTaken(field="alias", given=alias) from None
    audit.record(
        session,
        actor=actor,
        act="change client",
        subject="client",
        subject_id=client.id,
        before=before,
        after=facts_of(client),
    )
    return client


def archive_client(session: Session, *, actor: Actor, client: Client) -> None:
    """Keep the client's books and close its doors: no launch, package, allocation or registration.

    What it holds stays its own (R5). Archiving it again changes nothing. Raises NotAllowed.
    """
    actor.must(Act.ARCHIVE_CLIENT)
    if client.archived_at is not None:
        return
    client.archived_at = clock.now()
    session.add(client)
    audit.record(
        session,
        actor=actor,
        act="archive client",
        subject="client",
        subject_id=client.id,
        before={"archived_at": None},
        after={"archived_at": client.archived_at},
    )


def must_be_active(client: Client) -> None:
    if client.archived_at is not None:
        raise ClientArchived(client=client.name)


def facts_of(client: Client) -> dict[str, object]:
    return {
        "name": client.name,
        "alias": client.alias,
        "access": client.access,
        "country": client.country,
        "time_zone": client.time_zone,
        "vat_id": client.vat_id,
    }
