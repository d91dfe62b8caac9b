"""Games are added from zips that somebody uploaded: good ones whole, bad ones not at all."""

import hashlib
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.language import ENGLISH
from bot.refusals import sentence
from ledger.errors import NameTaken
from ledger.models import Game, GameVersion
from scorm_bridge import archives, compression, games
from scorm_bridge.archives import CHUNK, Limits
from scorm_bridge.errors import (
    ArchiveTooLarge,
    BadArchive,
    BadManifest,
    BadName,
    NoLaunchFile,
    NoManifest,
    NoOrganization,
    NoSco,
    NotAZip,
    TooManyScos,
    UnsafePath,
)
from scorm_bridge.models import ContentChunk, ContentFile
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import rows
from tests.scorm_bridge.zips import NOISE, Maker, manifest
from tests.worlds import World

SAMPLES = Path(__file__).parents[3] / "shared/samples"


def a_zip(
    *, members: dict[str, bytes] | None = None, xml: str | bytes | None = manifest()
) -> Maker:
    return lambda file: zips.write(file, zips.MEMBERS | (members or {}), manifest=xml)


def only(*names: str) -> Maker:
    return lambda file: zips.write(file, dict.fromkeys(names, b""), manifest=None)


def not_a_zip(file: Path) -> Path:
    file.write_bytes(b"%PDF-1.7 certainly not a zip" * 40)
    return file


def cut_short(file: Path) -> Path:
    whole = zips.write(file).read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    return file


def symlink(file: Path) -> Path:
    zips.write(file)
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("secrets")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return file


def twice(file: Path) -> Path:
    zips.write(file, {**zips.MEMBERS, "inde2.html": b"another"})
    return zips.patched(file, b"inde2.html", b"index.html")


def encrypted(file: Path) -> Path:
    """Both headers of every member say that it needs a password (APPNOTE 4.4.4, bit 0)."""
    whole = bytearray(zips.write(file).read_bytes())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = whole.find(signature)
        while at >= 0:
            whole[at + flags] |= 1
            at = whole.find(signature, at + 1)
    file.write_bytes(whole)
    return file


def lying(field: int, value: int) -> Maker:
    """The directory's entry of the last member holds another number (APPNOTE 4.3.12)."""

    def write(file: Path) -> Path:
        whole = bytearray(zips.write(file, {"index.html": bytes(range(256)) * 50}).read_bytes())
        struct.pack_into("<I", whole, whole.rfind(b"PK\1\2") + field, value)
        file.write_bytes(whole)
        return file

    return write


def scrambled(file: Path) -> Path:
    """The compressed bytes of the last member are none that deflate knows."""
    whole = bytearray(zips.write(file, {"index.html": bytes(range(256)) * 50}).read_bytes())
    at = whole.rfind(b"index.html", 0, whole.find(b"PK\1\2")) + len("index.html")
    whole[at : at + 20] = b"\xff" * 20
    file.write_bytes(whole)
    return file


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE manifest [<!ENTITY l0 "ha">{LAUGHS}]>'
EXTERNAL = '<!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
SCO = '<resource identifier="{0}" adlcp:scormtype="sco" href="index.html"/>'
ITEM = '<item identifier="i{0}" identifierref="{0}"/>'

MOST_SECONDS = 10
MOST_MEMORY = 16 * 1024**2

BAD: dict[str, tuple[Maker, type[BadArchive]]] = {
    "no zip at all": (not_a_zip, NotAZip),
    "an upload cut short": (cut_short, NotAZip),
    "encrypted members": (encrypted, NotAZip),
    "scrambled bytes": (scrambled, NotAZip),
    "a wrong checksum": (lying(16, 1), NotAZip),
    "a size below the true one": (lying(24, 100), NotAZip),
    "a size above the true one": (lying(24, 900_000), NotAZip),
    "a packed size beyond the file": (lying(20, 900_000), NotAZip),
    "a method nobody knows": (lying(10, 77), NotAZip),
    "a path that climbs": (a_zip(members={"../evil.html": b""}), UnsafePath),
    "a path that climbs later": (a_zip(members={"a/../../evil.html": b""}), UnsafePath),
    "an absolute path": (a_zip(members={"/etc/passwd": b""}), UnsafePath),
    "a backslash": (a_zip(members={"..\\evil.html": b""}), UnsafePath),
    "a drive letter": (a_zip(members={"C:evil.html": b""}), UnsafePath),
    "a control character": (a_zip(members={"a\nb.html": b""}), UnsafePath),
    "a name that is empty": (a_zip(members={"\0": b""}), UnsafePath),
    "a name without end": (a_zip(members={"a" * 1001: b""}), UnsafePath),
    "a name in another code page": (zips.misnamed(b"\x82t\x82.png", b"\0\0"), BadName),
    "a name that is no UTF-8 and says it is": (zips.misnamed(b"\xe9t\xe9.png", b"\0\x08"), BadName),
    "a symbolic link": (symlink, UnsafePath),
    "one name twice": (twice, UnsafePath),
    "an absurd ratio": (a_zip(members={"zeros": bytes(8 * 1024**2)}), ArchiveTooLarge),
    "more files than fit in memory": (zips.crowded, ArchiveTooLarge),
    "zips within zips": (zips.nested, NoManifest),
    "a manifest of 50 MB": (zips.weighty, BadManifest),
    "neither a manifest nor a page": (only("game/index.html"), NoManifest),
    "a manifest in capitals": (only("index.html", "IMSMANIFEST.XML"), NoManifest),
    "a manifest in a folder": (
        a_zip(xml=None, members={"game/imsmanifest.xml": manifest().encode()}),
        NoManifest,
    ),
    "a manifest that is no XML": (a_zip(xml="<manifest"), BadManifest),
    "an empty manifest": (a_zip(xml=""), BadManifest),
    "another root": (a_zip(xml="<html/>"), BadManifest),
    "a huge manifest": (a_zip(xml="<manifest>" + NOISE.hex()), BadManifest),
    "a manifest without bottom": (a_zip(xml="<manifest>" + "<a>" * 100_000), BadManifest),
    "a billion laughs": (a_zip(xml=manifest(head=BOMB, title="&l9;")), BadManifest),
    "laughs in an attribute": (
        a_zip(xml=manifest(head=BOMB, attributes='version="&l9;"')),
        BadManifest,
    ),
    "an external entity": (a_zip(xml=manifest(head=EXTERNAL, title="&x;")), BadManifest),
    "an unknown version": (a_zip(xml=manifest(version="7.7")), BadManifest),
    "a SCO elsewhere": (
        a_zip(xml=manifest(resources=SCO.format("r").replace("index", "https://x.example/"))),
        BadManifest,
    ),
    "a SCO whose address is none": (
        a_zip(xml=manifest(resources=SCO.format("r").replace("index", "//[x"))),
        BadManifest,
    ),
    "a SCO without href": (
        a_zip(xml=manifest(resources='<resource identifier="r" adlcp:scormtype="sco"/>')),
        BadManifest,
    ),
    "no organization": (
        a_zip(xml="<manifest><metadata><schemaversion>1.2</schemaversion></metadata></manifest>"),
        NoOrganization,
    ),
    "only assets": (
        a_zip(xml=manifest(resources=SCO.format("r").replace('"sco"', '"asset"'))),
        NoSco,
    ),
    "an item that launches nothing": (a_zip(xml=manifest(items=ITEM.format("x"))), NoSco),
    "more SCOs than anybody plays": (
        a_zip(
            xml=manifest(
                items="".join(ITEM.replace("i{0}", f"i{n}").format("r") for n in range(201))
            )
        ),
        TooManyScos,
    ),
    "several SCOs, one of them missing": (
        a_zip(
            xml=manifest(
                items=ITEM.format("r") + ITEM.format("s"),
                resources=SCO.format("r") + SCO.format("s").replace("index", "other"),
            )
        ),
        NoLaunchFile,
    ),
    "two SCOs of one identifier": (
        a_zip(xml=manifest(items=ITEM.format("r") + ITEM.format("r"))),
        BadManifest,
    ),
    "an identifier that is none among several": (
        a_zip(xml=manifest(items=ITEM.format("r") + ITEM.format("r").replace("ir", "i/r"))),
        BadManifest,
    ),
    "no identifier among several": (
        a_zip(xml=manifest(items=ITEM.format("r") + '<item identifierref="r"/>')),
        BadManifest,
    ),
    "a launch file that is missing": (
        a_zip(xml=manifest(resources=SCO.format("r").replace("index", "other"))),
        NoLaunchFile,
    ),
    "a launch file outside": (
        a_zip(xml=manifest(resources=SCO.format("r").replace("index", "../index"))),
        NoLaunchFile,
    ),
}


@pytest.mark.parametrize("flaw", BAD)
def test_a_bad_zip_is_refused_and_leaves_nothing(world: World, tmp_path: Path, flaw: str) -> None:
    make, refusal = BAD[flaw]
    file = make(tmp_path / "game.zip")
    before = rows(world.database)
    began = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(refusal) as refused:
            add(world, file)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < MOST_SECONDS
    assert peak < MOST_MEMORY
    assert sentence(ENGLISH, refused.value).endswith(".")
    assert rows(world.database) == before


def test_what_there_is_too_much_of_is_said_with_its_limit(world: World, tmp_path: Path) -> None:
    file = zips.write(tmp_path / "game.zip", {f"{n}.html": b"x" for n in range(20)})
    for limits, measure in ((Limits(files=20), "files"), (Limits(bytes=20), "bytes")):
        with pytest.raises(ArchiveTooLarge) as refusal:
            add(world, file, limits=limits)
        assert (refusal.value.measure, refusal.value.most) == (measure, 20)
        assert refusal.value.found > 20


@given(at=st.integers(0, 800), byte=st.integers(0, 255))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_zip_with_any_byte_changed_is_read_or_refused(tmp_path: Path, at: int, byte: int) -> None:
    """Whatever zipfile and its decompressors raise, a person is told that this is no good zip."""
    whole = bytearray(zips.write(tmp_path / "game.zip").read_bytes())
    whole[at % len(whole)] = byte
    (tmp_path / "changed.zip").write_bytes(whole)
    try:
        with archives.opened(tmp_path / "changed.zip") as archive:
            games.read_manifest(archive)
            for path in archive.paths:
                list(archive.chunks(path))
    except BadArchive:
        pass


def test_a_large_member_never_stands_in_memory_whole(world: World, tmp_path: Path) -> None:
    size = 40 * CHUNK
    noise = hashlib.shake_128(b"noise").digest(size)
    file = zips.write(tmp_path / "game.zip", {**zips.MEMBERS, "film.mp4": noise})
    add(world, zips.write(tmp_path / "warm.zip", manifest=manifest(title="Warm")))
    tracemalloc.start()
    try:
        add(world, file, title="A film")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size / 3


def test_a_game_keeps_its_files_and_what_its_manifest_says(world: World, tmp_path: Path) -> None:
    facts = (
        '<item identifier="i" identifierref="r" parameters="?level=2"><title>Crossing</title>'
        "<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:datafromlms>boat=oak</adlcp:datafromlms>"
        "<adlcp:maxtimeallowed>0000:30:00</adlcp:maxtimeallowed></item>"
    )
    xml = manifest(items=facts, resources=SCO.format("r").replace(".html", ".html?mode=lms"))
    members = {**zips.MEMBERS, "js/game.js": b"play()", "Ünïcode — 水.png": b"\x89PNG"}
    game = add(world, zips.write(tmp_path / "game.zip", members, manifest=xml))
    version = version_of(world, game)
    assert (game.title, game.current_version, version.standard) == ("The Ferryman II", 1, "scorm12")
    assert (version.launch_path, version.files) == ("index.html", 4)
    (sco,) = version.launch_facts["scos"]
    assert sco == {
        "id": "",
        "kind": "sco",
        "title": "Crossing",
        "launch_path": "index.html",
        "mastery_score": 80.0,
        "scaled_passing_score": None,
        "launch_data": "boat=oak",
        "max_time_allowed": "0000:30:00",
        "time_limit_action": "",
        "query": "mode=lms&level=2",
    }
    assert kept(world, game)["js/game.js"] == hashlib.sha256(b"play()").hexdigest()
    assert set(kept(world, game)) == {*members, "imsmanifest.xml"}


TREE = """
<item identifier="intro" identifierref="read"><title>Read me</title></item>
<item identifier="bank"><title>The bank</title>
  <item identifier="oars" identifierref="play" parameters="?level=1"><title>Oars</title>
    <{p}>60</{p}></item>
  <item identifier="coin" identifierref="play" parameters="?level=2" isvisible="false">
    <title>Coin</title></item>
</item>
<item identifier="heading"><title>Launches nothing</title></item>
<item identifier="shore" identifierref="far"><title>Far shore</title></item>
"""
SHELF = """
<resource identifier="read" adlcp:scormtype="asset" href="read.html"/>
<resource identifier="play" adlcp:scormtype="sco" xml:base="play/" href="index.html?mode=lms"/>
<resource identifier="far" adlcp:scormtype="sco" href="shore.html"/>
<resource identifier="spare" adlcp:scormtype="sco" href="spare.html"/>
"""


@pytest.mark.parametrize("version", ["1.2", "2004 3rd Edition", "2004 4th Edition"])
def test_several_scos_are_taken_in_the_order_of_the_tree(
    world: World, tmp_path: Path, version: str
) -> None:
    """Assets and hidden items too; what no item launches is no part of the game."""
    items = TREE.replace("{p}", "adlcp:masteryscore")
    xml = manifest(items=items, resources=SHELF, version=version)
    members = dict.fromkeys(("read.html", "play/index.html", "shore.html", "spare.html"), b"")
    game = add(world, zips.write(tmp_path / "game.zip", members, manifest=xml))
    scos = version_of(world, game).launch_facts["scos"]
    assert [(sco["id"], sco["kind"], sco["title"]) for sco in scos] == [
        ("intro", "asset", "Read me"),
        ("oars", "sco", "Oars"),
        ("coin", "sco", "Coin"),
        ("shore", "sco", "Far shore"),
    ]
    assert [(sco["launch_path"], sco["query"]) for sco in scos] == [
        ("read.html", ""),
        ("play/index.html", "mode=lms&level=1"),
        ("play/index.html", "mode=lms&level=2"),
        ("shore.html", ""),
    ]
    assert [sco["mastery_score"] for sco in scos] == [None, 60.0, None, None]
    assert version_of(world, game).launch_path == "read.html"


IN_FOLDER = {"a folder/launch me.html": b"<!doctype html>"}
GOOD: dict[str, tuple[str | bytes, dict[str, bytes], str]] = {
    "SCORM 2004": (manifest(version="2004 4th Edition"), zips.MEMBERS, "index.html"),
    "SCORM 2004 as its first edition spelt it": (
        manifest(version="CAM 1.3").replace("scormtype", "scormType"),
        zips.MEMBERS,
        "index.html",
    ),
    "a percent-encoded href": (
        manifest(resources=SCO.format("r").replace("index", "a%20folder/launch%20me")),
        IN_FOLDER,
        "a folder/launch me.html",
    ),
    "xml:base": (
        manifest(
            attributes='xml:base="a%20folder/"',
            resources=SCO.format("r").replace("index", "./launch%20me"),
        ),
        IN_FOLDER,
        "a folder/launch me.html",
    ),
    "a byte order mark": (b"\xef\xbb\xbf" + manifest().encode(), zips.MEMBERS, "index.html"),
    "UTF-16": (
        manifest(head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
        zips.MEMBERS,
        "index.html",
    ),
    "Latin-1": (
        manifest(head='<?xml version="1.0" encoding="iso-8859-1"?>', title="Été").encode("latin-1"),
        zips.MEMBERS,
        "index.html",
    ),
    "comments and instructions": (
        manifest(items="<?tool made?><!-- here -->" + ITEM.format("r")),
        zips.MEMBERS,
        "index.html",
    ),
    "a DTD that declares no entity": (
        manifest(head="<!DOCTYPE manifest>"),
        zips.MEMBERS,
        "index.html",
    ),
    "a mastery score that is no number": (
        manifest(
            items='<item identifier="i" identifierref="r">'
            "<adlcp:masteryscore>NaN</adlcp:masteryscore></item>"
        ),
        zips.MEMBERS,
        "index.html",
    ),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_zip_is_taken_however_its_manifest_is_written(
    world: World, tmp_path: Path, kind: str
) -> None:
    xml, members, launched = GOOD[kind]
    game = add(world, zips.write(tmp_path / "game.zip", members, manifest=xml))
    version = version_of(world, game)
    assert version.launch_path == launched
    assert version.launch_facts["scos"][0]["mastery_score"] is None


def test_a_name_in_utf_8_needs_no_flag_that_says_so(world: World, tmp_path: Path) -> None:
    """Many tools write UTF-8 and leave the flag out."""
    name = "Été — 水.png"
    game = add(world, zips.misnamed(name.encode(), b"\0\0")(tmp_path / "game.zip"))
    assert name in kept(world, game)


def test_a_zip_within_a_game_is_a_file_like_any_other(world: World, tmp_path: Path) -> None:
    inner = zips.write(tmp_path / "inner.zip", {"zeros": bytes(8 * 1024**2)}).read_bytes()
    file = zips.write(tmp_path / "game.zip", {**zips.MEMBERS, "extras.zip": inner})
    assert kept(world, add(world, file))["extras.zip"] == hashlib.sha256(inner).hexdigest()


WEB_PAGES: dict[bytes, str] = {
    b"<!doctype html><title> The\n Lantern </title><p>": "The Lantern",
    "<title>Été &amp; 水</title>".encode(): "Été & 水",
    '<meta charset="iso-8859-1"><title>Été</title>'.encode("latin-1"): "Été",
    "\ufeff<title>Été</title>".encode(): "Été",
    b"<svg><title></title></svg>": "Untitled",
    b"\xff\xfe\0no page": "Untitled",
    b"": "Untitled",
}


@pytest.mark.parametrize("page", WEB_PAGES)
def test_a_web_page_is_a_game_titled_as_the_page_is(
    world: World, tmp_path: Path, page: bytes
) -> None:
    members = {"index.html": page, "js/game.js": b"play()"}
    game = add(world, zips.write(tmp_path / "game.zip", members, manifest=None), title=None)
    version = version_of(world, game)
    assert (game.title, version.standard) == (WEB_PAGES[page], "web")
    assert [sco["launch_path"] for sco in version.launch_facts["scos"]] == ["index.html"]
    assert set(kept(world, game)) == set(members)


def test_a_title_that_the_account_has_is_refused_whole(world: World, tmp_path: Path) -> None:
    file = zips.write(tmp_path / "game.zip")
    before = rows(world.database)
    with pytest.raises(NameTaken):
        add(world, file, title=world.game.title.upper())
    assert rows(world.database) == before


@pytest.mark.parametrize("sample", ["golf_scorm12_single.zip", "golf_scorm2004_3rd_single.zip"])
def test_a_published_course_is_taken_whole(world: World, sample: str) -> None:
    game = add(world, published(sample))
    with zipfile.ZipFile(published(sample)) as archive:
        names = {info.filename for info in archive.infolist() if not info.is_dir()}
    assert set(kept(world, game)) == names


def test_a_published_course_without_an_organization_is_refused(world: World) -> None:
    with pytest.raises(NoOrganization):
        add(world, published("broken_scorm12_no_organization.zip"))


def published(name: str) -> Path:
    if not (SAMPLES / name).exists():
        pytest.skip(f"the sample {name} is not beside this checkout")
    return SAMPLES / name


def add(
    world: World, file: Path, *, title: str | None = "The Ferryman II", limits: Limits | None = None
) -> Game:
    return world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=file, title=title, limits=limits
        )
    )


def version_of(world: World, game: Game) -> GameVersion:
    with world.database.reading() as session:
        return session.get_one(GameVersion, (game.account_id, game.id, 1))


def whole(session: Session, row: ContentFile) -> Iterator[bytes]:
    """A file as it was uploaded, from the chunks that it is kept in."""
    chunks = session.scalars(
        select(ContentChunk.body)
        .where(
            ContentChunk.game_id == row.game_id,
            ContentChunk.version == row.version,
            ContentChunk.path == row.path,
        )
        .order_by(ContentChunk.number)
    ).all()
    assert sum(map(len, chunks)) == row.stored_size
    return compression.decompressed(chunks) if row.encoding else iter(chunks)


def kept(world: World, game: Game) -> dict[str, str]:
    """The files of a game and the digests they were kept with, checked against their bodies."""
    with world.database.reading() as session:
        found = session.scalars(select(ContentFile).where(ContentFile.game_id == game.id)).all()
        for row in found:
            body = b"".join(whole(session, row))
            assert (len(body), hashlib.sha256(body).hexdigest()) == (row.size, row.digest)
        return {row.path: row.digest for row in found}
