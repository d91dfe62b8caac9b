"""The ledger on PostgreSQL: each figure beside its baseline in the same run, and its target.

Registrations come over eight connections, from two processes of four threads each, as from a
small server. One process would measure Python's lock, and eight would wait for processors.
"""

import multiprocessing
import random
import resource
import secrets
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from threading import Barrier
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from ledger import group_registration, registration, statement_files, statements, status
from ledger.database import Database
from ledger.learners import Newcomer
from ledger.models import Source, WalletKind
from ledger.models.journal import wallet_id
from ledger.places import Place
from tests.benchmarks.status import fill
from tests.databases import PostgreSQL
from tests.worlds import World, buy, new_world

PROCESSES, THREADS = 2, 4
SPAWNING = multiprocessing.get_context("spawn")
GROUP = 1_000
MOST = 1_000_000
WARM_UP = 0.3
"""Of a round's time: connections, compiled and prepared statements."""

Rate = Callable[[float], float]
"""Works for about so many seconds and returns how many it did a second."""


def ledger_figures(databases: PostgreSQL, *, rounds: int, seconds: float, most: int) -> list[str]:
    """`most` is how many transfers the large ledger has, beside one with a hundredth of them."""
    lines = []
    with databases.database() as url, world_in(url) as world:
        lines += registrations(world, url, rounds, seconds)
    with databases.database() as url, world_in(url) as world:
        lines += [status_of_10_000_clients(world)]
    with databases.database() as few, databases.database() as many:
        lines += with_many_transfers(few, many, most, rounds, seconds)
    return lines


def registrations(world: World, url: str, rounds: int, seconds: float) -> list[str]:
    must_be_durable(url)
    run(url, BY_HAND)
    hot, many = [place_of(world)], clients_by_hand(world, url)
    transfers_by_hand(world, url, 10_000)
    with processes() as made:

        def at_once(way: str, places: Sequence[Place]) -> Rate:
            return lambda seconds: sum(
                made.map(partial(in_process, url, way, places, seconds), range(PROCESSES))
            )

        return [
            beside(
                f"charged registrations/s, {name}, by hand in PL/pgSQL",
                at_once("use case", places),
                at_once("by hand", places),
                rounds=rounds,
                seconds=seconds,
                least=0.35,
            )
            for name, places in (("one hot client", hot), ("1,000 clients", many))
        ] + [
            beside(
                "registrations/s of 1,000 in one group, one by one",
                one_process(partial(register_group, world.database, hot[0]), GROUP),
                one_process(partial(register_one, world.database, hot[0])),
                rounds=rounds,
                seconds=seconds,
                least=8,
            )
        ]


def with_many_transfers(
    few: str, many: str, most: int, rounds: int, seconds: float
) -> Iterator[str]:
    with world_in(few) as small, world_in(many) as large:
        for world, url, transfers in ((small, few, most // 100), (large, many, most)):
            transfers_by_hand(world, url, transfers)
        for name, act in (("registrations", registered), ("statuses", stood)):
            yield beside(
                f"{name}/s with {most:,} transfers in the ledger, with {most // 100:,}",
                one_process(partial(act, large)),
                one_process(partial(act, small)),
                rounds=rounds,
                seconds=seconds,
                least=1 / 1.2,  # it costs at most 1.2 times as much
            )
        # In a process of its own: nothing else has raised its peak before.
        with ProcessPoolExecutor(1, SPAWNING) as alone:
            export = (many, large.account_id, large.acme.id, most)
            yield alone.submit(memory_of_an_export, *export).result()


def registered(world: World) -> None:
    register_one(world.database, place_of(world))


def stood(world: World) -> None:
    world.database.read(lambda session: status.of_account(session, account_id=world.account_id))


def status_of_10_000_clients(world: World) -> str:
    fill(world.database, world.account_id, 10_000)
    took = []
    for _ in range(30):
        began = time.perf_counter()
        stood(world)
        took.append((time.perf_counter() - began) * 1000)
    milliseconds = statistics.median(took)
    return (
        f"status of 10,000 clients: {milliseconds:.1f} ms, target < 50 ms: {met(milliseconds < 50)}"
    )


def memory_of_an_export(url: str, account_id: UUID, wallet_id: UUID, most: int) -> str:
    """The process's peak once a tenth was written, and once all of it was."""
    database = Database(url)
    with database.reading() as session:
        lines = statement_files.as_json_lines(
            statements.lines(session, account_id=account_id, wallet_id=wallet_id)
        )
        began = time.perf_counter()
        deque(islice(lines, most // 10), maxlen=0)
        first = peak()
        written = most // 10 + sum(1 for _ in lines)
        took = time.perf_counter() - began
    database.close()
    grown = peak() / first
    return (
        f"export of {written:,} lines: {written / took:,.0f} /s; peak memory {peak():,.0f} MiB, "
        f"{grown:.2f} × that at a tenth, target < 1.1: {met(grown < 1.1)}"
    )


def peak() -> float:
    """MiB; Linux counts it in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def beside(name: str, own: Rate, base: Rate, *, rounds: int, seconds: float, least: float) -> str:
    """Both in turns, so that a noisy machine is noisy to both; the median of the rounds' ratios."""
    for rate in (own, base):
        rate(seconds * WARM_UP)
    pairs = [(own(seconds), base(seconds)) for _ in range(rounds)]
    ratio = statistics.median(one / other for one, other in pairs)
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    spread = f"{min(a / b for a, b in pairs):.2f} to {max(a / b for a, b in pairs):.2f}"
    return (
        f"{name}: {ours:,.0f} and {theirs:,.0f}, {ratio:.2f} × ({spread}), "
        f"target ≥ {least:.2f}: {met(ratio >= least)}"
    )


def met(is_met: bool) -> str:
    return "met" if is_met else "NOT MET"


def one_process(act: Callable[[], None], each: int = 1) -> Rate:
    def rate(seconds: float) -> float:
        began, done = time.perf_counter(), 0
        while time.perf_counter() < began + seconds:
            act()
            done += each
        return done / (time.perf_counter() - began)

    return rate


@contextmanager
def processes() -> Iterator[ProcessPoolExecutor]:
    together = (SPAWNING.Barrier(PROCESSES),)
    with ProcessPoolExecutor(PROCESSES, SPAWNING, meet_at, together) as made:
        yield made


meeting: list[Barrier] = []
"""Where a process waits until all of them are there."""


def meet_at(barrier: Barrier) -> None:
    meeting.append(barrier)


def in_process(url: str, way: str, places: Sequence[Place], seconds: float, _: int) -> float:
    """What one of the processes does a second, with all its threads."""

    def in_thread(number: int) -> float:
        register = connected(url, way, number)
        return one_process(lambda: register(random.choice(places)))(seconds)

    meeting[0].wait()
    with ThreadPoolExecutor(THREADS) as threads:
        return sum(threads.map(in_thread, range(THREADS)))


@cache
def connected(url: str, way: str, thread: int) -> Callable[[Place], None]:
    """A way to register over a connection of the thread's own, which is kept."""
    if way == "by hand":
        return partial(register_by_hand, psycopg.connect(plain(url), autocommit=True))
    return partial(register_one, Database(url, pool_size=1))


def register_one(database: Database, place: Place) -> None:
    learner = newcomer()
    database.write(
        lambda session: registration.register(
            session, place=place, newcomer=learner, source=Source.LMS
        )
    )


def register_group(database: Database, place: Place) -> None:
    learners = [newcomer() for _ in range(GROUP)]
    database.write(
        lambda session: group_registration.register_learners(
            session, place=place, learners=learners, source=Source.WEB
        )
    )


def register_by_hand(connection: psycopg.Connection, place: Place) -> None:
    learner = newcomer()
    values = (place.account_id, place.client_id, place.game_id, place.group_id)
    consumed = wallet_id(place.account_id, WalletKind.CONSUMED)
    connection.execute(
        "SELECT register_by_hand(%s, %s, %s, %s, %s, %s, %s)",
        (*values, consumed, learner.key, place.price),
    )


def newcomer() -> Newcomer:
    key = secrets.token_hex(32)
    return Newcomer(key=key, lms_id=key, name="Pérez, Ana")


def place_of(world: World) -> Place:
    """At a credit a play, so that what one client can be given lasts for a run."""
    return world.place(price=1)


@contextmanager
def world_in(url: str) -> Iterator[World]:
    """A world whose client holds as much as two allocations can give it."""
    database = Database(url)
    try:
        world = new_world(database, pool=MOST)
        database.write(lambda session: buy(session, world, MOST))
        for _ in range(2):
            world.allocate(MOST)
        yield world
    finally:
        database.close()


def must_be_durable(url: str) -> None:
    with psycopg.connect(plain(url)) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            (value,) = connection.execute(f"SHOW {setting}").fetchone() or ("off",)
            if value != "on":
                raise RuntimeError(f"figures of a server with {setting} {value} mean nothing")


def clients_by_hand(world: World, url: str) -> list[Place]:
    values = {"account": world.account_id, "game": world.game.id}
    with psycopg.connect(plain(url), autocommit=True) as connection:
        made = connection.execute(CLIENTS_BY_HAND, values).fetchall()
    return [replace(place_of(world), client_id=id, group_id=group) for id, group in made]


def transfers_by_hand(world: World, url: str, most: int) -> None:
    """As many plays of the client, written past the journal, and statistics that know of them.

    A plan that was made of a table while it was empty reads it whole.
    """
    run(
        url,
        TRANSFERS_BY_HAND.format(
            most=most,
            account=world.account_id,
            client=world.acme.id,
            game=world.game.id,
            group=world.group.id,
            consumed=wallet_id(world.account_id, WalletKind.CONSUMED),
        ),
    )
    run(url, "VACUUM ANALYZE")


def run(url: str, statements: str) -> None:
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(statements)


def plain(url: str) -> str:
    """The URL as psycopg itself takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


BY_HAND = """
CREATE OR REPLACE FUNCTION register_by_hand(
    account uuid, client uuid, game uuid, played_in uuid, consumed uuid, known_by text, price int
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    learner uuid := uuidv7();
    registration uuid := uuidv7();
    wallet wallets;
BEGIN
    INSERT INTO learners (account_id, client_id, id, key, lms_id, name, created_at)
    VALUES (account, client, learner, known_by, known_by, 'Pérez, Ana', now());
    INSERT INTO registrations (account_id, client_id, id, learner_id, game_id, number, group_id,
        game_version, source, registered_at)
    VALUES (account, client, registration, learner, game, 1, played_in, 1, 'lms', now());
    UPDATE wallets SET debited = debited + price, last_number = last_number + 1,
        last_at = greatest(last_at, now())
    WHERE account_id = account AND id = client AND credited - debited >= price
    RETURNING * INTO STRICT wallet;
    INSERT INTO transfers (account_id, id, kind, credits, at, debit_wallet_id, debit_kind,
        debit_number, debit_balance, credit_wallet_id, credit_kind, registration_id, source)
    VALUES (account, uuidv7(), 'consumption', price, wallet.last_at, client, 'client',
        wallet.last_number, wallet.credited - wallet.debited, consumed, 'consumed', registration,
        'lms');
    RETURN registration;
END $$
"""

CLIENTS_BY_HAND = """
WITH made AS MATERIALIZED (
    SELECT uuidv7() AS id, uuidv7() AS played_in, 'client ' || n AS name
    FROM generate_series(1, 1000) AS n
), added AS (
    INSERT INTO clients (account_id, id, name, name_key, alias, alias_key, access, time_zone,
        is_own, folds_learner_ids, created_at)
    SELECT %(account)s, id, name, name, name, name, 'scorm', 'UTC', false, true, now() FROM made
), holding AS (
    INSERT INTO wallets (account_id, id, kind, credited, debited, last_number, last_at, low_below)
    SELECT %(account)s, id, 'client', 1000000, 0, 0, now(), 0 FROM made
), playing AS (
    INSERT INTO groups (account_id, id, client_id, game_id, name, starts_at)
    SELECT %(account)s, played_in, id, %(game)s, name, now() FROM made
)
SELECT id, played_in FROM made
"""

TRANSFERS_BY_HAND = """
SET session_replication_role = replica; -- asks no keys of rows that are right as they are made
CREATE TEMPORARY TABLE seeds AS
SELECT n, uuidv7() AS learner, uuidv7() AS registration, uuidv7() AS transfer, wallets.*
FROM generate_series(1, {most}) AS n, wallets WHERE account_id = '{account}' AND id = '{client}';
INSERT INTO learners (account_id, client_id, id, key, created_at)
SELECT account_id, id, learner, encode(sha256(n::text::bytea), 'hex'), now() FROM seeds;
INSERT INTO registrations (account_id, client_id, id, learner_id, game_id, number, group_id,
    game_version, source, registered_at)
SELECT account_id, id, registration, learner, '{game}', 1, '{group}', 1, 'lms', now() FROM seeds;
INSERT INTO transfers (account_id, id, kind, credits, at, debit_wallet_id, debit_kind,
    debit_number, debit_balance, credit_wallet_id, credit_kind, registration_id, source)
SELECT account_id, transfer, 'consumption', 1, now(), id, 'client', last_number + n,
    credited - n, '{consumed}', 'consumed', registration, 'lms' FROM seeds;
UPDATE wallets SET debited = {most}, last_number = last_number + {most}, last_at = now()
WHERE account_id = '{account}' AND id = '{client}';
"""
