"""`obole package build-all`: one zip a client, none twice, none lost, whatever interrupts it."""

import zipfile
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from bot.commands.package_folder import PackageFolder
from ledger import catalogue, clients
from ledger.models import Access, AuditEntry, Game, Visibility
from scorm_bridge import package_batches
from scorm_bridge.models import Package, PackageStandard
from tests.bot.terminal import Type
from tests.scorm_bridge.lms import new_bridge, new_lms, new_package, rows
from tests.worlds import KEYRING, World

ALL = ("package", "build-all", "the f", "--to", "zips")


def add(world: World, *aliases: str, access: Access = Access.SCORM) -> None:
    def work(session: Session) -> None:
        for alias in aliases:
            clients.add_client(
                session, actor=world.operator, name=f"{alias} Ltd", alias=alias, access=access
            )

    world.database.write(work)


def names() -> list[str]:
    return sorted(file.name for file in Path("zips").iterdir())


def token_in(name: str) -> str:
    with zipfile.ZipFile(Path("zips", name)) as archive:
        config = archive.read("config.js").decode()
    return config.partition('"token": "')[2].partition('"')[0]


def test_every_client_without_a_package_gets_one_that_launches(ludum: World, typed: Type) -> None:
    add(ludum, "bolt", "Čapek & Söhne")
    add(ludum, "campus", access=Access.CAMPUS)
    said = typed(*ALL)
    assert said.out == "Built 3 packages of The Ferryman, scorm12, into zips."
    assert said.err == ""
    assert names() == [
        "acme-the-ferryman-scorm12.zip",
        "bolt-the-ferryman-scorm12.zip",
        "čapek-söhne-the-ferryman-scorm12.zip",
    ]
    lms = new_lms(ludum, new_bridge(ludum.database))
    lms.token = token_in("acme-the-ferryman-scorm12.zip")
    ludum.allocate(6)
    assert lms.launch().status_code == 303


def test_a_second_run_builds_only_what_is_missing(ludum: World, typed: Type) -> None:
    typed(*ALL)
    before = rows(ludum.database)
    said = typed(*ALL)
    assert said.out == "No client that sees The Ferryman is without a package of it, scorm12."
    assert rows(ludum.database) == before
    add(ludum, "bolt")
    assert typed(*ALL).out.startswith("Built 1 package of")
    assert typed(*ALL, "--standard", "scorm2004-4th").out.startswith("Built 2 packages of")
    assert Counter(name.rpartition("ferryman-")[2] for name in names()) == {
        "scorm12.zip": 2,
        "scorm2004-4th.zip": 2,
    }


def test_again_builds_another_for_each_and_writes_over_nothing(ludum: World, typed: Type) -> None:
    typed(*ALL)
    first = token_in("acme-the-ferryman-scorm12.zip")
    assert typed(*ALL, "--again").out.startswith("Built 1 package of")
    assert names() == ["acme-the-ferryman-scorm12-2.zip", "acme-the-ferryman-scorm12.zip"]
    assert token_in("acme-the-ferryman-scorm12.zip") == first
    assert token_in("acme-the-ferryman-scorm12-2.zip") != first


@pytest.mark.parametrize(
    ("visibility", "named", "builds"),
    [
        (Visibility.ALL, [], {"acme", "bolt"}),
        (Visibility.ONLY, ["bolt"], {"bolt"}),
        (Visibility.EXCEPT, ["bolt"], {"acme"}),
        (Visibility.OWN, [], set()),
    ],
)
def test_r7_only_clients_that_see_the_game_get_a_package(
    ludum: World, typed: Type, visibility: Visibility, named: list[str], builds: set[str]
) -> None:
    add(ludum, "bolt")

    def restrict(session: Session) -> None:
        seen = [
            clients.find_client(session, account_id=ludum.account_id, given=name) for name in named
        ]
        catalogue.set_visibility(
            session,
            actor=ludum.operator,
            game=session.merge(ludum.game),
            visibility=visibility,
            clients=seen,
        )

    ludum.database.write(restrict)
    typed(*ALL)
    assert {name.partition("-")[0] for name in names()} == builds


def test_an_archived_client_gets_none(ludum: World, typed: Type) -> None:
    ludum.database.write(
        lambda session: clients.archive_client(
            session, actor=ludum.operator, client=session.merge(ludum.acme)
        )
    )
    assert typed(*ALL).out.startswith("No client that sees The Ferryman is without")


def test_what_was_built_and_not_written_is_written_by_the_next_run(
    ludum: World, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the commit and the files; some package was never committed at all."""
    add(ludum, "bolt", "cleo")
    put, written = PackageFolder.put, iter(range(9))

    def put_one_and_die(folder: PackageFolder, *facts: object) -> Path:
        if next(written):
            raise KeyboardInterrupt
        return put(folder, *facts)  # type: ignore[arg-type]

    monkeypatch.setattr(PackageFolder, "put", put_one_and_die)
    assert typed(*ALL).status != 0
    monkeypatch.setattr(PackageFolder, "put", put)
    Path("zips", ".00000000-0000-7000-8000-000000000000.zip.part").touch()
    before = rows(ludum.database)
    said = typed(*ALL).out.splitlines()
    assert said[0] == "Wrote 2 packages that an earlier run had built."
    assert said[1].startswith("No client that sees The Ferryman is without")
    assert rows(ludum.database) == before
    assert len(names()) == 3
    tokens = {token_in(name) for name in names()}
    assert len(tokens) == 3


def test_a_package_that_was_written_long_ago_is_not_written_again(
    ludum: World, typed: Type
) -> None:
    new_package(ludum)
    add(ludum, "bolt")
    typed(*ALL)
    assert names() == ["bolt-the-ferryman-scorm12.zip"]


def test_batches_go_on_where_the_one_before_ended(
    ludum: World, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_batches, "BATCH", 2)
    add(ludum, "bolt", "cleo", "dot", "eve")
    assert "Would build 5 packages" in typed(*ALL, "--dry-run").out
    assert typed(*ALL).out.startswith("Built 5 packages of")
    assert typed(*ALL, "--again").out.startswith("Built 5 packages of")
    found = ludum.database.read(lambda session: session.scalars(select(Package)).all())
    assert set(Counter(package.client_id for package in found).values()) == {2}
    assert len({package.group_id for package in found}) == 10


def test_a_dry_run_builds_and_writes_nothing(ludum: World, typed: Type) -> None:
    before = rows(ludum.database)
    said = typed(*ALL, "--dry-run")
    assert "Would build 1 package of The Ferryman, scorm12, into zips." in said.out
    assert rows(ludum.database) == before
    assert not Path("zips").exists()


def test_a_folder_that_cannot_be_written_builds_nothing(ludum: World, typed: Type) -> None:
    Path("file").touch()
    before = rows(ludum.database)
    refused = typed("package", "build-all", "the f", "--to", "file/zips")
    assert (refused.status, refused.err.count("\n")) == (1, 0)
    assert rows(ludum.database) == before


def test_who_may_not_build_packages_builds_none(ludum: World, typed: Type) -> None:
    refused = typed(*ALL, "--as", "vera@ludum.example")
    assert refused.err.startswith("Only an owner or a manager may build packages.")
    assert not Path("zips").exists()


def test_each_package_is_audited(ludum: World, typed: Type) -> None:
    add(ludum, "bolt")
    typed(*ALL)
    subjects = ludum.database.read(
        lambda session: session.scalars(
            select(AuditEntry.subject_id).where(AuditEntry.act == "build package")
        ).all()
    )
    built = ludum.database.read(lambda session: session.scalars(select(Package.id)).all())
    assert sorted(subjects) == sorted(built)
    assert len(built) == 2


def test_a_batch_of_many_takes_as_many_statements_as_one_of_two(ludum: World) -> None:
    """A table at a time; only the ids say for how many."""

    def statements(count: int) -> int:
        add(ludum, *(f"client {count} {number}" for number in range(count)))
        said: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            said.append(statement)

        event.listen(ludum.database.engine, "before_cursor_execute", note)
        ludum.database.write(
            lambda session: package_batches.build_next(
                session,
                actor=ludum.operator,
                keyring=KEYRING,
                game=session.get_one(Game, (ludum.account_id, ludum.game.id)),
                standard=PackageStandard.SCORM_12,
            )
        )
        event.remove(ludum.database.engine, "before_cursor_execute", note)
        return len(said)

    assert statements(2) == statements(40)
