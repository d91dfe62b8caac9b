"""`/credits` alone, its help, and what it does not know."""

import pytest

from bot.language import LANGUAGES
from bot.slack.commands import SUBCOMMANDS
from bot.slack.driver import Answer
from tests.bot.stage import ANA, VERA, Stage


def asked(stage: Stage, typed: str = "", *, user: str = ANA) -> Answer:
    return stage.driver.command(f"/credits {typed}".strip(), user=user)


def test_alone_it_shows_the_balances_and_what_can_be_done(stage: Stage) -> None:
    stage.world.allocate(66)
    for learner in "abcd":
        stage.world.register(learner)
    assert asked(stage, user=VERA).text == (
        "The pool holds 534 credits, 89 plays.\n"
        "2 clients: 66 allocated, 24 consumed, 42 available, 7 plays.\n"
        "! Acme Learning (acme): 66 allocated, 24 consumed, 42 available, 7 plays\n"
        "What would you like to do?\n"
        "[Allocate credits]  [All balances]  [Clients]  [History]  [Help]"
    )
    pressed = stage.driver.press(asked(stage), "All balances")
    assert "The first to run out:" in pressed.text


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_has_a_line_and_a_topic_that_show_how_it_is_typed(
    language: object, name: str
) -> None:
    assert f"/credits {name}" in language(f"help-{name}")  # type: ignore[operator]
    assert language(f"topic-{name}")  # type: ignore[operator]


def test_a_topic_says_all_about_one_command(stage: Stage) -> None:
    said = asked(stage, "help allocate").text
    assert said.startswith("/credits allocate [client] [credits]")
    assert "an allocation is final" in said


def test_a_topic_that_there_is_not_names_those_there_are(stage: Stage) -> None:
    said = asked(stage, "help buying").text
    assert said.startswith("There is no topic “buying”.")
    assert "alerts, allocate, buy, client, digest" in said


def test_a_mistyped_command_is_told_which_is_called_nearly_so(stage: Stage) -> None:
    assert asked(stage, "alocate acme 6").text == (
        "There is no /credits alocate. /credits help says what there is.\n"
        "Did you mean /credits allocate?"
    )
