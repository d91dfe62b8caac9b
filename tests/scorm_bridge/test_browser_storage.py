"""Whether a game keeps things in the browser is read from its scripts and pages."""

from pathlib import Path

import pytest

from scorm_bridge import archives, browser_storage
from tests.scorm_bridge import zips

PAGE = b"<!doctype html><title>Game</title>"


def is_used(folder: Path, **members: bytes) -> bool:
    named = {name.replace("_", "."): content for name, content in members.items()}
    file = zips.write(folder / "game.zip", {"index.html": PAGE, **named})
    with archives.opened(file) as archive:
        return browser_storage.is_used(archive)


@pytest.mark.parametrize("name", [b"localStorage", b"sessionStorage", b"indexedDB"])
def test_a_script_that_names_a_store_uses_it(tmp_path: Path, name: bytes) -> None:
    assert is_used(tmp_path, game_js=b"window." + name + b".open()")
    assert is_used(tmp_path, more_HTML=b"<script>" + name + b"</script>")


def test_neither_another_game_nor_a_text_does(tmp_path: Path) -> None:
    assert not is_used(tmp_path, game_js=b"let local = Storage;", readme_txt=b"localStorage")


def test_a_name_across_two_pieces_is_seen(tmp_path: Path) -> None:
    for cut in (1, 6, 11):
        script = b" " * (archives.CHUNK - cut) + b"localStorage.x" + b" " * archives.CHUNK
        assert is_used(tmp_path, game_js=script)


def test_what_is_looked_at_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = b" " * archives.CHUNK + b"localStorage"
    assert is_used(tmp_path, game_js=script)
    monkeypatch.setattr(browser_storage, "SCANNED_MOST", archives.CHUNK)
    assert not is_used(tmp_path, game_js=script)
