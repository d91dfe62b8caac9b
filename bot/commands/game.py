"""`obole game`."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot.commands import progress
from bot.commands.desk import Desk, acting, writing
from bot.commands.game_previews import end_preview, preview, previews_
from bot.commands.game_visibility import visibility
from bot.language import ENGLISH
from ledger import catalogue, versions
from ledger.actors import Actor
from ledger.amounts import whole_credits
from ledger.models import Account, Game
from ledger.versions import InUse
from scorm_bridge import games
from scorm_bridge.games import Updated

ZIP = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def game() -> None:
    """Add games from zips, say who sees them, set their prices."""


game.add_command(preview)
game.add_command(previews_)
game.add_command(end_preview)
game.add_command(visibility)


@game.command()
@click.argument("file", type=ZIP)
@click.option("--title", help="Else as the zip says.")
@writing
def add(desk: Desk, file: Path, title: str | None) -> None:
    """Add the game in FILE: a zip of SCORM 1.2 or 2004 with a single SCO, or of a web page.

    A web page is a zip with an index.html and no imsmanifest.xml. It reports nothing, so a play of
    it is completed once it has been opened, without a score.
    """
    limits = desk.settings.import_limits
    with progress.bar(f"Reading {file.name}") as told:
        added = desk.write(
            lambda session, actor: games.add_game_from_zip(
                session, actor=actor, file=file, title=title, limits=limits, progress=told
            )
        )
    click.echo(f"Added the game {added.title}, {priced(added)}.")


@game.command()
@click.argument("game")
@click.argument("file", type=ZIP)
@writing
def update(desk: Desk, game: str, file: Path) -> None:
    """Give GAME a new version, the zip FILE. Packages stay as they are, wherever they lie.

    New plays are of the new version at once. Plays that are open stay on theirs, or move at their
    next launch, as "obole account open-plays" says; finished ones never move.
    """
    limits = desk.settings.import_limits

    def updated(session: Session, actor: Actor) -> list[str]:
        found = catalogue.find_game(session, account_id=actor.account_id, given=game)
        done = games.update_game_from_zip(
            session, actor=actor, game=found, file=file, limits=limits, progress=told
        )
        account = session.get_one(Account, actor.account_id)
        older = sum(
            plays
            for number, plays in versions.open_plays(session, found)
            if number != done.version.number
        )
        return outcome(found, done, older=older, moves=account.moves_open_plays)

    with progress.bar(f"Reading {file.name}") as told:
        lines = desk.write(updated)
    click.echo("\n".join(lines))


@game.command()
@click.argument("game")
@acting
def show(desk: Desk, game: str) -> None:
    """The versions of GAME, the newest first, and the open plays that are on each."""

    def read(session: Session, actor: Actor) -> tuple[Game, list[InUse]]:
        found = catalogue.find_game(session, account_id=actor.account_id, given=game)
        return found, versions.all_versions(session, actor=actor, game=found)

    found, listed = desk.read(read)
    click.echo(f"{found.title}: {priced(found)}")
    for one in listed:
        version = one.version
        click.echo(
            f"version {version.number}  {version.created_at:%Y-%m-%d %H:%M} UTC, "
            f"{ENGLISH.count(version.files, 'file')}, {size(version.bytes)}, {version.standard}, "
            f"{ENGLISH.count(one.open_plays, 'open-play')}"
        )


@game.command()
@click.argument("game")
@click.argument("price", metavar="CREDITS")
@writing
def price(desk: Desk, game: str, price: str) -> None:
    """Set what a play of GAME costs, in CREDITS."""

    def set_price(session: Session, actor: Actor) -> Game:
        found = catalogue.find_game(session, account_id=actor.account_id, given=game)
        catalogue.set_price(session, actor=actor, game=found, price=whole_credits(price))
        return found

    changed = desk.write(set_price)
    costs = ENGLISH.count(changed.price, "credit")
    click.echo(f"A play of {changed.title} costs {costs} from now on.")


@game.command("list")
@acting
def list_(desk: Desk) -> None:
    """The games of the account, with their prices."""
    found = desk.read(
        lambda session, actor: catalogue.all_games(session, account_id=actor.account_id)
    )
    for one in found:
        click.echo(f"{one.title}: {priced(one)}, version {one.current_version}")
    if not found:
        click.echo("There is no game yet. Add one with: obole game add FILE.zip")


def outcome(game: Game, done: Updated, *, older: int, moves: bool) -> list[str]:
    """What became of an update; `older` open plays are on versions before."""
    version = done.version
    if not done.is_new:
        return [f"{game.title} has this content already: it stays at version {version.number}."]
    first = (
        f"{game.title} is at version {version.number}: {ENGLISH.count(version.files, 'file')}, "
        f"{size(version.bytes)}, {version.standard}."
    )
    return [first, *([becoming(done, older, moves=moves)] if older else [])]


def becoming(done: Updated, older: int, *, moves: bool) -> str:
    plays = ENGLISH.count(older, "open-play")
    if not moves:
        return f"It has {plays} on older versions: each stays on the one it began with."
    if done.before is not None and done.before.standard != done.version.standard:
        return (
            f"It has {plays} on older versions: what they kept is of {done.before.standard}, so "
            "they stay there."
        )
    return f"It has {plays} on older versions: each moves at its next launch."


def priced(game: Game) -> str:
    return f"{ENGLISH.count(game.price, 'credit')} a play"


def size(bytes_: int) -> str:
    """A file's size, as file managers write it: in thousands."""
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if bytes_ >= factor:
            return f"{bytes_ / factor:,.1f} {unit}"
    return ENGLISH.count(bytes_, "byte")
