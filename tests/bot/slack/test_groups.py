"""`/credits group`: groups made, listed, shown, changed and extended, in the line and by modals."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.driver import Answer
from ledger import clock
from ledger.models import Group, GroupKind
from tests.bot.stage import MARC, VERA, Stage
from tests.campus import add_bolt, make_group

PAST = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)


def typed(stage: Stage, text: str, *, user: str | None = None) -> Answer:
    return stage.driver.command(f"/credits group {text}".strip(), user=user or stage.ana)


def all_groups(stage: Stage) -> list[Group]:
    wanted = select(Group).where(Group.kind == GroupKind.MADE)
    return stage.world.database.read(lambda session: list(session.scalars(wanted)))


def test_one_is_made_in_the_line_by_the_clients_clocks(stage: Stage) -> None:
    add_bolt(stage.world, time_zone="Asia/Tokyo")
    made = typed(stage, 'make bolt "The Ferry" "Spring 2031" 2031-03-01 2031-06-30', user=MARC)
    assert made.text.splitlines()[:2] == [
        "✓ Made the group Spring 2031.",
        (
            "Spring 2031, Bolt, Inc. (bolt): The Ferryman, planned, Mar 1, 2031 to Jun 30, 2031; "
            "0 learners, 0 completed plays"
        ),
    ]
    assert "/campus/" in made.text
    assert made.text.splitlines()[-1] == "[Register learners]  [Results]  [Edit]"
    [group] = all_groups(stage)
    assert group.starts_at == datetime(2031, 2, 28, 15, 0, tzinfo=UTC)
    assert group.ends_at == datetime(2031, 6, 30, 14, 59, 59, tzinfo=UTC)


def test_without_times_it_is_open_at_once_and_without_an_end(stage: Stage) -> None:
    add_bolt(stage.world)
    made = typed(stage, 'make bolt "The Ferryman" Spring')
    assert ": The Ferryman, open, from " in made.text
    assert ", without an end; 0 learners" in made.text


REFUSED = (
    ("make bolt Nope Spring", "No game is called “Nope”."),
    ("make nope The Spring", "No client is called “nope”."),
    ("make acme The Spring", "The learners of Acme Learning come in by SCORM"),
    ("make bolt The Spring 2031-06-01 2031-05-01", "The group cannot be so: it would end bef"),
    ("make bolt The Spring 2025-01-01 2025-05-01", "The group cannot be so: it would end in"),
    ("make bolt The Spring soon", "“soon” is no day. Write 2026-11-24 or 24/11/2026, with a"),
    ("make bolt The Spring 2031-02-30", "“2031-02-30” is no day."),
    ("make bolt The Winter", "The name “Winter” is taken."),
    ("show bolt Nope", "No group of the client is called “Nope”."),
    ("show bolt", "/credits group show CLIENT GROUP"),
    ("edit bolt Winter colour red", "After the group, give what to change"),
    ("edit bolt Winter minutes many", "The group cannot be so: a learner plays for 1 to"),
    ("edit bolt Winter end", "After the group, give what to change"),
    ("extend bolt Winter 2031-01-01", "The group cannot be so: it has no end that"),
    ("list nope", "No client is called “nope”."),
    ("frobnicate", "Groups are learners of one client who play one game together:"),
)


def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(stage: Stage) -> None:
    make_group(stage.world, add_bolt(stage.world), "Winter")
    before = all_groups(stage)[0].ends_at
    for words, said in REFUSED:
        answered = typed(stage, words)
        assert answered.text.startswith(said), words
    assert [(one.name, one.ends_at) for one in all_groups(stage)] == [("Winter", before)]


def test_they_are_listed_those_that_are_over_last_and_opened(stage: Stage) -> None:
    bolt = add_bolt(stage.world)
    assert typed(stage, "list").text.startswith("There is no group yet.")
    over = make_group(stage.world, bolt, "Autumn", ends_at=clock.now() + timedelta(days=1))
    make_group(stage.world, bolt, "Spring")

    def end(session: Session) -> None:
        group = session.get_one(Group, (over.account_id, over.id))
        group.starts_at, group.ends_at = PAST, PAST + timedelta(days=1)

    stage.world.database.write(end)
    listed = typed(stage, "list bolt", user=VERA)
    lines = listed.text.splitlines()
    assert lines[0] == "2 groups"
    assert lines[1].startswith("Spring, Bolt, Inc. (bolt): The Ferryman, open, ")
    assert lines[2].startswith("Autumn, Bolt, Inc. (bolt): The Ferryman, ended, Jan 1, 2026 ")
    opened = stage.driver.press(listed, "Open")
    assert opened.text.startswith("Spring, Bolt, Inc. (bolt)")


def test_one_is_changed_and_extended_in_the_line(stage: Stage) -> None:
    make_group(stage.world, add_bolt(stage.world))
    said = typed(stage, 'edit bolt Spring name "Spring II" end 2031-06-30 minutes 90').text
    assert said.startswith("✓ Changed the group Spring II.\nSpring II, Bolt, Inc. (bolt)")
    assert "Each learner may play for 90 minutes in all." in said
    extended = typed(stage, "extend bolt spring 2031-07-31").text
    assert "to Jun 30, 2031, extended to Jul 31, 2031;" in extended
    assert "extended" not in typed(stage, "extend bolt spring none").text
    typed(stage, "extend bolt spring 2031-07-31 18:00")
    none = typed(stage, "edit bolt Spring extended none minutes none").text
    assert "extended" not in none
    assert "minutes" not in none


def test_a_viewer_sees_them_and_changes_nothing(stage: Stage) -> None:
    make_group(stage.world, add_bolt(stage.world))
    assert typed(stage, "show bolt Spring", user=VERA).text.startswith("Spring, Bolt, Inc.")
    for words in ("make", "edit bolt Spring", "extend bolt Spring 2031-01-01"):
        refused = typed(stage, words, user=VERA)
        assert refused.text.startswith("Only an owner or a manager may make groups.")


def test_a_modal_makes_one_and_says_below_the_input_what_is_wrong(workspace: Stage) -> None:
    add_bolt(workspace.world)
    form = typed(workspace, "make bolt")
    given = {"game": "The Ferryman", "name": "Spring", "ends_day": "2020-01-01"}
    refused = workspace.driver.submit(form, given)
    assert refused.errors["ends_day"].startswith("The group cannot be so: it would end ")
    number = workspace.driver.submit(form, {**given, "ends_day": "2031-01-01", "minutes": "1h"})
    assert number.errors == {"minutes": "“1h” is no whole number of minutes."}
    hours = {"starts_day": "2031-01-01", "starts_hour": "09:30", "ends_day": "2031-01-02"}
    done = workspace.driver.submit(form, {**given, **hours})
    assert "planned, Jan 1, 2031, 9:30\u202fAM to Jan 2, 2031;" in done.text
    scorm = workspace.driver.submit(form, {**given, **hours, "client": "acme"})
    assert scorm.errors["client"].startswith("The learners of Acme Learning come in by SCORM")
    again = workspace.driver.submit(form, {**given, **hours})
    assert again.errors["name"] == "The name “Spring” is taken. Choose another one."


def test_a_modal_opens_with_what_a_group_has_and_keeps_what_nobody_touched(
    workspace: Stage,
) -> None:
    started = clock.now() - timedelta(days=2)
    ends = datetime(2031, 6, 30, 21, 59, 59, tzinfo=UTC)
    make_group(workspace.world, add_bolt(workspace.world), starts_at=started, ends_at=ends)
    shown = typed(workspace, "show bolt Spring")
    form = workspace.driver.press(shown, "Edit")
    assert "Last day: [2031-06-30]" in form.text
    done = workspace.driver.submit(form, {"name": "Late spring"})
    assert done.text.startswith("✓ Changed the group Late spring.")
    [group] = all_groups(workspace)
    assert (group.starts_at, group.ends_at) == (started, ends)
    longer = workspace.driver.submit(form, {"extended_day": "2031-07-31", "minutes": "60"})
    assert "extended to Jul 31, 2031" in longer.text
    assert all_groups(workspace)[0].play_minutes_most == 60
