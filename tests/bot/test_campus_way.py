"""The whole way of a client without an LMS: a CSV in Slack, a mail, a game, and its result."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from sqlalchemy import select

from bot.mail import MailServer
from bot.slack.driver import Answer
from bot.worker import Worker
from ledger import status, verification
from ledger.models import Client, OutboxRow, OutboxState
from scorm_bridge import bridge
from scorm_bridge.demo_game import RIGHT_ANSWERS, build_demo_game
from scorm_bridge.games import add_game_from_zip
from tests.bot.letterbox import Letterbox, letterbox, part
from tests.bot.stage import Stage
from tests.campus import add_bolt, make_group
from tests.worlds import KEYRING

PATIENCE_MS = 30_000
CSV = "Nom;Adresse électronique;Langue\nInès Martín;ines@bolt.example;es\nBob;bob@bolt.example;fr\n"
GAME = "Acheron"
PHONE = {"width": 367, "height": 700}


@dataclass(frozen=True, kw_only=True)
class Way:
    """The team at Slack, the post, and learners at their browsers."""

    stage: Stage
    bolt: Client
    post: Letterbox
    mail: MailServer
    browser: Browser

    def work(self) -> None:
        """Have the worker do all that waits."""
        found: bridge.Bridge = self.stage.app.extensions[bridge.EXTENSION]
        assert self.stage.slack is not None
        Worker(
            database=found.database,
            keyring=KEYRING,
            api_url=self.stage.slack.api_url,
            places=found.places,
            mail=self.mail,
        ).drain()

    def newest(self) -> Answer:
        """What Ana was last told in Slack."""
        assert self.stage.slack is not None
        message = self.stage.slack.messages(self.stage.ana)[-1]
        return Answer(user=self.stage.ana, status=200, ack=None, later=[message], milliseconds=0)

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.post.mails if mail["To"] and address in str(mail["To"])]

    @property
    def balance(self) -> tuple[int, int]:
        """The credits that the client consumed, and those it has."""
        ids = {"account_id": self.bolt.account_id, "client_id": self.bolt.id}
        found = self.stage.world.database.read(lambda session: status.of_client(session, **ids))
        return found.consumed, found.available

    @contextmanager
    def device(self, **more: object) -> Iterator[Page]:
        context = self.browser.new_context(locale="es-ES", **more)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        try:
            yield page
        finally:
            context.close()

    def sign_in(self, page: Page, address: str) -> None:
        """By the link of an invitation, an address, and the link of the mail that follows."""
        page.goto(link_in(self.mails_to(address)[0]))
        page.get_by_role("textbox").fill(address)
        page.locator("main form button").click()
        page.locator("h1").wait_for()
        self.work()
        page.goto(link_in(self.mails_to(address)[-1]))
        page.locator("main form button").click()
        page.locator(".shelf").wait_for()


def link_in(mail: EmailMessage) -> str:
    return str(re.findall(r"https?://\S+", part(mail, "plain"))[0]).rstrip(".,>")


@pytest.fixture
def way(workspace: Stage, browser: Browser, tmp_path: Path) -> Iterator[Way]:
    world = workspace.world
    bolt = add_bolt(world)
    archive = build_demo_game(tmp_path / "game.zip")
    world.game = world.database.write(
        lambda session: add_game_from_zip(session, actor=world.operator, file=archive, title=GAME)
    )
    make_group(world, bolt)
    world.allocate(60, bolt)
    with letterbox() as (post, mail):
        yield Way(stage=workspace, bolt=bolt, post=post, mail=mail, browser=browser)


def card(page: Page) -> Locator:
    """What the shelf has of the game."""
    return page.locator(".game", has=page.get_by_role("heading", name=GAME))


def game_in(page: Page) -> FrameLocator:
    return page.frame_locator("#game")


def answer(page: Page, *answers: str) -> None:
    for one in answers:
        game_in(page).locator(f'[data-answer="{one}"]').click()
        game_in(page).locator("#next").click()


def test_from_a_csv_in_slack_to_a_result_that_the_team_sees(way: Way, tmp_path: Path) -> None:
    register_by_csv(way, tmp_path / "équipe.csv")
    assert way.balance == (12, 48)  # at that moment: nobody has begun to play

    way.work()
    [invitation] = way.mails_to("ines@bolt.example")
    assert GAME in part(invitation, "plain")
    assert "Bolt, Inc." in str(invitation["From"])

    with way.device() as desktop:
        way.sign_in(desktop, "ines@bolt.example")
        expect(desktop.locator("html")).to_have_attribute("lang", "es")
        card(desktop).get_by_role("button").click()
        game_in(desktop).locator("#start").click()
        answer(desktop, RIGHT_ANSWERS[0])
        expect(game_in(desktop).locator(f'[data-answer="{RIGHT_ANSWERS[1]}"]')).to_be_visible()
        saved(desktop)

    with way.device(viewport=PHONE, is_mobile=True) as phone:
        way.sign_in(phone, "ines@bolt.example")
        expect(card(phone).locator(".state")).to_have_attribute("data-state", "begun")
        card(phone).get_by_role("button").click()
        answer(phone, *RIGHT_ANSWERS[1:])  # it goes on where the other device was
        expect(phone.locator("#state")).to_have_attribute("data-state", "completed")

    assert way.balance == (12, 48)
    seen = way.stage.driver.command("/credits results bolt Spring", user=way.stage.ana)
    way.work()
    text = "\n".join((seen.text, way.newest().text))
    assert "100" in text
    found = way.stage.world.database.read(verification.verify)
    assert found.wrong is None


def saved(page: Page) -> None:
    """What was answered is with the bridge before the browser goes."""
    page.wait_for_timeout(500)
    page.locator("#leave").click()
    page.locator(".shelf").wait_for()


def register_by_csv(way: Way, file: Path) -> None:
    file.write_bytes(CSV.encode("cp1252"))
    driver = way.stage.driver
    form = driver.command("/credits register bolt Spring", user=way.stage.ana)
    driver.submit(form, {"file": [driver.upload(file)]})
    way.work()
    preview = way.newest()
    assert preview.text.startswith("Register 2 learners in Spring")
    assert "12 credits" in preview.text
    assert way.balance == (0, 60)
    driver.press(preview, "Register 2 learners")


def test_a_mail_that_is_never_sent_holds_no_credits_back(way: Way, tmp_path: Path) -> None:
    """R9: consumed at registration, whatever becomes of the invitation."""
    way.post.refused["bob@bolt.example"] = "550 nobody of that name"
    register_by_csv(way, tmp_path / "team.csv")
    way.work()
    assert way.balance == (12, 48)
    assert len(way.mails_to("ines@bolt.example")) == 1
    is_dead = OutboxRow.state == OutboxState.DEAD
    dead = way.stage.world.database.read(
        lambda session: list(session.scalars(select(OutboxRow.kind).where(is_dead)))
    )
    assert dead == ["invitation"]
