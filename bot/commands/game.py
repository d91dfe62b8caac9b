"""`obole game`."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot.commands import progress
from bot.commands.desk import Desk, acting, writing
from bot.commands.game_previews import end_preview, preview, previews_
from bot.wording import counted
from ledger import catalogue
from ledger.actors import Actor
from ledger.amounts import whole_credits
from ledger.models import Game
from scorm_bridge import games


@click.group()
def game() -> None:
    """Add games from zips, set their prices."""


game.add_command(preview)
game.add_command(previews_)
game.add_command(end_preview)


@game.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
@click.argument("price", metavar="CREDITS")
@writing
def price(desk: Desk, game: str, price: str) -> None:
    """Set what a play of GAME costs, in CREDITS."""

    def set_price(session: Session, actor: Actor) -> Game:
        found = catalogue.find_game(session, account_id=actor.account_id, given=game)
        catalogue.set_price(session, actor=actor, game=found, price=whole_credits(price))
        return found

    changed = desk.write(set_price)
    click.echo(f"A play of {changed.title} costs {counted(changed.price, 'credit')} from now on.")


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


def priced(game: Game) -> str:
    return f"{counted(game.price, 'credit')} a play"
