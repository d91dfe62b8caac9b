"""Where an LMS may keep its API: above the package's page, or at the page that opened it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.scorm_bridge.player.stage import Stage

API = """<script>
const elements = { "cmi.core.student_id": "ben" };
window.API = {
    LMSInitialize: () => "true",
    LMSFinish: () => "true",
    LMSCommit: () => "true",
    LMSGetLastError: () => "0",
    LMSGetValue: (element) => elements[element] ?? "",
    LMSSetValue: (element, value) => ((elements[element] = value), "true"),
};
</script>"""
Build = Callable[..., None]


@pytest.fixture
def build(stage: Stage, tmp_path: Path) -> Build:
    """Gives what puts the package into the innermost of pages that lie in one another.

    A page is a host, `lms` or `other`, and what stands in it. With an `opener`, a page like that
    opens the outermost in a window. All come from the LMS, which answers to any name.
    """
    (folder,) = (tmp_path / "lms").glob("**/content")

    def built(*pages: tuple[str, str], opener: str = "") -> None:
        address = f"{stage.content}/index.html"
        for number, (host, body) in enumerate(reversed(pages)):
            (folder / f"{number}.html").write_text(f'{body}<iframe src="{address}"></iframe>')
            address = f"{stage.content}/{number}.html".replace("lms.", f"{host}.")
        if opener:
            (folder / "opener.html").write_text(opener)
            stage.page.goto(f"{stage.content}/opener.html")
            stage.page.evaluate("address => { window.open(address) }", address)
        else:
            stage.page.goto(address)

    return built


@pytest.mark.parametrize(
    "pages",
    [
        [("lms", API), ("lms", ""), ("lms", ""), ("lms", "")],
        [("lms", API), ("other", "")],
        [("other", ""), ("lms", API), ("other", ""), ("lms", "")],
    ],
    ids=["several frames up", "above another origin", "between other origins"],
)
def test_the_api_is_found_above(stage: Stage, build: Build, pages: list[tuple[str, str]]) -> None:
    build(*pages)
    launched(stage)


@pytest.mark.parametrize(
    "pages", [[], [("lms", "")]], ids=["the page's own opener", "that of the window it is in"]
)
def test_the_api_is_found_at_the_page_that_opened(
    stage: Stage, build: Build, pages: list[tuple[str, str]]
) -> None:
    build(*pages, opener=API)
    launched(stage)


def test_pages_of_another_origin_alone_have_no_api(stage: Stage, build: Build) -> None:
    build(("other", API), ("other", ""))
    package = stage.page.frame_locator("iframe").frame_locator("iframe")
    expect(package.get_by_role("status")).to_contain_text("did not answer")
    assert stage.bridge.launches == []


def launched(stage: Stage) -> None:
    stage.committed(lambda commit: bool(commit["outcome"]))
    assert stage.bridge.launches[-1]["learner_id"] == "ben"
