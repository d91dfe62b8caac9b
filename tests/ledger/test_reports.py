"""Reports: what was consumed, by the account's own days, over time and by client."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger import clients, clock, report_files, reports, weeks
from ledger.errors import BadPeriod
from ledger.models import Account, OutboxRow
from ledger.reports import Report, Step
from tests.worlds import World

TODAY = clock.now().astimezone(UTC).date()


def of(world: World, first: date, last: date, *, client: bool = False) -> Report:
    return world.database.read(
        lambda session: reports.report(
            session,
            account_id=world.account_id,
            client_id=world.acme.id if client else None,
            first=first,
            last=last,
        )
    )


@pytest.mark.parametrize(
    ("days", "step"),
    [(1, Step.DAY), (31, Step.DAY), (32, Step.WEEK), (182, Step.WEEK), (183, Step.MONTH)],
)
def test_a_longer_period_has_longer_steps(days: int, step: Step) -> None:
    first = date(2026, 1, 1)
    assert reports.step_of(first, first + timedelta(days=days - 1)) is step


def test_weeks_start_on_mondays_and_months_on_their_first() -> None:
    wednesday = date(2026, 11, 18)
    weeks_ = reports.steps(wednesday, date(2026, 12, 1), Step.WEEK)
    assert list(weeks_) == [wednesday, date(2026, 11, 23), date(2026, 11, 30)]
    months = reports.steps(wednesday, date(2027, 1, 1), Step.MONTH)
    assert list(months) == [wednesday, date(2026, 12, 1), date(2027, 1, 1)]


def test_what_was_consumed_is_counted_in_credits_and_plays(world: World) -> None:
    world.allocate(120)
    for learner in ("ana", "ben", "ana"):
        world.register(learner)
    report = of(world, TODAY - timedelta(days=2), TODAY + timedelta(days=1))
    assert (report.total.credits, report.total.plays) == (12, 2)
    assert sum(part.credits for _, part in report.over_time()) == 12
    assert [(share.name, share.total.credits) for share in report.clients] == [
        ("Acme Learning", 12)
    ]


def test_allocations_and_purchases_are_no_consumption(world: World) -> None:
    world.allocate(120)
    assert of(world, TODAY, TODAY + timedelta(days=1)).clients == []


@pytest.mark.parametrize("time_zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_days_are_those_of_the_accounts_time_zone(world: World, time_zone: str) -> None:
    """At any instant these two are on different days."""
    world.database.write(
        lambda session: session.execute(update(Account).values(time_zone=time_zone))
    )
    world.allocate(120)
    world.register("ana")
    there = clock.now().astimezone(ZoneInfo(time_zone)).date()
    counted = of(world, there - timedelta(days=1), there + timedelta(days=1)).over_time()
    assert [part.credits for _, part in counted] == [0, 6, 0]
    assert of(world, there - timedelta(days=9), there - timedelta(days=1)).clients == []


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 1)),
        (date(2000, 1, 1), date(2026, 1, 1)),
        (date.min, date.min),
        (date.max, date.max),
    ],
)
def test_a_period_that_ends_before_it_begins_or_is_endless_is_refused(
    world: World, first: date, last: date
) -> None:
    with pytest.raises(BadPeriod):
        world.database.write(
            lambda session: reports.ask(
                session, actor=world.actor(world.viewer), client=None, first=first, last=last
            )
        )
    assert world.database.read(lambda session: session.scalars(select(OutboxRow)).all()) == []


def test_its_csv_has_a_row_a_step_and_client_and_runs_nothing(world: World) -> None:
    def rename(session: Session) -> None:
        actor = world.operator
        client = clients.find_client(session, account_id=world.account_id, given="acme")
        clients.change_client(session, actor=actor, client=client, name="=1+1")

    world.allocate(120)
    world.register("ana")
    world.database.write(rename)
    report = of(world, TODAY - timedelta(days=1), TODAY + timedelta(days=1))
    headings = ["From", "Client", "Alias", "Credits", "Plays"]
    header, row = "".join(report_files.as_csv(report, headings=headings)).splitlines()
    assert header == "From,Client,Alias,Credits,Plays"
    assert row.endswith(",'=1+1,acme,6,1")


def test_a_week_says_what_came_and_went_and_how_the_books_stand(world: World) -> None:
    world.allocate(60)
    world.register("ana")
    now = clock.now()
    week = world.database.read(
        lambda session: weeks.week(
            session,
            account_id=world.account_id,
            since=now - timedelta(days=7),
            until=now + timedelta(minutes=1),
        )
    )
    assert (week.consumed, week.allocated, week.pool) == (6, 60, 540)
    assert [(one.alias, one.credits) for one in week.top] == [("acme", 6)]
    assert [(kind.value, alias) for kind, _, alias in week.open_alerts] == [("low", "acme")]
    assert week.verified is None
    assert week.running_out == []
