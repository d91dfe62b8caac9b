"""Launches in the LMS's mode `browse`: so many of a package a day, and then a page that says so."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from ledger import clock
from ledger.ids import first_id, new_id
from scorm_bridge.models import Launch
from tests.scorm_bridge.lms import Lms, consumed, new_package, rows, token_of
from tests.scorm_bridge.member import MONEY, change
from tests.scorm_bridge.test_concurrency import at_once

pytestmark = pytest.mark.timeout(60)


def test_a_package_serves_as_many_previews_a_day_as_it_says(lms: Lms) -> None:
    change(lms, previews_a_day=2)
    assert [lms.launch(mode="browse").status_code for _ in range(3)] == [303, 303, 429]
    change(lms, previews_a_day=3)
    assert [lms.launch(mode="browse").status_code for _ in range(2)] == [303, 429]
    change(lms, previews_a_day=0)
    assert lms.launch(mode="browse").status_code == 429


def test_only_previews_of_the_package_count(lms: Lms) -> None:
    change(lms, previews_a_day=1)
    other = token_of(lms.world, new_package(lms.world))
    lms.open("ana")
    assert lms.launch(mode="browse", token=other).status_code == 303
    assert lms.launch(mode="browse").status_code == 303
    assert lms.launch(mode="browse").status_code == 429
    assert lms.open("ana")["mode"] == "normal"
    assert consumed(lms.world) == 6


def test_previews_of_yesterday_do_not_count(lms: Lms) -> None:
    change(lms, previews_a_day=1)
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    assert lms.launch(mode="browse").status_code == 303
    lms.world.database.write(
        lambda session: session.execute(
            update(Launch).values(id=id_before(midnight), at=midnight - timedelta(seconds=1))
        )
    )
    assert [lms.launch(mode="browse").status_code for _ in range(2)] == [303, 429]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "previewed as often as it may be today"),
        ("fr", "autant de fois que possible aujourd’hui"),
        ("es", "tantas veces como se permite hoy"),
    ],
)
def test_who_is_refused_a_preview_is_told_so_and_nothing_is_launched(
    lms: Lms, language: str, sentence: str
) -> None:
    change(lms, previews_a_day=0, language=language)
    before = rows(lms.world.database)
    answer = lms.launch(mode="browse")
    assert answer.status_code == 429
    assert sentence in answer.text
    assert '<p class="code">previews · ' in answer.text
    assert not MONEY.search(answer.text)
    assert rows(lms.world.database) == before | {"launch_refusals": 1}


def test_previews_at_once_stay_near_their_number(lms: Lms) -> None:
    """They are counted without a lock: a few more may pass, never all."""
    change(lms, previews_a_day=4)
    at_once(4, lambda _: lms.launch(mode="browse"))
    answers = at_once(16, lambda _: lms.launch(mode="browse"))
    assert Counter(answer.status_code for answer in answers) == {429: 16}


def test_the_first_id_of_a_moment_is_before_every_id_made_from_then_on() -> None:
    earlier = clock.now() - timedelta(milliseconds=2)
    assert first_id(earlier) < new_id() < first_id(clock.now() + timedelta(milliseconds=2))


def id_before(moment: datetime) -> UUID:
    return UUID(int=first_id(moment).int - 1)
