"""`obole package`."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, acting, writing
from bot.commands.package_all import build_all
from bot.commands.package_connection import connection_test
from bot.commands.package_options import described, set_
from bot.commands.standards import standard_option
from bot.language import ENGLISH
from bot.wording import named
from ledger import catalogue, clients
from ledger.actors import Act, Actor
from scorm_bridge import holds, listings, options, package_keys, packages, people, usage
from scorm_bridge.listings import Listed
from scorm_bridge.models import PackageStandard


@click.group()
def package() -> None:
    """Build packages for clients' LMSs, say whom they let in.

    A PACKAGE is named by the beginning of its id, or by its CLIENT and its GAME.
    """


package.add_command(set_)
package.add_command(build_all)
package.add_command(connection_test)


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
@standard_option
@writing
def build(desk: Desk, client: str, game: str, output: Path, standard: str) -> None:
    """Build the SCORM package of GAME for CLIENT."""
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
            standard=PackageStandard(standard),
        )
        written = packages.as_zip(session, package=made, game=found, keyring=keyring, places=places)
        # Within the transaction: where the file cannot be written, no package is made.
        if not desk.is_dry_run:
            output.write_bytes(written)

    desk.write(built)
    verb = "Would write" if desk.is_dry_run else "Wrote"
    click.echo(f"{verb} {output}. It launches from {places.launch_url}")


@package.command("list")
@click.argument("client", required=False)
@acting
def list_(desk: Desk, client: str | None) -> None:
    """The packages of the account, or of CLIENT alone."""

    def found(session: Session, actor: Actor) -> list[Listed]:
        actor.must(Act.SEE)
        account_id = actor.account_id
        only = client and clients.find_client(session, account_id=account_id, given=client)
        return listings.all_packages(session, account_id=account_id, client=only or None)

    shown = desk.read(found)
    for one in shown:
        click.echo(
            f"{one.package.id}  {title(one)}{'' if one.package.is_enabled else ', disabled'}"
        )
    if not shown:
        click.echo("There is no package yet. Build one with: obole package build CLIENT GAME")


@package.command()
@click.argument("package", nargs=-1, required=True)
@acting
def show(desk: Desk, package: tuple[str, ...]) -> None:
    """The options of PACKAGE, its keys, and who waits in a burst."""

    def lines(session: Session, actor: Actor) -> list[str]:
        actor.must(Act.SEE)
        one = listings.find_package(session, account_id=actor.account_id, given=package)
        keys = [str(key.number) for key in package_keys.in_use(session, one.package)]
        waiting = holds.held_ids(session, one.package)
        return [
            f"{one.package.id}  {title(one)}",
            *described(options.of_package(one.package), one.package.first_origin),
            f"keys in use: {', '.join(keys) or 'none'}",
            *([f"waiting: {', '.join(waiting)}"] if waiting else []),
        ]

    click.echo("\n".join(desk.read(lines)))


@package.command("usage")
@click.argument("package", nargs=-1, required=True)
@acting
def usage_(desk: Desk, package: tuple[str, ...]) -> None:
    """Who came in by PACKAGE, and what was refused for which reason."""

    def read(session: Session, actor: Actor) -> tuple[Listed, usage.Usage]:
        one = listings.find_package(session, account_id=actor.account_id, given=package)
        return one, usage.of_package(session, actor=actor, package=one.package)

    one, used = desk.read(read)
    click.echo(
        f"{title(one)}: {ENGLISH.count(used.learners, 'learner')}, "
        f"{ENGLISH.count(used.registrations, 'registration')}, "
        f"{ENGLISH.count(used.launches, 'launch')}, "
        f"of which {ENGLISH.count(used.previews, 'preview')}, {used.waiting:,} waiting"
    )
    if days := desk.settings.retention.launch_days:
        click.echo(f"learners and launches are those of the last {ENGLISH.count(days, 'day')}")
    for reason, count in used.refused.items():
        click.echo(f"refused as {reason}: {ENGLISH.count(count, 'launch')}")


@package.command()
@click.argument("package", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="Where the zip with the new key is written.",
)
@writing
def rotate(desk: Desk, package: tuple[str, ...], output: Path) -> None:
    """Sign PACKAGE with a new key; zips with an older one go on until it is revoked."""
    keyring, places = desk.settings.keyring, desk.settings.places

    def rotated(session: Session, actor: Actor) -> int:
        one = listings.find_package(session, account_id=actor.account_id, given=package)
        key = package_keys.rotate(session, actor=actor, keyring=keyring, package=one.package)
        session.flush()
        written = packages.as_zip(
            session, package=one.package, game=one.game, keyring=keyring, places=places
        )
        if not desk.is_dry_run:
            output.write_bytes(written)
        return key.number

    number = desk.write(rotated)
    click.echo(f"Wrote {output} with key {number}. When it is in the LMS: obole package revoke")


@package.command()
@click.argument("package", nargs=-1, required=True)
@click.option("--key", "number", type=int, help="Else every key but the newest.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@writing
def revoke(desk: Desk, package: tuple[str, ...], number: int | None, yes: bool) -> None:
    """Turn away the zips of PACKAGE that were signed with older keys."""
    if not yes and not desk.is_dry_run:
        click.confirm("A zip with a revoked key never opens again. Go on?", abort=True)

    def revoked(session: Session, actor: Actor) -> list[int]:
        one = listings.find_package(session, account_id=actor.account_id, given=package)
        return package_keys.revoke(session, actor=actor, package=one.package, number=number)

    numbers = desk.write(revoked)
    keys = ", ".join(map(str, numbers))
    click.echo(f"Revoked key {keys}." if numbers else "There was no older key to revoke.")


@package.command()
@click.argument("package", nargs=-1, required=True)
@click.option("--learner", "lms_id", help="Only the one with this id, as the LMS says it.")
@writing
def release(desk: Desk, package: tuple[str, ...], lms_id: str | None) -> None:
    """Let in who waits in a burst of PACKAGE; each is charged at their next launch."""
    keyring = desk.settings.keyring

    def released(session: Session, actor: Actor) -> int:
        one = listings.find_package(session, account_id=actor.account_id, given=package)
        key = people.keys_of(session, one.client, keyring)(lms_id) if lms_id else None
        return holds.release(session, actor=actor, package=one.package, learner_key=key)

    count = desk.write(released)
    click.echo(f"Released {ENGLISH.count(count, 'learner')}.")


def title(one: Listed) -> str:
    """What tells a package from the others of its client."""
    who = named(one.client.name, one.client.alias)
    return f"{who}: {one.game.title}, {one.package.standard.value}"
