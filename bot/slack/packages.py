"""`/credits package`: the packages of the account, each with what can be done about it."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from bot.language import Language
from bot.slack import (
    blocks,
    handover,
    package_building,
    package_options,
    package_release,
    package_rotation,
)
from bot.slack.asking import Asked, Pressed
from bot.slack.blocks import button
from bot.slack.listening import Listening
from bot.slack.messages import TYPED, Message, Replaced, escape, message
from bot.slack.modals import Modal
from ledger import clients
from ledger.actors import Act
from ledger.models import Account, Client
from scorm_bridge import listings, options, package_keys, usage
from scorm_bridge.listings import Listed, Page
from scorm_bridge.usage import Usage

PAGE = "packages.page"
SHOWN = 15
MOMENT = 13
"""Characters of an id that tell packages apart: its first 48 bits are a moment (RFC 9562, 5.7)."""


def answer(asked: Asked) -> Message | Modal:
    """What its first word leads to; without one, what there is to type."""
    verb, *words = asked.words or [""]
    lead = VERBS.get(verb.casefold())
    if lead is None:
        return message(*map(asked.language.mrkdwn, USAGE))
    return lead(replace(asked, words=words))


USAGE = (
    "package-usage",
    "usage-package-build",
    "usage-package-list",
    "usage-package-show",
    "usage-package-options",
    "usage-package-send",
    "usage-package-switch",
    "usage-package-rotate",
    "usage-package-release",
    "package-named",
)


def list_(asked: Asked) -> Message:
    asked.actor.must(Act.SEE)
    account_id, given = asked.actor.account_id, " ".join(asked.words)

    def read(session: Session) -> tuple[Page, Client | None]:
        client = None
        if given:
            client = clients.find_client(session, account_id=account_id, given=given)
        page = listings.page(session, account_id=account_id, client=client, most=SHOWN)
        return page, client

    return listed(asked.language, *asked.database.read(read))


def listed(language: Language, page: Page, client: Client | None) -> Message:
    say = language.mrkdwn
    if not page.total:
        return message(say("package-none"), say("usage-package-build"))
    head = message(say("package-count", count=page.total))
    rows = [
        blocks.section(line(language, one), accessory=opening(language, one))
        for one in page.packages
    ]
    return Message(text=head.text, blocks=[*head.blocks, *rows, *turning(language, page, client)])


def line(language: Language, one: Listed) -> str:
    return language.mrkdwn("package-line", is_enabled=one.package.is_enabled, **handover.facts(one))


def opening(language: Language, one: Listed) -> blocks.Block:
    label = language("package-show.button")
    return button(label, action_id=TYPED, value=f"package show {one.package.id.hex}")


def turning(language: Language, page: Page, client: Client | None) -> list[blocks.Block]:
    """The buttons to the pages before and after."""
    whose = client.id.hex if client else ""
    ways = {
        "package-earlier.button": page.before - SHOWN if page.before else None,
        "package-later.button": page.before + SHOWN if page.before + SHOWN < page.total else None,
    }
    buttons = [
        button(language(id), action_id=f"{PAGE}.{id}", value=f"{whose}:{before}")
        for id, before in ways.items()
        if before is not None
    ]
    return [blocks.actions(*buttons)] if buttons else []


def turn(pressed: Pressed) -> Replaced:
    pressed.actor.must(Act.SEE)
    whose, _, before = pressed.value.partition(":")
    account_id = pressed.actor.account_id

    def read(session: Session) -> tuple[Page, Client | None]:
        client = session.get_one(Client, (account_id, UUID(whose))) if whose else None
        page = listings.page(
            session, account_id=account_id, client=client, before=int(before), most=SHOWN
        )
        return page, client

    return Replaced(message=listed(pressed.language, *pressed.database.read(read)))


def show(asked: Asked) -> Message:
    """Its options, its keys, how it is used, and who waits."""

    def read(session: Session) -> tuple[Listed, list[str], list[int], Usage]:
        asked.actor.must(Act.SEE)
        one = find(session, asked)
        keys = [key.number for key in package_keys.in_use(session, one.package)]
        time_zone = session.get_one(Account, asked.actor.account_id).time_zone
        now = options.of_package(one.package)
        set_ = package_options.lines(asked.language, now, one.package, time_zone)
        used = usage.of_package(session, actor=asked.actor, package=one.package)
        return one, set_, keys, used

    return described(asked.language, *asked.database.read(read))


def described(
    language: Language, one: Listed, lines: list[str], keys: list[int], used: Usage
) -> Message:
    say = language.mrkdwn
    return message(
        say("package-title", id=str(one.package.id)[:MOMENT], **handover.facts(one)),
        *(f"• {escape(text)}" for text in lines),
        say("package-keys", keys=", ".join(map(str, keys)), count=len(keys)),
        say(
            "package-usage-is",
            launches=used.launches,
            learners=used.learners,
            count=used.registrations,
        ),
        *([say("package-waiting", count=used.waiting)] if used.waiting else []),
        buttons=ways(language, one, waiting=used.waiting),
    )


def ways(language: Language, one: Listed, *, waiting: int) -> list[blocks.Block]:
    """Each types the command that does it."""
    verbs = ["options", "send", "disable" if one.package.is_enabled else "enable", "rotate"]
    if waiting:
        verbs.insert(0, "release")
    return [
        # One block cannot hold two buttons of one action id.
        button(
            language(f"package-{verb}.button"),
            action_id=f"{DO}{verb}",
            value=f"package {verb} {one.package.id.hex}",
        )
        for verb in verbs
    ]


DO = "package.do."
DOABLE = (
    "package-options.button",
    "package-send.button",
    "package-disable.button",
    "package-enable.button",
    "package-rotate.button",
    "package-release.button",
)


def do(pressed: Pressed) -> Message | Modal:
    _, verb, given = pressed.value.split()
    return VERBS[verb](replace(pressed, words=[given]))


def find(session: Session, asked: Asked) -> Listed:
    return listings.find_package(session, account_id=asked.actor.account_id, given=asked.words)


def send(asked: Asked) -> Message:
    """The zip once more, as a file and a link."""

    def write(session: Session) -> Listed:
        one = find(session, asked)
        handover.send(session, asked, one)
        return one

    one = asked.database.write(write)
    link = handover.link_to(one, asked.office.keyring, asked.office.places)
    say = asked.language.mrkdwn
    lines = (say("package-ready", **handover.facts(one)), say("package-arrives"))
    return handover.shown(asked.language, one, *lines, link=link)


def disable(asked: Asked) -> Message:
    return switch(asked, is_enabled=False)


def enable(asked: Asked) -> Message:
    return switch(asked, is_enabled=True)


def switch(asked: Asked, *, is_enabled: bool) -> Message:
    """At once, since it can be taken back at once."""

    def write(session: Session) -> tuple[Listed, bool]:
        one = find(session, asked)
        was_enabled = one.package.is_enabled
        options.change(session, actor=asked.actor, package=one.package, is_enabled=is_enabled)
        return one, was_enabled

    one, was_enabled = asked.database.write(write)
    id = "package-switched" if was_enabled is not is_enabled else "package-unswitched"
    back = "enable" if one.package.is_enabled is False else "disable"
    value = f"package {back} {one.package.id.hex}"
    return message(
        asked.language.mrkdwn(id, is_enabled=is_enabled, **handover.facts(one)),
        buttons=[
            button(asked.language(f"package-{back}.button"), action_id=f"{DO}{back}", value=value)
        ],
    )


VERBS: dict[str, Callable[[Asked], Message | Modal]] = {
    "build": package_building.build,
    "list": list_,
    "show": show,
    "options": package_options.open_,
    "send": send,
    "disable": disable,
    "enable": enable,
    "rotate": package_rotation.preview,
    "release": package_release.preview,
}


def register(on: Listening) -> None:
    for id in ("package-earlier.button", "package-later.button"):
        on.action(f"{PAGE}.{id}", turn)
    for id in DOABLE:
        on.action(f"{DO}{id.removeprefix('package-').removesuffix('.button')}", do)
    for part in (handover, package_building, package_options, package_rotation, package_release):
        part.register(on)
