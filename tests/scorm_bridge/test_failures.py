"""What goes wrong on our side is a page in the learner's language, with a code that is logged."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Never

import pytest
from werkzeug.test import TestResponse

from ledger import database as databases
from scorm_bridge import launches, previews
from scorm_bridge.campus import doors
from scorm_bridge.models import Replays
from tests.scorm_bridge.lms import LMS_ORIGIN, PUBLIC, Lms, consumed
from tests.scorm_bridge.member import change
from tests.scorm_bridge.test_waiting import SCRIPT, retry

FRENCH = {"Accept-Language": "fr", "Origin": LMS_ORIGIN}


def fail(*_: object, **__: object) -> Never:
    raise RuntimeError("nobody expected this")


def is_page(answer: TestResponse, status: int, code: str) -> bool:
    """Of ours, with what support looks up: the end of the number that the log names it by."""
    reference = answer.headers["X-Request-Id"][-8:]
    shown = f'<p class="code">{code} · {reference}</p>' in answer.text
    return (answer.status_code, shown, answer.headers["Cache-Control"]) == (
        status,
        True,
        "no-store",
    )


def test_a_launch_that_fails_is_a_page_in_the_learner_s_language(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launches, "launch", fail)
    answer = lms.launch_from(FRENCH, "ana")
    assert is_page(answer, 500, "failed")
    assert '<html lang="fr">' in answer.text
    assert "Une erreur s’est produite de notre côté." in answer.text
    assert "nobody expected" not in answer.text


def test_a_preview_s_link_that_fails_is_a_page_too(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "look", fail)
    token = lms.bridge.tokens.preview(lms.world.account_id, lms.package.id)
    assert is_page(lms.browser.get(f"/preview/{token}", base_url=PUBLIC), 500, "failed")


def test_a_campus_that_fails_is_a_page_that_nobody_may_frame(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "find", fail)
    answer = lms.browser.get("/campus/any", base_url=PUBLIC)
    assert is_page(answer, 500, "failed")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_where_a_program_asks_the_answer_is_a_sentence(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = lms.open()
    monkeypatch.setattr("scorm_bridge.runtime.commit", fail)
    answer = lms.commit(facts)
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert answer.headers["X-Request-Id"] in answer.text


@contextmanager
def written_by_another(lms: Lms, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that keeps SQLite's only place for a writer, for longer than anyone waits."""
    database = lms.world.database
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has as many writers as it likes")
    monkeypatch.setattr(databases, "BUSY_TIMEOUT_MS", 20)
    database.close()  # the next connection waits no longer than that
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_launch_that_finds_the_database_locked_waits_for_its_turn(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page asks again by itself, and opens the game once there is room."""
    with written_by_another(lms, monkeypatch):
        page = lms.launch()
        assert is_page(page, 503, "busy")
        assert page.headers["Retry-After"] == "5"
        assert is_page(retry(lms, page), 503, "busy")
        asked = retry(lms, page, SCRIPT)
        assert (asked.status_code, asked.json) == (503, {"waits": 20})
    assert "opens" in (retry(lms, page, SCRIPT).json or {})
    assert consumed(lms.world) == 6


def test_play_again_that_finds_the_database_locked_is_offered_again(
    lms: Lms, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(lms, replays=Replays.NEW_PLAY)
    lms.finish()
    offer = lms.launch().text.partition('name="offer" value="')[2].partition('"')[0]
    form = {"offer": offer, "choice": "again"}
    with written_by_another(lms, monkeypatch):
        page = lms.browser.post("/launch/again", base_url=PUBLIC, data=form)
        assert is_page(page, 503, "busy")
    assert 'value="again"' in retry(lms, page).text
    assert consumed(lms.world) == 6
