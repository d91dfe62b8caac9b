"""Every page that people see can be used by everyone: axe finds nothing, Tab reaches all.

Each in three languages, on a phone's frame in both colour schemes, and on a large screen.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from bot.demo.processes import PROJECT
from ledger.database import Database
from tests.databases import SQLite
from tests.scorm_bridge.pages import PAGES, Visit, visits
from tests.worlds import new_world

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.1 at level AA. The game in its frame is its maker's.
RUN = """() => axe.run(document, {
    iframes: false,
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
})"""
VIEWS: dict[str, Any] = {
    "phone": {"viewport": {"width": 367, "height": 640}, "color_scheme": "light"},
    "phone in the dark": {"viewport": {"width": 367, "height": 640}, "color_scheme": "dark"},
    "screen": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
}
LANGUAGES = ("en", "fr", "es")
FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.id"


@pytest.fixture(scope="module")
def visit(sqlite: SQLite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with sqlite.database() as url:
        database = Database(url)
        with visits(new_world(database), tmp_path_factory.mktemp("game")) as visit:
            yield visit
        database.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    language, view = getattr(request, "param", ("en", "phone"))
    context = browser.new_context(locale=language, **VIEWS[view])
    context.set_default_timeout(10_000)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def found(page: Page) -> list[str]:
    """What axe says is wrong, with the elements."""
    violations = page.evaluate(RUN)["violations"]
    return [f"{wrong['id']}: {[node['html'] for node in wrong['nodes']]}" for wrong in violations]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "page",
    [(language, view) for language in LANGUAGES for view in VIEWS],
    ids=lambda view: " ".join(view),
    indirect=True,
)
def test_nothing_keeps_anyone_from_using_a_page(visit: Visit, page: Page, name: str) -> None:
    PAGES[name](visit, page)
    assert found(page) == []
    language = page.evaluate("navigator.language")
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is cut off"


def test_what_axe_looks_for_it_finds(visit: Visit, page: Page) -> None:
    PAGES["offer"](visit, page)
    page.evaluate(
        """() => {
            document.querySelector("button").textContent = "";
            document.querySelector(".privacy").style.color = "gray";
        }"""
    )
    assert [line.partition(":")[0] for line in found(page)] == ["button-name", "color-contrast"]


@pytest.mark.parametrize(
    ("name", "stops"),
    [
        ("refusal", ["Privacy"]),
        ("offer", ["Look at it again", "Play again", "Privacy"]),
        ("waiting", ["Try now", "Privacy"]),
        ("player", ["Privacy", "fullscreen", "Save and leave", "game"]),
        ("privacy", ["English", "Français", "Español"]),
        ("payment", ["Look again", "English", "Français", "Español"]),
        (
            "prices",
            [
                "credits",
                "slider",
                "1 credit, 0 plays",
                "600 credits, 100 plays",
                "6,000 credits, 1,000 plays",
                "English",
                "Français",
                "Español",
            ],
        ),
    ],
)
def test_tab_reaches_everything_in_the_order_it_is_read(
    visit: Visit, page: Page, name: str, stops: list[str]
) -> None:
    PAGES[name](visit, page)
    page.mouse.click(4, 4)  # the game took the focus: from the top of our page
    reached = []
    for _ in stops:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert reached == stops


@pytest.mark.parametrize("name", ["offer", "waiting", "player", "privacy", "payment", "prices"])
def test_what_has_the_focus_is_seen(visit: Visit, page: Page, name: str) -> None:
    PAGES[name](visit, page)
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "3px" in outline


def test_the_farewell_takes_the_focus_and_is_read(visit: Visit, page: Page) -> None:
    PAGES["farewell"](visit, page)
    assert page.evaluate("document.activeElement.id") == "farewell"
