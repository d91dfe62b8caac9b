"""`obole game visibility`."""

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, writing
from bot.language import ENGLISH
from bot.slack import game_visibility
from ledger import catalogue, clients
from ledger.actors import Actor
from ledger.models import Audience, Visibility


@click.command()
@click.argument("game")
@click.argument("visibility", type=click.Choice([one.value for one in Visibility]), required=False)
@click.argument("named", metavar="[CLIENT]...", nargs=-1)
@click.option(
    "--audience",
    type=click.Choice([one.value for one in Audience]),
    help="Which learners of these clients may be registered for it.",
)
@writing
def visibility(
    desk: Desk, game: str, visibility: str | None, named: tuple[str, ...], audience: str | None
) -> None:
    """Say which clients see GAME: all, own, or with their names after it only and except.

    Without that it stays as it is. What a learner has begun stays playable.
    """
    wanted = Visibility(visibility) if visibility else None
    if wanted is not None and bool(named) is not (wanted in game_visibility.NAMING):
        raise click.UsageError("Name clients after only and except, and after these alone.")

    def changed(session: Session, actor: Actor) -> str:
        found = catalogue.find_game(session, account_id=actor.account_id, given=game)
        seers = (
            catalogue.named_clients(session, found)
            if wanted is None
            else [clients.find_client(session, account_id=actor.account_id, given=n) for n in named]
        )
        catalogue.set_visibility(
            session,
            actor=actor,
            game=found,
            visibility=wanted or found.visibility,
            clients=seers,
            audience=Audience(audience) if audience else None,
        )
        now = catalogue.named_clients(session, found)
        return f"{found.title}: {game_visibility.line(ENGLISH, found, now)}"

    click.echo(desk.write(changed))
