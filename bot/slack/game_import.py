"""`/credits game add`: a zip given in a modal, read by the worker, told in one message.

Reading a game takes from a second to minutes, so that a listener only takes the order.
"""

import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot import refusals
from bot.errands import Correspondence, Errand
from bot.language import Language
from bot.slack import inputs
from bot.slack.answers import Answer
from bot.slack.asking import Asked, Submitted
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from bot.slack.modals import Errors, Modal
from bot.slack.progress_message import told
from bot.slack.slack_files import NotFetched, fetch
from ledger import idempotency, outbox
from ledger.actors import Act
from ledger.errors import OboleError
from ledger.ids import new_id
from ledger.models import Game, IdempotencyKey
from scorm_bridge import games
from scorm_bridge.content import Progress

FORM, IMPORT = "game.add", "game import"
TITLE_MOST = 120


def form(asked: Asked) -> Modal:
    """Prefilled with a title, where one was typed."""
    asked.actor.must(Act.ADD_GAME)
    language = asked.language
    return Modal(
        callback_id=FORM,
        title=language("game-add.title"),
        submit=language("game-add.submit"),
        close=language("game-add.close"),
        blocks=[
            inputs.files(
                "file",
                language("game-file.label"),
                kinds=["zip"],
                hint=language("game-file.hint"),
            ),
            inputs.text(
                "title",
                language("game-title.label"),
                value=" ".join(asked.words),
                most=TITLE_MOST,
                hint=language("game-title.hint"),
                is_optional=True,
            ),
        ],
    )


def submitted(asked: Submitted) -> Answer:
    """An order for the worker, once for each modal."""
    asked.actor.must(Act.ADD_GAME)
    file = next(iter(asked.filled.files("file")), {})
    url, name = file.get("url_private_download"), str(file.get("name") or "game.zip")
    if not url:
        return Errors({"file": asked.language("game-not-fetched", file=name)})
    facts = {
        "member_id": str(asked.actor.member_id),
        "locale": asked.language.locale,
        "file": name,
        "url": url,
        "title": asked.filled.text("title"),
    }
    asked.database.write(lambda session: order(session, asked, facts))
    return message(asked.language.mrkdwn("game-ordered", file=name))


def order(session: Session, asked: Submitted, facts: dict[str, Any]) -> None:
    mine = new_id()
    key, account_id = f"slack view {asked.view_id}", asked.actor.account_id
    first = idempotency.claim(
        session, account_id=account_id, key=key, facts={"act": "add game"}, result_id=mine
    )
    if first == mine:
        # In a line of its own: what else the member is told does not wait for it.
        outbox.add(session, account_id=account_id, kind=IMPORT, recipient_id=mine, facts=facts)


def run(errand: Errand) -> str:
    """Read the game, and edit the one message from its beginning to what came of it.

    A worker that dies after the game was added tells so again, in a message of its own.
    """
    errand.database.read(errand.actor)  # who was removed is told nothing
    correspondence = errand.correspondence()
    say, file = errand.language.mrkdwn, errand.facts["file"]
    ts = correspondence.post(message(say("game-reading", file=file, found=0)))
    try:
        outcome = imported(errand, correspondence, ts)
    except OboleError as error:
        outcome = message(say("game-refused", file=file), refusals.sentence(say, error))
    except NotFetched:
        outcome = message(say("game-not-fetched", file=file))
    except Exception:
        correspondence.edit(ts, message(say("game-again", file=file)))
        raise
    correspondence.edit(ts, outcome)
    return f"{correspondence.channel}:{ts}"


def imported(errand: Errand, correspondence: Correspondence, ts: str) -> Message:
    added = errand.database.read(lambda session: before(session, errand))
    if added is None:
        errand.database.read(lambda session: errand.actor(session).must(Act.ADD_GAME))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "game.zip")
            fetch(errand, correspondence.token, file)

            def shown(share: int) -> None:
                line = errand.language.mrkdwn(
                    "game-reading", file=errand.facts["file"], found=share
                )
                correspondence.edit(ts, message(line))

            with told(shown) as progress:
                added = errand.database.write(lambda session: add(session, errand, file, progress))
    return outcome(errand.language, added)


def before(session: Session, errand: Errand) -> Game | None:
    """The game, where a worker added it and died before it was told."""
    done = session.get(IdempotencyKey, (errand.delivery.account_id, key_of(errand)))
    return session.get(Game, (errand.delivery.account_id, done.result_id)) if done else None


def add(session: Session, errand: Errand, file: Path, progress: Progress) -> Game:
    game = games.add_game_from_zip(
        session,
        actor=errand.actor(session),
        file=file,
        title=errand.facts["title"],
        limits=errand.limits,
        progress=progress,
    )
    idempotency.claim(
        session,
        account_id=game.account_id,
        key=key_of(errand),
        facts={"act": "add game"},
        result_id=game.id,
    )
    return game


def key_of(errand: Errand) -> str:
    return f"game import {errand.delivery.id.hex}"


def outcome(language: Language, game: Game) -> Message:
    say = language.mrkdwn
    return message(say("game-added", game=game.title, price=game.price), say("game-added-next"))


def register(on: Listening) -> None:
    on.submission(FORM, submitted)
