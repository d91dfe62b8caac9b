"""`obole game preview`, `previews` and `end-preview`: links by which a game is shown."""

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, acting, writing
from bot.language import ENGLISH
from ledger import catalogue, clock
from ledger.actors import Act, Actor
from scorm_bridge import previews
from scorm_bridge.errors import TokenRejected, UnknownPreview
from scorm_bridge.previews import Shown
from scorm_bridge.tokens import Tokens


@click.command()
@click.argument("game")
@click.option(
    "--openings",
    type=click.IntRange(1, previews.MOST_OPENINGS),
    default=10,
    show_default=True,
    help="How often the link opens the game.",
)
@click.option(
    "--days",
    type=click.IntRange(1, previews.MOST_DAYS),
    default=7,
    show_default=True,
    help="How long it does.",
)
@writing
def preview(desk: Desk, game: str, openings: int, days: int) -> None:
    """Make a link that shows GAME to whoever has it. Nothing is charged, nothing is kept."""

    def made(session: Session, actor: Actor) -> Shown:
        found = catalogue.find_game(session, account_id=actor.account_id, given=game)
        new = previews.make(session, actor=actor, game=found, most=openings, days=days)
        return Shown(preview=new, game=found)

    tokens, places = Tokens(desk.settings.keyring), desk.settings.places
    shown = desk.write(made)
    click.echo(f"{shown.game.title}: {limits(shown)}.")
    if not desk.is_dry_run:
        one = shown.preview
        click.echo(places.preview_url(tokens.preview(one.account_id, one.id)))


@click.command("previews")
@click.argument("game", required=False)
@acting
def previews_(desk: Desk, game: str | None) -> None:
    """The previews of the account, or of GAME alone, with their links."""

    def found(session: Session, actor: Actor) -> list[Shown]:
        # Whoever has a link can open it, so a list of them is for those who may make one.
        actor.must(Act.SHOW_PREVIEW)
        account_id = actor.account_id
        only = game and catalogue.find_game(session, account_id=account_id, given=game)
        return previews.all_previews(session, account_id=account_id, game=only or None)

    tokens, places = Tokens(desk.settings.keyring), desk.settings.places
    listed = desk.read(found)
    for shown in listed:
        one = shown.preview
        click.echo(f"{one.id}  {shown.game.title}: {limits(shown)}")
        if not is_over(shown):
            click.echo(f"  {places.preview_url(tokens.preview(one.account_id, one.id))}")
    if not listed:
        click.echo("There is no preview yet. Make one with: obole game preview GAME")


@click.command("end-preview")
@click.argument("given", metavar="LINK_OR_ID")
@writing
def end_preview(desk: Desk, given: str) -> None:
    """Let the preview of a link, or of the beginning of an id, open nothing any more."""
    tokens = Tokens(desk.settings.keyring)

    def ended(session: Session, actor: Actor) -> Shown:
        id = preview_id(tokens, given)
        shown = previews.find_preview(session, account_id=actor.account_id, given=id)
        previews.end(session, actor=actor, preview=shown.preview)
        return shown

    shown = desk.write(ended)
    opened = ENGLISH.count(shown.preview.used, "opening")
    click.echo(f"The preview of {shown.game.title} is over, after {opened}.")


def preview_id(tokens: Tokens, given: str) -> str:
    """Of a link the id of its preview; what is no link is taken for the beginning of an id."""
    _, slash, token = given.strip().rpartition("/preview/")
    if not slash:
        return given
    try:
        _, id = tokens.previewed(token)
    except TokenRejected:
        raise UnknownPreview(given=given) from None
    return str(id)


def limits(shown: Shown) -> str:
    one = shown.preview
    when = f"{one.ends_at:%Y-%m-%d %H:%M} UTC"
    opened = f"opened {one.used:,} of {ENGLISH.count(one.most, 'time')}"
    return f"over, {opened}, until {when}" if is_over(shown) else f"{opened}, until {when}"


def is_over(shown: Shown) -> bool:
    return shown.left == 0 or shown.preview.ends_at <= clock.now()
