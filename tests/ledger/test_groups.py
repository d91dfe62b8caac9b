"""Groups that members make: what they are refused for, what can be changed, how they are found."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from ledger import audit, catalogue, clients, clock, groups
from ledger.errors import (
    AccessIsScorm,
    AmbiguousName,
    BadGroup,
    ClientArchived,
    GameClosed,
    GameNotVisible,
    GroupNotStarted,
    NameTaken,
    NotAllowed,
    OboleError,
    UnknownGroup,
)
from ledger.groups import GroupState, Listed
from ledger.ids import new_id
from ledger.models import Audience, Client, Game, Group, GroupKind, Visibility
from tests.ledger.campus import Campus, make, new_campus
from tests.worlds import World

NOW = clock.now()
DAY = timedelta(days=1)


@pytest.fixture
def campus(world: World) -> Campus:
    return new_campus(world)


def show(campus: Campus, visibility: Visibility, audience: Audience) -> None:
    campus.world.database.write(
        lambda session: catalogue.set_visibility(
            session,
            actor=campus.world.operator,
            game=session.get_one(Game, (campus.world.account_id, campus.game.id)),
            visibility=visibility,
            clients=[],
            audience=audience,
        )
    )


def group(**facts: Any) -> Group:
    id = new_id()
    ids: dict[str, Any] = {"account_id": id, "id": id, "client_id": id, "game_id": id}
    return Group(**ids, kind=GroupKind.MADE, name="x", **facts)


@pytest.mark.parametrize(
    ("starts", "ends", "extended", "state"),
    [
        (DAY, 2 * DAY, None, GroupState.PLANNED),
        (-DAY, None, None, GroupState.OPEN),
        (timedelta(), DAY, None, GroupState.OPEN),
        (-DAY, timedelta(), None, GroupState.ENDED),
        (-DAY, -DAY / 2, DAY, GroupState.OPEN),
        (-3 * DAY, -2 * DAY, -DAY, GroupState.ENDED),
    ],
)
def test_a_group_is_planned_then_open_then_ended(
    starts: timedelta, ends: timedelta | None, extended: timedelta | None, state: GroupState
) -> None:
    one = group(
        starts_at=NOW + starts,
        ends_at=None if ends is None else NOW + ends,
        extended_until=None if extended is None else NOW + extended,
    )
    assert groups.state_of(one, NOW) is state


def test_a_group_is_made_with_what_it_was_given_and_written_down(campus: Campus) -> None:
    starts, ends = clock.now() + DAY, clock.now() + 30 * DAY
    made = campus.make("  Autumn  2027 ", starts_at=starts, ends_at=ends, play_minutes_most=90)
    assert (made.name, made.kind, made.play_minutes_most) == ("Autumn 2027", GroupKind.MADE, 90)
    assert (made.starts_at, made.ends_at) == (starts, ends)
    world = campus.world
    (entry,) = world.database.read(lambda s: audit.entries(s, account_id=world.account_id, most=1))
    assert (entry.act, entry.subject_id, entry.member_id) == (
        "make group",
        made.id,
        world.manager.id,
    )


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an end before its start": ({"starts_at": NOW + 2 * DAY, "ends_at": NOW + DAY}, "end before"),
    "an end in the past": ({"starts_at": NOW - 2 * DAY, "ends_at": NOW - DAY}, "end in the past"),
    "no time to play": ({"play_minutes_most": 0}, "no such time"),
    "months of play": ({"play_minutes_most": 6001}, "no such time"),
}


@pytest.mark.parametrize("flaw", BAD)
def test_a_group_that_cannot_be_is_refused_with_its_flaw(campus: Campus, flaw: str) -> None:
    facts, said = BAD[flaw]
    with pytest.raises(BadGroup) as refusal:
        campus.make(**facts)
    assert refusal.value.flaw.startswith(said)


def test_a_name_is_one_of_a_client_however_written_and_another_clients_too(campus: Campus) -> None:
    for taken in ("spring", " SPRING "):
        with pytest.raises(NameTaken):
            campus.make(taken)
    other = campus.make("Other")
    with pytest.raises(NameTaken) as refusal:
        campus.change(other, name="Spring")
    assert (refusal.value.field, refusal.value.given) == ("name", "Spring")
    world = campus.world
    own = world.database.read(
        lambda s: clients.find_client(s, account_id=world.account_id, given="Ludum")
    )
    assert make(world, own, "Spring").client_id == own.id


@pytest.mark.parametrize(
    ("visibility", "audience", "refusal"),
    [
        (Visibility.ALL, Audience.EVERYONE, None),
        (Visibility.ALL, Audience.GROUPS, None),
        (Visibility.ALL, Audience.NOBODY, GameClosed),
        (Visibility.OWN, Audience.EVERYONE, GameNotVisible),
    ],
)
def test_r7_a_group_is_made_only_of_a_game_that_groups_of_the_client_may_play(
    campus: Campus, visibility: Visibility, audience: Audience, refusal: type[OboleError] | None
) -> None:
    show(campus, visibility, audience)
    if refusal is None:
        assert campus.make().game_id == campus.game.id
        return
    with pytest.raises(refusal):
        campus.make()


def test_r8_under_scorm_members_make_no_groups(world: World) -> None:
    with pytest.raises(AccessIsScorm) as refusal:
        make(world, world.acme)
    assert refusal.value.client == "Acme Learning"


def test_an_archived_client_has_no_new_groups_nor_changed_ones(campus: Campus) -> None:
    world = campus.world

    def archive(session: Any) -> Client:
        one: Client = session.get_one(Client, (world.account_id, campus.client.id))
        clients.archive_client(session, actor=world.operator, client=one)
        return one

    campus.client = world.database.write(archive)
    with pytest.raises(ClientArchived):
        campus.make()
    with pytest.raises(ClientArchived):
        campus.change(name="Later")


def test_a_viewer_makes_and_changes_no_group(campus: Campus) -> None:
    with pytest.raises(NotAllowed):
        campus.make(by=campus.world.viewer)
    with pytest.raises(NotAllowed):
        campus.change(by=campus.world.viewer, name="Later")


def test_a_group_that_no_member_made_is_not_changed_nor_a_packages_registered_in(
    campus: Campus,
) -> None:
    world = campus.world
    opened = world.database.write(
        lambda s: groups.open_group(s, client=campus.client, game=campus.game)
    )
    with pytest.raises(UnknownGroup):
        campus.change(opened, ends_at=clock.now() + DAY)
    assert campus.register("ana@acme.example", group=opened).report.credits == 6
    with pytest.raises(UnknownGroup):
        campus.change(world.group, name="Mine")
    with pytest.raises(UnknownGroup):
        campus.remove("ana@acme.example", group=world.group)


def test_what_is_given_is_changed_and_an_entry_says_what_it_was(campus: Campus) -> None:
    ends = clock.now() + 60 * DAY
    changed = campus.change(name="Summer", ends_at=ends, extended_until=ends + DAY)
    assert (changed.name, changed.ends_at, changed.closes_at) == ("Summer", ends, ends + DAY)
    assert changed.starts_at == campus.group.starts_at
    world = campus.world
    (entry,) = world.database.read(lambda s: audit.entries(s, account_id=world.account_id, most=1))
    assert entry.before is not None
    assert entry.before.keys() == {"name", "ends_at", "extended_until"}
    assert entry.before["name"] == "Spring"


def test_an_end_can_be_taken_away_and_set_again(campus: Campus) -> None:
    assert campus.change(ends_at=None).closes_at is None
    ends = clock.now() + DAY
    assert campus.change(ends_at=ends).closes_at == ends


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "an extension that ends before it begins": (
        {"extended_until": NOW + 2 * DAY},
        "extension before its end",
    ),
    "an extension of what has no end": (
        {"ends_at": None, "extended_until": NOW + DAY},
        "extension without an end",
    ),
    "an end in the past": ({"ends_at": NOW - DAY}, "end in the past"),
    "a start after its end": ({"starts_at": NOW + 90 * DAY}, "end before its start"),
}


@pytest.mark.parametrize("flaw", CHANGES)
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(campus: Campus, flaw: str) -> None:
    changes, said = CHANGES[flaw]
    with pytest.raises(BadGroup) as refusal:
        campus.change(**changes, name="Later")
    assert refusal.value.flaw == said
    now = campus.world.database.read(
        lambda s: s.get_one(Group, (campus.group.account_id, campus.group.id))
    )
    assert (now.name, now.ends_at) == (campus.group.name, campus.group.ends_at)


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> datetime:
    then = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: then)
    return then


def test_an_end_that_has_passed_stays_and_only_what_is_extended_can_be_longer(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert campus.group.ends_at is not None
    campus.change(extended_until=campus.group.ends_at + 5 * DAY)
    now = later(monkeypatch, 32 * DAY)
    with pytest.raises(BadGroup) as refusal:
        campus.change(ends_at=now + DAY, extended_until=now + 2 * DAY)
    assert refusal.value.flaw == "end has passed"
    longer = campus.change(extended_until=now + 9 * DAY)
    assert groups.state_of(longer, now) is GroupState.OPEN
    now = later(monkeypatch, 10 * DAY)
    for changes in ({"ends_at": now + DAY}, {"extended_until": now + DAY}, {"ends_at": None}):
        with pytest.raises(BadGroup):
            campus.change(**changes)
    assert campus.change(name="Last year").name == "Last year"


def test_a_group_is_found_by_an_unambiguous_beginning_among_its_clients_own(
    campus: Campus,
) -> None:
    world = campus.world
    campus.make("Autumn 1")
    autumn = campus.make("Autumn 2")
    own = world.database.read(
        lambda s: clients.find_client(s, account_id=world.account_id, given="Ludum")
    )
    make(world, own, "Autumn 3")

    def find(given: str, client: Client = campus.client) -> Group:
        return world.database.read(lambda s: groups.find(s, client=client, given=given))

    assert find("AUTUMN 2").id == autumn.id
    assert find("spr").id == campus.group.id
    assert find("aut", own).client_id == own.id
    with pytest.raises(AmbiguousName) as ambiguous:
        find("autumn")
    assert ambiguous.value.candidates == ["autumn 1", "autumn 2"]
    with pytest.raises(UnknownGroup) as unknown:
        find("sprnig")
    assert unknown.value.similar == ["spring"]
    with pytest.raises(UnknownGroup):
        find("Autumn 3")


def test_the_open_group_of_a_game_is_made_once_and_has_no_end(campus: Campus) -> None:
    def opened(session: Any) -> Group:
        return groups.open_group(session, client=campus.client, game=campus.game)

    first, second = (campus.world.database.write(opened) for _ in range(2))
    assert first.id == second.id
    assert (first.kind, first.ends_at, first.name) == (GroupKind.OPEN, None, "The Ferryman")


def listed(campus: Campus) -> list[Listed]:
    return campus.world.database.read(
        lambda s: groups.in_account(s, account_id=campus.world.account_id, client=campus.client)
    )


def test_a_list_counts_who_is_registered_and_has_completed_and_no_one_removed(
    campus: Campus,
) -> None:
    later_one = campus.make("Autumn", starts_at=clock.now() + DAY)
    campus.register("ana@acme.example", "ben@acme.example", "cleo@acme.example")
    campus.complete("ana@acme.example")
    campus.remove("ben@acme.example")
    spring, autumn = listed(campus)
    assert (spring.registered, spring.completed, spring.state) == (2, 1, GroupState.OPEN)
    assert (autumn.group.id, autumn.registered, autumn.state) == (
        later_one.id,
        0,
        GroupState.PLANNED,
    )
    everywhere = campus.world.database.read(
        lambda s: groups.in_account(s, account_id=campus.world.account_id)
    )
    assert [one.group.kind for one in everywhere] == [GroupKind.MADE] * 2, "none of packages"


def test_nobody_plays_in_a_planned_group_and_the_refusal_says_when_it_starts(
    campus: Campus,
) -> None:
    starts = clock.now() + DAY
    one = campus.make(starts_at=starts)
    with pytest.raises(GroupNotStarted) as refusal:
        groups.must_have_started(one, campus.client, clock.now())
    assert (refusal.value.at, refusal.value.time_zone) == (starts, "Europe/Paris")
    groups.must_have_started(one, campus.client, starts)
