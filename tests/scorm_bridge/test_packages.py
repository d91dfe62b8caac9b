"""A package is a small zip that any LMS takes, and that names nobody."""

import io
import json
import re
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from lxml import etree
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledger import catalogue, clients, clock
from ledger.errors import GameNotVisible, NoContent, NotAllowed
from ledger.keyring import KeyRing
from ledger.models import Access, Client, Game, Group, Visibility
from scorm_bridge import manifest, options, packages
from scorm_bridge.bridge import Bridge
from scorm_bridge.errors import AccessIsCampus, TokenRejected
from scorm_bridge.manifest import PackageFacts
from scorm_bridge.models import Package, PackageKey, PackageStandard
from scorm_bridge.player import LANGUAGES
from tests.scorm_bridge.lms import PUBLIC, new_package, rows, token_of
from tests.scorm_bridge.schemas import flaws
from tests.worlds import KEYRING, World

XS_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
VERSIONS = {
    PackageStandard.SCORM_12: "1.2",
    PackageStandard.SCORM_2004_3RD: "2004 3rd Edition",
    PackageStandard.SCORM_2004_4TH: "2004 4th Edition",
}


@pytest.fixture(params=PackageStandard)
def standard(request: pytest.FixtureRequest) -> PackageStandard:
    return PackageStandard(request.param)


def test_the_manifest_is_valid_by_the_official_schemas(
    world: World, bridge: Bridge, standard: PackageStandard
) -> None:
    made = new_package(world, standard=standard)
    assert flaws(opened(world, bridge, made)["imsmanifest.xml"], standard) == ""


def test_the_manifest_says_its_standard_and_launches_one_sco(
    world: World, bridge: Bridge, standard: PackageStandard
) -> None:
    """Read as the bridge itself reads a game's."""
    made = new_package(world, standard=standard)
    members = opened(world, bridge, made)
    found = manifest.read(members["imsmanifest.xml"])
    (sco,) = found.scos
    assert (found.standard, sco.launch_path) == (standard.runtime, "index.html")
    assert config_of(members)["standard"] == standard.runtime.value
    root = etree.fromstring(members["imsmanifest.xml"])
    assert root.findtext(".//{*}schemaversion") == VERSIONS[standard]
    # No pass mark of the LMS's own: under one it would rewrite what the game said.
    assert (sco.facts["mastery_score"], sco.facts["scaled_passing_score"]) == (None, None)


def test_a_2004_lms_completes_nothing_that_the_game_did_not(world: World, bridge: Bridge) -> None:
    """SCORM 2004 SN 3.13: else it does, of an attempt in which nothing was set."""
    for standard in (PackageStandard.SCORM_2004_3RD, PackageStandard.SCORM_2004_4TH):
        made = new_package(world, standard=standard)
        root = etree.fromstring(opened(world, bridge, made)["imsmanifest.xml"])
        (controls,) = root.iterfind(".//{*}item/{*}sequencing/{*}deliveryControls")
        for name in ("completionSetByContent", "objectiveSetByContent"):
            assert controls.get(name) == "true"


def test_a_package_of_a_standard_that_there_is_not_is_refused(world: World) -> None:
    new_package(world, standard=PackageStandard.SCORM_2004_4TH)
    with pytest.raises(IntegrityError):
        world.database.write(
            lambda session: session.execute(text("UPDATE packages SET standard = 'scorm2004'"))
        )


def test_the_schemas_of_each_standard_find_a_flaw(standard: PackageStandard) -> None:
    facts = PackageFacts(identifier="1 is no identifier", title="x", launch_path="x", files=("x",))
    assert "identifier" in flaws(manifest.write(standard, facts), standard)


@pytest.mark.parametrize("title", ["Q&A <in> 'two' \"lines\"", "L’été à Überlingen 水", "x" * 120])
def test_any_title_makes_a_valid_manifest(world: World, bridge: Bridge, title: str) -> None:
    world.game.title = title
    members = opened(world, bridge)
    assert flaws(members["imsmanifest.xml"]) == ""
    titles = etree.fromstring(members["imsmanifest.xml"]).iter("{*}title")
    assert {element.text for element in titles} == {title}
    assert config_of(members)["title"] == title


def test_the_manifest_lists_exactly_what_the_zip_holds(
    world: World, bridge: Bridge, standard: PackageStandard
) -> None:
    members = opened(world, bridge, new_package(world, standard=standard))
    root = etree.fromstring(members["imsmanifest.xml"])
    listed = [str(element.get("href")) for element in root.iter("{*}file")]
    assert sorted(listed) == sorted(set(members) - {"imsmanifest.xml"})
    (resource,) = root.iter("{*}resource")
    assert resource.get("href") in listed
    identifiers = [str(e.get("identifier")) for e in root.iter("*") if e.get("identifier")]
    assert all(XS_ID.fullmatch(identifier) for identifier in identifiers)
    assert len(set(identifiers)) == len(identifiers)


def test_two_packages_of_a_game_are_two_courses_to_an_lms(world: World, bridge: Bridge) -> None:
    manifests = [
        etree.fromstring(opened(world, bridge)["imsmanifest.xml"]).get("identifier")
        for _ in range(2)
    ]
    assert len(set(manifests)) == 2


def test_the_config_tells_the_page_where_to_go(world: World, bridge: Bridge) -> None:
    package = new_package(world)
    assert config_of(opened(world, bridge, package)) == {
        "version": 1,
        "standard": "scorm12",
        "launch": f"{PUBLIC}/launch",
        "player": f"https://a{world.account_id.hex}.games.example",
        "token": token_of(world, package),
        "title": "The Ferryman",
        "language": "en",
    }


def test_the_page_speaks_as_its_package_does_and_else_as_the_account(
    world: World, bridge: Bridge
) -> None:
    """Also before a launch, where an LMS does not answer or a browser runs no script."""
    package = new_package(world)

    def speak_spanish(session: Session) -> Package:
        mine = session.get_one(Package, (package.account_id, package.id))
        actor = world.actor(world.manager)
        options.change(session, actor=actor, package=mine, language="es")
        return mine

    members = opened(world, bridge, world.database.write(speak_spanish))
    assert config_of(members)["language"] == "es"
    page = members["index.html"].decode()
    assert [language for language in LANGUAGES if f'<p lang="{language}">' not in page] == []


def test_a_package_is_the_same_bytes_whenever_it_is_written(world: World, bridge: Bridge) -> None:
    package = new_package(world)
    first, second = zipped(world, bridge, package), zipped(world, bridge, package)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        *page, manifest, config = archive.namelist()
    assert (manifest, config) == ("imsmanifest.xml", "config.js")
    assert page == sorted(page)  # not as a file system happens to list them


def test_a_package_is_small_and_names_no_person_nor_secret(world: World, bridge: Bridge) -> None:
    package = new_package(world)
    whole = zipped(world, bridge, package)
    assert len(whole) < 100_000
    with world.database.reading() as session:
        key = session.scalars(select(PackageKey)).one()
    content = b"".join(opened(world, bridge, package).values())
    secrets = [KEYRING.decrypt(key.secret), key.secret, *map(str.encode, KEYRING.secrets)]
    people = [b"Ana", b"Marc", b"Vera", b"ludum.example", b"acme", b"Acme"]
    assert [hidden for hidden in (*secrets, *people) if hidden in content] == []


def test_a_title_cannot_end_the_script_it_stands_in(world: World, bridge: Bridge) -> None:
    world.game.title = '</script><script>alert("\u2028")'
    config = opened(world, bridge)["config.js"].decode()
    assert "<" not in config
    assert config.isascii()


def test_r7_a_client_of_the_campus_gets_no_package(world: World) -> None:
    own = client(world, access=Access.CAMPUS)
    before = rows(world.database)
    with pytest.raises(AccessIsCampus) as refusal:
        new_package(world, client=own)
    assert refusal.value.client == own.name
    assert rows(world.database) == before


@pytest.mark.parametrize(
    ("visibility", "named", "sees"),
    [
        (Visibility.ALL, "nobody", True),
        (Visibility.ONLY, "acme", True),
        (Visibility.ONLY, "other", False),
        (Visibility.EXCEPT, "acme", False),
        (Visibility.EXCEPT, "other", True),
        (Visibility.OWN, "nobody", False),
    ],
)
def test_r7_a_package_is_built_only_of_a_game_the_client_sees(
    world: World, visibility: Visibility, named: str, sees: bool
) -> None:
    known = {"nobody": [], "acme": [world.acme], "other": [client(world)]}
    world.database.write(
        lambda session: catalogue.set_visibility(
            session,
            actor=world.operator,
            game=session.get_one(Game, (world.account_id, world.game.id)),
            visibility=visibility,
            clients=known[named],
        )
    )
    if sees:
        assert new_package(world, game=game_now(world)).client_id == world.acme.id
        return
    with pytest.raises(GameNotVisible) as refusal:
        new_package(world, game=game_now(world))
    assert (refusal.value.game, refusal.value.client) == ("The Ferryman", "Acme Learning")


def test_a_viewer_builds_no_package(world: World) -> None:
    with pytest.raises(NotAllowed):
        world.database.write(
            lambda session: packages.build(
                session,
                actor=world.actor(world.viewer),
                keyring=KEYRING,
                client=world.acme,
                game=world.game,
            )
        )


def test_a_game_without_content_makes_no_package(world: World) -> None:
    empty = world.database.write(
        lambda session: catalogue.add_game(session, actor=world.operator, title="Not yet")
    )
    with pytest.raises(NoContent):
        new_package(world, game=game_now(world, empty.id))


def test_r8_each_package_has_an_open_ended_group_of_its_own(world: World) -> None:
    made = [new_package(world) for _ in range(2)]
    with world.database.reading() as session:
        groups = [session.get_one(Group, (world.account_id, one.group_id)) for one in made]
    assert len({group.id for group in groups}) == 2
    assert all(group.ends_at is None and group.starts_at <= clock.now() for group in groups)


def test_a_token_names_its_package_and_its_key(world: World) -> None:
    package = new_package(world)
    parts = packages.token_parts(token_of(world, package))
    assert (parts.account_id, parts.package_id, parts.key_number) == (
        world.account_id,
        package.id,
        1,
    )


def test_the_newest_key_signs_until_it_is_revoked(world: World) -> None:
    package = new_package(world)
    first = token_of(world, package)
    add_key(world, package, 2)
    second = token_of(world, package)
    assert packages.token_parts(second).key_number == 2
    revoke(world, package, 2)
    assert token_of(world, package) == first


@pytest.mark.parametrize(
    "token",
    [
        *("", ".", "...", "\0", "o1", "o1.x.1.y", "o1.é.1.tag", "o1.{ids}.1", "o2.{ids}.1.tag"),
        *("o1.{ids}.-.tag", "o1.{ids}.٣.tag", "o1.{ids}.1234567.tag", "o1.{ids}.1.tag.more"),
        "o1." + "A" * 10_000 + ".1.tag",
    ],
)
def test_a_malformed_token_is_rejected_before_the_database_is_asked(token: str) -> None:
    with pytest.raises(TokenRejected):
        packages.token_parts(token.replace("{ids}", "A" * 43))


def test_a_package_outlives_a_rotation_of_secret_key(world: World) -> None:
    package = new_package(world)
    rotated = KeyRing(["the new secret", *KEYRING.secrets])
    token = world.database.read(
        lambda session: packages.newest_token(session, package=package, keyring=rotated)
    )
    assert token == token_of(world, package)


def opened(world: World, bridge: Bridge, package: Package | None = None) -> dict[str, bytes]:
    """The members of a package's zip; of a new package where none is given."""
    whole = zipped(world, bridge, package or new_package(world))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(world: World, bridge: Bridge, package: Package) -> bytes:
    return world.database.read(
        lambda session: packages.as_zip(
            session,
            package=package,
            game=world.game,
            keyring=bridge.keyring,
            places=bridge.places,
        )
    )


def config_of(members: dict[str, bytes]) -> dict[str, object]:
    script = members["config.js"].decode()
    config: dict[str, object] = json.loads(script.removeprefix("window.OBOLE = ").rstrip(";\n"))
    return config


def client(world: World, *, access: Access = Access.SCORM) -> Client:
    return world.database.write(
        lambda session: clients.add_client(
            session, actor=world.operator, name="Globex", access=access
        )
    )


def game_now(world: World, id: UUID | None = None) -> Game:
    with world.database.reading() as session:
        return session.get_one(Game, (world.account_id, id or world.game.id))


def add_key(world: World, package: Package, number: int) -> None:
    key = PackageKey(
        account_id=package.account_id,
        package_id=package.id,
        number=number,
        secret=KEYRING.encrypt(b"a key of tests"),
        created_at=clock.now(),
    )
    world.database.write(lambda session: session.add(key))


def revoke(world: World, package: Package, number: int) -> None:
    def work(session: Session) -> None:
        key = session.get_one(PackageKey, (package.account_id, package.id, number))
        key.revoked_at = clock.now() - timedelta(seconds=1)

    world.database.write(work)
