"""What a launch leaves in the logs and the metrics: that it happened, never to whom."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog
from sqlalchemy import text
from structlog.testing import LogCapture

from ledger.database import Database
from tests.scorm_bridge.lms import DONE, PUBLIC, Lms
from tests.scorm_bridge.member import change
from tests.worlds import KEYRING

LEARNER, NAME = "ana.perez@acme.example", "Pérez O'Neil"


@pytest.fixture
def logged() -> Iterator[LogCapture]:
    before = structlog.get_config()
    capture = LogCapture()
    merge = structlog.contextvars.merge_contextvars
    structlog.configure(processors=[merge, structlog.processors.format_exc_info, capture])
    yield capture
    structlog.configure(**before)


def test_a_launch_is_logged_without_anything_personal_or_secret(
    lms: Lms, logged: LogCapture
) -> None:
    launched = lms.launch(LEARNER, learner_name=NAME)
    lms.browser.get(launched.location)
    facts = lms.open(LEARNER)
    lms.commit(facts, changes={"cmi.suspend_data": "private"}, outcome=DONE)
    lms.browser.get(facts["game"]["scos"][0]["href"], base_url=lms.content_origin)
    written = repr(logged.entries) + lms.browser.get("/metrics", base_url=PUBLIC).text
    secrets = (lms.token, launched.location, facts["commit"]["token"], *KEYRING.secrets)
    for hidden in (LEARNER, NAME, "private", facts["game"]["scos"][0]["href"], *secrets):
        assert hidden not in written
    first = logged.entries[0]
    assert (first["event"], first["endpoint"], first["status"]) == (
        "request",
        "launching.launch",
        303,
    )
    assert first["request_id"] == launched.headers["X-Request-Id"]


def test_a_failure_is_logged_with_its_number_and_without_the_learner(
    lms: Lms, logged: LogCapture
) -> None:
    with without_table(lms.world.database, "launches"):
        answer = lms.launch(LEARNER, learner_name=NAME)
    number = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert f'<p class="code">failed · {number[-8:]}</p>' in answer.text
    (failure,) = [entry for entry in logged.entries if entry["event"] == "failed"]
    assert failure["request_id"] == number
    assert "launches" in failure["exception"]
    for hidden in (LEARNER, NAME, lms.token):
        assert hidden not in repr(logged.entries)


def test_support_finds_a_refusal_by_the_reference_that_the_learner_reads(
    lms: Lms, logged: LogCapture
) -> None:
    change(lms, is_enabled=False)
    page = lms.launch(LEARNER, learner_name=NAME)
    (code, reference) = re.findall(r'<p class="code">(\S+) · (\w{8})</p>', page.text)[0]
    (line,) = [entry for entry in logged.entries if entry["event"] == "refused"]
    assert line["request_id"].endswith(reference)
    assert (line["code"], line["package"]) == (code, str(lms.package.id))
    for hidden in (LEARNER, NAME, lms.token):
        assert hidden not in repr(logged.entries)


@contextmanager
def without_table(database: Database, name: str) -> Iterator[None]:
    """The table is out of reach for a while, as for one who forgot to migrate."""

    def rename(before: str, after: str) -> None:
        change = text(f"ALTER TABLE {before} RENAME TO {after}")
        database.write(lambda session: session.execute(change))

    rename(name, "elsewhere")
    try:
        yield
    finally:
        rename("elsewhere", name)
