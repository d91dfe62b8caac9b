"""Archiving a client keeps its books and closes its doors."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import audit, clients, group_registration, status
from ledger.errors import ClientArchived, NotAllowed
from ledger.models import Client, Member, Source, Transfer
from ledger.verification import verify
from tests.worlds import World


@pytest.fixture
def archived(world: World) -> World:
    """Ana played, 114 credits are left, and the client is archived."""
    world.allocate(120)
    world.register("ana")
    archive(world)
    world.acme = client(world)
    return world


def test_what_the_client_holds_stays_its_own(archived: World) -> None:
    """R5: archiving takes no credit back to the pool."""
    seen = archived.database.read(
        lambda session: status.of_client(
            session, account_id=archived.account_id, client_id=archived.acme.id
        )
    )
    assert (seen.allocated, seen.consumed, seen.available) == (120, 6, 114)


def test_its_books_are_kept_and_verify(archived: World) -> None:
    found = archived.database.read(verify)
    assert (found.wrong, found.registrations) == (None, 1)


def test_an_allocation_to_it_is_refused_by_its_name_and_changes_nothing(archived: World) -> None:
    before = transfers(archived)
    with pytest.raises(ClientArchived) as refusal:
        archived.allocate(6, key="k")
    assert refusal.value.client == "Acme Learning"
    assert transfers(archived) == before


def test_a_group_registered_for_it_is_refused_by_its_name_and_changes_nothing(
    archived: World,
) -> None:
    before = transfers(archived)
    with pytest.raises(ClientArchived) as refusal:
        archived.database.write(
            lambda session: group_registration.register_learners(
                session,
                place=archived.place(),
                learners=[archived.newcomer("ben")],
                source=Source.WEB,
            )
        )
    assert refusal.value.client == "Acme Learning"
    assert transfers(archived) == before


def test_it_is_still_found_by_its_name(archived: World) -> None:
    found = archived.database.read(
        lambda session: clients.find_client(session, account_id=archived.account_id, given="acme")
    )
    assert found.archived_at is not None


def test_archiving_again_changes_nothing(archived: World) -> None:
    before = archived.acme.archived_at
    archive(archived)
    assert client(archived).archived_at == before
    assert acts(archived).count("archive client") == 1


@pytest.mark.parametrize("who", ["manager", "viewer"])
def test_only_an_owner_archives(world: World, who: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        archive(world, by=getattr(world, who))
    assert refusal.value.allowed == ["owner"]
    assert client(world).archived_at is None


def test_a_rehearsal_archives_nothing(world: World) -> None:
    world.database.rehearse(
        lambda session: clients.archive_client(
            session,
            actor=world.actor(world.owner),
            client=session.get_one(Client, (world.account_id, world.acme.id)),
        )
    )
    assert client(world).archived_at is None
    assert world.allocate(6).available == 6


def test_other_clients_stay_open(archived: World) -> None:
    with archived.database.reading() as session:
        own = session.scalars(select(Client).where(Client.is_own)).one()
    assert archived.allocate(6, own).available == 6


def archive(world: World, *, by: Member | None = None) -> None:
    world.database.write(
        lambda session: clients.archive_client(
            session, actor=world.actor(by or world.owner), client=client_in(session, world)
        )
    )


def client_in(session: Session, world: World) -> Client:
    return session.get_one(Client, (world.account_id, world.acme.id))


def client(world: World) -> Client:
    return world.database.read(lambda session: client_in(session, world))


def transfers(world: World) -> int:
    with world.database.reading() as session:
        return len(session.scalars(select(Transfer.id)).all())


def acts(world: World) -> list[str]:
    entries = world.database.read(
        lambda session: audit.entries(session, account_id=world.account_id)
    )
    return [entry.act for entry in entries]
