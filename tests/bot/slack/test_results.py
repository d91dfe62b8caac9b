"""`/credits results`: the counts at once, a picture and a CSV by the worker, each by role."""

import csv
import io
from collections.abc import Sequence

import pytest
from matplotlib.image import imread
from sqlalchemy import select

from bot import result_charts
from bot.language import ENGLISH, LANGUAGES, Language
from bot.slack.driver import Answer
from bot.worker import Worker
from ledger import clock
from ledger.models import Client, OutboxRow, Registration
from scorm_bridge.results import PlayState, Result, Results
from tests.bot.stage import Stage
from tests.campus import add_bolt, make_group
from tests.worlds import KEYRING

ANA, BOB = "ana@bolt.example", "bob@bolt.example"


def typed(stage: Stage, text: str, *, user: str | None = None) -> Answer:
    return stage.driver.command(f"/credits {text}", user=user or stage.ana)


def with_learners(stage: Stage) -> Client:
    """Ana has completed her play and Bob has not begun."""
    bolt = add_bolt(stage.world)
    make_group(stage.world, bolt)
    stage.world.allocate(60, bolt)
    preview = typed(stage, f"register bolt Spring {ANA} {BOB}")
    stage.driver.press(preview, "Register 2 learners")

    def complete(session: object) -> None:
        one = session.scalars(select(Registration).limit(1)).one()  # type: ignore[attr-defined]
        one.completed_at = clock.now()
        for row in session.scalars(select(OutboxRow)):  # type: ignore[attr-defined]
            row.state = "sent"

    stage.world.database.write(complete)
    return bolt


def orders(stage: Stage) -> list[OutboxRow]:
    wanted = select(OutboxRow).where(OutboxRow.kind == "group results")
    return stage.world.database.read(lambda session: list(session.scalars(wanted)))


def test_the_counts_are_said_at_once_and_the_rest_comes_by_role(stage: Stage) -> None:
    with_learners(stage)
    owner = typed(stage, "results bolt Spring").text.splitlines()
    assert owner == [
        "Spring, Bolt, Inc. (bolt), The Ferryman: 2 learners",
        "1 not started yet, 1 completed",
        "A picture and a CSV of each learner come to you as a direct message.",
    ]
    viewer = typed(stage, "results bolt Spring", user=stage.vera).text.splitlines()
    assert viewer[:2] == owner[:2]
    assert viewer[2] == (
        "A picture comes to you as a direct message. Who did what is for owners and managers."
    )
    members = [stage.world.owner.id, stage.world.viewer.id]
    assert [row.recipient_id for row in orders(stage)] == members


def test_one_learner_is_shown_to_owners_and_managers_alone(stage: Stage) -> None:
    with_learners(stage)
    lines = typed(stage, f"results bolt Spring {BOB}").text.splitlines()
    assert lines[0] == f"{BOB}, Bolt, Inc. (bolt):"
    assert lines[1].startswith("• The Ferryman, Spring: ")
    assert lines[1].endswith(", no score, 0 minutes of play, last seen never")
    nobody = typed(stage, "results bolt Spring eve@bolt.example").text
    assert nobody == "eve@bolt.example has no play of Bolt, Inc. (bolt)."
    refused = typed(stage, f"results bolt Spring {BOB}", user=stage.vera).text
    assert refused.startswith("Only an owner or a manager may see how each learner does.")


def test_of_an_empty_group_nothing_is_drawn(stage: Stage) -> None:
    make_group(stage.world, add_bolt(stage.world))
    assert typed(stage, "results bolt Spring").text.splitlines() == [
        "Spring, Bolt, Inc. (bolt), The Ferryman: 0 learners",
        "Nobody is registered in it yet.",
    ]
    assert orders(stage) == []


def uploads(stage: Stage) -> dict[str, dict[str, object]]:
    """What the worker uploaded, by the ending of its name."""
    assert stage.slack is not None
    mark = len(stage.slack.recorder.calls)
    Worker(database=stage.world.database, keyring=KEYRING, api_url=stage.slack.api_url).drain()
    calls = [call["arguments"] for call in stage.slack.recorder.after(mark)]
    files = [call for call in calls if "filename" in call]
    return {str(one["filename"]).rpartition(".")[2]: one for one in files}


def test_a_picture_and_a_csv_arrive_and_of_a_viewer_the_picture_alone(workspace: Stage) -> None:
    with_learners(workspace)
    shown = typed(workspace, "group show bolt Spring")
    workspace.driver.press(shown, "Results")
    found = uploads(workspace)
    assert found.keys() == {"png", "csv"}
    assert str(found["png"]["filename"]).startswith("results-Spring-")
    assert found["png"]["alt_txt"] == (
        "Bars of the learners of Spring by where they stand: 1 not started yet, 1 completed. The "
        "CSV has each of them."
    )
    form = typed(workspace, "results", user=workspace.vera)
    said = workspace.driver.submit(form, {"group": "Spring"})
    assert "2 learners" in said.text
    assert uploads(workspace).keys() == {"png"}


def made(name: str, scores: Sequence[int | None]) -> Results:
    now = clock.now()
    rows = [
        Result(
            learner_id=None,  # type: ignore[arg-type]
            address=f"l{number}@bolt.example",
            name=name,
            game="The Ferryman",
            group=name,
            number=1,
            state=PlayState.PASSED,
            score=score,
            time_cs=6_000,
            registered_at=now,
            completed_at=now,
            last_seen=now,
        )
        for number, score in enumerate(scores)
    ]
    counts = dict.fromkeys(PlayState, 0) | {PlayState.PASSED: len(scores)}
    return Results(group=None, counts=counts, mean_score=None, rows=rows)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_any_results_can_be_drawn(language: Language) -> None:
    for name, scores in (("日本語 $x^2$ \\frac", [None]), ("W" * 120, [0, 5_000, 10_000])):
        drawn = result_charts.drawn(made(name, scores), name, language)
        height, width, _ = imread(io.BytesIO(drawn)).shape
        assert (width, height) == (900, 1200 if scores[0] is not None else 675)


def test_the_headings_of_the_csv_are_as_many_as_its_columns() -> None:
    for language in LANGUAGES.values():
        headings = next(csv.reader([language("results-headings")], skipinitialspace=True))
        assert len(headings) == len(next(csv.reader([ENGLISH("results-headings")])))
        assert len(headings) == 11
