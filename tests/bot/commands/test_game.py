"""`obole game`: games from zips, their versions, and what becomes of open plays."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from scorm_bridge.demo_game import build_demo_game
from tests.bot.terminal import Type
from tests.scorm_bridge import zips
from tests.scorm_bridge.lms import Lms, new_bridge, new_lms, rows
from tests.scorm_bridge.zips import manifest
from tests.worlds import World


@pytest.fixture
def lms(ludum: World) -> Lms:
    ludum.allocate(120)
    return new_lms(ludum, new_bridge(ludum.database))


@pytest.fixture
def second(tmp_path: Path) -> str:
    """A zip with a second version of the world's game."""
    return str(zips.write(tmp_path / "second.zip", {"index.html": b"second" * 1000}))


def test_an_update_says_what_is_new_and_what_becomes_of_open_plays(
    lms: Lms, typed: Type, second: str
) -> None:
    lms.open("ana")
    dry = typed("game", "update", "The Ferryman", second, "--dry-run")
    done = typed("game", "update", "The Ferryman", second)
    assert dry.out.splitlines()[1:] == done.out.splitlines()
    assert done.err == ""  # no bar where nobody looks
    assert done.out.splitlines() == [
        "The Ferryman is at version 2: 2 files, 6.5 kB, scorm12.",
        "It has 1 open play on older versions: each stays on the one it began with.",
    ]
    before = rows(lms.world.database)
    again = typed("game", "update", "the f", second)
    assert again.out == "The Ferryman has this content already: it stays at version 2."
    assert rows(lms.world.database) == before


def test_open_plays_move_or_stay_as_an_owner_says(
    lms: Lms, typed: Type, second: str, tmp_path: Path
) -> None:
    lms.open("ana")
    refused = typed("account", "open-plays", "move", "--as", "marc@ludum.example")
    assert refused.err == (
        "Only an owner may choose what becomes of open plays. Ask one of your team."
    )
    moved = typed("account", "open-plays", "move", "--as", "ana@ludum.example")
    assert moved.out == "Open plays move to a game's new version at their next launch."
    done = typed("game", "update", "The Ferryman", second)
    assert done.out.endswith("It has 1 open play on older versions: each moves at its next launch.")
    other = zips.write(tmp_path / "third.zip", manifest=manifest(version="2004 4th Edition"))
    assert typed("game", "update", "The Ferryman", str(other)).out.endswith(
        "It has 1 open play on older versions: what they kept is of scorm12, so they stay there."
    )
    assert "choose open plays account" in typed("account", "audit").out
    assert typed("account", "open-plays", "stay").out.startswith("Open plays stay")


def test_a_game_shows_its_versions_with_their_open_plays(
    lms: Lms, typed: Type, second: str
) -> None:
    lms.open("ana")
    typed("game", "update", "The Ferryman", second)
    title, newest, oldest = typed("game", "show", "the f").out.splitlines()
    assert title == "The Ferryman: 6 credits a play"
    assert newest.startswith("version 2  ")
    assert newest.endswith(" UTC, 2 files, 6.5 kB, scorm12, 0 open plays")
    assert oldest.endswith(" UTC, 1 file, 1 byte, scorm12, 1 open play")


def test_what_a_zip_may_hold_is_a_setting(
    ludum: World, typed: Type, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most, measure in (
        ("IMPORT_FILES_MOST", "1", "2 files where 1 are the most"),
        ("IMPORT_BYTES_MOST", "6 kB", "6,500 bytes where 6,000 are the most"),
        ("IMPORT_MANIFEST_BYTES_MOST", "400", "it has 500 bytes where 400 are the most"),
    ):
        monkeypatch.setenv(name, most)
        for words in (("add", second), ("update", "The Ferryman", second)):
            refused = typed("game", *words)
            assert (refused.status, refused.out) == (1, "")
            assert measure in refused.err
        monkeypatch.delenv(name)
    assert typed("game", "update", "The Ferryman", second).status == 0


def test_a_bar_is_shown_on_a_terminal(ludum: World, tmp_path: Path) -> None:
    """Of a command in a process of its own, whose standard error is one."""
    file = build_demo_game(tmp_path / "game.zip")
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", "game", "add", str(file), "--title", "New"],
            env={**os.environ, "DATABASE_URL": str(ludum.database.url.render_as_string(False))},
            stdout=subprocess.PIPE,
            stderr=theirs,
            check=True,
        )
        shown = os.read(ours, 65_536).decode()
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.stdout.decode().strip() == "Added the game New, 6 credits a play."
    assert "Reading game.zip" in shown
    assert "100%" in shown
