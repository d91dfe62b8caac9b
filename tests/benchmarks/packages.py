"""Packages a second, beside a bare zip of the same bytes."""

import io
import time
import zipfile
from collections.abc import Callable

from ledger.database import Database
from scorm_bridge import packages
from scorm_bridge.models import Package
from tests.benchmarks.rounds import Contender, measured
from tests.benchmarks.server import PLACES
from tests.scorm_bridge.lms import new_package
from tests.worlds import KEYRING, World, new_world


def packages_per_second(database_url: str, *, rounds: int, seconds: float) -> list[str]:
    database = Database(database_url)
    try:
        world = new_world(database)
        package = new_package(world)
        with database.reading() as session:
            whole = packages.as_zip(
                session, package=package, game=world.game, keyring=KEYRING, places=PLACES
            )
        bare, members = "bare zip of the same bytes", unzipped(whole)
        contenders = [
            Contender(name=bare, measure=repeated(lambda: bare_zip(members))),
            Contender(
                name="packages as zips",
                measure=repeated(lambda: zip_of(world, package)),
                baseline=bare,
            ),
            Contender(
                name="packages built, committed, and as zips",
                measure=repeated(lambda: zip_of(world, new_package(world))),
                baseline=bare,
            ),
        ]
        return measured(contenders, rounds=rounds, seconds=seconds)
    finally:
        database.close()


def zip_of(world: World, package: Package) -> bytes:
    return world.database.read(
        lambda session: packages.as_zip(
            session, package=package, game=world.game, keyring=KEYRING, places=PLACES
        )
    )


def bare_zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unzipped(whole: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repeated(act: Callable[[], object]) -> Callable[[float], float]:
    def measure(seconds: float) -> float:
        began, done = time.perf_counter(), 0
        while time.perf_counter() < began + seconds:
            act()
            done += 1
        return done / (time.perf_counter() - began)

    return measure
