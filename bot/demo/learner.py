"""A learner at a browser: opens the course in the LMS, plays the Ferryman, or is turned away."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Page, expect

from bot.demo.scene import Lms
from scorm_bridge.demo_game import RIGHT_ANSWERS

PATIENCE_MS = 20_000


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One browser window, before one course of the LMS."""

    page: Page
    lms: Lms
    course: str

    @property
    def package(self) -> FrameLocator:
        return self.page.frame_locator("iframe.content")

    @property
    def answer(self) -> FrameLocator:
        """What the bridge answered in the package's frame: the player, or a refusal."""
        return self.package.frame_locator("iframe")

    @property
    def game(self) -> FrameLocator:
        return self.answer.frame_locator("#game")

    def open(self, learner: str, name: str) -> None:
        """Launch, and wait until the game is there to be played."""
        self.page.goto(self.lms.launch_url(self.course, learner, name))
        self.game.locator("#card > *").first.wait_for(timeout=PATIENCE_MS)

    def play(self, answers: tuple[str, ...] = RIGHT_ANSWERS) -> None:
        """Carry the passengers across, and wait until the result is saved."""
        self.game.locator("#start").click()
        for answer in answers:
            self.game.locator(f'[data-answer="{answer}"]').click()
            self.game.locator("#next").click()
        expect(self.answer.locator("#state")).to_have_attribute(
            "data-state", "completed", timeout=PATIENCE_MS
        )

    def be_turned_away(self, learner: str, name: str) -> str:
        """Launch, and return the sentence that is there instead of the game."""
        self.page.goto(self.lms.launch_url(self.course, learner, name))
        sentence = self.answer.locator("h1")
        sentence.wait_for(timeout=PATIENCE_MS)
        return sentence.inner_text()

    def leave(self) -> None:
        """End the attempt by the LMS's own link, as learners do."""
        self.page.locator("#end").click()
        self.page.wait_for_url(f"{self.lms.url}/")

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path)


def at_browser(browser: Browser, lms: Lms, course: str) -> Seat:
    page = browser.new_page(viewport={"width": 900, "height": 720}, locale="en-GB")
    return Seat(page=page, lms=lms, course=course)
