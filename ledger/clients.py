"""The clients of an account: who they are, how their learners come in, their Campus."""

import re
import secrets
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledger import audit, clock, journal, names, texts
from ledger.actors import Act, Actor
from ledger.database import add_once
from ledger.errors import AccessFixed, BadColour, ClientArchived, NameTaken, UnknownClient
from ledger.ids import new_id
from ledger.models import Access, Campus, Client, Learner, WalletKind
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
        country=texts.country(country),
        time_zone=texts.time_zone(time_zone),
        vat_id=optional_line(vat_id, field="VAT id", most=20),
        is_own=is_own,
        folds_learner_ids=folds_learner_ids,
        created_at=clock.now(),
    )
    if not add_once(session, client):
        raise NameTaken(field="alias", given=alias)
    journal.open_wallet(session, account_id=account_id, kind=WalletKind.CLIENT, client_id=client.id)
    session.add(Campus(code=new_code(), account_id=account_id, client_id=client.id))
    return client


CODE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""None that is taken for another when it is read out, and too few vowels for a word."""
CODE_LENGTH = 10


def new_code() -> str:
    """Of some 5 * 10**14: nobody comes by a client's Campus by trying."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def campus_code(session: Session, client: Client) -> str:
    """What stands for the client in the address of its Campus."""
    return session.execute(
        select(Campus.code).where(
            Campus.account_id == client.account_id, Campus.client_id == client.id
        )
    ).scalar_one()


def by_campus(session: Session, code: str) -> Client | None:
    """The client of a Campus, archived or not, whatever its access; None where there is none."""
    return session.scalars(
        select(Client)
        .join(Campus, (Campus.account_id == Client.account_id) & (Campus.client_id == Client.id))
        .where(Campus.code == code)
    ).one_or_none()


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


CHANGEABLE = frozenset(
    {"name", "alias", "country", "time_zone", "vat_id", "colour", "accent", "has_leaderboard"}
)
"""For access see `change_access`; how learner ids are folded stays for good: see `Client`."""


def change_client(
    session: Session, *, actor: Actor, client: Client, **changes: str | bool | None
) -> Client:
    """Set some of what is `CHANGEABLE`; the client is the row as this transaction sees it.

    Raises NotAllowed, BadText, BadTimeZone, BadColour, NameTaken (the alias).
    """
    actor.must(Act.CHANGE_CLIENT)
    assert changes.keys() <= CHANGEABLE
    before = facts_of(client)
    if "has_leaderboard" in changes:
        client.has_leaderboard = bool(changes["has_leaderboard"])
    set_texts(client, {name: one for name, one in changes.items() if not isinstance(one, bool)})
    alias = client.alias
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise NameTaken(field="alias", given=alias) from None
    record_change(session, actor, client, before)
    return client


def set_texts(client: Client, changes: dict[str, str | None]) -> None:
    if "name" in changes:
        client.name = line(changes["name"] or "", field="name", most=120)
        client.name_key = comparable(client.name)
    if "alias" in changes:
        client.alias = line(changes["alias"] or "", field="alias", most=60)
        client.alias_key = comparable(client.alias)
    if "country" in changes:
        client.country = texts.country(changes["country"])
    if "time_zone" in changes:
        client.time_zone = texts.time_zone(changes["time_zone"] or "")
    if "vat_id" in changes:
        client.vat_id = optional_line(changes["vat_id"], field="VAT id", most=20)
    if "colour" in changes:
        client.colour = colour(changes["colour"])
    if "accent" in changes:
        client.accent = colour(changes["accent"])


COLOUR = re.compile(r"#[0-9a-f]{6}")


def colour(given: str | None) -> str | None:
    """`#rrggbb`, None for ours. Raises BadColour."""
    if given is None or not given.strip():
        return None
    plain = given.strip().lower()
    if not COLOUR.fullmatch(plain):
        raise BadColour(given=given[:80])
    return plain


def change_access(session: Session, *, actor: Actor, client: Client, access: Access) -> Client:
    """How the client's learners come in from now on; the same access again changes nothing.

    Raises NotAllowed, ClientArchived, and AccessFixed once a learner has come in.
    """
    actor.must(Act.CHANGE_CLIENT)
    must_be_active(client)
    if client.access is access:
        return client
    before, name = facts_of(client), client.name
    since = first_learner_at(session, client)
    if since is None:
        try:
            with session.begin_nested():
                # Within: what is changed before a savepoint is flushed before it.
                client.access = access
                session.flush()
        except IntegrityError:
            # A learner came in meanwhile, for whom the change waited: see the trigger.
            since = first_learner_at(session, client)
    if since is not None:
        raise AccessFixed(client=name, since=since.astimezone(ZoneInfo(client.time_zone)))
    record_change(session, actor, client, before)
    return client


def first_learner_at(session: Session, client: Client) -> datetime | None:
    return session.scalar(
        select(func.min(Learner.created_at)).where(
            Learner.account_id == client.account_id, Learner.client_id == client.id
        )
    )


def record_change(
    session: Session, actor: Actor, client: Client, before: dict[str, object]
) -> None:
    audit.record(
        session,
        actor=actor,
        act="change client",
        subject="client",
        subject_id=client.id,
        before=before,
        after=facts_of(client),
    )


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
        "colour": client.colour,
        "accent": client.accent,
        "has_leaderboard": client.has_leaderboard,
    }
