"""The groups of a client, in which its learners play: made, changed, found, and how they stand.

A group is planned until it starts and open until it ends; where it was extended, those who are in
it play on until then, and nobody new comes in.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledger import audit, catalogue, clients, clock, names, reminders
from ledger.actors import Act, Actor
from ledger.database import add_once
from ledger.errors import (
    AccessIsScorm,
    BadGroup,
    GroupEnded,
    GroupNotStarted,
    NameTaken,
    NoContent,
    UnknownGroup,
)
from ledger.ids import new_id
from ledger.models import Access, Client, Game, Group, GroupKind, Registration
from ledger.places import Place
from ledger.texts import comparable, line

NAME_MOST = 120
MOST_PLAY_MINUTES = 100 * 60


class GroupState(StrEnum):
    """Where a group stands; the extension of one that was extended is part of its being open."""

    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"


class Changes(TypedDict, total=False):
    """What of a group can be changed."""

    name: str
    starts_at: datetime
    ends_at: datetime | None
    extended_until: datetime | None
    play_minutes_most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A group, and how many are registered in it and of these have completed their play."""

    group: Group
    client: Client
    game: Game
    state: GroupState
    registered: int
    completed: int


def state_of(group: Group, now: datetime) -> GroupState:
    if now < group.starts_at:
        return GroupState.PLANNED
    closes = group.closes_at
    return GroupState.OPEN if closes is None or now < closes else GroupState.ENDED


def make(
    session: Session,
    *,
    actor: Actor,
    client: Client,
    game: Game,
    name: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    play_minutes_most: int | None = None,
) -> Group:
    """A group of a Campus client, still empty. Its name is the only such one of the client.

    Raises NotAllowed, ClientArchived, AccessIsScorm, GameNotVisible, GameClosed, BadText, BadGroup
    or NameTaken.
    """
    actor.must(Act.MAKE_GROUP)
    must_be_campus(client)
    catalogue.must_admit(session, client=client, game=game, kind=GroupKind.MADE)
    now, name = clock.now(), line(name, field="name", most=NAME_MOST)
    group = Group(
        account_id=client.account_id,
        id=new_id(),
        client_id=client.id,
        game_id=game.id,
        kind=GroupKind.MADE,
        name=name,
        name_key=comparable(name),
        starts_at=starts_at,
        ends_at=ends_at,
        play_minutes_most=play_minutes_most,
    )
    must_be_in_order(group)
    if ends_at is not None and ends_at <= now:
        raise BadGroup(flaw="end in the past")
    reminders.plan(group, now)
    if not add_once(session, group):
        raise NameTaken(field="name", given=name)
    record(session, actor, "make group", group, before=None)
    return group


def change(session: Session, *, actor: Actor, group: Group, **changes: Unpack[Changes]) -> Group:
    """Change what is given; the group is the row as this transaction sees it.

    Nobody's play that is over opens again: the end of a group that has passed stays. Raises
    NotAllowed, UnknownGroup of one that members did not make, ClientArchived, AccessIsScorm,
    BadText, BadGroup or NameTaken.
    """
    actor.must(Act.MAKE_GROUP)
    if group.kind is not GroupKind.MADE:
        raise UnknownGroup(given=group.name)
    must_be_campus(session.get_one(Client, (group.account_id, group.client_id)))
    before, now = facts_of(group), clock.now()
    if "name" in changes:
        changes["name"] = line(changes["name"], field="name", most=NAME_MOST)
        group.name_key = comparable(changes["name"])
    must_end_later(group, changes, now)
    for name, value in changes.items():
        setattr(group, name, value)
    must_be_in_order(group)
    reminders.plan_again(group, now, changes.keys())
    name = group.name
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise NameTaken(field="name", given=name) from None
    record(session, actor, "change group", group, before=before)
    return group


def must_end_later(group: Group, changes: Changes, now: datetime) -> None:
    """Neither an end that has passed is moved, nor another one into the past."""
    for name, before in (("ends_at", group.ends_at), ("extended_until", group.extended_until)):
        after: Any = changes.get(name, before)
        if after == before:
            continue
        is_over = state_of(group, now) is GroupState.ENDED
        if is_over or (name == "ends_at" and before is not None and before <= now):
            raise BadGroup(flaw="end has passed")
        if after is not None and after <= now:
            raise BadGroup(flaw="end in the past")


def must_be_in_order(group: Group) -> None:
    """Raises BadGroup."""
    if group.ends_at is not None and group.ends_at <= group.starts_at:
        raise BadGroup(flaw="end before its start")
    if group.extended_until is not None:
        if group.ends_at is None:
            raise BadGroup(flaw="extension without an end")
        if group.extended_until <= group.ends_at:
            raise BadGroup(flaw="extension before its end")
    minutes = group.play_minutes_most
    if minutes is not None and not 1 <= minutes <= MOST_PLAY_MINUTES:
        raise BadGroup(flaw="no such time", facts={"most": MOST_PLAY_MINUTES})


def must_be_campus(client: Client) -> None:
    """Raises ClientArchived, and AccessIsScorm where packages register the learners (R8)."""
    clients.must_be_active(client)
    if client.access is not Access.CAMPUS:
        raise AccessIsScorm(client=client.name)


def must_be_on_campus(group: Group) -> None:
    """Raises UnknownGroup of a package's: who is in it, and for how long, is the package's say."""
    if group.kind is GroupKind.PACKAGE:
        raise UnknownGroup(given=group.name)


def must_take_newcomers(group: Group, client: Client, now: datetime) -> None:
    """Raises GroupEnded from its end on, also while it is extended for those who are in it."""
    if group.ends_at is not None and group.ends_at <= now:
        raise GroupEnded(group=group.name, at=group.ends_at, time_zone=client.time_zone)


def must_have_started(group: Group, client: Client, now: datetime) -> None:
    """Raises GroupNotStarted: until then nobody who is in it plays."""
    if now < group.starts_at:
        raise GroupNotStarted(group=group.name, at=group.starts_at, time_zone=client.time_zone)


def open_group(session: Session, *, client: Client, game: Game) -> Group:
    """The client's one open-ended group of a game that is open to every learner (R8).

    Made when it is first asked for. Raises ClientArchived and AccessIsScorm.
    """
    must_be_campus(client)
    wanted = select(Group).where(
        Group.account_id == client.account_id,
        Group.client_id == client.id,
        Group.game_id == game.id,
        Group.kind == GroupKind.OPEN,
    )
    found = session.scalars(wanted).one_or_none()
    if found is not None:
        return found
    group = Group(
        account_id=client.account_id,
        id=new_id(),
        client_id=client.id,
        game_id=game.id,
        kind=GroupKind.OPEN,
        name=game.title,
        starts_at=clock.now(),
    )
    return group if add_once(session, group) else session.scalars(wanted).one()


def find(session: Session, *, client: Client, given: str) -> Group:
    """A group that members made, by its name or an unambiguous beginning of it.

    Raises UnknownGroup or AmbiguousName.
    """
    return names.find(
        session,
        Group,
        (Group.name_key,),
        account_id=client.account_id,
        given=given,
        unknown=UnknownGroup,
        among=(Group.client_id == client.id) & (Group.kind == GroupKind.MADE),
    )


def by_id(session: Session, *, account_id: UUID, id: UUID) -> Group:
    """Raises UnknownGroup."""
    group = session.get(Group, (account_id, id))
    if group is None:
        raise UnknownGroup(given=str(id))
    return group


def place_of(session: Session, group: Group) -> Place:
    """Where the group plays what, at the game's price of now. Raises NoContent."""
    client = session.get_one(Client, (group.account_id, group.client_id))
    game = session.get_one(Game, (group.account_id, group.game_id))
    if not game.current_version:
        raise NoContent(game=game.title)
    return Place(
        account_id=client.account_id,
        client_id=client.id,
        client_name=client.name,
        game_id=game.id,
        game_version=game.current_version,
        group_id=group.id,
        price=game.price,
    )


def of_client(session: Session, *, account_id: UUID, client_id: UUID) -> list[Group]:
    """Those on its Campus, made and open ones; the first made first."""
    return list(
        session.scalars(
            select(Group)
            .where(
                Group.account_id == account_id,
                Group.client_id == client_id,
                Group.kind != GroupKind.PACKAGE,
            )
            .order_by(Group.id)
        )
    )


def in_account(session: Session, *, account_id: UUID, client: Client | None = None) -> list[Listed]:
    """The groups on Campuses, made and open ones, by client and then by their start."""
    of_client = () if client is None else (Group.client_id == client.id,)
    return all_listed(
        session, Group.account_id == account_id, Group.kind != GroupKind.PACKAGE, *of_client
    )


def listed(session: Session, group: Group) -> Listed:
    """One group as `in_account` has it."""
    [found] = all_listed(session, Group.account_id == group.account_id, Group.id == group.id)
    return found


def all_listed(session: Session, *which: ColumnElement[bool]) -> list[Listed]:
    now = clock.now()
    wanted = (
        select(Group, Client, Game, counted(), counted(Registration.completed_at.is_not(None)))
        .join(Client, and_(Client.account_id == Group.account_id, Client.id == Group.client_id))
        .join(Game, and_(Game.account_id == Group.account_id, Game.id == Group.game_id))
        .where(*which)
        .order_by(Client.alias_key, Group.starts_at, Group.id)
    )
    return [
        Listed(
            group=group,
            client=of,
            game=game,
            state=state_of(group, now),
            registered=registered,
            completed=completed,
        )
        for group, of, game, registered, completed in session.execute(wanted)
    ]


SUGGESTED_MOST = 100


def suggest(session: Session, *, account_id: UUID, typed: str) -> list[tuple[Group, Client]]:
    """The groups that one may mean who typed so far, by their names or their clients': those that
    begin so first, of these the newest. What is over, or packages made, is left out."""
    wanted = comparable(typed)
    keys = (Group.name_key, Client.alias_key, Client.name_key)
    begins = or_(*(key.startswith(wanted, autoescape=True) for key in keys))
    holds = or_(*(key.contains(wanted, autoescape=True) for key in keys))
    found = session.execute(
        select(Group, Client)
        .join(Client, and_(Client.account_id == Group.account_id, Client.id == Group.client_id))
        .where(
            Group.account_id == account_id,
            Group.kind == GroupKind.MADE,
            Client.archived_at.is_(None),
            or_(Group.closes_at.is_(None), Group.closes_at > clock.now()),
            holds,
        )
        .order_by(case((begins, 0), else_=1), Group.id.desc())
        .limit(SUGGESTED_MOST)
    )
    return [(group, client) for group, client in found]


def counted(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many are in a group, without those who were removed."""
    return (
        select(func.count())
        .where(
            Registration.account_id == Group.account_id,
            Registration.client_id == Group.client_id,
            Registration.group_id == Group.id,
            Registration.removed_at.is_(None),
            *which,
        )
        .correlate(Group)
        .scalar_subquery()
    )


def record(
    session: Session, actor: Actor, act: str, group: Group, *, before: dict[str, Any] | None
) -> None:
    audit.record(
        session,
        actor=actor,
        act=act,
        subject="group",
        subject_id=group.id,
        before=before,
        after=facts_of(group),
    )


def facts_of(group: Group) -> dict[str, Any]:
    return {
        "client": group.client_id,
        "game": group.game_id,
        "name": group.name,
        "starts_at": group.starts_at,
        "ends_at": group.ends_at,
        "extended_until": group.extended_until,
        "play_minutes_most": group.play_minutes_most,
    }
