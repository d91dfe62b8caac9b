"""`/credits report`: asked for in a line, drawn and sent by the worker with its CSV."""

import io
from datetime import UTC, date, datetime

import pytest
from matplotlib.image import imread
from sqlalchemy import select

from bot import charts
from bot.language import ENGLISH, LANGUAGES, Language
from bot.slack import report as asking
from bot.worker import Worker
from ledger import clock, reports
from ledger.models import OutboxRow
from tests.bot.stage import NOBODY, Stage
from tests.worlds import KEYRING

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 24)


def asked(stage: Stage, typed: str) -> str:
    return stage.driver.command(f"/credits report {typed}".strip(), user=stage.vera).text


def rows(stage: Stage) -> list[OutboxRow]:
    return stage.world.database.read(lambda session: list(session.scalars(select(OutboxRow))))


def test_a_report_is_asked_for_in_a_line_by_anyone_of_the_team(stage: Stage) -> None:
    said = asked(stage, "acme 2026-11-01 2026-11-24")
    assert said == (
        "The report on Acme Learning from Nov 1, 2026 to Nov 24, 2026 is being drawn. "
        "It comes to you as a direct message, with a CSV."
    )
    [row] = rows(stage)
    assert (row.kind, row.recipient_id) == (reports.REPORT, stage.world.viewer.id)
    assert row.facts == {
        "client_id": str(stage.world.acme.id),
        "first": "2026-11-01",
        "last": "2026-11-24",
    }


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("acme november", "2026-11-01", "2026-11-30"),
        ("acme novembre", "2026-11-01", "2026-11-30"),
        ("acme november-2025 december-2025", "2025-11-01", "2025-12-31"),
        ("acme 05/11/2026 06/11/2026", "2026-11-05", "2026-11-06"),
    ],
)
def test_its_days_are_written_as_those_of_the_history(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, typed: str, first: str, last: str
) -> None:
    noon = datetime(2026, 11, 29, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    assert "is being drawn" in asked(stage, typed)
    [row] = rows(stage)
    assert (row.facts["first"], row.facts["last"]) == (first, last)


def test_without_days_it_is_of_the_last_thirty(stage: Stage) -> None:
    asked(stage, "")
    [row] = rows(stage)
    first, last = (date.fromisoformat(row.facts[name]) for name in ("first", "last"))
    assert ((last - first).days, row.facts["client_id"]) == (29, None)
    assert abs((clock.now().date() - last).days) <= 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("acme 2026-13-01", "“2026-13-01” is no day. Write it as 2026-11-24;"),
        ("2026-11-01 2026-11-02 2026-11-03", "A report takes a client and up to two days:"),
        ("2000-01-01", "A report covers ten years at the most."),
        ("nope", "No client is called “nope”"),
        ("9999-12-31", "Dec 31, 9999 is in the future"),
        ("acme 9999-12-30 9999-12-31", "Dec 30, 9999 is in the future"),
        ("acme 2026-11-24 2026-11-01", "The statement would start on 2026-11-24"),
    ],
)
def test_what_cannot_be_reported_is_said_and_nothing_is_sent(
    stage: Stage, typed: str, said: str
) -> None:
    assert asked(stage, typed).startswith(said)
    assert rows(stage) == []


def test_nobody_else_has_one(stage: Stage) -> None:
    stage.driver.command("/credits report", user=NOBODY)
    assert rows(stage) == []


def test_it_arrives_as_a_picture_and_a_csv_with_what_they_show_in_words(workspace: Stage) -> None:
    world, slack = workspace.world, workspace.slack
    assert slack is not None
    world.allocate(120)
    world.register("ana")
    workspace.driver.command("/credits report", user=workspace.ana)
    mark = len(slack.recorder.calls)
    Worker(database=world.database, keyring=KEYRING, api_url=slack.api_url).drain()
    calls = slack.recorder.after(mark)
    uploads = [call["arguments"] for call in calls if "getUploadURL" in call["method"]]
    picture, csv = uploads
    assert picture["alt_txt"].startswith("Bars of the credits consumed from ")
    assert "Acme Learning used most" in picture["alt_txt"]
    assert picture["filename"].endswith(".png")
    assert csv["filename"].endswith(".csv")
    [done] = [call for call in calls if "completeUpload" in call["method"]]
    assert done["answer"]["ok"]
    assert "6 credits, 1 play were consumed" in done["arguments"]["initial_comment"]
    [row] = [row for row in rows(workspace) if row.kind == reports.REPORT]
    assert row.state.value == "sent"


def made(clients: int, *, name: str = "Acme") -> reports.Report:
    shares = [
        reports.Share(
            client_id=None,  # type: ignore[arg-type]
            name=f"{name} {number}",
            alias=f"acme-{number}",
            total=reports.Sum(60 - number, 10),
            by_start={FIRST: reports.Sum(60 - number, 10)},
        )
        for number in range(clients)
    ]
    step = reports.step_of(FIRST, LAST)
    starts = list(reports.steps(FIRST, LAST, step))
    return reports.Report(
        first=FIRST, last=LAST, step=step, starts=starts, client=None, clients=shares
    )


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize(
    ("clients", "name"), [(0, "Acme"), (1, "日本語 $x^2$ \\frac"), (40, "W" * 120)]
)
def test_any_report_can_be_drawn(language: Language, clients: int, name: str) -> None:
    drawn = charts.drawn(made(clients, name=name), language)
    height, width, _ = imread(io.BytesIO(drawn)).shape
    assert (width, height) == (900, 1200)


def test_of_nothing_the_words_say_nothing_false() -> None:
    assert asking.summary(made(0), ENGLISH)[-1] == "Nothing was played in that time."
    assert asking.described(made(0), ENGLISH)


def test_the_csv_begins_so_that_a_spreadsheet_reads_its_letters() -> None:
    _, csv = asking.enclosures(made(1), ENGLISH)
    assert csv.content.startswith("\ufeffFrom,Client,Alias,Credits,Plays".encode())
    assert csv.name == "credits-2026-11-01-2026-11-24.csv"
    _, french = asking.enclosures(made(1), LANGUAGES["fr"])
    assert french.content.startswith("\ufeffÀ partir du,Client,Alias,Crédits,Parties".encode())
