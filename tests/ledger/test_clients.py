"""What of a client can be changed, and what a change is refused for."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import audit, clients
from ledger.errors import BadColour, BadText, BadTimeZone, NameTaken, NotAllowed
from ledger.models import Access, Client, Member
from tests.ledger.campus import new_campus
from tests.worlds import World


def change(world: World, *, by: Member | None = None, **changes: str | bool | None) -> Client:
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
    "a country in one letter": ({"country": "F"}, BadText),
    "a country in digits": ({"country": "33"}, BadText),
    "a name that nobody sees": ({"name": "\u200b\u2060"}, BadText),
    "a name of a filler": ({"name": "\u3164"}, BadText),
    "a colour by its name": ({"colour": "red"}, BadColour),
    "a colour that is more than one": ({"accent": "#00ff00; x"}, BadColour),
    "a colour of three digits": ({"accent": "#0f0"}, BadColour),
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


def test_a_campus_has_its_clients_colours_and_what_it_shows(world: World) -> None:
    changed = change(world, colour=" #1A5FB4 ", accent="#e66100", has_leaderboard=True)
    assert (changed.colour, changed.accent, changed.has_leaderboard) == ("#1a5fb4", "#e66100", True)
    (entry,) = world.database.read(lambda s: audit.entries(s, account_id=world.account_id, most=1))
    assert entry.before == {"colour": None, "accent": None, "has_leaderboard": False}
    plain = change(world, colour="", has_leaderboard=False)
    assert (plain.colour, plain.accent, plain.has_leaderboard) == (None, "#e66100", False)


def test_each_client_has_a_campus_address_of_its_own_by_which_it_is_found(world: World) -> None:
    def codes(session: Session) -> list[tuple[str, Client | None]]:
        found = [clients.campus_code(session, client) for client in session.scalars(select(Client))]
        return [(code, clients.by_campus(session, code)) for code in found]

    with world.database.reading() as session:
        by_code = codes(session)
        assert clients.by_campus(session, "nobody2345") is None
    assert {client.name for _, client in by_code if client} == {"Ludum", "Acme Learning"}
    assert len({code for code, _ in by_code}) == 2
    assert all(len(code) == 10 and code.isalnum() for code, _ in by_code)


def access(world: World, to: Access, *, by: Member | None = None) -> Client:
    return world.database.write(
        lambda session: clients.change_access(
            session,
            actor=world.actor(by or world.manager),
            client=session.get_one(Client, (world.account_id, world.acme.id)),
            access=to,
        )
    )


def test_the_access_can_be_changed_while_nobody_has_come_in(world: World) -> None:
    assert access(world, Access.CAMPUS).access is Access.CAMPUS
    (entry,) = world.database.read(lambda s: audit.entries(s, account_id=world.account_id, most=1))
    assert (entry.before, entry.after) == ({"access": "scorm"}, {"access": "campus"})
    assert access(world, Access.SCORM).access is Access.SCORM


def test_a_viewer_changes_no_access(world: World) -> None:
    with pytest.raises(NotAllowed):
        access(world, Access.CAMPUS, by=world.viewer)


def test_a_learner_of_another_client_fixes_nothing(world: World) -> None:
    other = new_campus(world)
    other.register("ana@acme.example")
    assert access(world, Access.CAMPUS).access is Access.CAMPUS
