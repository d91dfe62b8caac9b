"""`obole package`."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, writing
from ledger import catalogue, clients
from ledger.actors import Actor
from scorm_bridge import packages


@click.group()
def package() -> None:
    """Build the SCORM zip for a client's LMS."""


@package.command()
@click.argument("client")
@click.argument("game")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="Where the zip is written.",
)
@writing
def build(desk: Desk, client: str, game: str, output: Path) -> None:
    """Build the SCORM 1.2 package of GAME for CLIENT."""
    keyring, places = desk.settings.keyring, desk.settings.places

    def built(session: Session, actor: Actor) -> None:
        account_id = actor.account_id
        found = catalogue.find_game(session, account_id=account_id, given=game)
        made = packages.build(
            session,
            actor=actor,
            keyring=keyring,
            client=clients.find_client(session, account_id=account_id, given=client),
            game=found,
        )
        # Within the transaction: where the file cannot be written, no package is made.
        output.write_bytes(
            packages.as_zip(session, package=made, game=found, keyring=keyring, places=places)
        )

    desk.write(built)
    click.echo(f"Wrote {output}. It launches from {places.launch_url}")
