"""`/credits package build`: by a line, or by a modal where words are missing."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot.language import Language
from bot.slack import handover, inputs
from bot.slack.asking import Asked, Sought, Submitted
from bot.slack.blocks import Block, option
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from bot.slack.modals import Modal
from ledger import catalogue, clients, idempotency
from ledger.actors import Act
from ledger.errors import (
    AmbiguousName,
    ClientArchived,
    GameClosed,
    GameNotVisible,
    NoContent,
    UnknownClient,
    UnknownGame,
)
from ledger.models import Access, Client, Game
from scorm_bridge import listings, packages
from scorm_bridge.errors import AccessIsCampus
from scorm_bridge.listings import Listed
from scorm_bridge.models import PackageStandard

FORM = "package.build"
CLIENT, GAME = "package.client", "package.game"

STANDARDS = {
    "": PackageStandard.SCORM_12,
    "1.2": PackageStandard.SCORM_12,
    "scorm1.2": PackageStandard.SCORM_12,
    "2004": PackageStandard.SCORM_2004_4TH,
    "scorm2004": PackageStandard.SCORM_2004_4TH,
    "2004-3rd": PackageStandard.SCORM_2004_3RD,
    "2004-4th": PackageStandard.SCORM_2004_4TH,
    **{standard.value: standard for standard in PackageStandard},
}
"""What people call them; 1.2 is what every LMS takes."""


class BuiltBefore(Exception):
    """This submission came before; the package it made."""

    def __init__(self, package_id: UUID) -> None:
        self.package_id = package_id


def build(asked: Asked) -> Message | Modal:
    asked.actor.must(Act.BUILD_PACKAGE)
    if len(asked.words) < 2:
        return form(asked)
    name, title, *rest = asked.words
    standard = STANDARDS.get("".join(rest).casefold())
    if standard is None:
        return message(asked.language.mrkdwn("package-no-standard", given=" ".join(rest)))

    def write(session: Session) -> Listed:
        account_id = asked.actor.account_id
        client = clients.find_client(session, account_id=account_id, given=name)
        game = catalogue.find_game(session, account_id=account_id, given=title)
        return built(session, asked, client, game, standard)

    return done(asked, asked.database.write(write))


def built(
    session: Session, asked: Asked, client: Client, game: Game, standard: PackageStandard
) -> Listed:
    """The package, with its way to who asked."""
    package = packages.build(
        session,
        actor=asked.actor,
        keyring=asked.office.keyring,
        client=client,
        game=game,
        standard=standard,
    )
    one = Listed(package=package, client=client, game=game)
    handover.send(session, asked, one)
    return one


def done(asked: Asked, one: Listed) -> Message:
    say = asked.language.mrkdwn
    lines = (say("package-built", **handover.facts(one)), say("package-arrives"))
    link = handover.link_to(one, asked.office.keyring, asked.office.places)
    return handover.shown(asked.language, one, *lines, link=link)


def form(asked: Asked) -> Modal:
    """Prefilled with the client that was typed, where it is known."""
    language = asked.language
    client = typed_client(asked)
    return Modal(
        callback_id=FORM,
        title=language("package-form.title"),
        submit=language("package-form.submit"),
        close=language("package-form.close"),
        blocks=[
            inputs.search(
                "client",
                language("package-client.label"),
                action_id=CLIENT,
                chosen=(client.name, client.id.hex) if client else None,
                hint=language("package-client.hint"),
            ),
            inputs.search("game", language("package-game.label"), action_id=GAME),
            inputs.choice(
                "standard",
                language("package-standards.label"),
                standards(language),
                chosen=PackageStandard.SCORM_12.value,
                hint=language("package-standards.hint"),
            ),
        ],
    )


def typed_client(asked: Asked) -> Client | None:
    if not asked.words:
        return None
    given = asked.words[0]
    return asked.database.read(
        lambda session: clients.find_client(session, account_id=asked.actor.account_id, given=given)
    )


def standards(language: Language) -> list[Block]:
    return [
        option(language("package-standards.option", standard=one.value), one.value)
        for one in PackageStandard
    ]


def submitted(asked: Submitted) -> Message:
    """Once for each modal, however often it is sent."""
    account_id, filled = asked.actor.account_id, asked.filled
    client_id, game_id = UUID(filled.chosen("client")), UUID(filled.chosen("game"))
    standard = PackageStandard(filled.chosen("standard") or "")

    def write(session: Session) -> Listed:
        client = session.get_one(Client, (account_id, client_id))
        game = session.get_one(Game, (account_id, game_id))
        one = built(session, asked, client, game, standard)
        first = idempotency.claim(
            session,
            account_id=account_id,
            key=f"slack view {asked.view_id}",
            facts={"act": "build package"},
            result_id=one.package.id,
        )
        if first != one.package.id:
            raise BuiltBefore(first)
        return one

    try:
        return done(asked, asked.database.write(write))
    except BuiltBefore as before:
        package_id = before.package_id
    return done(
        asked,
        asked.database.read(
            lambda session: listings.get_package(
                session, account_id=account_id, package_id=package_id
            )
        ),
    )


def scorm_clients(sought: Sought) -> list[Block]:
    """Those that have packages at all."""
    sought.actor.must(Act.SEE)
    found = sought.database.read(
        lambda session: clients.suggest(
            session, account_id=sought.actor.account_id, typed=sought.typed
        )
    )
    return [
        option(client.name, client.id.hex, description=client.alias)
        for client in found
        if client.access is Access.SCORM
    ]


def games(sought: Sought) -> list[Block]:
    sought.actor.must(Act.SEE)
    found = sought.database.read(
        lambda session: catalogue.suggest(
            session, account_id=sought.actor.account_id, typed=sought.typed
        )
    )
    return [option(game.title, game.id.hex) for game in found]


INPUTS = {
    AccessIsCampus: "client",
    ClientArchived: "client",
    UnknownClient: "client",
    AmbiguousName: "client",
    GameNotVisible: "game",
    GameClosed: "game",
    UnknownGame: "game",
    NoContent: "game",
}


def register(on: Listening) -> None:
    on.submission(FORM, submitted, inputs=INPUTS)
    on.suggestions(CLIENT, scorm_clients)
    on.suggestions(GAME, games)
