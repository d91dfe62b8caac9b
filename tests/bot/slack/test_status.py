"""`/credits status`: what it says, and what it costs to say it (R11, R14)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.slack.driver import Answer
from ledger import clients
from ledger.models import Access
from scorm_bridge import bridge
from tests.benchmarks.status import fill
from tests.bot.stage import ANA, Stage
from tests.worlds import World


def status_of(stage: Stage, client: str = "") -> Answer:
    return stage.driver.command(f"/credits status {client}", user=ANA)


def add_client(world: World, name: str, alias: str) -> None:
    world.database.write(
        lambda session: clients.add_client(
            session, actor=world.operator, name=name, alias=alias, access=Access.SCORM
        )
    )


def test_r11_a_clients_status_is_read_in_credits_and_in_plays(stage: Stage) -> None:
    stage.world.allocate(120)
    stage.world.register("learner")
    assert status_of(stage, "acme").text == (
        "Acme Learning (acme): 120 allocated, 6 consumed, 114 available, 19 plays.\n"
        "The pool holds 480 credits, 80 plays."
    )


def test_r11_the_accounts_status_adds_its_clients_up_and_names_the_first_to_run_out(
    stage: Stage,
) -> None:
    add_client(stage.world, "Zeta", "zeta")
    stage.world.allocate(120)
    assert status_of(stage).text == (
        "The pool holds 480 credits, 80 plays.\n"
        "3 clients: 120 allocated, 0 consumed, 120 available, 20 plays.\n"
        "The first to run out:\n"
        "• Acme Learning (acme): 120 allocated, 0 consumed, 120 available, 20 plays\n"
        "• Ludum: 0 allocated, 0 consumed, 0 available, 0 plays\n"
        "• Zeta (zeta): 0 allocated, 0 consumed, 0 available, 0 plays"
    )


def test_a_client_that_runs_low_is_marked_and_says_what_to_type(stage: Stage) -> None:
    stage.world.allocate(66)
    for learner in "ab":
        stage.world.register(learner)
    assert "It runs low: below 60 credits, 10 plays" in status_of(stage, "acme").text
    assert "/credits allocate acme 120" in status_of(stage, "acme").text
    assert "! Acme Learning (acme): 66 allocated" in status_of(stage).text


@pytest.mark.parametrize("typed", ["acme", "ACME", "Acme Learning", '"acme"', "“Acme Learning”"])
def test_a_client_is_found_however_it_is_typed(stage: Stage, typed: str) -> None:
    assert status_of(stage, typed).text.startswith("Acme Learning (acme): 0 allocated")


def test_an_unknown_client_and_an_ambiguous_one_are_each_one_sentence(stage: Stage) -> None:
    add_client(stage.world, "Acorn", "acorn")
    assert status_of(stage, "nope").text == (
        "No client is called “nope”. Give an alias, a name, or an unambiguous beginning of one."
    )
    assert status_of(stage, "ac").text == "“ac” may be acme, acorn. Say which one, in full."


def test_a_name_can_neither_mention_nor_link(stage: Stage) -> None:
    add_client(stage.world, "Marks & Spencer <!channel>", "m&s")
    answer = status_of(stage, "m&s")
    assert answer.ack is not None
    assert "Marks &amp; Spencer &lt;!channel&gt; (m&amp;s)" in answer.ack["text"]
    assert answer.text.startswith("Marks & Spencer <!channel> (m&s): 0 allocated")


def test_many_long_names_keep_within_slacks_limits(stage: Stage) -> None:
    for number in range(60):
        add_client(stage.world, f"{number:02}{'&' * 118}", f"{number:02}{'<' * 58}")
    answer = status_of(stage)
    assert answer.ack is not None
    assert len(answer.ack["blocks"]) <= 50
    assert all(len(block["text"]["text"]) <= 3000 for block in answer.ack["blocks"])
    assert 0 < len(answer.ack["text"]) <= 4000
    assert "and 42 more" in answer.text


def test_a_status_takes_as_many_statements_for_hundreds_of_clients_as_for_one(
    stage: Stage,
) -> None:
    with counted_statements(stage) as few:
        status_of(stage)
    fill(stage.world.database, stage.world.account_id, 300)
    with counted_statements(stage) as many:
        status_of(stage)
    assert len(few) == len(many) <= 5


@contextmanager
def counted_statements(stage: Stage) -> Iterator[list[str]]:
    """The statements that the application runs on its own database meanwhile."""
    database = stage.app.extensions[bridge.EXTENSION].database
    statements: list[str] = []

    def seen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(database.reading_engine, "before_cursor_execute", seen)
    yield statements
    event.remove(database.reading_engine, "before_cursor_execute", seen)
