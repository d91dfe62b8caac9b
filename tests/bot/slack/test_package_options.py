"""`/credits package options`: all in one modal, in force at once, and what changed is said."""

from dataclasses import fields
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import update

from bot.slack import limits, package_fields
from bot.slack.driver import Answer
from bot.slack.inputs import Filled
from scorm_bridge import options
from scorm_bridge.models import Admits, Opens, Origins, Package, Replays, Reporting
from scorm_bridge.options import Options
from tests.bot.slack.test_packages import all_packages, build, typed
from tests.bot.stage import Stage


@pytest.fixture
def opened(workspace: Stage) -> Answer:
    package = build(workspace)
    return typed(workspace, f"options {package.id.hex}")


def package(stage: Stage) -> Package:
    [one] = all_packages(stage)
    return one


def test_it_has_an_input_for_every_option_within_slacks_limits(opened: Answer) -> None:
    assert opened.view is not None
    assert limits.flaws(opened.view) == []
    assert len(opened.view["blocks"]) < limits.VIEW_BLOCKS


def test_every_option_is_read_from_the_modal(workspace: Stage) -> None:
    now = options.of_package(build(workspace))
    read = package_fields.read(Filled({}), now, "UTC")
    assert set(read) == {field.name for field in fields(Options)}


def test_what_is_saved_holds_at_once_and_is_said_with_what_it_was(
    workspace: Stage, opened: Answer
) -> None:
    saved = workspace.driver.submit(
        opened,
        {
            "state": ["enabled", "closed"],
            "starts_day": date(2026, 12, 1),
            "ends_day": date(2027, 6, 30),
            "ends_hour": time(18, 0),
            "cap": "200",
            "admits": "pattern",
            "learner_pattern": "*@acme.example",
            "origins": "listed",
            "listed_origins": "https://lms.acme.example/path\nhttps://b.example",
            "replays": "new play",
            "reporting": "completion",
            "pass_mark": "80",
            "opens": "window",
            "language": "fr",
            "burst_most": "30",
            "burst_minutes": "10",
            "burst_holds": ["holds"],
            "previews_a_day": "5",
        },
    )
    one = package(workspace)
    assert one.is_closed_to_newcomers
    # By the clocks of Paris, where the account is; a day alone begins with it.
    assert one.starts_at == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert one.ends_at == datetime(2027, 6, 30, 16, 0, tzinfo=UTC)
    assert (one.cap, one.pass_mark, one.previews_a_day) == (200, 80, 5)
    assert (one.admits, one.learner_pattern) == (Admits.PATTERN, "*@acme.example")
    assert one.listed_origins == ["https://lms.acme.example", "https://b.example"]
    assert one.origins is Origins.LISTED
    assert (one.replays, one.reporting) == (Replays.NEW_PLAY, Reporting.COMPLETION)
    assert (one.opens, one.language) == (Opens.WINDOW, "fr")
    assert (one.burst_most, one.burst_minutes, one.burst_holds) == (30, 10, True)
    assert saved.text.startswith("✓ Changed The Ferryman for Acme Learning (acme), SCORM 1.2:")
    for line in (
        "open to new learners → closed to new learners",
        "opens at once → opens Dec 1, 2026, 12:00",
        "without a cap → at most 200 registrations",
        "for anyone the LMS sends → for ids like *@acme.example",
        "from any LMS → from https://lms.acme.example, https://b.example",
        "after a play: a review, free → after a play: a new one, charged",
        "more than 30 newcomers in 10 minutes are held",
        "100 previews a day → 5 previews a day",
    ):
        assert line in saved.text.replace("\u202f", " "), line


def test_saved_as_it_was_nothing_is_changed(workspace: Stage, opened: Answer) -> None:
    before = package(workspace)
    same = workspace.driver.submit(opened)
    assert same.text == (
        "The Ferryman for Acme Learning (acme), SCORM 1.2 is as it was: nothing was changed."
    )
    assert options.of_package(package(workspace)) == options.of_package(before)


def test_the_first_lms_is_forgotten_where_there_is_one(workspace: Stage) -> None:
    built = build(workspace)
    plain = typed(workspace, f"options {built.id.hex}")
    assert "Forget it" not in plain.text
    bound = update(Package).values(origins=Origins.FIRST, first_origin="https://lms.example")
    workspace.world.database.write(lambda session: session.execute(bound))
    opened = typed(workspace, f"options {built.id.hex}")
    assert "(It is bound to https://lms.example.)" in opened.text
    saved = workspace.driver.submit(opened, {"forget": ["forget"]})
    assert "(https://lms.example) → from the LMS of the first charged launch (-)" in saved.text
    assert package(workspace).first_origin is None


def test_sent_twice_it_changes_once(workspace: Stage, opened: Answer) -> None:
    workspace.driver.submit(opened, {"cap": "9"})
    assert "nothing was changed" in workspace.driver.submit(opened, {"cap": "9"}).text


@pytest.mark.parametrize(
    ("given", "name", "said"),
    [
        ({"cap": "2OO"}, "cap", "“2OO” is not a whole number."),
        ({"cap": "1 000"}, "cap", "“1 000” is not a whole number."),
        ({"cap": "0"}, "cap", "The option cap cannot be set"),
        ({"pass_mark": "101"}, "pass_mark", "The option pass mark cannot be set"),
        ({"pass_mark": "-1"}, "pass_mark", "“-1” is not a whole number."),
        ({"previews_a_day": "1e9"}, "previews_a_day", "“1e9” is not a whole number."),
        ({"burst_most": "5"}, "burst_most", "The option burst cannot be set"),
        ({"origins": "listed"}, "listed_origins", "The option origins cannot be set"),
        (
            {"origins": "listed", "listed_origins": "nonsense"},
            "listed_origins",
            "The option origins cannot be set: “nonsense”",
        ),
        ({"admits": "pattern"}, "learner_pattern", "The option learners cannot be set"),
        (
            {"starts_day": date(2026, 12, 2), "ends_day": date(2026, 12, 1)},
            "ends_day",
            "The option ends cannot be set",
        ),
    ],
)
def test_what_cannot_be_set_is_said_below_its_input_and_nothing_is_changed(
    workspace: Stage, opened: Answer, given: dict[str, object], name: str, said: str
) -> None:
    before = options.of_package(package(workspace))
    refused = workspace.driver.submit(opened, given)
    assert refused.errors[name].startswith(said)
    assert options.of_package(package(workspace)) == before


def test_who_may_no_longer_change_packages_reads_so(workspace: Stage, opened: Answer) -> None:
    refused = workspace.driver.submit(opened, {"cap": "9"}, user=workspace.vera)
    assert any("may change packages" in said for said in refused.errors.values())
    assert package(workspace).cap is None


def test_origins_that_are_too_many_for_the_modal_stay_as_they_are(workspace: Stage) -> None:
    """Prefilled with the first 3,000 characters, they would be lost by saving anything else."""
    many = [f"https://lms-{number:03}.{'x' * 40}.example" for number in range(100)]
    one = build(workspace)
    workspace.world.database.write(
        lambda session: options.change(
            session,
            actor=workspace.world.operator,
            package=session.merge(one),
            origins=Origins.LISTED,
            listed_origins=many,
        )
    )
    opened = typed(workspace, f"options {one.id.hex}")
    assert "100 addresses of LMSs" in opened.text
    workspace.driver.submit(opened, {"cap": "7"})
    assert (package(workspace).cap, package(workspace).listed_origins) == (7, many)
