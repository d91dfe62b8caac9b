"""`obole package connection-test`."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, acting
from bot.commands.standards import standard_option
from ledger import clients
from ledger.actors import Actor
from ledger.models import Client
from scorm_bridge import connection_tests
from scorm_bridge.downloads import plain
from scorm_bridge.models import PackageStandard
from scorm_bridge.tokens import Tokens


@click.command("connection-test")
@click.argument("client")
@standard_option
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where the zip is written; else into this folder, named after the client.",
)
@acting
def connection_test(desk: Desk, client: str, standard: str, path: Path | None) -> None:
    """Write a package that tests whether CLIENT's LMS will run games. It takes no credits."""
    tokens, places = Tokens(desk.settings.keyring), desk.settings.places

    def zipped(session: Session, actor: Actor) -> tuple[Client, bytes]:
        found = clients.find_client(session, account_id=actor.account_id, given=client)
        whole = connection_tests.as_zip(
            session,
            actor=actor,
            client=found,
            standard=PackageStandard(standard),
            tokens=tokens,
            places=places,
        )
        return found, whole

    found, whole = desk.read(zipped)
    name = "-".join(filter(None, ("connection-test", plain(found.alias), standard)))
    target = path or Path(f"{name}.zip")
    target.write_bytes(whole)
    click.echo(
        f"Wrote {target}. Launched in the LMS it says what works, and reports a completion and "
        "a score of 100 where all does."
    )
