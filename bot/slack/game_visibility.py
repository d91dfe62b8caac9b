"""`/credits game visibility`: which clients see a game (R7) and which of their learners may play
it, by a line or a modal."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bot import wording
from bot.language import LIST_MOST, Language
from bot.lengths import fitting
from bot.slack import inputs
from bot.slack.answers import Answer
from bot.slack.asking import Asked, Sought, Submitted
from bot.slack.blocks import Block, escape, option, section
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from bot.slack.modals import Errors, Modal
from ledger import catalogue, clients
from ledger.actors import Act
from ledger.errors import OboleError, UnknownGame
from ledger.models import Audience, Client, Game, Visibility

FORM, CLIENTS = "game.visibility", "game.clients"
NAMING = {Visibility.ONLY, Visibility.EXCEPT}
NAMED_SHOWN = 20
FOR = "for"
"""Between the clients and the audience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is left out stays as it is; `names` are of the clients as they were typed."""

    visibility: Visibility | None = None
    audience: Audience | None = None
    names: tuple[str, ...] = ()


def ask(asked: Asked) -> Message | Modal:
    asked.actor.must(Act.ADD_GAME)
    if not asked.words:
        return message(asked.language.mrkdwn("usage-game-visibility"))
    title, *rest = asked.words
    if not rest:
        return form(asked, title)
    wanted = read(rest)
    if wanted is None:
        return unread(asked, title, rest)
    if wanted.visibility and bool(wanted.names) is not (wanted.visibility in NAMING):
        return message(asked.language.mrkdwn(needless(wanted.visibility)))
    return typed(asked, title, wanted)


def unread(asked: Asked, title: str, rest: list[str]) -> Message | Modal:
    """A title of several words without quotation marks; or one that is known, and then a word that
    is none of ours, which is named."""

    def known(session: Session) -> bool:
        try:
            catalogue.find_game(session, account_id=asked.actor.account_id, given=title)
        except OboleError:
            return False
        return True

    try:
        return form(asked, " ".join(asked.words))
    except UnknownGame:
        if not asked.database.read(known):
            raise
    say = asked.language.mrkdwn
    return message(
        say("game-visibility-unread", given=" ".join(rest)), say("usage-game-visibility")
    )


def read(words: list[str]) -> Wanted | None:
    """`all`, `only acme bolt`, `own for groups`, or an audience alone; None for anything else."""
    audience = audience_of(words[-1])
    if len(words) == 1 and audience:
        return Wanted(audience=audience)
    if FOR in map(str.casefold, words[-2:-1]):
        words = words[:-2]
        if not words or audience is None:
            return Wanted(audience=audience) if audience else None
    else:
        audience = None  # that word names a client
    try:
        visibility = Visibility(words[0].casefold())
    except ValueError:
        return None
    # Commas between names are how people write lists.
    names = [name for name in (word.strip(",") for word in words[1:]) if name]
    return Wanted(visibility=visibility, audience=audience, names=tuple(names))


def audience_of(word: str) -> Audience | None:
    return next((one for one in Audience if one.value == word.casefold()), None)


def needless(visibility: Visibility) -> str:
    return "game-names-nobody" if visibility in NAMING else "game-names-needless"


def typed(asked: Asked, title: str, wanted: Wanted) -> Message:
    account_id = asked.actor.account_id

    def write(session: Session) -> tuple[Game, list[str]]:
        game = catalogue.find_game(session, account_id=account_id, given=title)
        if wanted.visibility is None:
            named = catalogue.named_clients(session, game)
        else:
            named = [
                clients.find_client(session, account_id=account_id, given=name)
                for name in wanted.names
            ]
        visibility, audience = wanted.visibility or game.visibility, wanted.audience
        return game, change(session, asked, game, visibility, named, audience)

    return done(asked.language, *asked.database.write(write))


def change(
    session: Session,
    asked: Asked,
    game: Game,
    visibility: Visibility,
    named: list[Client],
    audience: Audience | None,
) -> list[str]:
    """The lines of who saw it, and who sees it now."""
    by_id = {client.id: client for client in named}  # named twice, it is one
    was = line(asked.language, game, catalogue.named_clients(session, game))
    catalogue.set_visibility(
        session,
        actor=asked.actor,
        game=game,
        visibility=visibility,
        clients=list(by_id.values()),
        audience=audience,
    )
    return [was, line(asked.language, game, catalogue.named_clients(session, game))]


def done(language: Language, game: Game, lines: list[str]) -> Message:
    was, now = lines
    if was == now:
        return message(language.mrkdwn("game-visibility-same", game=game.title), now)
    return message(
        language.mrkdwn("game-visibility-changed", game=game.title),
        now,
        language.mrkdwn("game-visibility-was"),
        was,
    )


def line(language: Language, game: Game, named: list[Client]) -> str:
    """Who sees it; of many clients the first are named, as many as there is room for."""
    names = [wording.named(client.name, client.alias) for client in named[:NAMED_SHOWN]]
    shown = names[: len(fitting(list(map(escape, names)), LIST_MOST))]
    return language.mrkdwn(
        "game-seen-by",
        visibility=game.visibility.value,
        audience=game.audience.value,
        clients_named=shown or "-",
        hidden=len(named) - len(shown),
    )


def form(asked: Asked, title: str) -> Modal:
    def read(session: Session) -> tuple[Game, list[Client]]:
        game = catalogue.find_game(session, account_id=asked.actor.account_id, given=title)
        return game, catalogue.named_clients(session, game)

    game, named = asked.database.read(read)
    language = asked.language
    return Modal(
        callback_id=FORM,
        title=language("game-visibility.title"),
        submit=language("game-visibility.submit"),
        close=language("game-visibility.close"),
        keeps={"game": game.id.hex},
        blocks=[
            *message(language.mrkdwn("game-visibility-of", game=game.title)).blocks,
            inputs.choice(
                "visibility",
                language("game-who.label"),
                [
                    option(language("game-who.option", visibility=one.value), one.value)
                    for one in Visibility
                ],
                chosen=game.visibility.value,
            ),
            clients_input(language, named),
            inputs.choice(
                "audience",
                language("game-audience.label"),
                [
                    option(language("game-audience.option", audience=one.value), one.value)
                    for one in Audience
                ],
                chosen=game.audience.value,
            ),
        ],
    )


def clients_input(language: Language, named: list[Client]) -> Block:
    """Those that a search does not show are not given: what it left out would be lost."""
    if len(named) > inputs.CHOSEN_MOST:
        return section(language.mrkdwn("game-clients-many", count=len(named)))
    return inputs.searches(
        "clients",
        language("game-clients.label"),
        action_id=CLIENTS,
        chosen=[(client.name, client.id.hex) for client in named],
        hint=language("game-clients.hint"),
        is_optional=True,
    )


def submitted(asked: Submitted) -> Answer:
    account_id = asked.actor.account_id
    visibility = Visibility(asked.filled.chosen("visibility") or "")
    audience = Audience(asked.filled.chosen("audience") or "")
    is_given = asked.filled.has("clients")
    chosen = asked.filled.all_chosen("clients") if visibility in NAMING else []
    if visibility in NAMING and is_given and not chosen:
        return Errors({"clients": asked.language("game-names-nobody")})

    def write(session: Session) -> tuple[Game, list[str]]:
        game = session.get_one(Game, (account_id, UUID(asked.kept["game"])))
        named = [session.get_one(Client, (account_id, UUID(one))) for one in chosen]
        if visibility in NAMING and not is_given:
            named = catalogue.named_clients(session, game)
        return game, change(session, asked, game, visibility, named, audience)

    return done(asked.language, *asked.database.write(write))


def suggestions(sought: Sought) -> list[Block]:
    sought.actor.must(Act.SEE)
    found = sought.database.read(
        lambda session: clients.suggest(
            session, account_id=sought.actor.account_id, typed=sought.typed
        )
    )
    return [option(client.name, client.id.hex, description=client.alias) for client in found]


def register(on: Listening) -> None:
    on.submission(FORM, submitted)
    on.suggestions(CLIENTS, suggestions)
