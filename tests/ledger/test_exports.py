"""Everything an account owns, as JSON Lines: streamed, without secrets, and nobody else's."""

import base64
import json
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import LargeBinary, func, select
from sqlalchemy.orm import Session

from bot.models import Installation
from ledger import alerts, clock, exports, group_registration, seals, thresholds
from ledger.database import Base
from ledger.errors import NotAllowed
from ledger.models import GameClient, Member, Source, ThresholdUnit
from ledger.pricing import Tier, set_price_list
from scorm_bridge.models import ContentChunk, ContentFile, Package, PackageKey, PackageStandard
from tests.worlds import World, buy, new_world

SECRETS = {
    ("accounts", "learner_secret"),
    ("campus_sessions", "digest"),
    ("installations", "bot_token"),
    ("installations", "refresh_token"),
    ("package_keys", "secret"),
    ("purchases", "checkout_url"),
}
BODY = bytes(range(256)) * 1024


@pytest.fixture
def owning(world: World) -> World:
    """An account with rows in as many tables as a few acts can fill."""
    world.allocate(60, reference="مرجع", comment="🛶 Straße")
    world.register("ana@acme.example", name="Ana")
    world.database.write(lambda session: fill(session, world))
    world.database.write(seals.seal_some)
    return world


def test_each_line_is_a_table_and_a_row_that_round_trips(owning: World) -> None:
    for line in exported(owning):
        value = json.loads(line)
        assert list(value) == ["table", "row"]
        assert "\n" not in line
        assert json.loads(json.dumps(value)) == value


def test_every_row_of_the_account_in_every_table_is_there_once(owning: World) -> None:
    found = Counter(json.loads(line)["table"] for line in exported(owning))
    with owning.database.reading() as session:
        held = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    assert dict(found) == {name: count for name, count in held.items() if count}
    assert len(found) >= 20


def test_a_row_has_every_column_but_the_secret_ones(owning: World) -> None:
    for line in exported(owning):
        value = json.loads(line)
        columns = set(Base.metadata.tables[value["table"]].columns.keys())
        hidden = {name for table, name in SECRETS if table == value["table"]}
        assert set(value["row"]) == columns - hidden


def test_every_column_of_bytes_is_marked_as_secret_or_is_content() -> None:
    """A new one is a key or a token until somebody says otherwise here."""
    of_bytes = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    marked = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("secret")
    }
    assert marked == SECRETS
    assert of_bytes - marked == {("content_chunks", "body")}


def test_no_secret_is_anywhere_in_it(owning: World) -> None:
    text = "\n".join(exported(owning))
    for secret in (b"a package's secret", b"xoxb-token", owning.account.learner_secret):
        assert base64.b64encode(secret).decode() not in text
        assert secret.decode() not in text


def test_values_are_written_as_text_that_says_what_they_were(owning: World) -> None:
    transfer = next(row for row in rows(owning, "transfers") if row["kind"] == "consumption")
    assert UUID(transfer["account_id"]) == owning.account_id
    assert datetime.fromisoformat(transfer["at"]).utcoffset() is not None
    assert (transfer["credits"], transfer["source"], transfer["member_id"]) == (6, "lms", None)
    assert rows(owning, "games")[0]["current_version"] == 1
    assert {row["is_own"] for row in rows(owning, "clients")} == {True, False}
    assert base64.b64decode(rows(owning, "content_chunks")[0]["body"]) == BODY


def test_words_in_any_script_stand_as_they_were_typed(owning: World) -> None:
    assert any("مرجع" in line and "🛶 Straße" in line for line in exported(owning))


def test_another_accounts_rows_are_never_in_it(owning: World) -> None:
    other = new_world(owning.database)
    other.allocate(60)
    other.register("ana@acme.example")
    owners = {
        value["row"]["id" if value["table"] == "accounts" else "account_id"]
        for value in map(json.loads, exported(owning))
    }
    assert owners == {str(owning.account_id)}


def test_tables_come_after_those_they_refer_to(owning: World) -> None:
    """Registrations and their consumptions refer to each other: that one way is left out."""
    order = list(dict.fromkeys(json.loads(line)["table"] for line in exported(owning)))
    for table in map(Base.metadata.tables.__getitem__, order):
        for key in table.foreign_key_constraints:
            wanted = key.referred_table.name
            if not key.use_alter and wanted != table.name and wanted in order:
                assert order.index(wanted) < order.index(table.name)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_are_no_seams(owning: World, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exported(owning)
    monkeypatch.setattr(exports, "PAGE", size)
    monkeypatch.setattr(exports, "WIDE_PAGE", size)
    assert exported(owning) == whole


def test_a_row_that_comes_meanwhile_is_in_the_next_export(
    owning: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the account as it was at one instant: no consumption without its registration."""
    monkeypatch.setattr(exports, "PAGE", 1)
    before = exported(owning)
    seen = []
    with owning.database.reading() as session:
        for number, line in enumerate(exports.lines(session, actor=owning.operator)):
            seen.append(line)
            if number == 3:
                owning.register("late@acme.example")
    assert seen == before
    assert len(exported(owning)) > len(before)


def test_memory_does_not_grow_with_the_account(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE", 100)
    world.database.write(lambda session: buy(session, world, 4000 * 6))
    world.allocate(4000 * 6)
    register_many(world, 300)
    read_through(world)
    few = peak_of(lambda: read_through(world))
    register_many(world, 2000)
    many = peak_of(lambda: read_through(world))
    assert many < 1.5 * few


@pytest.mark.parametrize("who", ["manager", "viewer"])
def test_only_an_owner_exports_and_is_refused_before_the_first_line(world: World, who: str) -> None:
    actor = world.actor(getattr(world, who))
    with world.database.reading() as session, pytest.raises(NotAllowed) as refusal:
        next(exports.lines(session, actor=actor))
    assert refusal.value.allowed == ["owner"]


def test_an_owner_and_an_operator_are_given_the_same(owning: World) -> None:
    assert exported(owning, by=owning.owner) == exported(owning)


def exported(world: World, *, by: Member | None = None) -> list[str]:
    actor = world.actor(by) if by else world.operator
    with world.database.reading() as session:
        return list(exports.lines(session, actor=actor))


def rows(world: World, table: str) -> list[dict[str, Any]]:
    lines = map(json.loads, exported(world))
    return [line["row"] for line in lines if line["table"] == table]


def read_through(world: World) -> None:
    with world.database.reading() as session:
        for _ in exports.lines(session, actor=world.operator):
            pass


def peak_of(act: Callable[[], object]) -> int:
    """The least of three: what runs beside it in this process allocates, too."""
    return min(peak(act) for _ in range(3))


def peak(act: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def register_many(world: World, count: int) -> None:
    newcomers = [world.newcomer(world.key()) for _ in range(count)]
    world.database.write(
        lambda session: group_registration.register_learners(
            session, place=world.place(), learners=newcomers, source=Source.WEB
        )
    )


def fill(session: Session, world: World) -> None:
    now, account_id = clock.now(), world.account_id
    set_price_list(session, actor=world.operator, tiers=[Tier(1, 190_000)])
    thresholds.set_threshold(
        session,
        actor=world.operator,
        wallet_id=world.acme.id,
        unit=ThresholdUnit.PLAYS,
        value=5,
    )
    alerts.turned_away(session, account_id=account_id, client_id=world.acme.id, wanted=99)
    package = Package(
        account_id=account_id,
        id=UUID(int=1),
        client_id=world.acme.id,
        game_id=world.game.id,
        group_id=world.group.id,
        standard=PackageStandard.SCORM_12,
        created_at=now,
    )
    content: dict[str, Any] = {
        "account_id": account_id,
        "game_id": world.game.id,
        "version": 1,
        "path": "a.bin",
    }
    digest = "0" * 64
    session.add_all(
        [
            package,
            Installation(
                team_id="T1",
                account_id=account_id,
                bot_user_id="U1",
                bot_token=b"xoxb-token",
                created_at=now,
            ),
            GameClient(account_id=account_id, game_id=world.game.id, client_id=world.acme.id),
            ContentFile(**content, media_type="x/y", size=1, stored_size=1, digest=digest),
        ]
    )
    session.flush()
    session.add(ContentChunk(**content, number=0, body=BODY))
    session.add(
        PackageKey(
            account_id=account_id,
            package_id=package.id,
            number=1,
            secret=b"a package's secret",
            created_at=now,
        )
    )
