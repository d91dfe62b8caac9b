"""Small files stay in memory for whoever asks next, within bounds."""

from uuid import UUID

from scorm_bridge.content import File, Version
from scorm_bridge.shelf import Shelf

FIRST = Version(account_id=UUID(int=1), game_id=UUID(int=2), number=1)
SECOND = Version(account_id=UUID(int=1), game_id=UUID(int=2), number=2)


def a_file(path: str, *, version: Version = FIRST) -> File:
    return File(
        version=version,
        path=path,
        media_type="text/html",
        size=4,
        digest="0" * 64,
        encoding=None,
        stored_size=4,
    )


def test_a_file_is_found_in_its_own_version_alone() -> None:
    shelf = Shelf()
    shelf.put(a_file("index.html"), b"oar!")
    assert shelf.get(FIRST, "index.html") == (a_file("index.html"), b"oar!")
    assert shelf.get(SECOND, "index.html") is None
    assert shelf.get(FIRST, "other.html") is None


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    shelf = Shelf(most=8)
    shelf.put(a_file("a"), b"aaaa")
    shelf.put(a_file("b"), b"bbbb")
    shelf.get(FIRST, "a")
    shelf.put(a_file("c"), b"cccc")
    assert [path for path in "abc" if shelf.get(FIRST, path)] == ["a", "c"]


def test_a_file_counts_once_however_often_it_is_put() -> None:
    shelf = Shelf(most=8)
    shelf.put(a_file("a"), b"aaaa")
    for _ in range(3):
        shelf.put(a_file("b"), b"bbbb")
    assert shelf.get(FIRST, "a") is not None


def test_a_file_that_would_fill_it_is_not_taken() -> None:
    shelf = Shelf(most=8)
    shelf.put(a_file("a"), b"aaaa")
    shelf.put(a_file("b"), b"b" * 9)
    assert shelf.get(FIRST, "a") is not None
    assert shelf.get(FIRST, "b") is None
