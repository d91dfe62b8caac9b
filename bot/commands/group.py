"""`obole group`."""

import click
from sqlalchemy.orm import Session

from bot import group_changes, group_times, group_wording
from bot.commands.desk import Desk, acting, writing
from bot.commands.group_results import results_
from bot.commands.roster import find, register, remove
from bot.language import ENGLISH
from bot.slack.plain import unmarked
from ledger import catalogue, clients, clock, groups
from ledger.actors import Act, Actor
from ledger.groups import Listed

DAY_HELP = "A day, 2026-11-24, or with a time, “2026-11-24 14:30”, by the client's clocks"


@click.group()
def group() -> None:
    """Make groups, register learners in them, see how they do."""


group.add_command(register)
group.add_command(remove)
group.add_command(results_)


@group.command()
@click.argument("client")
@click.argument("game")
@click.argument("name")
@click.option("--start", help=f"{DAY_HELP}; at once without it.")
@click.option("--end", help=f"{DAY_HELP}; without it there is none.")
@click.option("--minutes", type=int, help="How long each learner may play in all.")
@writing
def make(
    desk: Desk,
    client: str,
    game: str,
    name: str,
    start: str | None,
    end: str | None,
    minutes: int | None,
) -> None:
    """Make the group NAME, whose learners of CLIENT play GAME from its start to its end."""

    def made(session: Session, actor: Actor) -> Listed:
        found = clients.find_client(session, account_id=actor.account_id, given=client)
        zone = found.time_zone
        group = groups.make(
            session,
            actor=actor,
            client=found,
            game=catalogue.find_game(session, account_id=actor.account_id, given=game),
            name=name,
            starts_at=group_times.starting(start, zone) if start else clock.now(),
            ends_at=group_times.ending(end, zone) if end else None,
            play_minutes_most=minutes,
        )
        return groups.listed(session, group)

    click.echo(f"Made {said(desk.write(made))}")


@group.command("list")
@click.argument("client", required=False)
@acting
def list_(desk: Desk, client: str | None) -> None:
    """The groups of CLIENT, or of all clients."""

    def read(session: Session, actor: Actor) -> list[Listed]:
        actor.must(Act.SEE)
        account_id = actor.account_id
        of = clients.find_client(session, account_id=account_id, given=client) if client else None
        return groups.in_account(session, account_id=account_id, client=of)

    found = desk.read(read)
    for one in found:
        click.echo(said(one))
    if not found:
        click.echo("There is no group yet. Make one with: obole group make CLIENT GAME NAME")


@group.command()
@click.argument("client")
@click.argument("group")
@acting
def show(desk: Desk, client: str, group: str) -> None:
    """GROUP of CLIENT, and where its learners play."""

    def read(session: Session, actor: Actor) -> tuple[Listed, str]:
        actor.must(Act.SEE)
        found = find(session, actor, client, group)
        listed = groups.listed(session, found)
        return listed, clients.campus_code(session, listed.client)

    listed, code = desk.read(read)
    click.echo(said(listed))
    if minutes := listed.group.play_minutes_most:
        click.echo(ENGLISH("group-minutes", minutes=minutes))
    click.echo(ENGLISH("group-campus", url=desk.settings.places.campus_url(code)))


@group.command()
@click.argument("client")
@click.argument("group")
@click.option("--name", help="Its learners see it.")
@click.option("--start", help=DAY_HELP)
@click.option("--end", help=f"{DAY_HELP}; “none” takes it away.")
@click.option("--minutes", help="How long each learner may play in all; “none”: as they want.")
@writing
def edit(desk: Desk, client: str, group: str, **given: str | None) -> None:
    """Change what is given of GROUP of CLIENT."""
    if not any(given.values()):
        raise click.UsageError("Say what is to change; --help lists what can be.")

    def edited(session: Session, actor: Actor) -> Listed:
        found = find(session, actor, client, group)
        named = {name: value for name, value in given.items() if value is not None}
        groups.change(
            session, actor=actor, group=found, **group_changes.read(session, found, named)
        )
        return groups.listed(session, found)

    click.echo(f"Changed {said(desk.write(edited))}")


@group.command()
@click.argument("client")
@click.argument("group")
@click.argument("day")
@writing
def extend(desk: Desk, client: str, group: str, day: str) -> None:
    """Let those who are in GROUP of CLIENT play on until DAY; nobody new comes in.

    “none” takes an extension away.
    """

    def extended(session: Session, actor: Actor) -> Listed:
        found = find(session, actor, client, group)
        given = group_changes.read(session, found, {"extended": day})
        groups.change(session, actor=actor, group=found, **given)
        return groups.listed(session, found)

    click.echo(f"Changed {said(desk.write(extended))}")


def said(listed: Listed) -> str:
    return unmarked(group_wording.line(ENGLISH, listed))
