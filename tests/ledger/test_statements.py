"""Statements: a wallet's transfers in order, the balance after each, and what it held when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import clients, clock, registration, statements
from ledger.errors import BadPeriod, BadText
from ledger.models import Access, Client, Source, TransferKind
from ledger.statements import Line, Wanted
from tests.worlds import World, new_world

PURCHASE, ALLOCATION, CONSUMPTION, _ = TransferKind


class Hands:
    """A clock whose hands the test moves; time only goes forward."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: int) -> datetime:
        self.at += timedelta(**by)
        return self.at


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch, world: World) -> Hands:
    """After the world was made, which was before the first day of the tests here."""
    hands = Hands()
    monkeypatch.setattr(clock, "now", hands.now)
    return hands


def test_lines_are_in_order_with_the_balance_after_each(world: World) -> None:
    world.allocate(120)
    world.register("ana")
    world.register("ben")
    world.allocate(6)
    assert [(line.number, line.kind, line.credits, line.balance) for line in lines(world)] == [
        (1, ALLOCATION, 120, 120),
        (2, CONSUMPTION, -6, 114),
        (3, CONSUMPTION, -6, 108),
        (4, ALLOCATION, 6, 114),
    ]


def test_an_allocation_is_a_line_of_both_its_wallets(world: World) -> None:
    made = world.allocate(120)
    of_pool, of_client = lines(world, world.account_id)[-1], lines(world)[-1]
    assert of_pool.transfer_id == of_client.transfer_id == made.id
    assert (of_pool.number, of_pool.credits, of_pool.balance) == (2, -120, 480)
    assert (of_client.number, of_client.credits, of_client.balance) == (1, 120, 120)


def test_a_line_says_who_did_it_through_what_with_which_words(world: World) -> None:
    world.allocate(120, by=world.manager, reference="PO-7", comment="for the autumn")
    world.register("Ana@Acme.example")
    allocated, consumed = lines(world)
    assert (allocated.member, allocated.source, allocated.learner) == ("Marc", Source.SLACK, None)
    assert (allocated.reference, allocated.comment) == ("PO-7", "for the autumn")
    assert (consumed.member, consumed.source) == (None, Source.LMS)
    assert (consumed.learner, consumed.reference) == ("Ana@Acme.example", None)
    assert allocated.registration_id is None
    assert consumed.registration_id is not None


def test_a_wallet_without_transfers_has_no_lines(world: World) -> None:
    assert lines(world) == []
    assert balance_at(world, clock.now()) == 0


def test_another_accounts_wallet_has_no_lines_here(world: World) -> None:
    """Its id alone opens nothing: the account is asked for as well."""
    stranger = new_world(world.database)
    stranger.allocate(60)
    assert lines(world, stranger.acme.id) == []
    assert len(lines(stranger)) == 1


def test_since_is_included_and_until_is_not(world: World, hands: Hands) -> None:
    times = []
    for credits in (1, 2, 3):
        times.append(hands.forward(hours=1))
        world.allocate(credits)
    wanted = Wanted(since=times[0], until=times[2])
    assert [line.credits for line in lines(world, wanted=wanted)] == [1, 2]
    moment = timedelta(microseconds=1)
    wanted = Wanted(since=times[0] + moment, until=times[2] + moment)
    assert [line.credits for line in lines(world, wanted=wanted)] == [2, 3]


def test_transfers_of_the_same_instant_are_all_in_or_all_out(world: World, hands: Hands) -> None:
    for credits in (1, 2, 3):
        world.allocate(credits)
    now = hands.now()
    assert len(lines(world, wanted=Wanted(since=now))) == 3
    assert lines(world, wanted=Wanted(until=now)) == []
    assert balance_at(world, now) == 6


def test_a_statement_that_starts_later_goes_on_with_the_balance_it_had(
    world: World, hands: Hands
) -> None:
    world.allocate(100)
    start = hands.forward(days=1)
    world.register("ana")
    (line,) = lines(world, wanted=Wanted(since=start))
    assert (line.number, line.balance) == (2, 94)


@pytest.mark.parametrize(
    ("wanted", "credits"),
    [
        (Wanted(kind=ALLOCATION), [100, 20]),
        (Wanted(kind=CONSUMPTION), [-6]),
        (Wanted(kind=PURCHASE), []),
        (Wanted(reference="PO-7"), [100]),
        (Wanted(reference=" po-7 "), [100]),
        (Wanted(reference="PO"), []),
        (Wanted(reference="autumn"), [100, 20]),
        (Wanted(reference="FOR THE AUTUMN"), [100]),
        (Wanted(reference="%"), []),
        (Wanted(reference="aut_mn"), []),
        (Wanted(reference="autumn", kind=CONSUMPTION), []),
    ],
    ids=repr,
)
def test_lines_are_found_by_kind_reference_and_comment_together(
    world: World, wanted: Wanted, credits: list[int]
) -> None:
    world.allocate(100, reference="PO-7", comment="for the autumn")
    world.register("ana")
    world.allocate(20, reference="PO-8", comment="autumn, the rest")
    assert [line.credits for line in lines(world, wanted=wanted)] == credits


@pytest.mark.parametrize(
    "reference",
    [
        "Straße 7",
        "İstanbul",
        "ÉTÉ",
        "مرجع ١٢",
        "\u200fעברית",
        "🛶👩‍👩‍👧",
        "e\u0301te\u0301",
        "𝕆bole",
        "50% \\ _off_",
        "'; DROP TABLE transfers; --",
    ],
)
def test_words_in_any_script_are_kept_and_found_as_they_were_typed(
    world: World, reference: str
) -> None:
    world.allocate(1, reference=reference)
    world.allocate(2, comment=f"see {reference} please")
    world.allocate(3, reference="another")
    found = lines(world, wanted=Wanted(reference=reference))
    assert [line.credits for line in found] == [1, 2]


@pytest.mark.parametrize(
    "words",
    [
        {"reference": "x" * 101},
        {"comment": "x" * 1001},
        {"reference": "a\0b"},
        {"comment": "\ud800"},
    ],
    ids=["long reference", "long comment", "control", "half a character"],
)
def test_words_that_cannot_be_kept_are_refused_and_nothing_is_allocated(
    world: World, words: dict[str, str]
) -> None:
    with pytest.raises(BadText):
        world.allocate(1, **words)  # type: ignore[arg-type]
    assert lines(world) == []


@pytest.mark.parametrize("reference", ["", "  ", "a\0b", "\ud800", "x" * 1001])
def test_words_that_no_allocation_can_have_are_not_looked_for(world: World, reference: str) -> None:
    with pytest.raises(BadText):
        lines(world, wanted=Wanted(reference=reference))


def test_lines_are_found_by_who_did_it(world: World) -> None:
    world.allocate(1, by=world.owner)
    world.allocate(2, by=world.manager)
    found = lines(world, wanted=Wanted(member_id=world.manager.id))
    assert [line.credits for line in found] == [2]


def test_lines_are_found_by_the_learner_however_the_id_is_written(world: World) -> None:
    world.allocate(100)
    world.register("ana")
    world.register("ben")
    found = lines(world, wanted=Wanted(learner_key=world.learner_key(" ANA ")))
    assert [line.learner for line in found] == ["ana"]


def test_a_reader_goes_on_after_a_number_and_takes_as_many_as_it_likes(world: World) -> None:
    for credits in range(1, 8):
        world.allocate(credits)
    assert [line.number for line in lines(world, most=3)] == [1, 2, 3]
    assert [line.number for line in lines(world, after=3, most=3)] == [4, 5, 6]
    assert [line.number for line in lines(world, after=6, most=3)] == [7]
    assert lines(world, after=7) == lines(world, most=0) == []


def test_pages_are_no_seams(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for credits in range(1, 8):
        world.allocate(credits)
    whole = lines(world)
    for size in (1, 2, 7, 8):
        monkeypatch.setattr(statements, "PAGE", size)
        assert lines(world) == whole
        assert lines(world, most=5) == whole[:5]


def test_a_statement_asked_from_after_to_is_refused_with_both_days() -> None:
    with pytest.raises(BadPeriod) as refusal:
        statements.period(date(2026, 3, 2), date(2026, 3, 1), time_zone="Europe/Paris")
    assert (refusal.value.first, refusal.value.last) == (date(2026, 3, 2), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("time_zone", "first", "last", "since", "until"),
    [
        ("UTC", "2026-03-01", "2026-03-01", "2026-03-01 00:00", "2026-03-02 00:00"),
        # The last Sunday of March has 23 hours in Paris, that of October 25.
        ("Europe/Paris", "2026-03-29", "2026-03-29", "2026-03-28 23:00", "2026-03-29 22:00"),
        ("Europe/Paris", "2026-10-25", "2026-10-25", "2026-10-24 22:00", "2026-10-25 23:00"),
        # There is no midnight on the day that summer time begins: the day starts at one.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04", "2018-11-04 03:00", "2018-11-05 02:00"),
        # Midnight is twice: the day starts at the first.
        ("America/Havana", "2026-11-01", "2026-11-01", "2026-11-01 04:00", "2026-11-02 05:00"),
        # Samoa crossed the date line: the 30th is not, and the 31st follows the 29th.
        ("Pacific/Apia", "2011-12-29", "2011-12-29", "2011-12-29 10:00", "2011-12-30 10:00"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30", "2011-12-30 10:00", "2011-12-30 10:00"),
        ("Pacific/Apia", "2011-12-31", "2011-12-31", "2011-12-30 10:00", "2011-12-31 10:00"),
        ("Asia/Kathmandu", "2026-01-01", "2026-12-31", "2025-12-31 18:15", "2026-12-31 18:15"),
    ],
)
def test_a_day_is_what_it_is_in_the_time_zone(
    time_zone: str, first: str, last: str, since: str, until: str
) -> None:
    found = statements.period(
        date.fromisoformat(first), date.fromisoformat(last), time_zone=time_zone
    )
    assert found == (instant(since), instant(until))


@pytest.mark.parametrize("time_zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def test_the_first_and_the_last_day_there_is_leave_the_period_open(time_zone: str) -> None:
    assert statements.period(None, None, time_zone=time_zone) == (None, None)
    since, until = statements.period(date.min, date.max, time_zone=time_zone)
    assert since is None or since <= datetime(1, 1, 2, tzinfo=UTC)
    assert until is None


@given(
    st.dates(date(1970, 1, 1), date(2037, 12, 30)),
    st.sampled_from(
        [
            "Europe/Paris",
            "America/Sao_Paulo",
            "Australia/Lord_Howe",
            "Asia/Beirut",
            "Pacific/Apia",
            "Africa/Cairo",
        ]
    ),
)
def test_days_follow_each_other_without_a_gap_or_an_overlap(day: date, time_zone: str) -> None:
    _, until = statements.period(day, day, time_zone=time_zone)
    since, _ = statements.period(day + timedelta(days=1), None, time_zone=time_zone)
    assert since == until


def test_the_balance_at_any_instant(world: World, hands: Hands) -> None:
    before = hands.now()
    first = hands.forward(hours=1)
    world.allocate(120)
    second = hands.forward(hours=1)
    world.register("ana")
    moment = timedelta(microseconds=1)
    assert balance_at(world, before) == balance_at(world, first - moment) == 0
    assert balance_at(world, first) == balance_at(world, second - moment) == 120
    assert balance_at(world, second) == balance_at(world, second + timedelta(days=999)) == 114
    assert balance_at(world, datetime(1970, 1, 1, tzinfo=UTC)) == 0


Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["allocate", "register"]), st.integers(1, 40), st.integers(0, 90)),
    max_size=12,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)
@given(steps=STEPS, page=st.integers(1, 5), cut=st.integers(0, 12), asked=st.integers(0, 12))
def test_a_statement_is_what_a_plain_list_of_the_same_acts_says(
    world: World, hands: Hands, steps: list[Step], page: int, cut: int, asked: int
) -> None:
    """The list holds (at, credits, balance); the client is a new one each time."""
    client = another_client(world)
    kept: list[tuple[datetime, int, int]] = []
    for act, number, minutes in steps:
        at = hands.forward(minutes=minutes)
        held = kept[-1][2] if kept else 0
        if act == "allocate" and number <= held_by_pool(world):
            world.allocate(number, client)
            kept.append((at, number, held + number))
        elif act == "register" and held >= 6:
            register(world, client, world.key())
            kept.append((at, -6, held - 6))
    since = kept[cut % len(kept)][0] if kept else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "PAGE", page)
        seen = lines(world, client.id)
        part = lines(world, client.id, wanted=Wanted(since=since), after=asked)
    assert [(line.at, line.credits, line.balance) for line in seen] == kept
    assert [line.number for line in seen] == list(range(1, len(kept) + 1))
    assert part == [line for line in seen[asked:] if since is None or line.at >= since]
    for at, _, _ in kept:
        expected = [balance for then, _, balance in kept if then <= at][-1]
        assert balance_at(world, at, client.id) == expected


def lines(
    world: World,
    wallet_id: UUID | None = None,
    *,
    wanted: Wanted = statements.EVERYTHING,
    after: int = 0,
    most: int | None = None,
) -> list[Line]:
    def read() -> Iterator[Line]:
        with world.database.reading() as session:
            yield from statements.lines(
                session,
                account_id=world.account_id,
                wallet_id=wallet_id or world.acme.id,
                wanted=wanted,
                after=after,
                most=most,
            )

    return list(read())


def balance_at(world: World, instant: datetime, wallet_id: UUID | None = None) -> int:
    return world.database.read(
        lambda session: statements.balance_at(
            session,
            account_id=world.account_id,
            wallet_id=wallet_id or world.acme.id,
            instant=instant,
        )
    )


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def held_by_pool(world: World) -> int:
    return balance_at(world, clock.now(), world.account_id)


def another_client(world: World) -> Client:
    return world.database.write(
        lambda session: clients.add_client(
            session, actor=world.operator, name=world.key(), access=Access.SCORM
        )
    )


def register(world: World, client: Client, lms_id: str) -> None:
    place = replace(world.place(), client_id=client.id, client_name=client.name)
    world.database.write(
        lambda session: registration.register(
            session, place=place, newcomer=world.newcomer(lms_id), source=Source.LMS
        )
    )


def test_a_statement_is_paged_from_its_newest_line_with_the_sums_of_the_period(
    world: World,
) -> None:
    for credits in (10, 20, 30, 40, 50):
        world.allocate(credits)

    def page(before: int | None = None) -> statements.Page:
        return world.database.read(
            lambda session: statements.page(
                session,
                account_id=world.account_id,
                wallet_id=world.account_id,
                before=before,
                most=4,
            )
        )

    newest = page()
    assert [line.credits for line in newest.lines] == [-50, -40, -30, -20]
    assert (newest.came_in, newest.went_out, newest.count) == (600, 150, 6)
    assert (newest.opened_with, newest.closed_with) == (0, 450)
    assert (newest.before, newest.after) == (2, None)
    oldest = page(newest.before)
    assert [line.credits for line in oldest.lines] == [-10, 600]
    assert (oldest.before, oldest.after) == (None, 6)


def test_a_period_without_transfers_is_an_empty_page(world: World) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    found = world.database.read(
        lambda session: statements.page(
            session,
            account_id=world.account_id,
            wallet_id=world.account_id,
            since=long_ago,
            until=long_ago + timedelta(days=1),
        )
    )
    assert (found.lines, found.count, found.closed_with) == ([], 0, 0)
