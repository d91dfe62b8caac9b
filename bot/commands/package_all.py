"""`obole package build-all`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from bot.commands.desk import Desk, writing
from bot.commands.package_folder import PackageFolder
from bot.commands.standards import standard_option
from bot.language import ENGLISH
from ledger import catalogue
from ledger.actors import Act, Actor
from ledger.models import Game
from scorm_bridge import package_batches, packages
from scorm_bridge.listings import Listed
from scorm_bridge.models import Package, PackageStandard


@click.command("build-all")
@click.argument("game")
@click.option(
    "--to",
    "path",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder that the zips are written into.",
)
@standard_option
@click.option("--again", is_flag=True, help="Also for clients that have such a package already.")
@writing
def build_all(desk: Desk, game: str, path: Path, standard: str, again: bool) -> None:
    """Build a package of GAME for every client that sees it and has none of the standard yet.

    Interrupted, it is run again: it writes the zips it left out, and builds what is missing.
    """
    folder, of = PackageFolder(path), PackageStandard(standard)
    found, total = desk.read(lambda session, actor: asked(session, actor, game, of, again=again))
    if not desk.is_dry_run:
        path.mkdir(parents=True, exist_ok=True)
    left = written(desk, folder)
    built = 0
    with progress(total) as advance:
        for batch in batches(desk, folder, found, of, again=again):
            written(desk, folder)
            built += len(batch)
            advance(len(batch))
    if left:
        click.echo(f"Wrote {ENGLISH.count(left, 'package')} that an earlier run had built.")
    click.echo(summary(desk, found, of, built, path))


def asked(
    session: Session, actor: Actor, game: str, standard: PackageStandard, *, again: bool
) -> tuple[Game, int]:
    """The game, and for how many clients packages are to be built."""
    actor.must(Act.BUILD_PACKAGE)
    found = catalogue.find_game(session, account_id=actor.account_id, given=game)
    return found, package_batches.count_waiting(session, game=found, standard=standard, again=again)


def batches(
    desk: Desk, folder: PackageFolder, game: Game, standard: PackageStandard, *, again: bool
) -> Iterator[list[Package]]:
    """Build a batch a transaction, each after the last client of the one before."""
    after: UUID | None = None

    def work(session: Session, actor: Actor) -> list[Package]:
        built = package_batches.build_next(
            session,
            actor=actor,
            keyring=desk.settings.keyring,
            game=session.get_one(Game, (game.account_id, game.id)),
            standard=standard,
            again=again,
            after=after,
        )
        if not desk.is_dry_run:
            for package in built:
                folder.expect(package.id)
        return built

    while batch := desk.write(work):
        yield batch
        after = batch[-1].client_id


def written(desk: Desk, folder: PackageFolder) -> int:
    """Write the zips that the folder expects, of this run or of one before; gives how many."""
    expected = folder.expected()
    if desk.is_dry_run or not expected:
        return 0
    keyring, places = desk.settings.keyring, desk.settings.places

    def read(session: Session, actor: Actor) -> list[tuple[Listed, bytes]]:
        found = package_batches.named(session, account_id=actor.account_id, ids=expected)
        pairs = [(one.package, one.game) for one in found]
        zips = packages.as_zips(session, pairs, keyring=keyring, places=places) if pairs else ()
        return [(one, whole) for one, (_, whole) in zip(found, zips, strict=True)]

    found = desk.read(read)
    for one, whole in found:
        folder.put(one, whole)
    for package_id in folder.expected() & expected:  # it was never committed
        folder.forget(package_id)
    return len(found)


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's standard error; anywhere else nothing."""
    if not total or not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=total, label="Building", file=sys.stderr) as bar:
        yield bar.update


def summary(desk: Desk, game: Game, standard: PackageStandard, built: int, path: Path) -> str:
    if not built:
        return f"No client that sees {game.title} is without a package of it, {standard.value}."
    what = f"{ENGLISH.count(built, 'package')} of {game.title}, {standard.value}"
    return f"{'Would build' if desk.is_dry_run else 'Built'} {what}, into {path}."
