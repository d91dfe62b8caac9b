"""Making and changing a group: in the line, or in a modal. Times are by the client's clocks."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import group_changes, group_times
from bot.language import Language
from bot.slack import client_search, group_page, inputs
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.blocks import Block
from bot.slack.inputs import Filled
from bot.slack.listening import Listening
from bot.slack.messages import Message
from bot.slack.modals import Errors, Modal
from bot.slack.package_building import GAME
from ledger import catalogue, clients, clock, groups
from ledger.actors import Act
from ledger.errors import (
    AccessIsScorm,
    BadGroup,
    BadText,
    ClientArchived,
    GameClosed,
    GameNotVisible,
    NameTaken,
)
from ledger.groups import NAME_MOST, Changes
from ledger.models import Client, Game, Group

MAKE, CHANGE = "group.make", "group.change"
MADE_OF = 3
"""A client, a game and a name."""
MINUTE = timedelta(minutes=1)


def typed(session: Session, asked: Asked) -> Group:
    """Of the words CLIENT GAME NAME [START [END]]."""
    name, title, called, *times = asked.words
    account_id = asked.actor.account_id
    client = clients.find_client(session, account_id=account_id, given=name)
    zone = client.time_zone
    return groups.make(
        session,
        actor=asked.actor,
        client=client,
        game=catalogue.find_game(session, account_id=account_id, given=title),
        name=called,
        starts_at=group_times.starting(times[0], zone) if times else clock.now(),
        ends_at=group_times.ending(times[1], zone) if times[1:] else None,
    )


def changed(session: Session, asked: Asked, group: Group, changes: Changes) -> Message:
    groups.change(session, actor=asked.actor, group=group, **changes)
    line = asked.language.mrkdwn("group-changed", group=group.name)
    return group_page.page(session, asked, group, line)


def making(asked: Asked) -> Modal:
    """Prefilled with the client that was typed."""
    language = asked.language
    return Modal(
        callback_id=MAKE,
        title=language("group-make.title"),
        submit=language("group-make.submit"),
        close=language("group-make.close"),
        blocks=[
            client_search.search(
                language("group-client.label"), language("group-client.hint"), chosen=client(asked)
            ),
            inputs.search("game", language("package-game.label"), action_id=GAME),
            named(language, None),
            *edge(language, "starts", None, None),
            *edge(language, "ends", None, None),
            most(language, None),
        ],
    )


def client(asked: Asked) -> Client | None:
    if not asked.words:
        return None
    account_id, given = asked.actor.account_id, asked.words[0]
    return asked.database.read(
        lambda session: clients.find_client(session, account_id=account_id, given=given)
    )


def editing(session: Session, asked: Asked, group: Group) -> Modal:
    """As the group is now."""
    language, zone = asked.language, group_changes.zone_of(session, group)
    return Modal(
        callback_id=CHANGE,
        title=language("group-edit.title"),
        submit=language("group-edit.submit"),
        close=language("group-make.close"),
        keeps={"group": group.id.hex},
        blocks=[
            named(language, group.name),
            *edge(language, "starts", group.starts_at, zone),
            *edge(language, "ends", group.ends_at, zone),
            *edge(language, "extended", group.extended_until, zone),
            most(language, group.play_minutes_most),
        ],
    )


def named(language: Language, value: str | None) -> Block:
    label, hint = language("group-name.label"), language("group-name.hint")
    return inputs.text("name", label, value=value, hint=hint, most=NAME_MOST)


def most(language: Language, value: int | None) -> Block:
    return inputs.number(
        "minutes",
        language("group-minutes-most.label"),
        value=str(value) if value else None,
        hint=language("group-minutes-most.hint"),
        is_optional=True,
    )


def edge(language: Language, name: str, at: datetime | None, zone: str | None) -> list[Block]:
    """A day, and an hour where it is not the whole of it."""
    there = at.astimezone(ZoneInfo(zone)) if at and zone else None
    is_whole = there is None or there.time() in {group_times.FIRST, group_times.LAST}
    return [
        inputs.day(
            f"{name}_day",
            language("group-day.label", edge=name),
            value=there.date() if there else None,
            hint=language("group-day.hint", edge=name),
            is_optional=True,
        ),
        inputs.hour(
            f"{name}_hour",
            language("group-hour.label", edge=name),
            value=None if is_whole or there is None else there.time(),
            hint=language("group-hour.hint"),
            is_optional=True,
        ),
    ]


def filled_in(filled: Filled, name: str, zone: str) -> datetime | None:
    day, hour = filled.day(f"{name}_day"), filled.hour(f"{name}_hour")
    if day is None:
        return None
    whole = group_times.FIRST if name == "starts" else group_times.LAST
    return group_times.moment(day, hour or whole, zone)


def bad_minutes(asked: Submitted) -> Errors | None:
    given = asked.filled.text("minutes")
    if given is None or group_changes.WHOLE.fullmatch(given):
        return None
    return Errors({"minutes": asked.language("group-no-minutes", given=given)})


def most_filled_in(filled: Filled) -> int | None:
    given = filled.text("minutes")
    return int(given) if given else None


def make_sent(asked: Submitted) -> Message | Errors:
    if errors := bad_minutes(asked):
        return errors
    filled, account_id = asked.filled, asked.actor.account_id

    def write(session: Session) -> Message:
        client = client_search.chosen(session, asked, filled.chosen(client_search.CLIENT))
        game = session.get_one(Game, (account_id, UUID(filled.chosen("game") or "")))
        group = groups.make(
            session,
            actor=asked.actor,
            client=client,
            game=game,
            name=filled.text("name") or "",
            starts_at=filled_in(filled, "starts", client.time_zone) or clock.now(),
            ends_at=filled_in(filled, "ends", client.time_zone),
            play_minutes_most=most_filled_in(filled),
        )
        line = asked.language.mrkdwn("group-made", group=group.name)
        return group_page.page(session, asked, group, line)

    return asked.database.write(write)


def change_sent(asked: Submitted) -> Message | Errors:
    if errors := bad_minutes(asked):
        return errors
    account_id, id = asked.actor.account_id, UUID(asked.kept["group"])

    def write(session: Session) -> Message:
        group = groups.by_id(session, account_id=account_id, id=id)
        differs = differing(asked.filled, group, group_changes.zone_of(session, group))
        return changed(session, asked, group, differs)

    return asked.database.write(write)


def differing(filled: Filled, group: Group, zone: str) -> Changes:
    """What was changed in the modal: a time that is kept to the second was shown to the minute."""
    found = Changes(
        name=filled.text("name") or "",
        ends_at=filled_in(filled, "ends", zone),
        extended_until=filled_in(filled, "extended", zone),
        play_minutes_most=most_filled_in(filled),
    )
    starts_at = filled_in(filled, "starts", zone)
    if starts_at is not None and abs(starts_at - group.starts_at) >= MINUTE:
        found["starts_at"] = starts_at
    return found


def edit_pressed(pressed: Pressed) -> Modal:
    pressed.actor.must(Act.MAKE_GROUP)
    account_id, id = pressed.actor.account_id, UUID(pressed.value)

    def read(session: Session) -> Modal:
        return editing(session, pressed, groups.by_id(session, account_id=account_id, id=id))

    return pressed.database.read(read)


BELOW = {
    NameTaken: "name",
    BadText: "name",
    BadGroup: "ends_day",
    GameNotVisible: "game",
    GameClosed: "game",
    AccessIsScorm: client_search.CLIENT,
    ClientArchived: client_search.CLIENT,
}


def register(on: Listening) -> None:
    on.action(group_page.EDIT, edit_pressed)
    on.submission(MAKE, make_sent, inputs=BELOW)
    on.submission(CHANGE, change_sent, inputs=BELOW)
