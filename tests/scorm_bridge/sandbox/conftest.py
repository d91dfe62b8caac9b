"""A course of one empty page, in SCORM 1.2 or, by the fixture's parameter, in 2004."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import Browser

from scorm_bridge.sandbox import create_app
from tests.scorm_bridge.player.stage import MANIFEST, served
from tests.scorm_bridge.sandbox.course import Lms

MASTERY = MANIFEST.replace("</item>", "<adlcp:masteryscore>70</adlcp:masteryscore></item>")


@pytest.fixture(params=["1.2"])
def lms(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Lms]:
    with course(MANIFEST.replace(">1.2<", f">{request.param}<"), browser, tmp_path) as lms:
        yield lms


@pytest.fixture
def mastery(browser: Browser, tmp_path: Path) -> Iterator[Lms]:
    """A course whose manifest asks for 70 points."""
    with course(MASTERY, browser, tmp_path) as lms:
        yield lms


@contextmanager
def course(manifest: str, browser: Browser, folder: Path) -> Iterator[Lms]:
    archive = io.BytesIO()
    with ZipFile(archive, "w") as package:
        package.writestr("imsmanifest.xml", manifest)
        package.writestr("index.html", "<!doctype html><title>course</title>")
    with served(create_app(folder / "lms")) as port, browser.new_context() as context:
        url = f"http://127.0.0.1:{port}"
        upload = {"package": ("package.zip", archive.getvalue())}
        answer = httpx.post(f"{url}/courses", files=upload, headers={"Accept": "application/json"})
        yield Lms(url, answer.json()["id"], context.new_page())
