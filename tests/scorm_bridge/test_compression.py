"""Content that shrinks is kept compressed, and sent as it lies to whoever takes it."""

import gzip
import hashlib
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from scorm_bridge import compression, content, games
from scorm_bridge.archives import CHUNK
from scorm_bridge.bridge import Bridge
from scorm_bridge.models import ContentChunk, ContentFile
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import Lms, new_lms
from tests.scorm_bridge.test_content import prefix_of
from tests.worlds import World

SCRIPT = b"".join(f"play({n}); // {n * n}\n".encode() for n in range(40_000))
NOISE = hashlib.shake_128(b"noise").digest(5000)
SHRINKS = {"game.js": SCRIPT, "data.json": b'{"oar": 1}' * 200, "picture.svg": b"<svg/>" * 300}
STAYS = {
    "small.js": b"play()" * 100,
    "noise.txt": NOISE,
    "film.mp4": SCRIPT,
    "data.json.gz": gzip.compress(SCRIPT),
    "drawing.svgz": b"0" * 5000,
    "empty.js": b"",
}
FORMS = ("gzip", "identity")
NOT_MODIFIED = (304, b"", "Accept-Encoding")
Get = Callable[..., TestResponse]


@pytest.fixture
def hosted(world: World, bridge: Bridge, tmp_path: Path) -> Lms:
    """An LMS whose package launches a game with the files above."""
    world.allocate(120)
    file = zips.write(tmp_path / "game.zip", {**zips.MEMBERS, **SHRINKS, **STAYS})
    world.game = world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=file, title="A large game"
        )
    )
    return new_lms(world, bridge)


@pytest.fixture
def get(hosted: Lms) -> Get:
    """GET a file as a browser does, which takes gzip; or with other headers or another method."""
    prefix = prefix_of(hosted)

    def fetch(path: str, *, method: str = "GET", **headers: str) -> TestResponse:
        sent = {"Accept-Encoding": "gzip, deflate, br"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return hosted.browser.open(
            f"/content/{prefix}/{path}", base_url=hosted.content_origin, method=method, headers=sent
        )

    return fetch


@pytest.mark.parametrize("path", SHRINKS)
def test_what_shrinks_is_sent_as_it_is_kept(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.data) == SHRINKS[path]
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert len(answer.data) < 0.9 * len(SHRINKS[path])


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "identity"])
@pytest.mark.parametrize("path", SHRINKS)
def test_who_does_not_take_it_gets_the_file_as_it_was(get: Get, path: str, accepts: str) -> None:
    answer = get(path, Accept_Encoding=accepts)
    assert answer.data == SHRINKS[path]
    assert answer.headers["Content-Length"] == str(len(SHRINKS[path]))
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", STAYS)
def test_what_is_small_already_is_never_compressed(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.data == STAYS[path]
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers


def test_each_form_has_a_tag_of_its_own(get: Get) -> None:
    tags = {accepts: get("game.js", Accept_Encoding=accepts).headers["ETag"] for accepts in FORMS}
    assert len(set(tags.values())) == 2
    for accepts, tag in tags.items():
        again = get("game.js", Accept_Encoding=accepts, If_None_Match=tag)
        assert (again.status_code, again.data, again.headers["Vary"]) == NOT_MODIFIED
        other = next(one for one in tags.values() if one != tag)
        changed = get("game.js", Accept_Encoding=accepts, If_None_Match=other)
        assert changed.status_code == 200


@pytest.mark.parametrize("accepts", FORMS)
def test_head_says_what_get_would_send(get: Get, accepts: str) -> None:
    whole = get("game.js", Accept_Encoding=accepts)
    answer = get("game.js", method="HEAD", Accept_Encoding=accepts)
    assert (answer.status_code, answer.data) == (200, b"")
    for name in ("Content-Length", "Content-Encoding", "ETag", "Vary", "Content-Type"):
        assert answer.headers.get(name) == whole.headers.get(name)


@pytest.mark.parametrize("accepts", FORMS)
def test_a_part_of_what_is_kept_compressed_is_the_whole(get: Get, accepts: str) -> None:
    """A server may ignore Range (RFC 9110, 14.2); it promises no parts either."""
    answer = get("game.js", Accept_Encoding=accepts, Range="bytes=10-20")
    assert answer.status_code == 200
    assert answer.data == get("game.js", Accept_Encoding=accepts).data
    assert "Accept-Ranges" not in answer.headers


def test_what_is_kept_is_smaller_and_known_by_the_file_as_it_was(hosted: Lms) -> None:
    with hosted.world.database.reading() as session:
        files = {row.path: row for row in session.scalars(select(ContentFile))}
        weighed = session.execute(
            select(
                ContentChunk.path, func.sum(func.length(ContentChunk.body)).label("weight")
            ).group_by(ContentChunk.path)
        )
        weights = {row.path: row.weight for row in weighed}
    for path, body in {**SHRINKS, **STAYS}.items():
        row = files[path]
        assert row.digest == hashlib.sha256(body).hexdigest()
        assert (row.size, row.stored_size) == (len(body), weights.get(path, 0))
        assert row.encoding == ("gzip" if path in SHRINKS else None)


def test_a_text_that_shrinks_to_nothing_is_sent_piece_by_piece() -> None:
    """However much a kept chunk holds, what is in memory of it is as small as any chunk."""
    size = 200 * CHUNK
    chunks = list(compression.compressed(bytes(CHUNK) for _ in range(200)))
    assert sum(map(len, chunks)) < CHUNK
    tracemalloc.start()
    try:
        pieces = [len(piece) for piece in compression.decompressed(chunks)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (sum(pieces), max(pieces)) == (size, CHUNK)
    assert peak < 8 * CHUNK


def test_chunks_are_all_full_but_the_last() -> None:
    pieces = [hashlib.shake_128(bytes([n])).digest(CHUNK) for n in range(5)]
    chunks = list(compression.compressed(pieces))
    assert [len(chunk) for chunk in chunks[:-1]] == [CHUNK] * 5
    assert b"".join(compression.decompressed(chunks)) == b"".join(pieces)


@pytest.mark.parametrize(
    ("path", "shrinks"),
    [
        *((name, True) for name in ("a.html", "a.css", "a.js", "a.mjs", "a.json", "a.xml")),
        *((name, True) for name in ("a.svg", "a.wasm", "a.ttf", "a.txt", "a.webmanifest")),
        *((name, False) for name in ("a.png", "a.jpg", "a.mp4", "a.woff2", "a.zip", "a.svgz")),
    ],
)
def test_what_shrinks_is_known_by_its_type(path: str, shrinks: bool) -> None:
    assert compression.is_texty(content.media_type(path)) is shrinks
