"""`obole package connection-test`: a zip for a client's administrator, free of credits."""

import zipfile
from pathlib import Path

from tests.bot.terminal import Type
from tests.scorm_bridge.lms import rows
from tests.worlds import World


def test_the_zip_is_named_after_the_client_and_writes_no_row(ludum: World, typed: Type) -> None:
    before = rows(ludum.database)
    said = typed("package", "connection-test", "acme")
    assert said.out.startswith("Wrote connection-test-acme-scorm12.zip. Launched in the LMS")
    with zipfile.ZipFile("connection-test-acme-scorm12.zip") as archive:
        assert "/connection-test" in archive.read("config.js").decode()
        assert "<schemaversion>1.2<" in archive.read("imsmanifest.xml").decode()
    assert rows(ludum.database) == before


def test_the_file_and_the_standard_may_be_said(ludum: World, typed: Type) -> None:
    words = ["--to", "test.zip", "--standard", "scorm2004-3rd"]
    assert typed("package", "connection-test", "acme", *words).status == 0
    with zipfile.ZipFile("test.zip") as archive:
        assert "2004 3rd Edition" in archive.read("imsmanifest.xml").decode()


def test_a_client_of_the_campus_gets_none(ludum: World, typed: Type) -> None:
    refused = typed("package", "connection-test", "Ludum")
    assert refused.err.startswith("The learners of Ludum come in by the Campus")
    assert list(Path().glob("*.zip")) == []
