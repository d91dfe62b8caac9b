"""Who did what: every administrative change is written down with its actor, before and after."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ledger import accounts, audit, catalogue, clients, moving, pricing, thresholds
from ledger.actors import Actor
from ledger.errors import BadAmount, NameTaken, NotAllowed
from ledger.models import Access, AuditEntry, Client, Game, Role, Source, ThresholdUnit, Visibility
from ledger.pricing import Tier
from tests.worlds import World, new_world

Act = Callable[[Session, World, Actor], object]
CONTENT = catalogue.Content(
    standard="scorm12", launch_path="index.html", launch_facts={}, files=3, bytes=9
)


def client_of(session: Session, world: World) -> Client:
    return session.get_one(Client, (world.account_id, world.acme.id))


def game_of(session: Session, world: World) -> Game:
    return session.get_one(Game, (world.account_id, world.game.id))


def set_visibility(session: Session, world: World, actor: Actor, *seers: Client) -> None:
    catalogue.set_visibility(
        session,
        actor=actor,
        game=game_of(session, world),
        visibility=Visibility.ONLY,
        clients=list(seers),
    )


ACTS: dict[str, Act] = {
    "add client": lambda s, w, a: clients.add_client(
        s, actor=a, name="Borealis", access=Access.SCORM, country="NO"
    ),
    "archive client": lambda s, w, a: clients.archive_client(s, actor=a, client=client_of(s, w)),
    "add game": lambda s, w, a: catalogue.add_game(s, actor=a, title="The Toll"),
    "add version": lambda s, w, a: catalogue.add_version(
        s, actor=a, game_id=w.game.id, content=CONTENT
    ),
    "set price": lambda s, w, a: catalogue.set_price(s, actor=a, game=game_of(s, w), price=2),
    "set visibility": lambda s, w, a: set_visibility(s, w, a, w.acme),
    "set price list": lambda s, w, a: pricing.set_price_list(
        s, actor=a, tiers=[Tier(1, 190_000), Tier(600, 150_500)]
    ),
    "set threshold": lambda s, w, a: thresholds.set_threshold(
        s, actor=a, wallet_id=w.acme.id, unit=ThresholdUnit.PLAYS, value=5
    ),
    "add member": lambda s, w, a: accounts.add_member(
        s, actor=a, name="Olga", email="Olga@Ludum.example", role=Role.VIEWER
    ),
    "move learners": lambda s, w, a: moving.move_learners(
        s, actor=a, client=w.acme, moves=[("nobody", "n-1")], key_of=w.learner_key
    ),
}

WRITTEN: dict[str, tuple[str, Any, Any]] = {
    "add client": (
        "client",
        None,
        {
            "name": "Borealis",
            "alias": "Borealis",
            "access": "scorm",
            "country": "NO",
            "time_zone": "Europe/Paris",
            "vat_id": None,
            "colour": None,
            "accent": None,
            "has_leaderboard": False,
        },
    ),
    "add game": ("game", None, {"title": "The Toll", "price": 6}),
    "add version": ("game", None, {"version": 2, "files": 3, "bytes": 9}),
    "set price": ("game", {"price": 6}, {"price": 2}),
    "set price list": (
        "account",
        {"tiers": []},
        {"tiers": [[1, 190_000], [600, 150_500]]},
    ),
    "set threshold": ("wallet", {}, {"unit": "plays", "value": 5}),
    "add member": (
        "member",
        None,
        {"name": "Olga", "email": "olga@ludum.example", "role": "viewer"},
    ),
    "move learners": ("client", None, {"moved": 0, "unknown": 1, "taken": 0}),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_change_leaves_one_entry_of_who_did_it_through_what(world: World, act: str) -> None:
    before = len(entries(world))
    do(world, act, world.operator)
    newest = entries(world)[0]
    assert len(entries(world)) == before + 1
    assert (newest.act, newest.member_id, newest.source) == (act, None, Source.COMMAND_LINE)


@pytest.mark.parametrize("act", [act for act in ACTS if not act.startswith("set price")])
def test_a_member_is_named_with_what_they_came_through(world: World, act: str) -> None:
    do(world, act, world.actor(world.owner))
    newest = entries(world)[0]
    assert (newest.act, newest.member_id, newest.source) == (act, world.owner.id, Source.SLACK)


@pytest.mark.parametrize("act", WRITTEN)
def test_an_entry_says_what_it_was_before_and_is_after(world: World, act: str) -> None:
    do(world, act, world.operator)
    newest = entries(world)[0]
    assert (newest.subject, newest.before, newest.after) == WRITTEN[act]


def test_a_visibility_says_which_clients_were_named_and_are(world: World) -> None:
    do(world, "set visibility", world.operator)
    named = entries(world)[0]
    assert named.before == {"visibility": "all", "clients": []}
    assert named.after == {"visibility": "only", "clients": [str(world.acme.id)]}
    world.database.write(lambda session: set_visibility(session, world, world.operator))
    unnamed = entries(world)[0]
    assert (unnamed.before, unnamed.after) == (
        {"clients": [str(world.acme.id)]},
        {"clients": []},
    )


def test_an_archived_client_says_when(world: World) -> None:
    do(world, "archive client", world.operator)
    newest = entries(world)[0]
    archived = world.database.read(lambda session: client_of(session, world)).archived_at
    assert archived is not None
    assert newest.before == {"archived_at": None}
    assert newest.after == {"archived_at": archived.isoformat()}


def test_only_what_differs_is_kept_of_a_further_change(world: World) -> None:
    do(world, "set threshold", world.operator)
    world.database.write(
        lambda session: thresholds.set_threshold(
            session,
            actor=world.operator,
            wallet_id=world.acme.id,
            unit=ThresholdUnit.PLAYS,
            value=7,
        )
    )
    assert (entries(world)[0].before, entries(world)[0].after) == ({"value": 5}, {"value": 7})


@pytest.mark.parametrize(
    "act", ["set price", "set visibility", "set price list", "set threshold", "archive client"]
)
def test_setting_what_is_set_already_is_no_change(world: World, act: str) -> None:
    do(world, act, world.operator)
    before = len(entries(world))
    do(world, act, world.operator)
    assert len(entries(world)) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_viewer_is_refused_and_nothing_is_written_down(world: World, act: str) -> None:
    before = len(entries(world))
    with pytest.raises(NotAllowed):
        do(world, act, world.actor(world.viewer))
    assert len(entries(world)) == before


@pytest.mark.parametrize("act", ["add client", "add game", "add member"])
def test_a_name_that_is_taken_is_no_change(world: World, act: str) -> None:
    do(world, act, world.operator)
    before = len(entries(world))
    with pytest.raises(NameTaken):
        do(world, act, world.operator)
    assert len(entries(world)) == before


@pytest.mark.parametrize("price", [0, -6, 10_001, 2**53 + 1])
def test_a_price_out_of_bounds_is_no_change(world: World, price: int) -> None:
    before = len(entries(world))
    with pytest.raises(BadAmount) as refusal:
        world.database.write(
            lambda session: catalogue.set_price(
                session, actor=world.operator, game=game_of(session, world), price=price
            )
        )
    assert (refusal.value.given, refusal.value.most) == (str(price), 10_000)
    assert len(entries(world)) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_rehearsal_writes_nothing_down(world: World, act: str) -> None:
    before = len(entries(world))
    world.database.rehearse(lambda session: ACTS[act](session, world, world.operator))
    assert len(entries(world)) == before


def test_entries_come_newest_first_no_more_than_asked_and_of_one_account(world: World) -> None:
    new_world(world.database)
    do(world, "add game", world.operator)
    do(world, "set price", world.operator)
    seen = entries(world, most=2)
    assert [entry.act for entry in seen] == ["set price", "add game"]
    assert {entry.account_id for entry in entries(world)} == {world.account_id}


def do(world: World, act: str, actor: Actor) -> None:
    world.database.write(lambda session: ACTS[act](session, world, actor))


def entries(world: World, *, most: int = 50) -> list[AuditEntry]:
    return world.database.read(
        lambda session: audit.entries(session, account_id=world.account_id, most=most)
    )
