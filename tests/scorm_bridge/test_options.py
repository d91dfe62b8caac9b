"""Options of a package: each is in force at the next launch, by the zip that is in the LMS."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from ledger import clock
from ledger.actors import Act
from ledger.errors import NotAllowed
from ledger.models import AuditEntry
from scorm_bridge import options, package_keys, people
from scorm_bridge.errors import BadOption
from scorm_bridge.models import Admits, Origins, Reporting
from tests.scorm_bridge.lms import LMS_ORIGIN, Lms, consumed, launch_facts
from tests.scorm_bridge.lms import rows as rows_of
from tests.scorm_bridge.member import acted, change, list_learners, refused
from tests.scorm_bridge.test_concurrency import at_once
from tests.worlds import KEYRING

pytestmark = pytest.mark.timeout(60)

OTHER_ORIGIN = "https://other.example"
HOUR = timedelta(hours=1)


def test_a_package_is_disabled_and_enabled_again(lms: Lms) -> None:
    change(lms, is_enabled=False)
    refused(lms.launch(), "disabled")
    change(lms, is_enabled=True)
    assert lms.launch().status_code == 303


def test_a_package_opens_between_its_dates_alone(lms: Lms) -> None:
    now = clock.now()
    change(lms, starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    refused(lms.launch(), "not-started")
    change(lms, starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    refused(lms.launch(), "ended")
    change(lms, ends_at=None)
    assert lms.launch().status_code == 303


def test_closed_to_newcomers_lets_in_who_came_before(lms: Lms) -> None:
    lms.open("ana")
    change(lms, is_closed_to_newcomers=True)
    assert lms.open("ana")["mode"] == "normal"
    refused(lms.launch("ben"), "closed")
    assert lms.open("ben", mode="browse")["mode"] == "browse"
    assert consumed(lms.world) == 6


def test_a_cap_counts_registrations_and_lets_relaunches_in(lms: Lms) -> None:
    lms.open("ana")
    change(lms, cap=2)
    lms.open("ben")
    refused(lms.launch("cleo"), "full")
    assert lms.open("ana")["mode"] == "normal"
    change(lms, cap=3)
    lms.open("cleo")
    assert consumed(lms.world) == 18


def test_a_cap_is_exact_however_many_come_at_once(lms: Lms) -> None:
    change(lms, cap=5)
    answers = at_once(24, lambda number: lms.launch(f"learner {number}"))
    assert Counter(answer.status_code for answer in answers) == {303: 5, 403: 19}
    assert consumed(lms.world) == 30


def test_a_cap_of_one_opens_every_launch_of_the_one_who_has_it(lms: Lms) -> None:
    change(lms, cap=1)
    answers = at_once(12, lambda _: lms.launch("ana"))
    assert {answer.status_code for answer in answers} == {303}
    assert consumed(lms.world) == 6


def test_only_listed_origins_open_a_package(lms: Lms) -> None:
    change(lms, origins=Origins.LISTED, listed_origins=[f"{LMS_ORIGIN.upper()}:443/course?x"])
    assert lms.launch().status_code == 303
    for origin in (OTHER_ORIGIN, "null", f"{LMS_ORIGIN}:8443", LMS_ORIGIN.replace("s:", ":")):
        refused(lms.launch_from({"Origin": origin}, "ana"), "origin")
    refused(lms.launch_from({}, "ana"), "origin")
    refused(lms.launch_from({"Origin": OTHER_ORIGIN}, "ana", mode="browse"), "origin")
    change(lms, origins=Origins.ANY)
    assert lms.launch_from({"Origin": "null"}, "ana").status_code == 303


def test_the_first_charged_launch_locks_a_package_to_its_origin(lms: Lms) -> None:
    change(lms, origins=Origins.FIRST)
    refused(lms.launch_from({"Origin": "null"}, "ana"), "origin")
    # A preview charges nothing, so it locks nothing.
    assert lms.launch_from({"Origin": OTHER_ORIGIN}, "ana", mode="browse").status_code == 303
    assert lms.launch().status_code == 303
    refused(lms.launch_from({"Origin": OTHER_ORIGIN}, "ben"), "origin")
    refused(lms.launch_from({"Origin": OTHER_ORIGIN}, "ana"), "origin")
    acted(lms, options.reset_origin)
    assert lms.launch_from({"Origin": OTHER_ORIGIN}, "ben").status_code == 303
    refused(lms.launch("ana"), "origin")


def test_a_launch_that_is_not_paid_locks_nothing(lms: Lms) -> None:
    change(lms, origins=Origins.FIRST)
    at_once(20, lambda number: lms.launch(f"learner {number}"))  # all 120 credits
    acted(lms, options.reset_origin)
    assert lms.launch_from({"Origin": OTHER_ORIGIN}, "one more").status_code == 402
    assert lms.launch("learner 1").status_code == 303
    lms.world.allocate(6)
    assert lms.launch("one more").status_code == 303


def test_of_two_origins_at_once_one_is_the_first(lms: Lms) -> None:
    change(lms, origins=Origins.FIRST)

    def launch(number: int) -> TestResponse:
        return lms.launch_from({"Origin": f"https://lms{number % 2}.example"}, f"learner {number}")

    answers = at_once(16, launch)
    assert Counter(answer.status_code for answer in answers) == {303: 8, 403: 8}
    assert consumed(lms.world) == 48


def test_only_listed_learners_come_in_however_their_lms_spells_them(lms: Lms) -> None:
    lms.open("ben")
    assert list_learners(lms, " ANA ", "ana", "Zoé") == 2
    assert lms.open("Ana")["mode"] == "normal"
    assert lms.open("zoe\u0301 ")["mode"] == "normal"
    refused(lms.launch("ben"), "not-admitted")  # though he has a play
    list_learners(lms, "ben")
    refused(lms.launch("ana"), "not-admitted")
    change(lms, admits=Admits.ANYONE)
    assert lms.open("ana")["mode"] == "normal"


def test_a_list_follows_learners_to_their_new_ids(lms: Lms) -> None:
    lms.open("ana")
    list_learners(lms, "ana", "ben", "cleo")
    moves = [("ana", "ben"), ("ben", "B2"), ("nobody", "N2")]
    lms.world.database.write(
        lambda session: people.move_learners(
            session,
            actor=lms.world.operator,
            keyring=KEYRING,
            client=lms.world.acme,
            moves=moves,
        )
    )
    assert [lms.open(learner)["mode"] for learner in ("ben", "b2", "cleo")] == ["normal"] * 3
    refused(lms.launch("ana"), "not-admitted")
    refused(lms.launch("n2"), "not-admitted")
    assert consumed(lms.world) == 18


def test_only_learners_of_a_pattern_come_in(lms: Lms) -> None:
    change(lms, admits=Admits.PATTERN, learner_pattern="*@ACME.example")
    assert lms.open("Ana@acme.example")["mode"] == "normal"
    refused(lms.launch("ana@acme.example.evil"), "not-admitted")
    refused(lms.launch("ana"), "not-admitted")


def test_reporting_and_language_reach_the_player_and_refusals(lms: Lms) -> None:
    facts = lms.open()
    assert (facts["package"]["reporting"], facts["language"]) == ("pass/fail", "en")
    change(lms, reporting=Reporting.COMPLETION, language="fr")
    launched = lms.launch()
    page = lms.browser.get(launched.location)
    facts = launch_facts(page)
    assert (facts["package"]["reporting"], facts["language"]) == ("completion", "fr")
    assert '<html lang="fr">' in page.text
    change(lms, is_enabled=False)
    refusal = lms.launch_from({"Accept-Language": "es"}, "ana").text
    assert '<html lang="fr">' in refusal
    assert "Ce cours est fermé." in refusal


@pytest.mark.parametrize(
    "changes",
    [
        {"cap": 0},
        {"cap": 2**31},
        {"starts_at": clock.now(), "ends_at": clock.now() - HOUR},
        {"origins": Origins.LISTED},
        {"origins": Origins.LISTED, "listed_origins": ["lms.example"]},
        {"origins": Origins.LISTED, "listed_origins": ["null"]},
        {"origins": Origins.LISTED, "listed_origins": ["https://a@b"]},
        {"admits": Admits.PATTERN},
        {"admits": Admits.PATTERN, "learner_pattern": " "},
        {"admits": Admits.PATTERN, "learner_pattern": "x" * 256},
        {"burst_most": 5},
        {"burst_minutes": 5},
        {"burst_most": 0, "burst_minutes": 5},
        {"burst_most": 5, "burst_minutes": 1441},
        {"burst_holds": True},
        {"language": "de"},
        {"pass_mark": -1},
        {"pass_mark": 101},
        {"previews_a_day": -1},
    ],
)
def test_an_option_that_makes_no_sense_changes_nothing(lms: Lms, changes: dict[str, Any]) -> None:
    before = rows_of(lms.world.database)
    with pytest.raises(BadOption):
        change(lms, is_enabled=False, **changes)
    assert rows_of(lms.world.database) == before
    assert lms.launch().status_code == 303


def test_an_empty_list_of_learners_is_refused(lms: Lms) -> None:
    with pytest.raises(BadOption):
        list_learners(lms)


def test_a_viewer_changes_nothing(lms: Lms) -> None:
    viewer = lms.world.actor(lms.world.viewer)
    for act, facts in (
        (options.change, {"is_enabled": False}),
        (options.reset_origin, {}),
        (options.list_learners, {"keyring": KEYRING, "lms_ids": ["ana"]}),
        (package_keys.rotate, {"keyring": KEYRING}),
        (package_keys.revoke, {}),
    ):
        with pytest.raises(NotAllowed) as refusal:
            acted(lms, act, viewer, **facts)
        assert refusal.value.act == Act.CHANGE_PACKAGE


def test_each_change_is_audited_without_naming_a_learner(lms: Lms) -> None:
    change(lms, cap=5)
    change(lms, cap=5)  # nothing new
    list_learners(lms, "ana")
    acted(lms, package_keys.rotate, keyring=KEYRING)
    acted(lms, package_keys.revoke)
    entries = lms.world.database.read(
        lambda session: session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_id == lms.package.id)
            .order_by(AuditEntry.id)
        ).all()
    )
    assert [(entry.act, entry.before, entry.after) for entry in entries[1:]] == [
        ("change package", {"cap": None}, {"cap": 5}),
        ("change package", {"admits": "anyone"}, {"admits": "listed"}),
        ("change package", None, {"listed": 1}),
        ("rotate package key", None, {"key": 2}),
        ("revoke package key", None, {"key": 1}),
    ]
