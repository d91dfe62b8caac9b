"""How long the credits last: said with its rate, or not at all where too little is known."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from ledger import clock, forecast
from ledger.forecast import Forecast
from ledger.models import Client
from tests.worlds import World, buy

START = datetime.now(UTC) + timedelta(days=1)
"""The first day of these stories: after the world was made, since time only goes forward."""


class Story:
    """A client with 600 credits, whose learners come on the days that a test says."""

    def __init__(self, world: World, patch: pytest.MonkeyPatch) -> None:
        self.world, self._patch = world, patch
        self.on(0)
        world.allocate(600)

    def on(self, day: float) -> None:
        at = START + timedelta(days=day)
        self._patch.setattr(clock, "now", lambda: at)

    def come(self, day: float, learners: int = 1) -> None:
        self.on(day)
        for _ in range(learners):
            self.world.register(self.world.key())

    def forecast(self) -> Forecast | None:
        world = self.world
        return world.database.read(
            lambda session: forecast.of_client(
                session, account_id=world.account_id, client_id=world.acme.id
            )
        )


@pytest.fixture
def story(world: World, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(world, monkeypatch)


def test_a_client_nobody_played_at_has_none(story: Story) -> None:
    story.on(100)
    assert story.forecast() is None


def test_four_plays_are_too_few_and_five_are_enough(story: Story) -> None:
    story.come(0, 4)
    story.on(10)
    assert story.forecast() is None
    story.come(10)
    assert story.forecast() is not None


def test_less_than_a_week_is_too_short_and_a_week_is_enough(story: Story) -> None:
    story.come(0, 10)
    story.on(6.99)
    assert story.forecast() is None
    story.on(7)
    assert story.forecast() == Forecast(per_day=60 / 7, days=7, days_left=63)


def test_a_young_client_is_measured_since_its_first_play(story: Story) -> None:
    """Days before anyone came say nothing about how many come now."""
    for day in range(20, 30):
        story.come(day)
    story.on(30)
    assert story.forecast() == Forecast(per_day=6.0, days=10, days_left=90)


def test_the_rate_of_the_last_four_weeks_counts_the_quiet_days_in_them(story: Story) -> None:
    story.come(0, 20)
    story.come(30, 14)
    story.on(40)
    assert story.forecast() == Forecast(per_day=3.0, days=28, days_left=132)


def test_plays_older_than_four_weeks_are_not_in_the_rate(story: Story) -> None:
    story.come(0, 50)
    story.come(30, 5)
    story.on(44)
    found = story.forecast()
    assert found is not None
    assert found.per_day == pytest.approx(30 / 28)


def test_a_client_long_quiet_has_none(story: Story) -> None:
    story.come(0, 50)
    story.on(60)
    assert story.forecast() is None


def test_a_client_without_credits_has_no_days_left(story: Story) -> None:
    story.come(0, 100)
    story.on(10)
    found = story.forecast()
    assert found is not None
    assert (found.per_day, found.days_left) == (60.0, 0)


def test_days_left_are_the_whole_days_that_the_credits_cover(story: Story) -> None:
    """45 a day, and 555 credits: twelve days, and a third of another."""
    story.come(0, 60)
    story.on(8)
    story.world.database.write(lambda session: buy(session, story.world, 315))
    story.world.allocate(315)
    found = story.forecast()
    assert found is not None
    assert (found.per_day, found.days_left) == (45.0, 12)


def test_an_allocation_makes_the_credits_last_longer_at_the_same_rate(story: Story) -> None:
    story.come(0, 10)
    story.on(10)
    before = story.forecast()
    story.world.database.write(lambda session: buy(session, story.world, 60))
    story.world.allocate(60)
    after = story.forecast()
    assert before is not None
    assert after is not None
    assert (after.per_day, after.days_left) == (before.per_day, before.days_left + 10)


def test_one_clients_plays_say_nothing_of_another(story: Story) -> None:
    story.come(0, 20)
    story.on(10)
    world = story.world
    with world.database.reading() as session:
        own = session.scalars(select(Client.id).where(Client.is_own)).one()
        found = forecast.of_client(session, account_id=world.account_id, client_id=own)
    assert found is None
