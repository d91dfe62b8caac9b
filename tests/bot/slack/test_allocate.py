"""`/credits allocate`: shown first, done once, and never more than the pool holds (R5, R6)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.slack.driver import Answer
from ledger import clock, status
from ledger.models import Allocation
from tests.bot.stage import ANA, MARC, Stage

SHOWN = """\
Allocate 120 credits, 20 plays to Acme Learning, reference “PO 7”, comment “autumn & winter”?
Acme Learning then has 120 credits, 20 plays.
The pool then holds 480 credits, 80 plays.
An allocation cannot be undone: no credits come back from a client.
[Allocate]  [Cancel]"""


def allocate(stage: Stage, typed: str, *, user: str = ANA) -> Answer:
    return stage.driver.command(f"/credits allocate {typed}", user=user)


def pool_and_acme(stage: Stage) -> tuple[int, int]:
    world = stage.world
    account = world.database.read(lambda s: status.of_account(s, account_id=world.account_id))
    return account.pool, account.available


def test_it_is_shown_with_both_balances_after_it_and_changes_nothing(stage: Stage) -> None:
    assert allocate(stage, 'acme 120 "PO 7" autumn & winter').text == SHOWN
    assert pool_and_acme(stage) == (600, 0)


def test_r6_it_is_confirmed_and_found_again_by_its_reference(stage: Stage) -> None:
    preview = allocate(stage, "acme 120 «PO 7» autumn", user=MARC)
    done = stage.driver.press(preview, "allocate.confirm")
    assert done.later[0]["replace_original"] is True
    assert done.text == (
        "Allocated 120 credits, 20 plays to Acme Learning, reference “PO 7”, comment “autumn”.\n"
        "Acme Learning now has 120 credits, 20 plays.\n"
        "The pool now holds 480 credits, 80 plays."
    )
    kept = stage.world.database.read(
        lambda s: s.scalars(select(Allocation).where(Allocation.reference == "PO 7")).one()
    )
    assert kept.comment == "autumn"


def test_r14_no_number_of_credits_is_said_without_its_plays(stage: Stage) -> None:
    preview = allocate(stage, "acme 114")
    said = [preview.text, stage.driver.press(preview, "allocate.confirm").text]
    said += [stage.driver.command(f"/credits {one}", user=ANA).text for one in ("status", " ")]
    # As the rule has it, learners are said with the credits they need: those are both as well.
    text = re.sub(r"[0-9,]+ (more )?learners?(,| need) [0-9,]+ credits?", "", "\n".join(said))
    numbers = re.findall(r"([0-9,]+) credits?(?:, ([0-9,]+) plays?)?", text)
    assert ("114", "19") in numbers
    assert [credits for credits, plays in numbers if not plays] == []


def test_pressed_twice_it_is_done_once_and_says_so(stage: Stage) -> None:
    preview = allocate(stage, "acme 120")
    stage.driver.press(preview, "allocate.confirm")
    again = stage.driver.press(preview, "allocate.confirm")
    assert again.text.startswith(
        "Already allocated: 120 credits, 20 plays to Acme Learning. Nothing was changed this time."
    )
    assert pool_and_acme(stage) == (480, 120)


def test_two_commands_are_two_allocations(stage: Stage) -> None:
    for _ in range(2):
        stage.driver.press(allocate(stage, "acme 60"), "allocate.confirm")
    assert pool_and_acme(stage) == (480, 120)


def test_it_can_be_cancelled(stage: Stage) -> None:
    cancelled = stage.driver.press(allocate(stage, "acme 120"), "allocate.cancel")
    assert cancelled.text == "Cancelled: nothing was allocated."
    assert pool_and_acme(stage) == (600, 0)


def test_r5_to_cancel_after_it_was_allocated_says_that_it_stands(stage: Stage) -> None:
    preview = stage.driver.command("/credits allocate acme 120", user=ANA)
    stage.driver.press(preview, "Allocate")
    assert stage.driver.press(preview, "Cancel").text == (
        "It was allocated before you cancelled, and an allocation is final: nothing was taken "
        "back. /credits history shows it."
    )


def test_r6_more_than_the_pool_holds_is_refused_by_how_much(stage: Stage) -> None:
    assert allocate(stage, "acme 606").text == (
        "The pool holds 600 credits, 100 plays: it is 6 credits short of the 606 wanted. "
        "Order at least 6 credits, 1 play, or allocate fewer.\n"
        "Buy what is missing, and allocate it once it is paid.\n"
        "[Buy 6 credits, 1 play]"
    )
    of_marc = allocate(stage, "acme 606", user=MARC).text
    assert "Ask an owner to buy what is missing.\n[Ask for 6 credits, 1 play]" in of_marc


def test_a_pool_that_was_emptied_after_the_preview_refuses_the_press(stage: Stage) -> None:
    preview = allocate(stage, "acme 600")
    stage.world.allocate(1)
    refused = stage.driver.press(preview, "allocate.confirm")
    assert "it is 1 credit short of the 600 wanted" in refused.text
    assert pool_and_acme(stage) == (599, 1)


def test_what_was_shown_to_one_member_is_not_anothers_to_confirm(stage: Stage) -> None:
    pressed = stage.driver.press(allocate(stage, "acme 120"), "allocate.confirm", user=MARC)
    assert pressed.text.startswith("This was shown to someone else, and nothing was changed.")
    assert pool_and_acme(stage) == (600, 0)


def test_what_was_shown_more_than_a_day_ago_has_to_be_typed_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = allocate(stage, "acme 120")
    tomorrow = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    pressed = stage.driver.press(preview, "allocate.confirm")
    assert pressed.text.startswith("This is more than a day old, and nothing was changed.")
    monkeypatch.undo()
    assert pool_and_acme(stage) == (600, 0)


def test_a_button_a_year_old_is_of_no_use_any_more_and_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = allocate(stage, "acme 120")
    next_year = clock.now() + timedelta(days=365)
    monkeypatch.setattr(clock, "now", lambda: next_year)
    for name in ("allocate.confirm", "allocate.cancel"):
        assert stage.driver.press(preview, name).text.endswith(
            ("Type the command again.", "nothing was allocated.")
        )
    monkeypatch.undo()
    assert pool_and_acme(stage) == (600, 0)


def test_a_comment_of_ten_thousand_characters_is_refused(stage: Stage) -> None:
    said = allocate(stage, f"acme 120 PO-7 {'x' * 10_000}").text
    assert said == (
        "The comment cannot be used. Give 1 to 1,000 characters on one line, letters or signs."
    )
    assert pool_and_acme(stage) == (600, 0)


@pytest.mark.parametrize(
    "amount", ["0", "-6", "6.5", "1e3", "1,000", "twelve", "l20", "9" * 5000, "1000001", "１２"]
)
def test_what_is_no_number_of_credits_is_refused(stage: Stage, amount: str) -> None:
    answer = allocate(stage, f"acme {amount}")
    assert re.search(r"is (not a number of credits|more than the most, 1,000,000)\.", answer.text)
    assert "Give a whole number from 1 to 1,000,000" in answer.text
    assert pool_and_acme(stage) == (600, 0)


@pytest.mark.parametrize("typed", ["acme 1 000", "acme 1 000 PO-7", "acme 1\u202f000"])
def test_a_number_in_groups_is_never_taken_for_its_first_group(stage: Stage, typed: str) -> None:
    answer = allocate(stage, typed)
    assert answer.text.endswith("in digits: 1000.")


def test_three_digits_after_a_number_are_a_reference_where_more_letters_are_in_it(
    stage: Stage,
) -> None:
    assert "reference “PO-120”" in allocate(stage, "acme 6 PO-120").text


def test_who_mistypes_a_client_is_told_which_is_called_nearly_so(stage: Stage) -> None:
    said = allocate(stage, "acne 120").text
    assert said == "No client is called “acne”. Did you mean acme? Give that instead."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nope 120", "No client is called “nope”."),
        ('"acme 120', "A quotation mark is not closed."),
        (f"acme 120 {'x' * 101}", "The reference cannot be used. Give 1 to 100 characters"),
        (f"acme 120 PO {'x' * 1001}", "The comment cannot be used. Give 1 to 1,000 characters"),
    ],
)
def test_bad_words_are_one_sentence_each(stage: Stage, typed: str, said: str) -> None:
    assert allocate(stage, typed).text.startswith(said)
    assert pool_and_acme(stage) == (600, 0)


def test_the_longest_words_fit_into_a_button(stage: Stage) -> None:
    preview = allocate(stage, f"acme 120 {'&' * 100} {'é' * 1000}")
    assert preview.ack is not None
    assert len(preview.ack["blocks"][-1]["elements"][0]["value"]) <= 2000
    assert "Allocated" in stage.driver.press(preview, "allocate.confirm").text


def test_an_unknown_subcommand_says_where_the_known_ones_are(stage: Stage) -> None:
    answer = stage.driver.command("/credits frobnicate acme", user=ANA)
    assert answer.text == "There is no /credits frobnicate. /credits help says what there is."


@pytest.mark.parametrize("typed", ["/credits help", "/credits HELP"])
def test_help_names_every_subcommand(stage: Stage, typed: str) -> None:
    answer = stage.driver.command(typed, user=ANA)
    for subcommand in ("status", "allocate", "help"):
        assert f"/credits {subcommand}" in answer.text
