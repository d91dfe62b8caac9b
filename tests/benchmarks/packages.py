"""Packages a second, beside a bare zip of the same bytes and beside simple-scorm-packager."""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.demo.processes import PROJECT, node
from ledger.database import Database
from scorm_bridge import packages
from scorm_bridge.models import Package
from tests.benchmarks.rounds import Contender, measured
from tests.benchmarks.server import PLACES
from tests.benchmarks.status import fill
from tests.bot.stage import settings_for
from tests.scorm_bridge.lms import new_package
from tests.worlds import KEYRING, World, new_world

AT_ONCE = 100
"""Packages that one look at the database serves, as a command for many clients does it."""

BARE = "bare zip of the same bytes"

CLIENTS = 1_000
"""Whose packages one command builds."""


def packages_per_second(database_url: str, *, rounds: int, seconds: float) -> list[str]:
    database = Database(database_url)
    try:
        world = new_world(database)
        built = [new_package(world) for _ in range(AT_ONCE)]
        members = unzipped(one_zip(world, built[0]))
        with simple_packager(members) as simple_packager_rate:
            contenders = [
                Contender(name=BARE, measure=repeated(lambda: bare_zip(members))),
                Contender(
                    name=f"packages as zips, {AT_ONCE} at once",
                    measure=repeated(lambda: many_zips(world, built), each=AT_ONCE),
                    baseline=BARE,
                ),
                Contender(
                    name="packages as zips, one by one",
                    measure=repeated(lambda: one_zip(world, built[0])),
                    baseline=BARE,
                ),
                Contender(
                    name="packages built, committed, and as zips",
                    measure=repeated(lambda: one_zip(world, new_package(world))),
                    baseline=BARE,
                ),
                Contender(
                    name="simple-scorm-packager", measure=simple_packager_rate, baseline=BARE
                ),
            ]
            return measured(contenders, rounds=rounds, seconds=seconds)
    finally:
        database.close()


def clients_by_one_command(database_url: str, *, rounds: int) -> list[str]:
    """`obole package build-all` into a folder, beside bare zips of the same bytes into another."""
    database = Database(database_url)
    world = new_world(database)
    fill(database, world.account_id, CLIENTS)
    members = unzipped(one_zip(world, new_package(world)))
    database.close()
    took = [one_command(database_url, members) for _ in range(rounds)]
    seconds = statistics.median(own for own, _ in took)
    ratio = statistics.median(own / bare for own, bare in took)
    said = (
        f"packages of {CLIENTS:,} clients by one command, in all {seconds:.1f} s: "
        f"{ratio:.1f} × the time of as many bare zips"
    )
    return [said]


def one_command(database_url: str, members: dict[str, bytes]) -> tuple[float, float]:
    """Seconds that the command takes from its start to its end, and that as many bare zips do."""
    with tempfile.TemporaryDirectory() as folder:
        zips, bare = Path(folder, "zips"), Path(folder, "bare")
        began = time.perf_counter()
        build_all(database_url, zips)
        middle = time.perf_counter()
        bare_zips(members, bare, len(list(zips.iterdir())))
        return middle - began, time.perf_counter() - middle


def build_all(database_url: str, folder: Path) -> None:
    command = (
        "-m",
        "bot.cli",
        "package",
        "build-all",
        "The Ferryman",
        "--to",
        str(folder),
        "--again",
    )
    settings = settings_for(database_url, 8_000)
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "SECRET_KEY": str(settings.secret_key and settings.secret_key.get_secret_value()),
        "PUBLIC_URL": settings.public_url or "",
        "CONTENT_URL": settings.content_url or "",
    }
    subprocess.run(
        [sys.executable, *command, str(folder)], env=environment, check=True, capture_output=True
    )


def bare_zips(members: dict[str, bytes], folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        Path(folder, f"{number}.zip").write_bytes(bare_zip(members))


def one_zip(world: World, package: Package) -> bytes:
    return world.database.read(
        lambda session: packages.as_zip(
            session, package=package, game=world.game, keyring=KEYRING, places=PLACES
        )
    )


def many_zips(world: World, built: list[Package]) -> None:
    pairs = [(package, world.game) for package in built]
    with world.database.reading() as session:
        for _ in packages.as_zips(session, pairs, keyring=KEYRING, places=PLACES):
            pass


def bare_zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unzipped(whole: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@contextmanager
def simple_packager(members: dict[str, bytes]) -> Iterator[Callable[[float], float]]:
    """Its rate over the same page, script and style; it adds the schemas and writes to the disk."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "source"), Path(folder, "zips")
        source.mkdir()
        for name, content in members.items():
            (source / name).write_bytes(content)
        script = Path(__file__).with_name("simple_packager.mjs")
        with subprocess.Popen(
            [str(node()), str(script), str(source), str(output)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            asked, answers = process.stdin, process.stdout

            def measure(seconds: float) -> float:
                began = time.perf_counter()
                asked.write(f"{seconds}\n")
                asked.flush()
                return int(answers.readline()) / (time.perf_counter() - began)

            yield measure


def repeated(act: Callable[[], object], *, each: int = 1) -> Callable[[float], float]:
    """The rate of what `act` does `each` times a call."""

    def measure(seconds: float) -> float:
        began, done = time.perf_counter(), 0
        while time.perf_counter() < began + seconds:
            act()
            done += each
        return done / (time.perf_counter() - began)

    return measure
