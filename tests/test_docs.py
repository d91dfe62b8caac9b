"""The documents are true of what is there."""

import re
from pathlib import Path

import click
import pytest

import bot.models  # noqa: F401  (with the next, all rooms' tables)
import scorm_bridge.models  # noqa: F401
from bot.cli import obole
from ledger.database import Base

PROJECT = Path(__file__).parents[1]
DOCUMENTS = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


def typed(document: Path) -> set[tuple[str, ...]]:
    """The commands a document types, up to their first argument or option."""
    text = document.read_text("utf-8")
    found = re.findall(r"\bobole ((?:[a-z][a-z-]* ?)+)", text)
    return {tuple(words.split()) for words in found}


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
