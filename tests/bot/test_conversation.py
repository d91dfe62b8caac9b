"""`docs/slack.md`: a conversation in the emulator's workspace, in each language.

`OBOLE_DOCS=1` writes the document; otherwise the test holds it to what the run produced. A feature
adds its lines to STEPS.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.demo.emulators import SlackEmulator
from bot.slack.driver import Answer
from ledger.database import Database
from ledger.models import Account
from tests.bot.slack.shop import TIERS
from tests.bot.stage import Stage, running_workspace
from tests.databases import SQLite
from tests.worlds import new_world

DOCUMENT = Path(__file__).parents[2] / "docs" / "slack.md"
ANA, MARC, VERA = "Ana", "Marc", "Vera"
LANGUAGES = {"en": "English", "fr": "Français"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that `who` does: types a command, presses a button of their last answer (named by
    its action id, which is the same in every language), or sends its modal with what it `fills`."""

    who: str = ANA
    types: str = ""
    presses: str = ""
    fills: Mapping[str, Any] = field(default_factory=dict)


STEPS = (
    Step(types=" "),
    Step(types="help"),
    Step(types="help package"),
    Step(types="whoami"),
    Step(types="status"),
    Step(types="allocate acme 120 PO-7 spring"),
    Step(presses="allocate.confirm"),
    Step(presses="allocate.confirm"),
    Step(types="status acme"),
    Step(types="history acme"),
    Step(presses="history.file"),
    Step(types="client list"),
    Step(types="client show acme"),
    Step(types="client edit acme"),
    Step(types="team list"),
    Step(types="game list"),
    Step(types='game visibility "The Ferryman" only acme'),
    Step(types='package build acme "The Ferryman"'),
    Step(types="package list acme"),
    Step(types="client add Bolt bolt campus"),
    Step(types='game visibility "The Ferryman" all for groups'),
    Step(types="allocate bolt 18"),
    Step(presses="allocate.confirm"),
    Step(types='group make bolt "The Ferryman" Spring 2031-03-01 2031-06-30'),
    Step(types="register bolt Spring ana@bolt.example bob@bolt.example nonsense"),
    Step(presses="roster.confirm"),
    Step(presses="roster.confirm"),
    Step(types="register bolt Spring cleo@bolt.example dan@bolt.example"),
    Step(types="remove bolt Spring bob@bolt.example"),
    Step(presses="remove.confirm"),
    Step(types="group list bolt"),
    Step(types="group extend bolt Spring 2031-07-31"),
    Step(types="results bolt Spring"),
    Step(types="client show bolt"),
    Step(types="alerts"),
    Step(types="alerts acme 5 plays"),
    Step(types="digest"),
    Step(types="digest friday 8"),
    Step(types="report acme"),
    Step(types="buy for 20 learners"),
    Step(fills={"credits": "120"}),
    Step(types="buy 590"),
    Step(who=MARC, types="buy 120"),
    Step(types="history receipts"),
    Step(types="allocate"),
    Step(fills={"client": "acme", "credits": "60", "reference": "PO-8"}),
    Step(who=MARC, types="allocate acme 606"),
    Step(who=MARC, types="allocate acme 12O"),
    Step(who=MARC, types="allocate nope 6"),
    Step(who=VERA, types="allocate acme 6"),
    Step(who=VERA, types="allocat acme 6"),
)

HEADING = """\
# A conversation in Slack

What each command answers, in both languages: a run of the tests against the emulator wrote it.
Buttons are in brackets. The account begins with 600 credits; Ana is its owner, Marc a manager, Vera
a viewer.
"""


def test_the_document_is_the_conversation(sqlite: SQLite, slack: SlackEmulator) -> None:
    written = "\n".join([HEADING, *(chapter(sqlite, slack, locale) for locale in LANGUAGES)])
    if os.environ.get("OBOLE_DOCS"):
        DOCUMENT.write_text(written, "utf-8")
    assert written == DOCUMENT.read_text("utf-8"), "OBOLE_DOCS=1 writes it anew"


def chapter(sqlite: SQLite, slack: SlackEmulator, locale: str) -> str:
    """The steps in one language, in an account that is new."""
    with sqlite.database() as url:
        database = Database(url)
        world = new_world(database)
        database.write(lambda session: session.execute(update(Account).values(language=locale)))
        with running_workspace(world, url, slack, price_tiers=TIERS) as stage:
            turns = list(told(stage))
        database.close()
    return "\n".join([f"## {LANGUAGES[locale]}\n", *turns])


def told(stage: Stage) -> list[str]:
    users = {ANA: stage.ana, MARC: stage.marc, VERA: stage.vera}
    last: dict[str, Answer] = {}
    turns = []
    for step in STEPS:
        answer, did = taken(stage, step, users[step.who], last.get(step.who))
        turns.append(f"**{step.who}** {did}\n\n```\n{normalised(answer.text)}\n```\n")
        # What a press leaves behind has no buttons: the one before can be pressed again.
        if next(answer.elements(), None) is not None or step.who not in last:
            last[step.who] = answer
    return turns


def taken(stage: Stage, step: Step, user: str, last: Answer | None) -> tuple[Answer, str]:
    if step.types:
        typed = f"/credits {step.types}".strip()
        return stage.driver.command(typed, user=user), f"types `{typed}`"
    assert last is not None, "there is nothing to press yet"
    if step.presses:
        return stage.driver.press(last, step.presses), f"presses [{label(last, step.presses)}]"
    return stage.driver.submit(last, step.fills), "sends it with " + ", ".join(
        f"{name}: {value}" for name, value in step.fills.items()
    )


def label(answer: Answer, action_id: str) -> str:
    found = (one for _, _, one in answer.elements() if one["action_id"] == action_id)
    return str(next(found)["text"]["text"])


CAMPUS = re.compile(r"http://\S+/campus/\w+")
IDS = re.compile(r"\b(U[0-9A-Z]{8,}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
TIMES = re.compile(r"\d{1,2}:\d{2}(\s?[AP]M)?")
DAYS = re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4}|\d{1,2} \w+\.? \d{4}|\d{4}-\d{2}-\d{2}")


def normalised(text: str) -> str:
    """The same whenever it runs, and whatever ids were drawn."""
    for pattern, word in ((CAMPUS, "CAMPUS"), (IDS, "ID"), (DAYS, "DAY"), (TIMES, "TIME")):
        text = pattern.sub(word, text)
    return text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Nov 24, 2026, 1:05\u202fPM", "DAY, TIME"),
        ("24 nov. 2026 à 13:05", "DAY à TIME"),
        ("user U000000AB1 of 600", "user ID of 600"),
    ],
)
def test_ids_and_times_are_the_same_in_every_run(text: str, same: str) -> None:
    assert normalised(text) == same
