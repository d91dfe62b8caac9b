"""The story of the demo: from an empty database to a learner turned away and let in again.

Every number is read back from where people see it: the database's own status, the LMS's record, the
answer in Slack. The first one that is wrong ends the story.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from playwright.sync_api import Browser
from sqlalchemy.orm import Session

from bot.demo.learner import Seat, at_browser
from bot.demo.scene import Scene, StoryFailed
from bot.slack import allocate
from ledger import accounts, clients, registration, status
from ledger.models import Client
from ledger.status import Balance
from scorm_bridge.demo_game import build_demo_game

ACCOUNT = "Atelier Ludique"
OWNER = "ana@atelier.example"
T = TypeVar("T")

LEARNERS = 20
"""How many plays the first allocation of 120 credits buys."""


@dataclass
class Story:
    """The steps, in order; `say` is given each line of it."""

    scene: Scene
    browser: Browser
    say: Callable[[str], None]
    course: str = ""
    _step: int = field(default=0, init=False)

    def tell(self) -> None:
        for step in (
            self.open_the_account,
            self.buy_credits,
            self.add_the_client,
            self.add_the_game,
            self.allocate,
            self.build_the_package,
            self.play,
            self.launch_again,
            self.ask_in_slack,
            self.run_low,
            self.run_out,
            self.verify,
        ):
            self._step += 1
            try:
                step()
            except StoryFailed as error:
                raise StoryFailed(f"step {self._step}, {title(step)}: {error}") from error

    def open_the_account(self) -> None:
        self.scene.obole("account", "open", ACCOUNT)
        self.scene.obole("account", "member", "add", "Ana Pérez", OWNER, "--role", "owner")
        self.scene.obole(
            *("slack", "connect", self.scene.slack.team_id, self.scene.slack.bot_token),
            *("--bot-user", self.scene.slack.bot_user_id),
        )
        self.scene.obole("slack", "user", self.ana, OWNER)
        with self.reading() as session:
            account = accounts.find_account(session, ACCOUNT)
            own = clients.find_client(session, account_id=account.id, given=ACCOUNT)
            check("the own client's access", own.access.value, "campus")
            check("it is the account's own", own.is_own, True)
        self.step(f"the account {ACCOUNT} is open, its own client with it (access campus)")

    def buy_credits(self) -> None:
        ordered = self.scene.obole("credits", "order", "600", "--as", OWNER)
        check("the pool before the payment", self.pool, 0)
        self.scene.obole("credits", "confirm", "1", "--payment", "bank transfer of 24 November")
        check("the pool", self.pool, 600)
        said = self.scene.obole("status")
        check_said("status", said, "600 credits", "100 plays")
        self.step(first_line(ordered))
        self.add("the operator confirms the payment: the pool shows 600 credits, 100 plays")

    def add_the_client(self) -> None:
        self.scene.obole("client", "add", "Acme Learning", "--alias", "acme", "--access", "scorm")
        check("Acme's access", self.client.access.value, "scorm")
        self.step("the client Acme Learning (acme) is added, with SCORM access")

    def add_the_game(self) -> None:
        file = build_demo_game(self.scene.folder / "ferryman.zip")
        said = self.scene.obole("game", "add", str(file))
        check_said("game add", said, "The Ferryman")
        self.step(f"the game The Ferryman is added from {file.name}, 6 credits a play")

    def allocate(self) -> None:
        self.scene.obole("credits", "allocate", "acme", "120", "--reference", "PO-2026-11", "--yes")
        check("Acme's credits", self.figures, (120, 0, 120))
        check("the pool", self.pool, 480)
        self.step("120 credits are allocated to Acme, reference PO-2026-11: 20 plays; pool 480")

    def build_the_package(self) -> None:
        file = self.scene.folder / "acme-ferryman.zip"
        self.scene.obole("package", "build", "acme", "The Ferryman", "-o", str(file))
        self.course = self.scene.lms.upload(file)
        size = file.stat().st_size
        self.step(f"a SCORM 1.2 package for Acme is built ({size:,} bytes): {file}")

    def play(self) -> None:
        seat = self.seat()
        seat.open("learner-1", "Ana Pérez O'Neil")
        check("registrations", self.registrations, 1)
        check("Acme's credits", self.figures, (120, 6, 114))
        seat.picture(self.scene.folder / "game.png")
        seat.play()
        seat.picture(self.scene.folder / "result.png")
        seat.leave()
        record = self.record("learner-1", status="completed")
        check("the LMS's status", record["status"], "completed")
        check("the LMS's score", float(record["score"]), 100.0)
        self.step("a learner plays it in the LMS, in Chromium: 1 registration, 6 credits consumed")
        self.add(f"the LMS shows {record['status']} with {record['score']}")
        seat.page.close()

    def launch_again(self) -> None:
        seat = self.seat()
        seat.open("learner-1", "Ana Pérez O'Neil")
        seat.leave()
        check("registrations", self.registrations, 1)
        check("Acme's credits", self.figures, (120, 6, 114))
        record = self.record("learner-1", status="completed")
        check("the LMS's score", float(record["score"]), 100.0)
        self.step("the learner launches again: nothing is charged, the result stays")
        seat.page.close()

    def ask_in_slack(self) -> None:
        answer = self.scene.driver.command("/credits status acme", user=self.ana)
        wanted = ("120 allocated", "6 consumed", "114 available", "19 plays")
        check_said("Slack", answer.text, *wanted)
        self.step(f"/credits status acme in Slack answers: {', '.join(wanted)}")

    def run_low(self) -> None:
        seat = self.seat()
        check("alerts to Ana before", len(self.alerts), 0)
        for number in range(2, 12):
            seat.open(f"learner-{number}", f"Learner {number}")
        check("Acme's credits", self.figures, (120, 66, 54))
        messages = wait_for(lambda: self.alerts, "the owner's alert")
        check_said("the alert", messages[0]["text"], "Acme Learning", "54 credits", "9 plays")
        self.step("10 more learners launch: 54 credits are left, and Ana has a message in Slack:")
        self.add(f"“{first_line(messages[0]['text'])}”")
        for number in range(12, LEARNERS + 1):
            seat.open(f"learner-{number}", f"Learner {number}")
        check("Acme's credits", self.figures, (120, 120, 0))
        wait_for(lambda: "turned away" in self.alerts[0]["text"], "the alert to say spent")
        check_said("the alert", self.alerts[0]["text"], "Acme Learning", "has 0 credits")
        self.add("once they are spent the same message says so, with a reply that notifies")
        seat.page.close()

    def run_out(self) -> None:
        seat = self.seat()
        learner = (f"learner-{LEARNERS + 1}", "Late Learner")
        sentence = seat.be_turned_away(*learner)
        seat.picture(self.scene.folder / "no-places.png")
        seat.leave()
        record = self.record(learner[0], status="incomplete")
        check("the LMS's score", record["score"] or None, None)
        check("registrations", self.registrations, LEARNERS)
        check("Acme's credits", self.figures, (120, 120, 0))
        self.step(f"with no credits left a learner reads: “{sentence}”")
        self.add("the LMS shows the attempt incomplete, without a score; nothing is charged")
        self.allocate_in_slack()
        seat.open(*learner)
        check("registrations", self.registrations, LEARNERS + 1)
        check("Acme's credits", self.figures, (180, 126, 54))
        self.add("60 more credits are allocated in Slack, and the same launch opens the game")
        seat.page.close()

    def verify(self) -> None:
        said = self.scene.obole("ledger", "verify")
        check_said("ledger verify", said, "All is right", f"{LEARNERS + 1} registrations")
        self.step(f"the whole ledger is read again: {said}")

    def allocate_in_slack(self) -> None:
        preview = self.scene.driver.command("/credits allocate acme 60 PO-2026-12", user=self.ana)
        check("Acme's credits before the confirmation", self.figures, (120, 120, 0))
        check_said("the preview", preview.text, "cannot be undone")
        self.scene.driver.press(preview, allocate.CONFIRM, user=self.ana)
        check("Acme's credits", self.figures, (180, 120, 60))

    @property
    def ana(self) -> str:
        return self.scene.slack.users["ana"]

    @property
    def alerts(self) -> list[dict[str, Any]]:
        """What Ana is told of Acme: the receipt of what she bought is another matter."""
        told = self.scene.slack.messages(self.ana)
        return [message for message in told if "Acme Learning" in message["text"]]

    @property
    def pool(self) -> int:
        with self.reading() as session:
            account = accounts.find_account(session, ACCOUNT)
            return status.of_account(session, account_id=account.id).pool

    @property
    def client(self) -> Client:
        with self.reading() as session:
            account = accounts.find_account(session, ACCOUNT)
            return clients.find_client(session, account_id=account.id, given="acme")

    @property
    def balance(self) -> Balance:
        client = self.client
        with self.reading() as session:
            return status.of_client(session, account_id=client.account_id, client_id=client.id)

    @property
    def figures(self) -> tuple[int, int, int]:
        """Acme's credits: allocated, consumed, available."""
        balance = self.balance
        return balance.allocated, balance.consumed, balance.available

    @property
    def registrations(self) -> int:
        client = self.client
        with self.reading() as session:
            return registration.count(session, account_id=client.account_id, client_id=client.id)

    def record(self, learner: str, *, status: str) -> dict[str, Any]:
        """The LMS's record, once its status is as wanted: its own saving is not instant."""

        def as_wanted() -> dict[str, Any] | None:
            found = self.scene.lms.record(self.course, learner)
            return found if found["status"] == status else None

        return wait_for(as_wanted, f"the status {status} in the LMS")

    def seat(self) -> Seat:
        return at_browser(self.browser, self.scene.lms, self.course)

    def reading(self) -> AbstractContextManager[Session]:
        return self.scene.database.reading()

    def step(self, line: str) -> None:
        self.say(f"{self._step:>2}. {line}")

    def add(self, line: str) -> None:
        self.say(f"    {line}")


def check(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise StoryFailed(f"{what}: {found!r} was read back, {wanted!r} is right")


def check_said(who: str, said: str, *wanted: str) -> None:
    for words in wanted:
        if words not in said:
            raise StoryFailed(f"{who} does not say {words!r}: {said!r}")


def wait_for(look: Callable[[], T | None], what: str, seconds: float = 15) -> T:
    """What `look` finds, as soon as it is something. Raises StoryFailed when the time is over."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise StoryFailed(f"{what} did not come in {seconds:g} seconds")
        time.sleep(0.05)
    return found


def first_line(text: str) -> str:
    return text.strip().splitlines()[0]


def title(step: Callable[[], None]) -> str:
    return step.__name__.replace("_", " ")
