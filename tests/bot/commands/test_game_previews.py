"""`obole game preview` and its neighbours: links are made, listed and ended."""

import re

from tests.bot.terminal import Type
from tests.scorm_bridge.lms import rows
from tests.worlds import World

LINK = re.compile(r"http://127\.0\.0\.1:8765/preview/\S+")


def test_a_link_is_made_listed_and_ended(ludum: World, typed: Type) -> None:
    said = typed("game", "preview", "the f", "--openings", "3", "--days", "2")
    first, link = said.out.splitlines()
    assert re.fullmatch(r"The Ferryman: opened 0 of 3 times, until \S+ \d\d:\d\d UTC\.", first)
    assert LINK.fullmatch(link)
    listed = typed("game", "previews").out.splitlines()
    id, _, words = listed[0].partition("  ")
    assert (f"{words}.", listed[1].strip()) == (first, link)
    ended = typed("game", "end-preview", link)
    assert ended.out == "The preview of The Ferryman is over, after 0 openings."
    (line,) = typed("game", "previews", "the f").out.splitlines()
    assert line.startswith(f"{id}  The Ferryman: over, opened 0 of 3 times, until ")


def test_a_preview_is_ended_by_its_id(ludum: World, typed: Type) -> None:
    typed("game", "preview", "the f")
    id = typed("game", "previews").out.split()[0]
    assert typed("game", "end-preview", id).status == 0
    assert "over, opened 0 of 10 times" in typed("game", "previews").out


def test_a_dry_run_makes_no_link(ludum: World, typed: Type) -> None:
    before = rows(ludum.database)
    said = typed("game", "preview", "the f", "--dry-run")
    assert (said.status, LINK.search(said.out)) == (0, None)
    assert rows(ludum.database) == before
    assert typed("game", "previews").out.startswith("There is no preview yet.")


def test_a_viewer_gets_no_link_and_sees_none(ludum: World, typed: Type) -> None:
    viewer = ["--as", "vera@ludum.example"]
    for words in (["preview", "the f"], ["previews"]):
        refused = typed("game", *words, *viewer)
        assert refused.status == 1
        assert refused.err.startswith("Only an owner or a manager may show previews.")


def test_a_link_that_is_none_ends_nothing(ludum: World, typed: Type) -> None:
    for given in ("http://127.0.0.1:8765/preview/x", "zzz"):
        refused = typed("game", "end-preview", given)
        assert (refused.status, refused.out) == (1, "")
        assert refused.err.startswith(f"There is no preview “{given}”.")
    assert typed("game", "preview", "the f", "--openings", "0").status == 2
