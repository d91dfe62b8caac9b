"""`/credits game`: the games of the account, and who sees them."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.language import Language
from bot.slack import blocks, game_import, game_visibility
from bot.slack.asking import Asked
from bot.slack.blocks import button
from bot.slack.listening import Listening
from bot.slack.messages import TYPED, Message, message
from bot.slack.modals import Modal
from bot.slack.words import quoted
from ledger import catalogue, versions
from ledger.actors import Act
from ledger.models import Client, Game
from ledger.versions import InUse

SHOWN = 40
"""Games of one message: a block each, below 50."""
VERSIONS_SHOWN = 10

USAGE = (
    "game-usage",
    "usage-game-add",
    "usage-game-list",
    "usage-game-show",
    "usage-game-visibility",
)


def answer(asked: Asked) -> Message | Modal:
    """What its first word leads to; without one, what there is to type."""
    verb, *words = asked.words or [""]
    lead = VERBS.get(verb.casefold())
    if lead is None:
        return message(*map(asked.language.mrkdwn, USAGE))
    return lead(replace(asked, words=words))


def list_(asked: Asked) -> Message:
    asked.actor.must(Act.SEE)
    found = asked.database.read(
        lambda session: catalogue.all_games(session, account_id=asked.actor.account_id)
    )
    say = asked.language.mrkdwn
    if not found:
        return message(say("game-none"), say("usage-game-add"))
    head = message(say("game-count", count=len(found)))
    rows = [
        blocks.section(line(asked.language, game), accessory=opening(asked.language, game))
        for game in found[:SHOWN]
    ]
    hidden = len(found) - SHOWN
    more = [blocks.context(say("game-more", count=hidden))] if hidden > 0 else []
    return Message(text=head.text, blocks=[*head.blocks, *rows, *more])


def line(language: Language, game: Game) -> str:
    return language.mrkdwn(
        "game-line",
        game=game.title,
        price=game.price,
        number=game.current_version,
        visibility=game.visibility.value,
    )


def opening(language: Language, game: Game) -> blocks.Block:
    typed = f"game show {quoted(game.title)}"
    return button(language("game-show.button"), action_id=TYPED, value=blocks.escape(typed))


def show(asked: Asked) -> Message:
    """Whom it is visible to, and its versions, the newest first."""

    def read(session: Session) -> tuple[Game, list[Client], list[InUse]]:
        game = find(session, asked)
        used = versions.all_versions(session, actor=asked.actor, game=game)
        return game, catalogue.named_clients(session, game), used

    game, named, used = asked.database.read(read)
    say = asked.language.mrkdwn
    typed = blocks.escape(f"game visibility {quoted(game.title)}")
    return message(
        line(asked.language, game),
        game_visibility.line(asked.language, game, named),
        *(version_line(asked.language, one) for one in used[:VERSIONS_SHOWN]),
        *([] if used else [say("game-no-version")]),
        buttons=[
            button(asked.language("game-visibility.button"), action_id=TYPED, value=typed),
        ],
    )


def version_line(language: Language, one: InUse) -> str:
    return language.mrkdwn(
        "game-version",
        number=one.version.number,
        day=language.day(one.version.created_at.date()),
        count=one.version.files,
        plays=one.open_plays,
    )


def find(session: Session, asked: Asked) -> Game:
    given = " ".join(asked.words)
    return catalogue.find_game(session, account_id=asked.actor.account_id, given=given)


VERBS: dict[str, Callable[[Asked], Message | Modal]] = {
    "add": game_import.form,
    "list": list_,
    "show": show,
    "visibility": game_visibility.ask,
}


def register(on: Listening) -> None:
    game_import.register(on)
    game_visibility.register(on)
