"""Connection tests: a package that opens no game, and tells whether a client's LMS would run one.

It has no row, takes no credits and writes nothing here: its token is signed under SECRET_KEY, so it
stops working when the value it was signed with is dropped.
"""

import json
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import clients, clock
from ledger.actors import Act, Actor
from ledger.models import Access, Account, Client
from scorm_bridge import package_files, packages
from scorm_bridge.errors import AccessIsCampus, PackageClosed, TokenRejected
from scorm_bridge.models import PackageStandard
from scorm_bridge.places import Places
from scorm_bridge.player import asset
from scorm_bridge.tokens import Connection, Tokens


def as_zip(
    session: Session,
    *,
    actor: Actor,
    client: Client,
    standard: PackageStandard,
    tokens: Tokens,
    places: Places,
) -> bytes:
    """The zip of a client's test. Raises NotAllowed, ClientArchived or AccessIsCampus."""
    actor.must(Act.BUILD_PACKAGE)
    clients.must_be_active(client)
    if client.access is not Access.SCORM:
        raise AccessIsCampus(client=client.name)
    account = session.get_one(Account, client.account_id)
    title = texts(account.language)["title"]
    config = {
        "version": packages.PAGE_VERSION,
        "standard": standard.runtime.value,
        "launch": places.connection_test_url,
        "player": places.content_origin(client.account_id),
        "token": tokens.connection_test(client.account_id, client.id, clock.now()),
        "title": title,
        "language": account.language,
    }
    identifier = f"obole-connection-{client.id}"
    return package_files.zipped(standard, identifier=identifier, title=title, config=config)


def begin(session: Session, *, tokens: Tokens, token: str, lms_origin: str | None) -> Connection:
    """A run of the test that `token` is of; only read. Raises TokenRejected or PackageClosed."""
    account_id, client_id = tokens.connection_tested(token)
    account, client = known(session, account_id, client_id)
    if client.archived_at is not None:
        raise PackageClosed(reason="disabled", at=client.archived_at, client=client.name)
    return Connection(
        account_id=account.id,
        client_id=client.id,
        lms_origin=lms_origin,
        language=account.language,
    )


def known(session: Session, account_id: UUID, client_id: UUID) -> tuple[Account, Client]:
    row = session.execute(
        select(Account, Client)
        .join(Client, Client.account_id == Account.id)
        .where(Account.id == account_id, Client.id == client_id)
    ).one_or_none()
    if row is None:
        raise TokenRejected
    account, client = row
    return account, client


def page_facts(language: str, *, run: Connection, host: str, echo: str) -> dict[str, Any]:
    """What the page of the test is told; at `echo` of `host` it tries the network."""
    return {"origin": run.lms_origin, "host": host, "echo": echo, "texts": texts(language)}


@cache
def texts(language: str) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = json.loads(asset("connection.json"))
    return found.get(language, found["en"])
