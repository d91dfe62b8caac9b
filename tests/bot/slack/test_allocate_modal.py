"""`/credits allocate` without its words: a modal asks for them, and shows what they come to."""

import pytest

from bot.demo.recorder import Fault
from bot.language import ENGLISH
from bot.slack.driver import Answer
from bot.slack.driver.forms import NotFilled
from ledger import members, status
from tests.bot.stage import Stage


def opened(stage: Stage, typed: str = "allocate", *, user: str | None = None) -> Answer:
    return stage.driver.command(f"/credits {typed}", user=user or stage.ana)


def pool_and_acme(stage: Stage) -> tuple[int, int]:
    world = stage.world
    account = world.database.read(lambda s: status.of_account(s, account_id=world.account_id))
    return account.pool, account.available


def filled(**more: str) -> dict[str, str]:
    return {"client": "acme", "credits": "120", **more}


def test_it_is_filled_in_shown_and_confirmed(workspace: Stage) -> None:
    form = opened(workspace)
    assert "20 learners need 120 credits, 20 plays." in form.text
    preview = workspace.driver.submit(form, filled(reference="PO 7", comment="two\nlines"))
    assert preview.text == (
        "== Allocate credits ==\n"
        "Allocate 120 credits, 20 plays to Acme Learning, reference “PO 7”, comment “two lines”?\n"
        "Acme Learning then has 120 credits, 20 plays.\n"
        "The pool then holds 480 credits, 80 plays.\n"
        "An allocation cannot be undone: no credits come back from a client.\n"
        "[Allocate]  [Cancel]"
    )
    assert pool_and_acme(workspace) == (600, 0)
    done = workspace.driver.submit(preview)
    assert done.text.startswith("Allocated 120 credits, 20 plays to Acme Learning")
    again = workspace.driver.submit(preview)
    assert again.text.startswith("Already allocated: 120 credits")
    assert pool_and_acme(workspace) == (480, 120)


def test_r12_from_the_account_the_client_is_chosen(workspace: Stage) -> None:
    """From a client see `test_client`: there it is chosen already."""
    form = opened(workspace)
    with pytest.raises(NotFilled, match="Client has to be filled in"):
        workspace.driver.submit(form, {"credits": "6"})
    preview = workspace.driver.submit(form, {"client": "acme", "credits": "6"})
    workspace.driver.submit(preview)
    assert pool_and_acme(workspace) == (594, 6)


def test_r14_the_modal_says_what_20_learners_need(workspace: Stage) -> None:
    assert "20 learners need 120 credits, 20 plays." in opened(workspace).text


def test_a_client_in_the_line_is_chosen_already(workspace: Stage) -> None:
    preview = workspace.driver.submit(opened(workspace, "allocate acme"), {"credits": "6"})
    assert "Allocate 6 credits, 1 play to Acme Learning?" in preview.text
    assert opened(workspace, "allocate nope").text.startswith("No client is called “nope”.")


@pytest.mark.parametrize("credits", ["12O", "1 000", "-6", "6.5", "1e9", "601"])
def test_what_cannot_be_allocated_is_said_below_the_credits(workspace: Stage, credits: str) -> None:
    after = workspace.driver.submit(opened(workspace), filled(credits=credits))
    assert set(after.errors) == {"credits"}
    assert pool_and_acme(workspace) == (600, 0)


def test_above_a_limit_the_owners_are_asked_once(workspace: Stage) -> None:
    world = workspace.world
    world.database.write(
        lambda s: members.limit_member(
            s, actor=world.actor(world.owner), member=world.manager, most=60
        )
    )
    form = opened(workspace, user=workspace.marc)
    preview = workspace.driver.submit(form, filled())
    assert "[Ask an owner]" in preview.text
    for _ in range(2):
        asked = workspace.driver.submit(preview)
        assert asked.text.startswith("The owners were asked for 120 credits, 20 plays to Acme")
    assert pool_and_acme(workspace) == (600, 0)


def test_a_modal_whose_trigger_expired_has_its_sentence(workspace: Stage) -> None:
    assert workspace.slack is not None
    workspace.slack.recorder.faults["views.open"] = [Fault(error="expired_trigger_id")]
    assert opened(workspace).text == ENGLISH("answer-too-late")


def test_a_viewer_reads_who_may_and_asks_them(workspace: Stage) -> None:
    preview = workspace.driver.submit(opened(workspace, user=workspace.vera), filled())
    assert "Only an owner or a manager may allocate credits." in preview.text
    said = workspace.driver.submit(preview)
    assert (
        said.text == "All who may allocate were asked for 120 credits, 20 plays to Acme Learning."
    )
    assert pool_and_acme(workspace) == (600, 0)
