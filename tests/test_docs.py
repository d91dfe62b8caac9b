"""The documents are true of what is there."""

import re
from pathlib import Path

import click
import pytest

import bot.models  # noqa: F401  (with the next, all rooms' tables)
import scorm_bridge.models  # noqa: F401
from bot.cli import obole
from ledger.database import Base
from scorm_bridge.sandbox.quirks import Quirk

PROJECT = Path(__file__).parents[1]
PLAYER = PROJECT / "tests" / "scorm_bridge" / "player"
DOCUMENTS = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


def typed(document: Path) -> set[tuple[str, ...]]:
    """The commands a document types, up to their first argument or option."""
    text = document.read_text("utf-8")
    return {
        tuple(words.split())
        for words in re.findall(r"\bobole ((?:[a-z][a-z-]* ?)+)", text)
        if words
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_a_document_types_is_there(document: Path) -> None:
    for words in typed(document):
        command: click.Command | None = obole
        context = click.Context(obole)
        for word in words:
            if not isinstance(command, click.Group):
                break
            command = command.get_command(context, word)
            assert command is not None, f"obole {' '.join(words)}"


def test_every_table_is_in_the_document_on_the_export() -> None:
    text = (PROJECT / "docs" / "export.md").read_text("utf-8")
    named = set(re.findall(r"[a-z_]+", text))
    assert set(Base.metadata.tables) <= named


def shown_in(*files: Path) -> set[str]:
    text = "".join(file.read_text("utf-8") for file in files)
    return set(re.findall(r"^def (test_\w+)", text, re.MULTILINE))


def test_what_lmss_do_is_shown_by_tests_that_are_there() -> None:
    """And every such test, and every quirk, is in the document."""
    text = (PROJECT / "docs" / "lms-behaviour.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    assert named - shown_in(*(PROJECT / "tests" / "scorm_bridge").rglob("test_*.py")) == set()
    assert shown_in(PLAYER / "test_lms_facts.py", PLAYER / "test_lms_quirks.py") - named == set()
    assert {quirk.value for quirk in Quirk} - set(re.findall(r"`([a-z0-9-]+)`", text)) == set()
