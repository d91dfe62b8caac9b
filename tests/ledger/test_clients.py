"""What of a client can be changed, and what a change is refused for."""

from typing import Any

import pytest

from ledger import audit, clients
from ledger.errors import BadText, BadTimeZone, NameTaken, NotAllowed
from ledger.models import Access, Client, Member
from tests.worlds import World


def change(world: World, *, by: Member | None = None, **changes: str | None) -> Client:
    actor = world.actor(by or world.manager)

    def changed(session: Any) -> Client:
        one = session.get_one(Client, (world.account_id, world.acme.id))
        return clients.change_client(session, actor=actor, client=one, **changes)

    return world.database.write(changed)


def test_a_client_is_found_by_its_new_name_and_alias(world: World) -> None:
    change(world, name=" Acme  École ", alias="ÉCOLE", country="FR", vat_id="FR1")
    for given in ("école", "acme école"):
        with world.database.reading() as session:
            found = clients.find_client(session, account_id=world.account_id, given=given)
        assert (found.id, found.name, found.alias) == (world.acme.id, "Acme École", "ÉCOLE")
    (entry,) = world.database.read(lambda s: audit.entries(s, account_id=world.account_id, most=1))
    assert entry.before == {
        "name": "Acme Learning",
        "alias": "acme",
        "country": None,
        "vat_id": None,
    }


def test_what_is_not_given_stays_and_what_is_empty_goes(world: World) -> None:
    change(world, country="FR", vat_id="FR1")
    changed = change(world, vat_id="")
    assert (changed.country, changed.vat_id, changed.name) == ("FR", None, "Acme Learning")


BAD: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "an alias that is taken": ({"alias": "BOLT"}, NameTaken),
    "no name": ({"name": " "}, BadText),
    "no time zone of any land": ({"time_zone": "Europe/Atlantis"}, BadTimeZone),
    "a country in three letters": ({"country": "FRA"}, BadText),
}


@pytest.mark.parametrize("flaw", BAD)
def test_a_bad_change_is_refused_and_nothing_is_changed(world: World, flaw: str) -> None:
    world.database.write(
        lambda s: clients.add_client(
            s, actor=world.operator, name="Bolt", alias="bolt", access=Access.SCORM
        )
    )
    changes, refusal = BAD[flaw]
    with pytest.raises(refusal):
        change(world, **{"vat_id": "FR1", **changes})
    kept = world.database.read(lambda s: s.get_one(Client, (world.account_id, world.acme.id)))
    assert clients.facts_of(kept) == clients.facts_of(world.acme)


def test_a_viewer_changes_no_client(world: World) -> None:
    with pytest.raises(NotAllowed):
        change(world, by=world.viewer, name="Mine")
