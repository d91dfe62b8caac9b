"""The files of a game over HTTP, from the content origin, as a browser asks for them."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from werkzeug.test import TestResponse, create_environ, run_wsgi_app

from ledger import catalogue, clock
from ledger.keyring import KeyRing
from scorm_bridge import content, games
from scorm_bridge.archives import CHUNK
from scorm_bridge.bridge import Bridge
from scorm_bridge.tokens import Content, Tokens
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import Lms, new_lms
from tests.worlds import World, described, new_world

FILM = hashlib.shake_128(b"film").digest(3 * CHUNK + 100)
EDGE = hashlib.shake_128(b"edge").digest(CHUNK)
FILES = {
    **zips.MEMBERS,
    "film.mp4": FILM,
    "edge.bin": EDGE,
    "empty.txt": b"",
    "a folder/Ünïcode — 水.png": b"\x89PNG",
    "old.html": "<meta charset=iso-8859-1>é".encode("latin-1"),
    "game.js": b"play()",
    "module.mjs": b"export {}",
    "fast.wasm": b"\0asm",
    "letters.woff2": b"wOF2",
    "no extension": b"?",
    "what.is-this": b"?",
    "data.json": b"{}",
}
Get = Callable[..., TestResponse]


@pytest.fixture
def hosted(world: World, bridge: Bridge, tmp_path: Path) -> Lms:
    """An LMS whose package launches a game with the files above."""
    world.allocate(120)
    file = zips.write(tmp_path / "game.zip", FILES)
    world.game = world.database.write(
        lambda session: games.add_game_from_zip(
            session, actor=world.operator, file=file, title="A film"
        )
    )
    return new_lms(world, bridge)


@pytest.fixture
def get(hosted: Lms) -> Get:
    """GET a file of the game with today's prefix, or another method of it."""
    prefix = prefix_of(hosted)

    def fetch(path: str, *, method: str = "GET", **headers: str) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return hosted.browser.open(
            f"/content/{prefix}/{path}", base_url=hosted.content_origin, method=method, headers=sent
        )

    return fetch


def test_the_player_launches_a_file_that_is_there(hosted: Lms) -> None:
    href = hosted.open()["game"]["scos"][0]["href"]
    answer = hosted.browser.get(href, base_url=hosted.content_origin)
    assert (answer.status_code, answer.data) == (200, FILES["index.html"])
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", FILES)
def test_every_file_comes_whole_with_its_length(get: Get, path: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.data) == (200, FILES[path])
    assert answer.headers["Content-Length"] == str(len(FILES[path]))


def test_a_large_file_is_streamed_by_a_server_without_a_request_at_hand(hosted: Lms) -> None:
    """A WSGI server iterates the body after the application has returned."""
    environ = create_environ(f"/content/{prefix_of(hosted)}/film.mp4", hosted.content_origin)
    body, status, _ = run_wsgi_app(hosted.browser.application, environ)
    pieces = list(body)
    assert (status, b"".join(pieces) == FILM) == ("200 OK", True)
    assert max(map(len, pieces)) <= CHUNK


def test_a_file_is_asked_for_once_and_then_kept(get: Get) -> None:
    first = get("film.mp4")
    assert first.headers["Cache-Control"] == "private, max-age=172800, immutable"
    again = get("film.mp4", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert get("film.mp4", If_None_Match='"another"').status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "after"),
    [
        ("0-99", 0, 100),
        ("-50", len(FILM) - 50, len(FILM)),
        (f"{CHUNK - 10}-{CHUNK + 9}", CHUNK - 10, CHUNK + 10),
        (f"{3 * CHUNK}-", 3 * CHUNK, len(FILM)),
        ("0-", 0, len(FILM)),
    ],
)
def test_a_part_is_given_to_whoever_asks_for_it(
    get: Get, asked: str, first: int, after: int
) -> None:
    part = FILM[first:after]
    answer = get("film.mp4", Range=f"bytes={asked}")
    assert (answer.status_code, answer.data == part) == (206, True)
    assert answer.headers["Content-Length"] == str(len(part))
    assert answer.headers["Content-Range"].endswith(f"/{len(FILM)}")


def test_a_part_beyond_the_end_is_refused(get: Get) -> None:
    answer = get("film.mp4", Range=f"bytes={len(FILM)}-")
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(FILM)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "seconds=1-2", "bytes=x", "bytes=9-1"])
def test_a_range_that_is_not_one_part_in_bytes_is_ignored(get: Get, asked: str) -> None:
    """RFC 9110, 14.2: an unknown unit must be, several parts and nonsense may be."""
    answer = get("film.mp4", Range=asked)
    assert (answer.status_code, answer.data == FILM) == (200, True)


def test_what_the_browser_has_comes_before_the_part_it_asks_for(get: Get) -> None:
    """RFC 9110, 13.2.2."""
    tag = get("film.mp4").headers["ETag"]
    assert get("film.mp4", Range="bytes=0-9", If_None_Match=tag).status_code == 304
    assert get("film.mp4", Range="bytes=0-9", If_None_Match='"other"').status_code == 206
    assert get("film.mp4", Range="bytes=0-9", If_Range=tag).status_code == 206
    assert get("film.mp4", Range="bytes=0-9", If_Range='"other"').status_code == 200


def test_a_part_of_a_film_is_read_from_where_it_begins(hosted: Lms, get: Get) -> None:
    with reads(hosted) as read:
        assert get("film.mp4", Range=f"bytes={3 * CHUNK}-").data == FILM[3 * CHUNK :]
    assert len([one for one in read if "content_chunks" in one]) == 1


def test_a_small_file_is_read_once_for_everyone_and_a_film_each_time(hosted: Lms, get: Get) -> None:
    for path, statements in (("game.js", 0), ("film.mp4", 4)):
        first = get(path)
        with reads(hosted) as read:
            assert get(path).data == FILES[path]
            # Of what the browser has, nothing but its tag is asked for.
            assert get(path, If_None_Match=first.headers["ETag"]).status_code == 304
        assert len([one for one in read if "content_chunks" in one]) == statements


@contextmanager
def reads(lms: Lms) -> Iterator[list[str]]:
    """The statements that are run meanwhile, as they come."""
    seen: list[str] = []

    def count(_c: object, _k: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = lms.bridge.database.reading_engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)


def test_head_gives_what_get_would_without_the_body(get: Get) -> None:
    answer = get("film.mp4", method="HEAD")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(FILM))
    assert answer.headers["Accept-Ranges"] == "bytes"
    part = get("film.mp4", method="HEAD", Range="bytes=0-9")  # a range is of a GET alone
    assert (part.status_code, part.headers["Content-Length"]) == (200, str(len(FILM)))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html"),
        ("old.html", "text/html"),  # a charset of ours would overrule the one it declares
        ("game.js", "text/javascript"),
        ("module.mjs", "text/javascript"),
        ("data.json", "application/json"),
        ("fast.wasm", "application/wasm"),
        ("letters.woff2", "font/woff2"),
        ("film.mp4", "video/mp4"),
        ("no extension", "application/octet-stream"),
        ("what.is-this", "application/octet-stream"),
    ],
)
def test_a_file_says_what_it_is(get: Get, path: str, kind: str) -> None:
    assert get(path).headers["Content-Type"] == kind


@pytest.mark.parametrize("path", ["data.js.gz", "drawing.svgz", "sound.tar.bz2"])
def test_a_compressed_file_is_not_called_what_is_in_it(path: str) -> None:
    assert content.media_type(path) == "application/octet-stream"


@pytest.mark.parametrize(
    "path",
    [
        *("other.html", "INDEX.HTML", "a folder", "a folder/", "%ff", "a%00b", "x" * 5000),
        *("../index.html", "%2e%2e/index.html", "a folder/../index.html", "..\\index.html"),
    ],
)
def test_a_path_that_is_none_of_the_games_is_not_found(get: Get, path: str) -> None:
    assert get(path).status_code in {403, 404}


def test_a_prefix_lives_as_long_as_a_window_that_may_commit(hosted: Lms) -> None:
    """48 hours at least, however late in its day it was signed."""
    for days, status in ((0, 200), (2, 200), (3, 403), (-1, 403)):
        prefix = prefix_of(hosted, days_ago=days)
        answer = hosted.browser.get(f"/content/{prefix}/index.html", base_url=hosted.content_origin)
        assert answer.status_code == status, f"signed {days} days ago"


def test_a_prefix_is_the_same_all_day(hosted: Lms) -> None:
    assert hosted.open()["game"]["scos"][0]["href"] == hosted.open()["game"]["scos"][0]["href"]


def test_a_forged_prefix_opens_nothing(hosted: Lms) -> None:
    prefix = prefix_of(hosted)
    stranger = Tokens(KeyRing(["another secret"]))
    foreign = stranger.content_prefix(content_of(hosted), clock.now())
    token = hosted.open()["commit"]["token"]
    for forged in (prefix[:-1], prefix[::-1], foreign, token, "x", "é", "."):
        answer = hosted.browser.get(f"/content/{forged}/index.html", base_url=hosted.content_origin)
        assert answer.status_code == 403, forged
        assert answer.headers["Cache-Control"] == "no-store"


def test_content_is_served_on_no_other_accounts_host(hosted: Lms) -> None:
    path = f"/content/{prefix_of(hosted)}/index.html"
    other = new_world(hosted.world.database, pool=0).account_id
    for origin in (hosted.bridge.places.content_origin(other), hosted.bridge.places.public_url):
        assert hosted.browser.get(path, base_url=origin).status_code == 404


def test_a_play_keeps_the_content_it_began_with(hosted: Lms, tmp_path: Path) -> None:
    before = hosted.open("ana")["game"]["scos"][0]["href"]
    newer = described("second.html")
    hosted.world.database.write(
        lambda session: catalogue.add_version(
            session, actor=hosted.world.operator, game_id=hosted.world.game.id, content=newer
        )
    )
    assert hosted.open("ana")["game"]["scos"][0]["href"] == before
    assert hosted.open("marc")["game"]["scos"][0]["href"].endswith("/second.html")


def test_our_own_scripts_are_kept_for_a_year_under_their_digest(hosted: Lms) -> None:
    page = hosted.browser.get(hosted.launch().location).text
    script = next(part for part in page.split('"') if part.endswith("player.js"))
    answer = hosted.browser.get(script, base_url=hosted.content_origin)
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    old = hosted.browser.get("/player/0000/player.js", base_url=hosted.content_origin)
    assert (old.data, old.headers["Cache-Control"]) == (answer.data, "no-cache")
    missing = hosted.browser.get("/player/0000/../app.py", base_url=hosted.content_origin)
    assert missing.status_code == 404


def content_of(lms: Lms) -> Content:
    world = lms.world
    return Content(
        account_id=world.account_id, client_id=world.acme.id, game_id=world.game.id, version=1
    )


def prefix_of(lms: Lms, *, days_ago: int = 0) -> str:
    return lms.bridge.tokens.content_prefix(content_of(lms), clock.now() - timedelta(days=days_ago))
